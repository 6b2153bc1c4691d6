package sample

import (
	"math"

	"graft/core/sample/internal/noise"
)

// snail is a soft body that looks out from under a wound shell, horns ahead.
func snail(c *canvas, r *noise.Rand, p pose) {
	skin := pick(r, 0x8a7a68, 0x5a4c44, 0xb8a68c, 0x3a3434, 0xa89080, 0x6a6458)
	p = p.in(-0.05, 0, 0, 1)
	bent := bell(r, 0.12)
	if r.Chance(0.4) {
		slime(c, r, p, bent)
	}
	horns(c, r, p, skin, bent)
	foot(c, r, p, skin, bent)
	at := point{r.In(-0.22, -0.1), bell(r, 0.03)}
	newShell(r).draw(c, p.in(at.x, at.y+bent*at.x*at.x, r.In(-0.7, 0.7), 1))
}

// slime is the trail behind a snail.
func slime(c *canvas, r *noise.Rand, p pose, bent float64) {
	c.put(solid{
		reach: 0.8, gloss: 0.8, sharp: 3,
		dist:   func(x, y float64) float64 { return pill(x, bend(x-0.95, y, bent)+bent*0.9, 0.65, 0.12) },
		rise:   func(float64) float64 { return 0 },
		bump:   func(x, y float64) float64 { return 0.02 * noise.At2(x*20, y*20) },
		colour: func(_, _, _ float64) rgb { return rgb{0.6, 0.62, 0.62} },
		alpha:  func(x, _, depth float64) float64 { return 0.3 * smooth(0, 0.08, depth) * smooth(-0.65, 0.2, x) },
	}, p.in(-1.15, bent*0.9, 0, 1))
}

func horns(c *canvas, r *noise.Rand, p pose, skin rgb, bent float64) {
	plain := func(far float64) rgb { return skin.by(1.1 - 0.5*far) }
	for _, side := range []float64{1, -1} {
		root := point{0.68, side*0.055 + bent*0.46}
		a := bent*1.3 + side*r.In(0.3, 0.75)
		tip := step(root, a, r.In(0.2, 0.34))
		limb{line: []point{root, tip}, thick: 0.026, thin: 0.014, tall: 0.08, gloss: 0.3, colour: plain}.draw(c, p)
		bead(c, p.in(tip.x, tip.y, 0, 1), 0.026, skin.by(0.35), 0.8)
		low := point{0.74, side*0.045 + bent*0.5}
		limb{line: []point{low, step(low, bent*1.4+side*r.In(0.3, 0.7), 0.1)}, thick: 0.018, thin: 0.013, tall: 0.03, gloss: 0.3, colour: plain}.draw(c, p)
	}
}

func foot(c *canvas, r *noise.Rand, p pose, skin rgb, bent float64) {
	wide, seed := r.In(0.12, 0.16), r.In(0, 99)
	c.put(solid{
		reach: 0.95, tall: 0.07, gloss: 0.5, sharp: 4,
		dist: func(x, y float64) float64 {
			w := wide * smooth(-0.95, -0.3, x) * (1 - 0.18*smooth(0.45, 0.6, x))
			return pill(x+0.02, bend(x, y, bent), 0.72, w+0.012) * 0.85
		},
		rise: dome(0.11),
		bump: func(x, y float64) float64 { return 0.022 * noise.At2(x*26+seed, y*26) },
		colour: func(x, y, depth float64) rgb {
			k := skin.by(0.7 + 0.5*noise.At2(x*26+seed, y*26))
			return k.by(1.25 - 0.3*smooth(0, 0.05, depth))
		},
	}, p)
}

// shell is wound about its middle: each turn is some times as wide as the one
// within it.
type shell struct {
	size, growth float64
	hand         float64 // 1 or -1: which way it is wound
	base, mark   rgb
	bands        []float64 // where across a turn they are, 0 to 1
	ribs, deep   float64
	gloss, seed  float64
	radius       [shellSteps + 1]float64 // of the seam, by the angle, the outermost turn
}

const shellSteps = 128

func newShell(r *noise.Rand) *shell {
	s := &shell{
		size: r.In(0.36, 0.47), growth: r.In(1.65, 2.2), hand: 1, base: coat(r),
		ribs: r.In(20, 60), deep: r.In(0, 0.03), gloss: r.In(0.1, 0.8), seed: r.In(0, 99),
	}
	if r.Chance(0.5) {
		s.hand = -1
	}
	s.mark = against(r, s.base)
	for range r.Intn(5) {
		s.bands = append(s.bands, r.In(0.15, 0.9))
	}
	// growth to the power of the angle, without a function that differs by platform.
	q := root(s.growth)
	s.radius[0] = s.size / s.growth
	for i := range shellSteps {
		s.radius[i+1] = s.radius[i] * q
	}
	return s
}

// root returns the shellSteps-th root of x: seven square roots.
func root(x float64) float64 {
	for n := shellSteps; n > 1; n /= 2 {
		x = math.Sqrt(x)
	}
	return x
}

// where returns the turn that a place is on: its inner and outer seam there, and
// the angle along it from 0 to 1.
func (s *shell) where(x, y float64) (inner, outer, turn, far float64) {
	y *= s.hand
	far = length(x, y)
	turn = math.Atan2(y, x)/(2*math.Pi) + 0.5
	i := min(int(turn*shellSteps), shellSteps-1)
	f := turn*shellSteps - float64(i)
	seam := s.radius[i] + float64((s.radius[i+1]-s.radius[i])*f)
	inner, outer = seam, s.edge(turn)
	for range 6 {
		if far >= inner {
			break
		}
		inner, outer = inner/s.growth, inner
	}
	return inner, outer, turn, far
}

// edge is the outline: nearly round, with a lip where the shell ends.
func (s *shell) edge(turn float64) float64 { return s.size * (0.92 + 0.1*turn) }

func (s *shell) draw(c *canvas, p pose) {
	c.put(solid{
		reach: s.size * 1.1, tall: 0.3, gloss: s.gloss, sharp: 4,
		dist: func(x, y float64) float64 {
			return length(x, y) - s.edge(math.Atan2(y*s.hand, x)/(2*math.Pi)+0.5)
		},
		rise: func(depth float64) float64 {
			t := clamp(depth/s.size, 0, 1)
			return 0.55 * s.size * math.Sqrt(t*(2-t))
		},
		bump: func(x, y float64) float64 {
			inner, outer, turn, far := s.where(x, y)
			f := clamp((far-inner)/(outer-inner), 0, 1)
			round := math.Sqrt(max(f*(1-f), 0))
			return (outer-inner)*0.55*round + s.deep*outer*math.Sin(turn*s.ribs*2*math.Pi)*round
		},
		colour: s.colour,
	}, p)
}

func (s *shell) colour(x, y, depth float64) rgb {
	inner, outer, turn, far := s.where(x, y)
	f := (far - inner) / (outer - inner)
	k := s.base.by(0.78 + 0.4*noise.At2(turn*s.ribs*1.7+s.seed, far*9))
	for i, b := range s.bands {
		wide := 0.04 + 0.05*float64(i%3)
		k = k.to(s.mark, 0.85*smooth(wide+0.03, wide-0.02, math.Abs(f-b)))
	}
	k = k.to(s.base.by(0.4), 0.6*smooth(0.12, 0, f)) // the seam
	return k.to(s.base.to(hex(0xece8e0), 0.7), 0.7*smooth(0.965, 0.985, turn)*smooth(s.size*0.4, s.size*0.6, far))
}
