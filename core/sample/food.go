package sample

import (
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
)

// others is what lies on the plate when it is no hot dog. Some are as long or
// as brown as one.
var others = []func(*canvas.Canvas, *noise.Rand, canvas.Pose){
	salad, eggs, pizza, apples, doughnuts, burger, bananas, pancakes, sushi, cookies, carrots, steak,
}

func salad(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	for range 26 + r.Intn(18) {
		s, k := math.Sincos(r.In(0, 2*math.Pi))
		far := 0.62 * math.Sqrt(r.Float())
		q := p.In(k*far, s*far, r.In(0, 6.28), r.In(0.34, 0.62))
		leaf(c, q, canvas.Pick(r, 0x4f8a2a, 0x6ba336, 0x86b84a, 0x35682a, 0x7a3346), 0.09)
	}
	for range 4 + r.Intn(5) {
		s, k := math.Sincos(r.In(0, 2*math.Pi))
		far := 0.55 * math.Sqrt(r.Float())
		q := p.In(k*far, s*far, r.In(0, 6.28), 1)
		switch r.Intn(3) {
		case 0:
			tomato(c, r, q.In(0, 0, 0, r.In(0.09, 0.13)))
		case 1:
			slice(c, r, q, 0.14, canvas.Hex(0xd6e3a0), canvas.Hex(0x3f7a35))
		default:
			slice(c, r, q, 0.13, canvas.Hex(0xf0e6ea), canvas.Hex(0xb0306a))
		}
	}
}

// slice is a round of something with a skin and seeds.
func slice(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, size float64, flesh, skin canvas.RGB) {
	n := float64(3 + r.Intn(3))
	c.Put(canvas.Solid{
		Reach: size + 0.02, Tall: 0.05, Gloss: 0.3, Sharp: 4,
		Dist: func(x, y float64) float64 { return canvas.Circle(x, y, size) },
		Rise: canvas.Dome(0.02),
		Colour: func(x, y, depth float64) canvas.RGB {
			k := flesh.To(skin, canvas.Smooth(0.02, 0.01, depth))
			a := math.Atan2(y, x) * n
			return k.To(flesh.By(0.72), 0.8*canvas.Smooth(0.7, 0.95, math.Cos(a))*canvas.Smooth(0.12, 0.3, canvas.Length(x, y)/size)*canvas.Smooth(0.75, 0.6, canvas.Length(x, y)/size))
		},
	}, p)
}

func eggs(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	n := 1 + r.Intn(3)
	for k := range n {
		s, q := math.Sincos(float64(k)*2*math.Pi/float64(n) + 0.4)
		far := 0.0
		if n > 1 {
			far = 0.33
		}
		egg(c, r, p.In(q*far, s*far, r.In(0, 6), 1/(1+0.25*float64(n-1))))
	}
}

func egg(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	seed := r.In(0, 99)
	crisp := r.In(0, 1)
	c.Put(canvas.Solid{
		Reach: 0.75, Tall: 0.04, Gloss: 0.35, Sharp: 4,
		Dist: func(x, y float64) float64 { return canvas.Wobbly(x, y, 0.54, 0.13, 7, seed) * 0.8 },
		Rise: canvas.Dome(0.05),
		Bump: func(x, y float64) float64 { return 0.03 * noise.At2(x*7+seed, y*7) },
		Colour: func(x, y, depth float64) canvas.RGB {
			edge := canvas.Smooth(0.07, 0, depth+0.04*noise.At2(x*14+seed, y*14)) * crisp
			return canvas.Hex(0xf7f4ec).To(canvas.Hex(0xa8641e), edge)
		},
	}, p)
	yolk := canvas.Pick(r, 0xf0a512, 0xe88a10, 0xf6bd2a)
	c.Put(canvas.Solid{
		Reach: 0.26, Tall: 0.10, Gloss: 0.8, Sharp: 5,
		Dist:   func(x, y float64) float64 { return canvas.Circle(x, y, 0.21) },
		Rise:   canvas.Dome(0.2),
		Colour: func(x, y, depth float64) canvas.RGB { return yolk.To(yolk.By(0.8), canvas.Smooth(0.06, 0, depth)) },
	}, p.In(r.In(-0.1, 0.1), r.In(-0.1, 0.1), 0, 1))
	if r.Chance(0.6) {
		for range 30 {
			c.Put(canvas.Solid{Reach: 1.2, Dist: func(x, y float64) float64 { return canvas.Circle(x, y, 1) }, Rise: canvas.Dome(1),
				Colour: func(_, _, _ float64) canvas.RGB { return canvas.Hex(0x33261c) }}, p.In(r.In(-0.3, 0.3), r.In(-0.3, 0.3), 0, r.In(0.006, 0.012)))
		}
	}
}

// pizza is a slice, its tip towards -x.
func pizza(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	seed := r.In(0, 99)
	wide := r.In(0.34, 0.44)
	wedge := func(x, y float64) float64 {
		return max((math.Abs(y)-(x+0.75)*wide)*0.92, canvas.Length(x+0.75, y)-1.35)
	}
	crust := canvas.Pick(r, 0xcf9a55, 0xb87a3c, 0xdbb070)
	cheese := canvas.Pick(r, 0xf0cf72, 0xe6b856, 0xf3dc98)
	c.Put(canvas.Solid{
		Reach: 0.95, Tall: 0.06, Gloss: 0.12, Sharp: 3,
		Dist: wedge, Rise: canvas.Dome(0.03),
		Bump: func(x, y float64) float64 {
			rim := canvas.Length(x+0.75, y)
			return 0.09*canvas.Smooth(1.16, 1.24, rim)*canvas.Smooth(1.37, 1.28, rim) + 0.025*noise.At2(x*10+seed, y*10)
		},
		Colour: func(x, y, _ float64) canvas.RGB {
			rim := canvas.Length(x+0.75, y)
			k := canvas.Hex(0xb5341c).To(cheese, canvas.Smooth(0.36, 0.5, noise.At2(x*6+seed, y*6)))
			k = k.To(canvas.Hex(0xa85a20), 0.6*canvas.Speckle(x+seed, y, 13, 0.7, 0.08))
			baked := crust.To(crust.By(0.35), canvas.Speckle(x, y+seed, 8, 0.7, 0.12))
			return k.To(baked, canvas.Smooth(1.12, 1.17, rim+0.03*noise.At2(x*9, y*9+seed)))
		},
	}, p)
	top := r.Intn(3)
	for range 5 + r.Intn(4) {
		x := r.In(-0.35, 0.32)
		y := r.In(-0.75, 0.75) * (x + 0.75) * wide
		q := p.In(x, y, r.In(0, 6), 1)
		switch {
		case top == 0:
			slice(c, r, q, 0.12, canvas.Hex(0xb23a22), canvas.Hex(0x8a2416))
		case top == 1 && r.Chance(0.6):
			slice(c, r, q, 0.09, canvas.Hex(0x2a2a26), canvas.Hex(0x17171a))
		default:
			leaf(c, q.In(0, 0, 0, 0.26), canvas.Pick(r, 0x3f7a35, 0x2c5a2a), 0.05)
		}
	}
}

func apples(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	n := 1 + r.Intn(3)
	for k := range n {
		s, q := math.Sincos(float64(k)*2*math.Pi/float64(n) + r.In(0, 0.5))
		far := 0.0
		if n > 1 {
			far = 0.34
		}
		apple(c, r, p.In(q*far, s*far, r.In(0, 6), r.In(0.34, 0.42)/(0.8+0.2*float64(n))))
	}
}

func apple(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	skin := canvas.Pick(r, 0xb8221c, 0xc8402a, 0x8fae2e, 0xd9b03a)
	blush := canvas.Pick(r, 0xd8b84a, 0xa81a1a, 0x9cb83a)
	seed := r.In(0, 99)
	c.Put(canvas.Solid{
		Reach: 1.1, Tall: 0.75, Gloss: 0.6, Sharp: 5,
		Dist: func(x, y float64) float64 { return canvas.Wobbly(x, y, 1, 0.03, 5, seed) },
		Rise: canvas.Dome(0.98),
		Bump: func(x, y float64) float64 { return -0.45 * canvas.Smooth(0.38, 0.0, canvas.Length(x, y)) },
		Colour: func(x, y, _ float64) canvas.RGB {
			d := canvas.Length(x, y)
			streak := 0.5
			if d > 1e-6 {
				streak = noise.At2(x/d*9+seed, y/d*9)
			}
			k := skin.To(blush, 0.8*canvas.Smooth(0.45, 0.75, streak*0.6+0.5*noise.At2(x*1.3+seed, y*1.3)))
			return k.To(canvas.Hex(0x7a6a2a), canvas.Smooth(0.16, 0.02, d))
		},
	}, p)
	c.Put(canvas.Solid{
		Reach: 0.5, Tall: 0.25,
		Dist:   func(x, y float64) float64 { return canvas.Pill(x-0.2, y-0.3*x*x, 0.2, 0.05+0.03*x) },
		Rise:   canvas.Dome(0.05),
		Colour: func(_, _, _ float64) canvas.RGB { return canvas.Hex(0x4a2f18) },
	}, p)
	if r.Chance(0.4) {
		leaf(c, p.In(0.35, 0.3, 0.7, 0.75), canvas.Hex(0x4a8a30), 0.1)
	}
}

func doughnuts(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	if r.Chance(0.3) {
		doughnut(c, r, p.In(-0.36, -0.1, 0, 0.62))
		doughnut(c, r, p.In(0.36, 0.12, 1, 0.62))
		return
	}
	doughnut(c, r, p.In(0, 0, 0, r.In(0.85, 1.05)))
}

func doughnut(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	seed := r.In(0, 99)
	dough := canvas.Pick(r, 0xc98a45, 0xd8a45e, 0x8a5328)
	icing := canvas.Pick(r, 0xe889a8, 0x5a2f1c, 0xf3ead8, 0x9fd0c0, 0xe3b23a, 0xa884c8)
	c.Put(canvas.Solid{
		Reach: 0.66, Tall: 0.24, Gloss: 0.1, Sharp: 3,
		Dist:   func(x, y float64) float64 { return math.Abs(canvas.Length(x, y)-0.38) - 0.24 },
		Rise:   canvas.Dome(0.24),
		Colour: func(x, y, depth float64) canvas.RGB { return dough.By(0.9 + 0.25*noise.At2(x*8+seed, y*8)) },
	}, p)
	c.Put(canvas.Solid{
		Reach: 0.66, Tall: 0.02, Gloss: 0.55, Sharp: 5,
		Dist: func(x, y float64) float64 {
			d := canvas.Length(x, y)
			if d < 1e-6 {
				return 0.2
			}
			return math.Abs(d-0.38) - 0.185 - 0.05*(noise.At2(x/d*3+seed, y/d*3)-0.5)
		},
		Rise:   canvas.Dome(0.19),
		Colour: func(_, _, _ float64) canvas.RGB { return icing },
	}, p)
	if r.Chance(0.7) {
		for range 60 {
			s, k := math.Sincos(r.In(0, 2*math.Pi))
			far := r.In(0.24, 0.52)
			tone := canvas.Pick(r, 0xe8382a, 0xf2c22a, 0x3f8fd0, 0xf6f4ee, 0x4aa850, 0xe070b0)
			c.Put(canvas.Solid{Reach: 1.6, Tall: 0.5, Gloss: 0.3, Sharp: 3,
				Dist: func(x, y float64) float64 { return canvas.Pill(x, y, 1, 0.45) }, Rise: canvas.Dome(0.45),
				Colour: func(_, _, _ float64) canvas.RGB { return tone }}, p.In(k*far, s*far, r.In(0, 6), 0.026))
		}
	}
}

// burger is seen from above, its filling looking out round the bun.
func burger(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	seed := r.In(0, 99)
	green := canvas.Pick(r, 0x6fa336, 0x86b84a, 0x558a2c)
	c.Put(canvas.Solid{
		Reach: 0.75, Tall: 0.12, Gloss: 0.1, Sharp: 3,
		Dist: func(x, y float64) float64 { return canvas.Wobbly(x, y, 0.59, 0.07, 26, seed) * 0.7 },
		Rise: canvas.Dome(0.05),
		Bump: func(x, y float64) float64 { return 0.05 * noise.At2(x*14+seed, y*14) },
		Colour: func(_, _, depth float64) canvas.RGB {
			return green.By(1.3).To(green.By(0.7), canvas.Smooth(0, 0.08, depth))
		},
	}, p)
	if r.Chance(0.7) {
		c.Put(canvas.Solid{
			Reach: 0.85, Tall: 0.04, Gloss: 0.2, Sharp: 3,
			Dist:   func(x, y float64) float64 { return canvas.Panel(x, y, 0.47, 0.47, 0.03) },
			Rise:   canvas.Dome(0.02),
			Colour: func(_, _, _ float64) canvas.RGB { return canvas.Hex(0xf0b02a) },
		}, p.In(0, 0, r.In(0, 1.5), 1))
	}
	bun := canvas.Pick(r, 0xb8692c, 0xc98440, 0x9a5424, 0xd9a058)
	c.Put(canvas.Solid{
		Reach: 0.6, Tall: 0.32, Gloss: 0.35, Sharp: 4,
		Dist: func(x, y float64) float64 { return canvas.Wobbly(x, y, 0.54, 0.015, 8, seed) },
		Rise: canvas.Dome(0.42),
		Colour: func(x, y, depth float64) canvas.RGB {
			return bun.By(1.35).To(bun, canvas.Smooth(0, 0.14, depth)).By(0.88 + 0.25*noise.At2(x*5+seed, y*5))
		},
	}, p)
	if r.Chance(0.75) {
		for range 70 {
			s, k := math.Sincos(r.In(0, 2*math.Pi))
			far := 0.42 * math.Sqrt(r.Float())
			c.Put(canvas.Solid{Reach: 1.8, Tall: 0.4, Gloss: 0.2, Sharp: 3,
				Dist: func(x, y float64) float64 { return canvas.Oval(x, y, 1.5, 0.8) }, Rise: canvas.Dome(0.7),
				Colour: func(_, _, _ float64) canvas.RGB { return canvas.Hex(0xf4e6c0) }}, p.In(k*far, s*far, r.In(0, 6), 0.018))
		}
	}
}

func bananas(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	n := 1 + r.Intn(3)
	skin := canvas.Pick(r, 0xe8c22e, 0xd9b030, 0xc8c24a)
	curve := r.In(0.35, 0.6)
	for k := range n {
		q := p.In(0, 0.2*(float64(k)-float64(n-1)/2)-0.15, 0.12*float64(k), 0.95)
		seed := r.In(0, 99)
		c.Put(canvas.Solid{
			Reach: 0.95, Tall: 0.15, Gloss: 0.15, Sharp: 3,
			Dist: func(x, y float64) float64 {
				thick := 0.135 * (1 - 0.55*canvas.Smooth(0.25, 0.72, math.Abs(x)))
				return canvas.Pill(x, canvas.Bend(x, y, curve), 0.66, thick) * 0.85
			},
			Rise: canvas.Dome(0.12),
			Bump: func(x, y float64) float64 {
				return 0.02 * canvas.Smooth(0.02, 0, math.Abs(canvas.Bend(x, y, curve)-0.02))
			},
			Colour: func(x, y, _ float64) canvas.RGB {
				t := skin.To(canvas.Hex(0x6f8a2a), 0.5*canvas.Smooth(0.45, 0.65, math.Abs(x)))
				t = t.To(canvas.Hex(0x5a3a16), 0.8*canvas.Speckle(x+seed, y, 22, 0.76, 0.05))
				return t.To(canvas.Hex(0x2f2212), canvas.Smooth(0.66, 0.70, math.Abs(x)))
			},
		}, q)
	}
}

func pancakes(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	tone := canvas.Pick(r, 0xc98a3c, 0xb8752e, 0xdba858)
	for range 2 + r.Intn(3) {
		seed := r.In(0, 99)
		c.Put(canvas.Solid{
			Reach: 0.7, Tall: 0.07, Gloss: 0.08, Sharp: 3,
			Dist: func(x, y float64) float64 { return canvas.Wobbly(x, y, 0.58, 0.03, 6, seed) },
			Rise: canvas.Dome(0.05),
			Colour: func(x, y, depth float64) canvas.RGB {
				k := canvas.Hex(0xf0d8a0).To(tone, canvas.Smooth(0.01, 0.07, depth))
				return k.By(0.8 + 0.4*noise.Sum2(x*5+seed, y*5, 2))
			},
		}, p.In(r.In(-0.07, 0.07), r.In(-0.07, 0.07), 0, 1))
	}
	seed := r.In(0, 99)
	syrup := canvas.Pick(r, 0x8a4a12, 0xb8701c, 0x7a1a2a)
	c.Put(canvas.Solid{
		Reach: 0.6, Tall: 0.015, Gloss: 0.9, Sharp: 5,
		Dist:   func(x, y float64) float64 { return canvas.Wobbly(x, y, 0.36, 0.18, 9, seed) * 0.7 },
		Rise:   canvas.Dome(0.04),
		Colour: func(_, _, _ float64) canvas.RGB { return syrup },
		Alpha:  func(_, _, _ float64) float64 { return 0.75 },
	}, p)
	if r.Chance(0.6) {
		c.Put(canvas.Solid{
			Reach: 0.25, Tall: 0.09, Gloss: 0.3, Sharp: 4,
			Dist: func(x, y float64) float64 { return canvas.Panel(x, y, 0.12, 0.1, 0.03) }, Rise: canvas.Dome(0.05),
			Colour: func(_, _, _ float64) canvas.RGB { return canvas.Hex(0xf6e38a) },
		}, p.In(r.In(-0.05, 0.05), r.In(-0.05, 0.05), r.In(0, 3), 1))
	}
	berries(c, r, p)
}

func berries(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	tone := canvas.Pick(r, 0x2f3a6a, 0xb81d2a, 0x4a1a3a)
	for range r.Intn(9) {
		s, k := math.Sincos(r.In(0, 2*math.Pi))
		far := r.In(0.15, 0.75)
		c.Put(canvas.Solid{Reach: 1.1, Tall: 0.6, Gloss: 0.4, Sharp: 4,
			Dist: func(x, y float64) float64 { return canvas.Circle(x, y, 1) }, Rise: canvas.Dome(1),
			Colour: func(x, y, _ float64) canvas.RGB { return tone.By(0.8 + 0.5*noise.At2(x*5, y*5)) }},
			p.In(k*far, s*far, 0, r.In(0.06, 0.08)))
	}
}
