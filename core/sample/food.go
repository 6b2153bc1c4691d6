package sample

import (
	"math"

	"graft/core/sample/internal/noise"
)

// others is what lies on the plate when it is no hot dog. Some are as long or
// as brown as one.
var others = []func(*canvas, *noise.Rand, pose){
	salad, eggs, pizza, apples, doughnuts, burger, bananas, pancakes, sushi, cookies, carrots, steak,
}

func salad(c *canvas, r *noise.Rand, p pose) {
	for range 26 + r.Intn(18) {
		s, k := math.Sincos(r.In(0, 2*math.Pi))
		far := 0.62 * math.Sqrt(r.Float())
		q := p.in(k*far, s*far, r.In(0, 6.28), r.In(0.34, 0.62))
		leaf(c, q, pick(r, 0x4f8a2a, 0x6ba336, 0x86b84a, 0x35682a, 0x7a3346), 0.09)
	}
	for range 4 + r.Intn(5) {
		s, k := math.Sincos(r.In(0, 2*math.Pi))
		far := 0.55 * math.Sqrt(r.Float())
		q := p.in(k*far, s*far, r.In(0, 6.28), 1)
		switch r.Intn(3) {
		case 0:
			tomato(c, r, q.in(0, 0, 0, r.In(0.09, 0.13)))
		case 1:
			slice(c, r, q, 0.14, hex(0xd6e3a0), hex(0x3f7a35))
		default:
			slice(c, r, q, 0.13, hex(0xf0e6ea), hex(0xb0306a))
		}
	}
}

// slice is a round of something with a skin and seeds.
func slice(c *canvas, r *noise.Rand, p pose, size float64, flesh, skin rgb) {
	n := float64(3 + r.Intn(3))
	c.put(solid{
		reach: size + 0.02, tall: 0.05, gloss: 0.3, sharp: 4,
		dist: func(x, y float64) float64 { return circle(x, y, size) },
		rise: dome(0.02),
		colour: func(x, y, depth float64) rgb {
			k := flesh.to(skin, smooth(0.02, 0.01, depth))
			a := math.Atan2(y, x) * n
			return k.to(flesh.by(0.72), 0.8*smooth(0.7, 0.95, math.Cos(a))*smooth(0.12, 0.3, length(x, y)/size)*smooth(0.75, 0.6, length(x, y)/size))
		},
	}, p)
}

func eggs(c *canvas, r *noise.Rand, p pose) {
	n := 1 + r.Intn(3)
	for k := range n {
		s, q := math.Sincos(float64(k)*2*math.Pi/float64(n) + 0.4)
		far := 0.0
		if n > 1 {
			far = 0.33
		}
		egg(c, r, p.in(q*far, s*far, r.In(0, 6), 1/(1+0.25*float64(n-1))))
	}
}

func egg(c *canvas, r *noise.Rand, p pose) {
	seed := r.In(0, 99)
	crisp := r.In(0, 1)
	c.put(solid{
		reach: 0.75, tall: 0.04, gloss: 0.35, sharp: 4,
		dist: func(x, y float64) float64 { return wobbly(x, y, 0.54, 0.13, 7, seed) * 0.8 },
		rise: dome(0.05),
		bump: func(x, y float64) float64 { return 0.03 * noise.At2(x*7+seed, y*7) },
		colour: func(x, y, depth float64) rgb {
			edge := smooth(0.07, 0, depth+0.04*noise.At2(x*14+seed, y*14)) * crisp
			return hex(0xf7f4ec).to(hex(0xa8641e), edge)
		},
	}, p)
	yolk := pick(r, 0xf0a512, 0xe88a10, 0xf6bd2a)
	c.put(solid{
		reach: 0.26, tall: 0.10, gloss: 0.8, sharp: 5,
		dist:   func(x, y float64) float64 { return circle(x, y, 0.21) },
		rise:   dome(0.2),
		colour: func(x, y, depth float64) rgb { return yolk.to(yolk.by(0.8), smooth(0.06, 0, depth)) },
	}, p.in(r.In(-0.1, 0.1), r.In(-0.1, 0.1), 0, 1))
	if r.Chance(0.6) {
		for range 30 {
			c.put(solid{reach: 1.2, dist: func(x, y float64) float64 { return circle(x, y, 1) }, rise: dome(1),
				colour: func(_, _, _ float64) rgb { return hex(0x33261c) }}, p.in(r.In(-0.3, 0.3), r.In(-0.3, 0.3), 0, r.In(0.006, 0.012)))
		}
	}
}

// pizza is a slice, its tip towards -x.
func pizza(c *canvas, r *noise.Rand, p pose) {
	seed := r.In(0, 99)
	wide := r.In(0.34, 0.44)
	wedge := func(x, y float64) float64 {
		return max((math.Abs(y)-(x+0.75)*wide)*0.92, length(x+0.75, y)-1.35)
	}
	crust := pick(r, 0xcf9a55, 0xb87a3c, 0xdbb070)
	cheese := pick(r, 0xf0cf72, 0xe6b856, 0xf3dc98)
	c.put(solid{
		reach: 0.95, tall: 0.06, gloss: 0.12, sharp: 3,
		dist: wedge, rise: dome(0.03),
		bump: func(x, y float64) float64 {
			rim := length(x+0.75, y)
			return 0.09*smooth(1.16, 1.24, rim)*smooth(1.37, 1.28, rim) + 0.025*noise.At2(x*10+seed, y*10)
		},
		colour: func(x, y, _ float64) rgb {
			rim := length(x+0.75, y)
			k := hex(0xb5341c).to(cheese, smooth(0.36, 0.5, noise.At2(x*6+seed, y*6)))
			k = k.to(hex(0xa85a20), 0.6*speckle(x+seed, y, 13, 0.7, 0.08))
			baked := crust.to(crust.by(0.35), speckle(x, y+seed, 8, 0.7, 0.12))
			return k.to(baked, smooth(1.12, 1.17, rim+0.03*noise.At2(x*9, y*9+seed)))
		},
	}, p)
	top := r.Intn(3)
	for range 5 + r.Intn(4) {
		x := r.In(-0.35, 0.32)
		y := r.In(-0.75, 0.75) * (x + 0.75) * wide
		q := p.in(x, y, r.In(0, 6), 1)
		switch {
		case top == 0:
			slice(c, r, q, 0.12, hex(0xb23a22), hex(0x8a2416))
		case top == 1 && r.Chance(0.6):
			slice(c, r, q, 0.09, hex(0x2a2a26), hex(0x17171a))
		default:
			leaf(c, q.in(0, 0, 0, 0.26), pick(r, 0x3f7a35, 0x2c5a2a), 0.05)
		}
	}
}

func apples(c *canvas, r *noise.Rand, p pose) {
	n := 1 + r.Intn(3)
	for k := range n {
		s, q := math.Sincos(float64(k)*2*math.Pi/float64(n) + r.In(0, 0.5))
		far := 0.0
		if n > 1 {
			far = 0.34
		}
		apple(c, r, p.in(q*far, s*far, r.In(0, 6), r.In(0.34, 0.42)/(0.8+0.2*float64(n))))
	}
}

func apple(c *canvas, r *noise.Rand, p pose) {
	skin := pick(r, 0xb8221c, 0xc8402a, 0x8fae2e, 0xd9b03a)
	blush := pick(r, 0xd8b84a, 0xa81a1a, 0x9cb83a)
	seed := r.In(0, 99)
	c.put(solid{
		reach: 1.1, tall: 0.75, gloss: 0.6, sharp: 5,
		dist: func(x, y float64) float64 { return wobbly(x, y, 1, 0.03, 5, seed) },
		rise: dome(0.98),
		bump: func(x, y float64) float64 { return -0.45 * smooth(0.38, 0.0, length(x, y)) },
		colour: func(x, y, _ float64) rgb {
			d := length(x, y)
			streak := 0.5
			if d > 1e-6 {
				streak = noise.At2(x/d*9+seed, y/d*9)
			}
			k := skin.to(blush, 0.8*smooth(0.45, 0.75, streak*0.6+0.5*noise.At2(x*1.3+seed, y*1.3)))
			return k.to(hex(0x7a6a2a), smooth(0.16, 0.02, d))
		},
	}, p)
	c.put(solid{
		reach: 0.5, tall: 0.25,
		dist:   func(x, y float64) float64 { return pill(x-0.2, y-0.3*x*x, 0.2, 0.05+0.03*x) },
		rise:   dome(0.05),
		colour: func(_, _, _ float64) rgb { return hex(0x4a2f18) },
	}, p)
	if r.Chance(0.4) {
		leaf(c, p.in(0.35, 0.3, 0.7, 0.75), hex(0x4a8a30), 0.1)
	}
}

func doughnuts(c *canvas, r *noise.Rand, p pose) {
	if r.Chance(0.3) {
		doughnut(c, r, p.in(-0.36, -0.1, 0, 0.62))
		doughnut(c, r, p.in(0.36, 0.12, 1, 0.62))
		return
	}
	doughnut(c, r, p.in(0, 0, 0, r.In(0.85, 1.05)))
}

func doughnut(c *canvas, r *noise.Rand, p pose) {
	seed := r.In(0, 99)
	dough := pick(r, 0xc98a45, 0xd8a45e, 0x8a5328)
	icing := pick(r, 0xe889a8, 0x5a2f1c, 0xf3ead8, 0x9fd0c0, 0xe3b23a, 0xa884c8)
	c.put(solid{
		reach: 0.66, tall: 0.24, gloss: 0.1, sharp: 3,
		dist:   func(x, y float64) float64 { return math.Abs(length(x, y)-0.38) - 0.24 },
		rise:   dome(0.24),
		colour: func(x, y, depth float64) rgb { return dough.by(0.9 + 0.25*noise.At2(x*8+seed, y*8)) },
	}, p)
	c.put(solid{
		reach: 0.66, tall: 0.02, gloss: 0.55, sharp: 5,
		dist: func(x, y float64) float64 {
			d := length(x, y)
			if d < 1e-6 {
				return 0.2
			}
			return math.Abs(d-0.38) - 0.185 - 0.05*(noise.At2(x/d*3+seed, y/d*3)-0.5)
		},
		rise:   dome(0.19),
		colour: func(_, _, _ float64) rgb { return icing },
	}, p)
	if r.Chance(0.7) {
		for range 60 {
			s, k := math.Sincos(r.In(0, 2*math.Pi))
			far := r.In(0.24, 0.52)
			tone := pick(r, 0xe8382a, 0xf2c22a, 0x3f8fd0, 0xf6f4ee, 0x4aa850, 0xe070b0)
			c.put(solid{reach: 1.6, tall: 0.5, gloss: 0.3, sharp: 3,
				dist: func(x, y float64) float64 { return pill(x, y, 1, 0.45) }, rise: dome(0.45),
				colour: func(_, _, _ float64) rgb { return tone }}, p.in(k*far, s*far, r.In(0, 6), 0.026))
		}
	}
}

// burger is seen from above, its filling looking out round the bun.
func burger(c *canvas, r *noise.Rand, p pose) {
	seed := r.In(0, 99)
	green := pick(r, 0x6fa336, 0x86b84a, 0x558a2c)
	c.put(solid{
		reach: 0.75, tall: 0.12, gloss: 0.1, sharp: 3,
		dist:   func(x, y float64) float64 { return wobbly(x, y, 0.59, 0.07, 26, seed) * 0.7 },
		rise:   dome(0.05),
		bump:   func(x, y float64) float64 { return 0.05 * noise.At2(x*14+seed, y*14) },
		colour: func(_, _, depth float64) rgb { return green.by(1.3).to(green.by(0.7), smooth(0, 0.08, depth)) },
	}, p)
	if r.Chance(0.7) {
		c.put(solid{
			reach: 0.85, tall: 0.04, gloss: 0.2, sharp: 3,
			dist:   func(x, y float64) float64 { return panel(x, y, 0.47, 0.47, 0.03) },
			rise:   dome(0.02),
			colour: func(_, _, _ float64) rgb { return hex(0xf0b02a) },
		}, p.in(0, 0, r.In(0, 1.5), 1))
	}
	bun := pick(r, 0xb8692c, 0xc98440, 0x9a5424, 0xd9a058)
	c.put(solid{
		reach: 0.6, tall: 0.32, gloss: 0.35, sharp: 4,
		dist: func(x, y float64) float64 { return wobbly(x, y, 0.54, 0.015, 8, seed) },
		rise: dome(0.42),
		colour: func(x, y, depth float64) rgb {
			return bun.by(1.35).to(bun, smooth(0, 0.14, depth)).by(0.88 + 0.25*noise.At2(x*5+seed, y*5))
		},
	}, p)
	if r.Chance(0.75) {
		for range 70 {
			s, k := math.Sincos(r.In(0, 2*math.Pi))
			far := 0.42 * math.Sqrt(r.Float())
			c.put(solid{reach: 1.8, tall: 0.4, gloss: 0.2, sharp: 3,
				dist: func(x, y float64) float64 { return oval(x, y, 1.5, 0.8) }, rise: dome(0.7),
				colour: func(_, _, _ float64) rgb { return hex(0xf4e6c0) }}, p.in(k*far, s*far, r.In(0, 6), 0.018))
		}
	}
}

func bananas(c *canvas, r *noise.Rand, p pose) {
	n := 1 + r.Intn(3)
	skin := pick(r, 0xe8c22e, 0xd9b030, 0xc8c24a)
	curve := r.In(0.35, 0.6)
	for k := range n {
		q := p.in(0, 0.2*(float64(k)-float64(n-1)/2)-0.15, 0.12*float64(k), 0.95)
		seed := r.In(0, 99)
		c.put(solid{
			reach: 0.95, tall: 0.15, gloss: 0.15, sharp: 3,
			dist: func(x, y float64) float64 {
				thick := 0.135 * (1 - 0.55*smooth(0.25, 0.72, math.Abs(x)))
				return pill(x, bend(x, y, curve), 0.66, thick) * 0.85
			},
			rise: dome(0.12),
			bump: func(x, y float64) float64 { return 0.02 * smooth(0.02, 0, math.Abs(bend(x, y, curve)-0.02)) },
			colour: func(x, y, _ float64) rgb {
				t := skin.to(hex(0x6f8a2a), 0.5*smooth(0.45, 0.65, math.Abs(x)))
				t = t.to(hex(0x5a3a16), 0.8*speckle(x+seed, y, 22, 0.76, 0.05))
				return t.to(hex(0x2f2212), smooth(0.66, 0.70, math.Abs(x)))
			},
		}, q)
	}
}

func pancakes(c *canvas, r *noise.Rand, p pose) {
	tone := pick(r, 0xc98a3c, 0xb8752e, 0xdba858)
	for range 2 + r.Intn(3) {
		seed := r.In(0, 99)
		c.put(solid{
			reach: 0.7, tall: 0.07, gloss: 0.08, sharp: 3,
			dist: func(x, y float64) float64 { return wobbly(x, y, 0.58, 0.03, 6, seed) },
			rise: dome(0.05),
			colour: func(x, y, depth float64) rgb {
				k := hex(0xf0d8a0).to(tone, smooth(0.01, 0.07, depth))
				return k.by(0.8 + 0.4*noise.Sum2(x*5+seed, y*5, 2))
			},
		}, p.in(r.In(-0.07, 0.07), r.In(-0.07, 0.07), 0, 1))
	}
	seed := r.In(0, 99)
	syrup := pick(r, 0x8a4a12, 0xb8701c, 0x7a1a2a)
	c.put(solid{
		reach: 0.6, tall: 0.015, gloss: 0.9, sharp: 5,
		dist:   func(x, y float64) float64 { return wobbly(x, y, 0.36, 0.18, 9, seed) * 0.7 },
		rise:   dome(0.04),
		colour: func(_, _, _ float64) rgb { return syrup },
		alpha:  func(_, _, _ float64) float64 { return 0.75 },
	}, p)
	if r.Chance(0.6) {
		c.put(solid{
			reach: 0.25, tall: 0.09, gloss: 0.3, sharp: 4,
			dist: func(x, y float64) float64 { return panel(x, y, 0.12, 0.1, 0.03) }, rise: dome(0.05),
			colour: func(_, _, _ float64) rgb { return hex(0xf6e38a) },
		}, p.in(r.In(-0.05, 0.05), r.In(-0.05, 0.05), r.In(0, 3), 1))
	}
	berries(c, r, p)
}

func berries(c *canvas, r *noise.Rand, p pose) {
	tone := pick(r, 0x2f3a6a, 0xb81d2a, 0x4a1a3a)
	for range r.Intn(9) {
		s, k := math.Sincos(r.In(0, 2*math.Pi))
		far := r.In(0.15, 0.75)
		c.put(solid{reach: 1.1, tall: 0.6, gloss: 0.4, sharp: 4,
			dist: func(x, y float64) float64 { return circle(x, y, 1) }, rise: dome(1),
			colour: func(x, y, _ float64) rgb { return tone.by(0.8 + 0.5*noise.At2(x*5, y*5)) }},
			p.in(k*far, s*far, 0, r.In(0.06, 0.08)))
	}
}
