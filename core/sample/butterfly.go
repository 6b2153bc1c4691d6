package sample

import (
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
	"graft/core/sample/internal/outline"
)

// butterfly has four broad wings, a thin body and feelers with knobs. Some sit as
// moths do, the front wings over the hind ones.
func butterfly(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	l := newScales(r)
	moth := r.Chance(0.25)
	fore := outline.New(r, foreWings[r.Intn(len(foreWings))], 0.035)
	hind := outline.New(r, hindWings[r.Intn(len(hindWings))], 0.035)
	lift := r.In(0.03, 0.12)
	foreTurn, hindTurn := r.In(-0.15, 0.2), r.In(-0.2, 0.15)
	if moth {
		foreTurn, hindTurn = r.In(-0.95, -0.65), r.In(-0.3, -0.1)
	}
	for _, wing := range []struct {
		b    *outline.Blob
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
	base, inner, rim, dots, body canvas.RGB
	rimWide                      float64
	veined, dotted, eyed, banded bool
	eye                          float64
	seed                         float64
}

func newScales(r *noise.Rand) *scales {
	l := &scales{base: coat(r), rimWide: r.In(0.02, 0.14), eye: r.In(0.06, 0.1), seed: r.In(0, 99)}
	l.inner = l.base.By(r.In(0.6, 1.1)).To(coat(r), r.In(0, 0.6))
	l.rim = against(r, l.base)
	if r.Chance(0.5) {
		l.rim = canvas.Pick(r, 0x1c1a1c, 0x3a2418)
	}
	l.dots, l.body = against(r, l.rim), canvas.Pick(r, 0x1c1a1c, 0x3a2a1c, 0x6a5a4a)
	l.veined, l.dotted, l.eyed, l.banded = r.Chance(0.6), r.Chance(0.6), r.Chance(0.45), r.Chance(0.35)
	return l
}

func (l *scales) wing(c *canvas.Canvas, p canvas.Pose, b *outline.Blob, side, turn, lift float64, hind bool) {
	// A wing of the left side is that of the right one, mirrored.
	q := p.In(0, 0, side*turn, 1)
	dist := func(x, y float64) float64 { return b.Dist(x, y*side) }
	outline.Cast(c, q, dist, b.Reach(), lift, 0.45)
	tilt := 0.25 * side // it rises away from the body
	eyes := l.eyesOf(b, hind)
	vein := func(x, y float64) float64 {
		a := math.Atan2(y, x+0.05)
		return canvas.Smooth(0.16, 0.04, math.Abs(math.Sin(a*6.5))) * canvas.Smooth(0.12, 0.25, canvas.Length(x, y))
	}
	c.Put(canvas.Solid{
		Reach: b.Reach() + 0.02, Tall: 0.02, Gloss: 0.04, Sharp: 3,
		Dist: dist,
		Rise: func(depth float64) float64 { return 0.012 * canvas.Smooth(0, 0.02, depth) },
		Bump: func(x, y float64) float64 {
			return float64(tilt*y) - 0.012*vein(x, y*side) + 0.004*noise.At2(x*50, y*50)
		},
		Colour: func(x, y, depth float64) canvas.RGB {
			y *= side
			far := canvas.Length(x, y)
			k := l.inner.To(l.base, canvas.Smooth(0.1, 0.5, far)).By(0.88 + 0.24*noise.At2(x*7+l.seed, y*7))
			if l.banded {
				k = k.To(l.dots, 0.9*canvas.Smooth(0.05, 0.03, math.Abs(far-0.55-0.06*math.Sin(18*math.Atan2(y, x)))))
			}
			if l.veined {
				k = k.To(l.rim, 0.7*vein(x, y))
			}
			k = k.To(l.rim, canvas.Smooth(l.rimWide, l.rimWide-0.03, depth)*canvas.Smooth(0.2, 0.35, far))
			if l.dotted {
				row := canvas.Length(math.Sin(15*math.Atan2(y-b.Y, x-b.X))*0.035, depth-max(l.rimWide*0.55, 0.03))
				k = k.To(l.dots, canvas.Smooth(0.022, 0.014, row)*canvas.Smooth(0.3, 0.4, far))
			}
			for _, e := range eyes {
				d := canvas.Length(x-e.X, y-e.Y)
				k = k.To(l.dots, canvas.Smooth(l.eye, l.eye*0.9, d))
				k = k.To(canvas.Hex(0x18161c), canvas.Smooth(l.eye*0.72, l.eye*0.62, d))
				k = k.To(canvas.Hex(0xf4f2ee), canvas.Smooth(l.eye*0.28, l.eye*0.2, canvas.Length(x-e.X-0.012, y-e.Y)))
			}
			return k
		},
	}, q)
}

// eyesOf is where a wing has spots like eyes.
func (l *scales) eyesOf(b *outline.Blob, hind bool) []outline.Point {
	if !l.eyed {
		return nil
	}
	if hind {
		return []outline.Point{{X: b.X - 0.06, Y: b.Y + 0.12}}
	}
	return []outline.Point{{X: b.X + 0.1, Y: b.Y + 0.14}}
}

func butterflyBody(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, tone canvas.RGB) {
	fat := r.In(0.035, 0.075)
	plain := func(float64) canvas.RGB { return tone.By(0.8) }
	for _, side := range []float64{1, -1} {
		root := outline.Point{X: 0.2, Y: side * 0.02}
		a, long := r.In(0.3, 0.75), r.In(0.28, 0.42)
		tip := outline.Step(root, side*a, long)
		outline.Limb{Line: outline.Along([]outline.Point{root, outline.Step(root, side*a*0.6, long*0.5), tip}, false, 4), Thick: 0.009, Thin: 0.009, Tall: 0.06, Colour: plain}.Draw(c, p)
		bead(c, p.In(tip.X, tip.Y, 0, 1), 0.022, tone, 0.2)
	}
	ring := r.In(50, 80)
	c.Put(canvas.Solid{
		Reach: 0.5, Tall: 0.06, Gloss: 0.08, Sharp: 3,
		Dist: func(x, y float64) float64 { return canvas.Oval(x, y, 0.27, fat*(1+0.8*x)) - 0.01*noise.At2(x*60, y*60) },
		Rise: canvas.Dome(fat),
		Colour: func(x, y, _ float64) canvas.RGB {
			return tone.By(0.8 + 0.45*math.Sin(x*ring)*canvas.Smooth(0.05, -0.05, x))
		},
	}, p.In(-0.2, 0, 0, 1))
	c.Put(canvas.Solid{
		Reach: 0.25, Tall: 0.08, Gloss: 0.05, Sharp: 3,
		Dist:   func(x, y float64) float64 { return canvas.Oval(x, y, 0.13, fat*1.35) - 0.02*noise.At2(x*50, y*50) },
		Rise:   canvas.Dome(fat),
		Colour: func(x, y, _ float64) canvas.RGB { return tone.By(0.8 + 0.8*noise.At2(x*60, y*60)) },
	}, p.In(0.06, 0, 0, 1))
	bead(c, p.In(0.2, 0, 0, 1), fat*0.8, tone, 0.3)
}
