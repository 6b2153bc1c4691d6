package sample

import (
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
)

// sushi is two rows of rice with fish on it, or rolls.
func sushi(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	rolls := r.Chance(0.5)
	for k := range 4 + r.Intn(3) {
		x, y := -0.45+0.42*float64(k%3), -0.26+0.5*float64(k/3)
		q := p.In(x, y, r.In(-0.15, 0.15)+1.4, 1)
		fill := canvas.Pick(r, 0xe8804a, 0xd8422e, 0xf0b8a0, 0xe8c83a)
		if rolls {
			c.Put(canvas.Solid{
				Reach: 0.2, Tall: 0.14, Gloss: 0.1, Sharp: 3,
				Dist: func(x, y float64) float64 { return canvas.Circle(x, y, 0.18) }, Rise: canvas.Dome(0.03),
				Bump: func(x, y float64) float64 { return 0.02 * noise.At2(x*40, y*40) },
				Colour: func(x, y, depth float64) canvas.RGB {
					k := fill.To(canvas.Hex(0xf4f2ea), canvas.Smooth(0.06, 0.075, canvas.Length(x, y)))
					return k.To(canvas.Hex(0x17221c), canvas.Smooth(0.03, 0.02, depth))
				},
			}, q)
			continue
		}
		c.Put(canvas.Solid{
			Reach: 0.3, Tall: 0.1,
			Dist: func(x, y float64) float64 { return canvas.Panel(x, y, 0.22, 0.12, 0.08) }, Rise: canvas.Dome(0.08),
			Bump:   func(x, y float64) float64 { return 0.03 * noise.At2(x*34, y*34) },
			Colour: func(_, _, _ float64) canvas.RGB { return canvas.Hex(0xf4f2ea) },
		}, q)
		c.Put(canvas.Solid{
			Reach: 0.34, Tall: 0.05, Gloss: 0.45, Sharp: 4,
			Dist: func(x, y float64) float64 { return canvas.Panel(x, canvas.Bend(x, y, 0.2), 0.25, 0.105, 0.07) }, Rise: canvas.Dome(0.07),
			Colour: func(x, y, _ float64) canvas.RGB {
				return fill.To(fill.To(canvas.Hex(0xffffff), 0.6), canvas.Smooth(0.75, 0.95, math.Cos(x*38+y*22)))
			},
		}, q)
	}
}

func cookies(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	tone := canvas.Pick(r, 0xc08a4a, 0x9a6430, 0xd8ac6a, 0x6a4428)
	for k := range 3 + r.Intn(4) {
		s, q := math.Sincos(float64(k)*1.3 + r.In(0, 0.4))
		far := 0.42
		seed := r.In(0, 99)
		at := p.In(q*far, s*far, 0, 1)
		c.Put(canvas.Solid{
			Reach: 0.36, Tall: 0.07,
			Dist:   func(x, y float64) float64 { return canvas.Wobbly(x, y, 0.29, 0.02, 9, seed) },
			Rise:   canvas.Dome(0.07),
			Bump:   func(x, y float64) float64 { return 0.03 * noise.Sum2(x*14+seed, y*14, 2) },
			Colour: func(x, y, depth float64) canvas.RGB { return tone.By(0.75).To(tone, canvas.Smooth(0, 0.06, depth)) },
		}, at)
		for range 7 + r.Intn(5) {
			c.Put(canvas.Solid{Reach: 1.2, Tall: 0.4, Gloss: 0.3, Sharp: 3,
				Dist: func(x, y float64) float64 { return canvas.Panel(x, y, 0.9, 0.7, 0.4) }, Rise: canvas.Dome(0.5),
				Colour: func(_, _, _ float64) canvas.RGB { return canvas.Hex(0x33190e) }},
				at.In(r.In(-0.19, 0.19), r.In(-0.19, 0.19), r.In(0, 3), r.In(0.025, 0.045)))
		}
	}
}

func carrots(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	tone := canvas.Pick(r, 0xe07a1c, 0xd8641a, 0xe89a3a)
	for k := range 2 + r.Intn(3) {
		q := p.In(r.In(-0.05, 0.05), 0.24*(float64(k)-1.2), r.In(-0.25, 0.25), 1)
		seed := r.In(0, 99)
		for range 5 {
			leaf(c, q.In(0.72, r.In(-0.04, 0.04), r.In(-0.5, 0.5), r.In(0.28, 0.45)), canvas.Pick(r, 0x3f7a35, 0x5f9a35), 0.04)
		}
		c.Put(canvas.Solid{
			Reach: 0.75, Tall: 0.12, Gloss: 0.15, Sharp: 3,
			Dist: func(x, y float64) float64 { return canvas.Pill(x, y, 0.56, 0.075+0.07*x) * 0.95 },
			Rise: canvas.Dome(0.1),
			Bump: func(x, y float64) float64 { return 0.012 * canvas.Speckle(x+seed, y*0.15, 22, 0.7, 0.1) },
			Colour: func(x, y, _ float64) canvas.RGB {
				return tone.To(tone.By(0.6), 0.5*canvas.Speckle(x+seed, y*0.2, 22, 0.7, 0.1))
			},
		}, q)
	}
}

func steak(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	seed := r.In(0, 99)
	meat := canvas.Pick(r, 0x6a3520, 0x7f4428, 0x55281a)
	slant := r.In(0.1, 0.16)
	fries(c, r, p.In(0.1, -0.5, 0.1, 0.8))
	c.Put(canvas.Solid{
		Reach: 0.75, Tall: 0.12, Gloss: 0.35, Sharp: 4,
		Dist: func(x, y float64) float64 {
			return (canvas.Oval(x, y-0.12, 0.6, 0.38) + 0.12*(noise.At2(x*2.2+seed, y*2.2)-0.5)) * 0.9
		},
		Rise: canvas.Dome(0.09),
		Bump: func(x, y float64) float64 { return 0.02 * noise.Sum2(x*12+seed, y*12, 2) },
		Colour: func(x, y, depth float64) canvas.RGB {
			k := meat.By(0.7 + 0.6*noise.Sum2(x*7+seed, y*7, 2))
			f := (x+y)/slant + seed
			f -= math.Floor(f)
			k = k.To(canvas.Hex(0x1f0e0a), 0.8*canvas.Smooth(0.2, 0.08, math.Abs(f-0.5)))
			return k.To(canvas.Hex(0xd8b88a), 0.7*canvas.Smooth(0.05, 0.03, depth)*canvas.Smooth(-0.1, 0.1, x))
		},
	}, p)
	if r.Chance(0.6) {
		slice(c, r, p.In(-0.45, -0.35, 0, 1), 0.17, canvas.Hex(0xf0d860), canvas.Hex(0xe0a818))
	}
}
