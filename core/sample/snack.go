package sample

import (
	"math"

	"graft/core/sample/internal/noise"
)

// sushi is two rows of rice with fish on it, or rolls.
func sushi(c *canvas, r *noise.Rand, p pose) {
	rolls := r.Chance(0.5)
	for k := range 4 + r.Intn(3) {
		x, y := -0.45+0.42*float64(k%3), -0.26+0.5*float64(k/3)
		q := p.in(x, y, r.In(-0.15, 0.15)+1.4, 1)
		fill := pick(r, 0xe8804a, 0xd8422e, 0xf0b8a0, 0xe8c83a)
		if rolls {
			c.put(solid{
				reach: 0.2, tall: 0.14, gloss: 0.1, sharp: 3,
				dist: func(x, y float64) float64 { return circle(x, y, 0.18) }, rise: dome(0.03),
				bump: func(x, y float64) float64 { return 0.02 * noise.At2(x*40, y*40) },
				colour: func(x, y, depth float64) rgb {
					k := fill.to(hex(0xf4f2ea), smooth(0.06, 0.075, length(x, y)))
					return k.to(hex(0x17221c), smooth(0.03, 0.02, depth))
				},
			}, q)
			continue
		}
		c.put(solid{
			reach: 0.3, tall: 0.1,
			dist: func(x, y float64) float64 { return panel(x, y, 0.22, 0.12, 0.08) }, rise: dome(0.08),
			bump:   func(x, y float64) float64 { return 0.03 * noise.At2(x*34, y*34) },
			colour: func(_, _, _ float64) rgb { return hex(0xf4f2ea) },
		}, q)
		c.put(solid{
			reach: 0.34, tall: 0.05, gloss: 0.45, sharp: 4,
			dist: func(x, y float64) float64 { return panel(x, bend(x, y, 0.2), 0.25, 0.105, 0.07) }, rise: dome(0.07),
			colour: func(x, y, _ float64) rgb {
				return fill.to(fill.to(hex(0xffffff), 0.6), smooth(0.75, 0.95, math.Cos(x*38+y*22)))
			},
		}, q)
	}
}

func cookies(c *canvas, r *noise.Rand, p pose) {
	tone := pick(r, 0xc08a4a, 0x9a6430, 0xd8ac6a, 0x6a4428)
	for k := range 3 + r.Intn(4) {
		s, q := math.Sincos(float64(k)*1.3 + r.In(0, 0.4))
		far := 0.42
		seed := r.In(0, 99)
		at := p.in(q*far, s*far, 0, 1)
		c.put(solid{
			reach: 0.36, tall: 0.07,
			dist:   func(x, y float64) float64 { return wobbly(x, y, 0.29, 0.02, 9, seed) },
			rise:   dome(0.07),
			bump:   func(x, y float64) float64 { return 0.03 * noise.Sum2(x*14+seed, y*14, 2) },
			colour: func(x, y, depth float64) rgb { return tone.by(0.75).to(tone, smooth(0, 0.06, depth)) },
		}, at)
		for range 7 + r.Intn(5) {
			c.put(solid{reach: 1.2, tall: 0.4, gloss: 0.3, sharp: 3,
				dist: func(x, y float64) float64 { return panel(x, y, 0.9, 0.7, 0.4) }, rise: dome(0.5),
				colour: func(_, _, _ float64) rgb { return hex(0x33190e) }},
				at.in(r.In(-0.19, 0.19), r.In(-0.19, 0.19), r.In(0, 3), r.In(0.025, 0.045)))
		}
	}
}

func carrots(c *canvas, r *noise.Rand, p pose) {
	tone := pick(r, 0xe07a1c, 0xd8641a, 0xe89a3a)
	for k := range 2 + r.Intn(3) {
		q := p.in(r.In(-0.05, 0.05), 0.24*(float64(k)-1.2), r.In(-0.25, 0.25), 1)
		seed := r.In(0, 99)
		for range 5 {
			leaf(c, q.in(0.72, r.In(-0.04, 0.04), r.In(-0.5, 0.5), r.In(0.28, 0.45)), pick(r, 0x3f7a35, 0x5f9a35), 0.04)
		}
		c.put(solid{
			reach: 0.75, tall: 0.12, gloss: 0.15, sharp: 3,
			dist: func(x, y float64) float64 { return pill(x, y, 0.56, 0.075+0.07*x) * 0.95 },
			rise: dome(0.1),
			bump: func(x, y float64) float64 { return 0.012 * speckle(x+seed, y*0.15, 22, 0.7, 0.1) },
			colour: func(x, y, _ float64) rgb {
				return tone.to(tone.by(0.6), 0.5*speckle(x+seed, y*0.2, 22, 0.7, 0.1))
			},
		}, q)
	}
}

func steak(c *canvas, r *noise.Rand, p pose) {
	seed := r.In(0, 99)
	meat := pick(r, 0x6a3520, 0x7f4428, 0x55281a)
	slant := r.In(0.1, 0.16)
	fries(c, r, p.in(0.1, -0.5, 0.1, 0.8))
	c.put(solid{
		reach: 0.75, tall: 0.12, gloss: 0.35, sharp: 4,
		dist: func(x, y float64) float64 {
			return (oval(x, y-0.12, 0.6, 0.38) + 0.12*(noise.At2(x*2.2+seed, y*2.2)-0.5)) * 0.9
		},
		rise: dome(0.09),
		bump: func(x, y float64) float64 { return 0.02 * noise.Sum2(x*12+seed, y*12, 2) },
		colour: func(x, y, depth float64) rgb {
			k := meat.by(0.7 + 0.6*noise.Sum2(x*7+seed, y*7, 2))
			f := (x+y)/slant + seed
			f -= math.Floor(f)
			k = k.to(hex(0x1f0e0a), 0.8*smooth(0.2, 0.08, math.Abs(f-0.5)))
			return k.to(hex(0xd8b88a), 0.7*smooth(0.05, 0.03, depth)*smooth(-0.1, 0.1, x))
		},
	}, p)
	if r.Chance(0.6) {
		slice(c, r, p.in(-0.45, -0.35, 0, 1), 0.17, hex(0xf0d860), hex(0xe0a818))
	}
}
