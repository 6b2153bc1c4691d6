package sample

import (
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
	"graft/core/sample/internal/outline"
)

// dragonfly has a long thin body, four long clear wings and big eyes. A damselfly
// lays its wings back.
func dragonfly(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	damsel := r.Chance(0.3)
	tone := coat(r)
	chest := tone
	if r.Chance(0.5) {
		chest = coat(r)
	}
	p = p.In(0.22, 0, 0, 1)
	dark := canvas.Pick(r, 0x1c1a1c, 0x3a2a1c)
	for i := range 3 { // short legs, forwards
		for _, side := range []float64{1, -1} {
			root := outline.Point{X: 0.28 - 0.05*float64(i), Y: side * 0.05}
			a := 0.7 + 0.45*float64(i) + r.In(-0.1, 0.1)
			outline.Limb{Line: []outline.Point{root, outline.Step(root, side*a, 0.15), outline.Step(root, side*(a-0.25), 0.27)}, Thick: 0.012, Thin: 0.007, Tall: 0.04,
				Colour: func(float64) canvas.RGB { return dark }}.Draw(c, p)
		}
	}
	tail(c, r, p, tone, dark, damsel)
	w := newVeins(r)
	for _, hind := range []bool{true, false} {
		for _, side := range []float64{1, -1} {
			w.wing(c, r, p, side, hind, damsel)
		}
	}
	seed := r.In(0, 99)
	stripes := r.In(16, 30)
	c.Put(canvas.Solid{
		Reach: 0.26, Tall: 0.12, Gloss: 0.3, Sharp: 4,
		Dist: func(x, y float64) float64 { return canvas.Oval(x, y, 0.17, 0.105*(1+0.8*x)) },
		Rise: canvas.Dome(0.1),
		Bump: func(x, y float64) float64 { return 0.01 * noise.At2(x*30+seed, y*30) },
		Colour: func(x, y, _ float64) canvas.RGB {
			return chest.To(dark, 0.75*canvas.Smooth(0.3, 0.6, math.Sin(math.Abs(y)*stripes*2.2+x*4)))
		},
	}, p.In(0.2, 0, 0, 1))
	head(c, r, p, damsel)
}

func tail(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, tone, dark canvas.RGB, damsel bool) {
	thick := r.In(0.036, 0.062)
	long := r.In(0.86, 1.1)
	if damsel {
		thick = r.In(0.022, 0.032)
	}
	bent, club := r.Bell(0.06), r.In(-0.3, 0.8)
	gap, band := long/9.5, r.In(0.1, 0.9)
	pale := against(r, tone)
	c.Put(canvas.Solid{
		Reach: long/2 + 0.15, Tall: 0.1, Gloss: r.In(0.2, 0.7), Sharp: 4,
		Dist: func(x, y float64) float64 {
			k := 1 + club*canvas.Smooth(-0.25*long, -0.45*long, x) + 0.5*canvas.Smooth(0.35*long, 0.5*long, x)
			return canvas.Pill(x, canvas.Bend(x, y, bent), long/2, thick*k) * 0.9
		},
		Rise: canvas.Dome(thick),
		Colour: func(x, y, _ float64) canvas.RGB {
			f := (x + long) / gap
			f -= math.Floor(f)
			k := tone.To(dark, band*canvas.Smooth(0.78, 0.86, f)+0.6*canvas.Smooth(0.06, 0.02, f))
			return k.To(pale, 0.5*canvas.Smooth(0.012, 0.004, math.Abs(canvas.Bend(x, y, bent)))*canvas.Smooth(0.2, 0.4, f))
		},
	}, p.In(0.08-long/2, 0, 0, 1))
}

func head(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, damsel bool) {
	eye, apart := r.In(0.07, 0.095), 0.066
	if damsel {
		eye, apart = 0.055, 0.1
	}
	tone := coat(r)
	c.Put(canvas.Solid{
		Reach: 0.16, Tall: 0.08, Gloss: 0.3, Sharp: 4,
		Dist:   func(x, y float64) float64 { return canvas.Oval(x, y, 0.055, apart+0.02) },
		Rise:   canvas.Dome(0.05),
		Colour: func(_, _, _ float64) canvas.RGB { return tone.By(0.6) },
	}, p.In(0.4, 0, 0, 1))
	for _, side := range []float64{1, -1} {
		bead(c, p.In(0.405, side*apart, 0, 1), eye, tone, 1.1)
	}
}

// veins are how the wings of one dragonfly look.
type veins struct {
	line, stain, stigma canvas.RGB
	clear               float64 // how little the membrane covers
	kind                int
	long, wide          float64
	spread              float64
	seed                float64
}

func newVeins(r *noise.Rand) *veins {
	return &veins{
		line: canvas.Pick(r, 0x2a2420, 0x4a3a2a, 0x6a5a4a), stain: canvas.Pick(r, 0x3a2414, 0xb87a2c, 0x1c2a4a, 0x2a1c1c),
		stigma: canvas.Pick(r, 0x2a1c14, 0x8a3a1c, 0xd8c8a0), clear: r.In(0.12, 0.4), kind: r.Intn(5),
		long: r.In(0.78, 0.98), wide: r.In(0.085, 0.115), spread: r.In(-0.12, 0.22), seed: r.In(0, 99),
	}
}

func (w *veins) wing(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, side float64, hind, damsel bool) {
	long, wide, root, out := w.long, w.wide, 0.25, 1.45+w.spread
	if hind {
		long, wide, root, out = long*0.96, wide*1.35, 0.14, 1.8+w.spread
	}
	if damsel {
		wide, out = wide*0.62, 2.72
		if hind {
			out = 2.88
		}
		long *= 0.85
	}
	q := p.In(root, side*0.05, side*(out+r.In(-0.05, 0.05)), 1).In(long/2, 0, 0, 1)
	// y towards the front edge is negative on one side, positive on the other.
	dist := func(x, y float64) float64 {
		return canvas.Oval(x, y+side*0.25*wide*(1-x*x/(long*long)), long/2, wide*(1+0.35*x/long)*canvas.Smooth(-0.56*long, -0.3*long, x)+0.004)
	}
	outline.Cast(c, q, dist, long/2+0.1, 0.09, 0.3)
	net := func(x, y float64) float64 {
		k := math.Abs(y+side*wide*0.8) / wide // from the front edge
		lines := canvas.Smooth(0.3, 0.05, math.Abs(math.Sin(k*4.2+0.8*x)))
		cells := canvas.Smooth(0.22, 0.05, math.Abs(math.Sin(x*42+3*noise.At2(x*8+w.seed, y*20))))
		return max(lines, 0.6*cells)
	}
	stained := func(x float64) float64 {
		switch w.kind {
		case 0: // at the root
			return 0.8 * canvas.Smooth(-0.15*long, -0.4*long, x)
		case 1: // a band
			return 0.8 * canvas.Smooth(0.14*long, 0.1*long, math.Abs(x-0.2*long))
		}
		return 0
	}
	mark := func(x, y float64) float64 {
		return canvas.Smooth(0.01, 0, max(math.Abs(x-0.36*long)-0.04, -y*side-wide*0.2-0.5*wide, 0.3*wide+y*side))
	}
	c.Put(canvas.Solid{
		Reach: long/2 + 0.06, Gloss: 0.5, Sharp: 5,
		Dist: dist, Rise: canvas.Dome(0.01),
		Bump: func(x, y float64) float64 { return 0.006 * math.Sin(y*120) },
		Colour: func(x, y, depth float64) canvas.RGB {
			k := canvas.RGB{R: 0.8, G: 0.84, B: 0.86}.To(w.stain, stained(x))
			k = k.To(w.line, max(net(x, y)*0.8, canvas.Smooth(0.014, 0.006, depth)))
			return k.To(w.stigma, mark(x, y))
		},
		Alpha: func(x, y, depth float64) float64 {
			return max(w.clear, 0.5*net(x, y), 0.85*canvas.Smooth(0.014, 0.006, depth), stained(x), mark(x, y))
		},
	}, q)
}
