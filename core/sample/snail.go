package sample

import (
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
	"graft/core/sample/internal/outline"
)

// snail is a soft body that looks out from under a wound shell, horns ahead.
func snail(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	skin := canvas.Pick(r, 0x8a7a68, 0x5a4c44, 0xb8a68c, 0x3a3434, 0xa89080, 0x6a6458)
	p = p.In(-0.05, 0, 0, 1)
	bent := r.Bell(0.12)
	if r.Chance(0.4) {
		slime(c, r, p, bent)
	}
	horns(c, r, p, skin, bent)
	foot(c, r, p, skin, bent)
	at := outline.Point{X: r.In(-0.22, -0.1), Y: r.Bell(0.03)}
	newShell(r).draw(c, p.In(at.X, at.Y+bent*at.X*at.X, r.In(-0.7, 0.7), 1))
}

// slime is the trail behind a snail.
func slime(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, bent float64) {
	c.Put(canvas.Solid{
		Reach: 0.8, Gloss: 0.8, Sharp: 3,
		Dist:   func(x, y float64) float64 { return canvas.Pill(x, canvas.Bend(x-0.95, y, bent)+bent*0.9, 0.65, 0.12) },
		Rise:   func(float64) float64 { return 0 },
		Bump:   func(x, y float64) float64 { return 0.02 * noise.At2(x*20, y*20) },
		Colour: func(_, _, _ float64) canvas.RGB { return canvas.RGB{R: 0.6, G: 0.62, B: 0.62} },
		Alpha: func(x, _, depth float64) float64 {
			return 0.3 * canvas.Smooth(0, 0.08, depth) * canvas.Smooth(-0.65, 0.2, x)
		},
	}, p.In(-1.15, bent*0.9, 0, 1))
}

func horns(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, skin canvas.RGB, bent float64) {
	plain := func(far float64) canvas.RGB { return skin.By(1.1 - 0.5*far) }
	for _, side := range []float64{1, -1} {
		root := outline.Point{X: 0.68, Y: side*0.055 + bent*0.46}
		a := bent*1.3 + side*r.In(0.3, 0.75)
		tip := outline.Step(root, a, r.In(0.2, 0.34))
		outline.Limb{Line: []outline.Point{root, tip}, Thick: 0.026, Thin: 0.014, Tall: 0.08, Gloss: 0.3, Colour: plain}.Draw(c, p)
		bead(c, p.In(tip.X, tip.Y, 0, 1), 0.026, skin.By(0.35), 0.8)
		low := outline.Point{X: 0.74, Y: side*0.045 + bent*0.5}
		outline.Limb{Line: []outline.Point{low, outline.Step(low, bent*1.4+side*r.In(0.3, 0.7), 0.1)}, Thick: 0.018, Thin: 0.013, Tall: 0.03, Gloss: 0.3, Colour: plain}.Draw(c, p)
	}
}

func foot(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, skin canvas.RGB, bent float64) {
	wide, seed := r.In(0.12, 0.16), r.In(0, 99)
	c.Put(canvas.Solid{
		Reach: 0.95, Tall: 0.07, Gloss: 0.5, Sharp: 4,
		Dist: func(x, y float64) float64 {
			w := wide * canvas.Smooth(-0.95, -0.3, x) * (1 - 0.18*canvas.Smooth(0.45, 0.6, x))
			return canvas.Pill(x+0.02, canvas.Bend(x, y, bent), 0.72, w+0.012) * 0.85
		},
		Rise: canvas.Dome(0.11),
		Bump: func(x, y float64) float64 { return 0.022 * noise.At2(x*26+seed, y*26) },
		Colour: func(x, y, depth float64) canvas.RGB {
			k := skin.By(0.7 + 0.5*noise.At2(x*26+seed, y*26))
			return k.By(1.25 - 0.3*canvas.Smooth(0, 0.05, depth))
		},
	}, p)
}

// shell is wound about its middle: each turn is some times as wide as the one
// within it.
type shell struct {
	size, growth float64
	hand         float64 // 1 or -1: which way it is wound
	base, mark   canvas.RGB
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
	far = canvas.Length(x, y)
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

func (s *shell) draw(c *canvas.Canvas, p canvas.Pose) {
	c.Put(canvas.Solid{
		Reach: s.size * 1.1, Tall: 0.3, Gloss: s.gloss, Sharp: 4,
		Dist: func(x, y float64) float64 {
			return canvas.Length(x, y) - s.edge(math.Atan2(y*s.hand, x)/(2*math.Pi)+0.5)
		},
		Rise: func(depth float64) float64 {
			t := canvas.Clamp(depth/s.size, 0, 1)
			return 0.55 * s.size * math.Sqrt(t*(2-t))
		},
		Bump: func(x, y float64) float64 {
			inner, outer, turn, far := s.where(x, y)
			f := canvas.Clamp((far-inner)/(outer-inner), 0, 1)
			round := math.Sqrt(max(f*(1-f), 0))
			return (outer-inner)*0.55*round + s.deep*outer*math.Sin(turn*s.ribs*2*math.Pi)*round
		},
		Colour: s.colour,
	}, p)
}

func (s *shell) colour(x, y, depth float64) canvas.RGB {
	inner, outer, turn, far := s.where(x, y)
	f := (far - inner) / (outer - inner)
	k := s.base.By(0.78 + 0.4*noise.At2(turn*s.ribs*1.7+s.seed, far*9))
	for i, b := range s.bands {
		wide := 0.04 + 0.05*float64(i%3)
		k = k.To(s.mark, 0.85*canvas.Smooth(wide+0.03, wide-0.02, math.Abs(f-b)))
	}
	k = k.To(s.base.By(0.4), 0.6*canvas.Smooth(0.12, 0, f)) // the seam
	return k.To(s.base.To(canvas.Hex(0xece8e0), 0.7), 0.7*canvas.Smooth(0.965, 0.985, turn)*canvas.Smooth(s.size*0.4, s.size*0.6, far))
}
