package sample

import (
	"math"

	"graft/core/sample/internal/noise"
)

// butterfly has four broad wings, a thin body and feelers with knobs. Some sit as
// moths do, the front wings over the hind ones.
func butterfly(c *canvas, r *noise.Rand, p pose) {
	l := newScales(r)
	moth := r.Chance(0.25)
	fore := newBlob(r, foreWings[r.Intn(len(foreWings))], 0.035)
	hind := newBlob(r, hindWings[r.Intn(len(hindWings))], 0.035)
	lift := r.In(0.03, 0.12)
	foreTurn, hindTurn := r.In(-0.15, 0.2), r.In(-0.2, 0.15)
	if moth {
		foreTurn, hindTurn = r.In(-0.95, -0.65), r.In(-0.3, -0.1)
	}
	for _, wing := range []struct {
		b    *blob
		turn float64
		hind bool
	}{{hind, hindTurn, true}, {fore, foreTurn, false}} {
		for _, side := range []float64{1, -1} {
			l.wing(c, p, wing.b, side, wing.turn+r.In(-0.03, 0.03), lift, wing.hind)
		}
	}
	butterflyBody(c, r, p, l.body)
}

// The wings of the right side, in hundredths, the body along y = 0, the head
// towards x. One line a kind.
var (
	foreWings = []string{
		"6,3 22,22 36,48 44,76 42,90 32,88 24,74 12,66 0,60 -6,40 -4,14",
		"6,3 26,20 44,44 56,72 56,86 44,84 30,68 16,60 2,58 -6,36 -4,12",
		"6,3 18,26 26,52 30,76 22,86 10,84 0,74 -6,62 -10,40 -6,12",
		"6,3 24,16 42,36 58,64 60,78 50,76 34,58 20,48 8,46 -2,32 -4,10",
	}
	hindWings = []string{
		"0,3 2,30 0,54 -10,66 -26,68 -42,58 -52,42 -52,24 -40,8 -18,2",
		"0,3 2,28 -2,50 -14,62 -30,62 -44,50 -66,44 -54,30 -44,10 -18,2",
		"0,3 4,30 2,50 -8,58 -22,58 -30,48 -40,44 -44,26 -36,8 -16,2",
		"0,3 2,34 -4,58 -18,64 -32,54 -44,56 -50,40 -56,28 -42,8 -18,2",
	}
)

// scales are the colours and the pattern of a butterfly's wings.
type scales struct {
	base, inner, rim, dots, body rgb
	rimWide                      float64
	veined, dotted, eyed, banded bool
	eye                          float64
	seed                         float64
}

func newScales(r *noise.Rand) *scales {
	l := &scales{base: coat(r), rimWide: r.In(0.02, 0.14), eye: r.In(0.06, 0.1), seed: r.In(0, 99)}
	l.inner = l.base.by(r.In(0.6, 1.1)).to(coat(r), r.In(0, 0.6))
	l.rim = against(r, l.base)
	if r.Chance(0.5) {
		l.rim = pick(r, 0x1c1a1c, 0x3a2418)
	}
	l.dots, l.body = against(r, l.rim), pick(r, 0x1c1a1c, 0x3a2a1c, 0x6a5a4a)
	l.veined, l.dotted, l.eyed, l.banded = r.Chance(0.6), r.Chance(0.6), r.Chance(0.45), r.Chance(0.35)
	return l
}

func (l *scales) wing(c *canvas, p pose, b *blob, side, turn, lift float64, hind bool) {
	// A wing of the left side is that of the right one, mirrored.
	q := p.in(0, 0, side*turn, 1)
	dist := func(x, y float64) float64 { return b.dist(x, y*side) }
	cast(c, q, dist, b.reach(), lift, 0.45)
	tilt := 0.25 * side // it rises away from the body
	eyes := l.eyesOf(b, hind)
	vein := func(x, y float64) float64 {
		a := math.Atan2(y, x+0.05)
		return smooth(0.16, 0.04, math.Abs(math.Sin(a*6.5))) * smooth(0.12, 0.25, length(x, y))
	}
	c.put(solid{
		reach: b.reach() + 0.02, tall: 0.02, gloss: 0.04, sharp: 3,
		dist: dist,
		rise: func(depth float64) float64 { return 0.012 * smooth(0, 0.02, depth) },
		bump: func(x, y float64) float64 {
			return float64(tilt*y) - 0.012*vein(x, y*side) + 0.004*noise.At2(x*50, y*50)
		},
		colour: func(x, y, depth float64) rgb {
			y *= side
			far := length(x, y)
			k := l.inner.to(l.base, smooth(0.1, 0.5, far)).by(0.88 + 0.24*noise.At2(x*7+l.seed, y*7))
			if l.banded {
				k = k.to(l.dots, 0.9*smooth(0.05, 0.03, math.Abs(far-0.55-0.06*math.Sin(18*math.Atan2(y, x)))))
			}
			if l.veined {
				k = k.to(l.rim, 0.7*vein(x, y))
			}
			k = k.to(l.rim, smooth(l.rimWide, l.rimWide-0.03, depth)*smooth(0.2, 0.35, far))
			if l.dotted {
				row := length(math.Sin(15*math.Atan2(y-b.y, x-b.x))*0.035, depth-max(l.rimWide*0.55, 0.03))
				k = k.to(l.dots, smooth(0.022, 0.014, row)*smooth(0.3, 0.4, far))
			}
			for _, e := range eyes {
				d := length(x-e.x, y-e.y)
				k = k.to(l.dots, smooth(l.eye, l.eye*0.9, d))
				k = k.to(hex(0x18161c), smooth(l.eye*0.72, l.eye*0.62, d))
				k = k.to(hex(0xf4f2ee), smooth(l.eye*0.28, l.eye*0.2, length(x-e.x-0.012, y-e.y)))
			}
			return k
		},
	}, q)
}

// eyesOf is where a wing has spots like eyes.
func (l *scales) eyesOf(b *blob, hind bool) []point {
	if !l.eyed {
		return nil
	}
	if hind {
		return []point{{b.x - 0.06, b.y + 0.12}}
	}
	return []point{{b.x + 0.1, b.y + 0.14}}
}

func butterflyBody(c *canvas, r *noise.Rand, p pose, tone rgb) {
	fat := r.In(0.035, 0.075)
	plain := func(float64) rgb { return tone.by(0.8) }
	for _, side := range []float64{1, -1} {
		root := point{0.2, side * 0.02}
		a, long := r.In(0.3, 0.75), r.In(0.28, 0.42)
		tip := step(root, side*a, long)
		limb{line: along([]point{root, step(root, side*a*0.6, long*0.5), tip}, false, 4), thick: 0.009, thin: 0.009, tall: 0.06, colour: plain}.draw(c, p)
		bead(c, p.in(tip.x, tip.y, 0, 1), 0.022, tone, 0.2)
	}
	ring := r.In(50, 80)
	c.put(solid{
		reach: 0.5, tall: 0.06, gloss: 0.08, sharp: 3,
		dist:   func(x, y float64) float64 { return oval(x, y, 0.27, fat*(1+0.8*x)) - 0.01*noise.At2(x*60, y*60) },
		rise:   dome(fat),
		colour: func(x, y, _ float64) rgb { return tone.by(0.8 + 0.45*math.Sin(x*ring)*smooth(0.05, -0.05, x)) },
	}, p.in(-0.2, 0, 0, 1))
	c.put(solid{
		reach: 0.25, tall: 0.08, gloss: 0.05, sharp: 3,
		dist:   func(x, y float64) float64 { return oval(x, y, 0.13, fat*1.35) - 0.02*noise.At2(x*50, y*50) },
		rise:   dome(fat),
		colour: func(x, y, _ float64) rgb { return tone.by(0.8 + 0.8*noise.At2(x*60, y*60)) },
	}, p.in(0.06, 0, 0, 1))
	bead(c, p.in(0.2, 0, 0, 1), fat*0.8, tone, 0.3)
}
