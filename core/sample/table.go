package sample

import (
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
)

// layTable paints one of several table tops.
func layTable(c *canvas.Canvas, r *noise.Rand) {
	seed := r.In(0, 200)
	switch r.Intn(6) {
	case 0:
		c.Flat(planks(r, seed))
	case 1:
		c.Flat(marble(canvas.Pick(r, 0xe8e6e1, 0xd6d3cc, 0x4a4c50, 0x2f4a44), seed))
	case 2:
		c.Flat(checks(canvas.Pick(r, 0xc8302a, 0x2b5fa3, 0x3c8a4e, 0xd99a1c), r.In(0.22, 0.4)))
	case 3:
		c.Flat(weave(canvas.Pick(r, 0xcbb894, 0x8fa3a8, 0xb8705a, 0x6f7f5a, 0xd8c9d0, 0x30343c), seed))
	case 4:
		c.Flat(stripes(canvas.Pick(r, 0xefe8d8, 0xf2d9c0, 0xdfe8ea), canvas.Pick(r, 0x2b5fa3, 0xb8322a, 0x3d7a55, 0xe0a21a, 0x6a3f7c), r.In(0.2, 0.5)))
	default:
		c.Flat(paint(canvas.Pick(r, 0xe8b73a, 0x3f8f9a, 0xd9765f, 0x88a85b, 0x4a5a8c, 0xe6d9c3, 0xb7a6cf, 0x353a40), seed))
	}
}

func planks(r *noise.Rand, seed float64) func(u, v float64) canvas.RGB {
	light := canvas.Pick(r, 0xc79a66, 0xa87244, 0x8a5a36, 0x5b3a26, 0xd9bd94, 0x9a9288)
	dark := light.By(0.38)
	width := r.In(0.35, 0.7)
	return func(u, v float64) canvas.RGB {
		board := math.Floor(v / width)
		along := u + board*7.3 + seed
		grain := noise.Sum2(along*1.1, v*15+board*31, 2)
		rings := 0.5 + 0.5*math.Sin(26*noise.At2(along*0.45, v*2.6+board*5))
		c := dark.To(light, canvas.Clamp(0.25+0.55*grain+0.35*rings, 0, 1)).By(0.8 + 0.4*noise.At2(board*3.7, seed))
		f := v/width - board
		return c.By(1 - 0.75*canvas.Smooth(0.02, 0.005, min(f, 1-f)))
	}
}

func marble(base canvas.RGB, seed float64) func(u, v float64) canvas.RGB {
	return func(u, v float64) canvas.RGB {
		n := noise.Sum2(u*1.4+seed, v*1.4, 3)
		vein := math.Abs(math.Sin(3*u + 5*v + 9*n))
		return base.By(0.88+0.2*n).To(base.By(0.45), 0.7*canvas.Smooth(0.16, 0, vein))
	}
}

func checks(colour canvas.RGB, size float64) func(u, v float64) canvas.RGB {
	white := canvas.Hex(0xf3efe6)
	return func(u, v float64) canvas.RGB {
		band := func(x float64) float64 {
			f := x/size - math.Floor(x/size)
			return canvas.Smooth(0.23, 0.27, math.Abs(f-0.5))
		}
		t := 0.5 * (band(u) + band(v))
		thread := 0.94 + 0.06*math.Sin(u*130)*math.Sin(v*130)
		return white.To(colour, t).By(thread)
	}
}

func stripes(base, colour canvas.RGB, size float64) func(u, v float64) canvas.RGB {
	return func(u, v float64) canvas.RGB {
		f := u/size - math.Floor(u/size)
		t := canvas.Smooth(0.16, 0.13, math.Abs(f-0.5)) + canvas.Smooth(0.03, 0.015, math.Abs(math.Abs(f-0.5)-0.24))
		return base.To(colour, min(t, 1)).By(0.93 + 0.07*math.Sin(u*140)*math.Sin(v*140))
	}
}

func weave(base canvas.RGB, seed float64) func(u, v float64) canvas.RGB {
	return func(u, v float64) canvas.RGB {
		over := math.Sin(u*48) * math.Sin(v*48)
		return base.By(0.86 + 0.16*over + 0.22*(noise.At2(u*3+seed, v*3)-0.5))
	}
}

func paint(base canvas.RGB, seed float64) func(u, v float64) canvas.RGB {
	return func(u, v float64) canvas.RGB {
		return base.By(0.9 + 0.2*noise.Sum2(u*2+seed, v*2, 2))
	}
}

// ground is what the food lies on: a plate, a board, paper or a tray.
func ground(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	switch r.Intn(6) {
	case 0:
		board(c, r, p)
	case 1:
		paper(c, r, p)
	default:
		plate(c, r, p)
	}
}

func plate(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	base := canvas.Pick(r, 0xf4f2ee, 0xf4f2ee, 0xe9e2d2, 0xb9cfd6, 0xd8a48a, 0x45505a, 0xa9bfa0, 0xe7c86a)
	mark := canvas.Pick(r, 0x2b5fa3, 0xb8322a, 0x3d7a55, 0xd49a1a, 0x333333)
	rim := r.In(0.66, 0.76)
	style := r.Intn(4)
	petals := float64(8 + r.Intn(16))
	speck := r.Chance(0.25)
	c.Put(canvas.Solid{
		Reach: 1.02, Tall: 0.07, Gloss: 0.16, Sharp: 5,
		Dist: func(x, y float64) float64 { return canvas.Circle(x, y, 1) },
		Rise: func(depth float64) float64 {
			// Up at the rim, down into the well.
			return 0.03*canvas.Smooth(0, 0.03, depth) + 0.06*canvas.Smooth(1-rim+0.08, 1-rim-0.08, depth)
		},
		Colour: func(x, y, depth float64) canvas.RGB {
			k := base
			switch style {
			case 0:
				k = k.To(mark, canvas.Smooth(0.035, 0.02, math.Abs(depth-0.06)))
			case 1:
				k = k.To(mark, canvas.Smooth(0.012, 0.004, math.Abs(depth-0.05))+canvas.Smooth(0.012, 0.004, math.Abs(depth-0.24)))
			case 2:
				a := math.Atan2(y, x) * petals / 2
				k = k.To(mark, canvas.Smooth(0.25, 0.15, canvas.Length(math.Sin(a)*1.1, (depth-0.15)*6))*0.9)
			}
			if speck {
				k = k.By(1 - 0.4*canvas.Speckle(x, y, 60, 0.84, 0.04))
			}
			return k
		},
	}, p)
}

func board(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	wood := planks(r, r.In(0, 100))
	w, h := r.In(0.9, 1.15), r.In(0.72, 0.9)
	c.Put(canvas.Solid{
		Reach: 1.5, Tall: 0.08, Gloss: 0.05, Sharp: 4,
		Dist:   func(x, y float64) float64 { return canvas.Panel(x, y, w, h, 0.12) },
		Rise:   canvas.Dome(0.03),
		Colour: func(x, y, _ float64) canvas.RGB { return wood(x*0.8+3, y*0.6) },
	}, p)
}

func paper(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	base, mark := canvas.Pick(r, 0xf0ebe0, 0xe5d8bd, 0xf6f4ef), canvas.Pick(r, 0xb8322a, 0x2b5fa3, 0x3d7a55, 0xd49a1a)
	printed := checks(mark, 0.16)
	plain := r.Chance(0.5)
	seed := r.In(0, 100)
	c.Put(canvas.Solid{
		Reach: 1.5, Tall: 0.015,
		Dist: func(x, y float64) float64 {
			return canvas.Panel(x, y, 0.95, 0.85, 0.02) + 0.03*(noise.At2(x*3+seed, y*3)-0.5)
		},
		Rise: func(float64) float64 { return 0 },
		Bump: func(x, y float64) float64 { return 0.07 * noise.Sum2(x*2.6+seed, y*2.6, 2) },
		Colour: func(x, y, _ float64) canvas.RGB {
			if plain {
				return base
			}
			return base.Mul(printed(x, y))
		},
	}, p)
}

// clutter puts other things on the table, about the middle.
func clutter(c *canvas.Canvas, r *noise.Rand) {
	for range r.Intn(5) {
		s, k := math.Sincos(r.In(0, 2*math.Pi))
		far := r.In(1.05, 1.5)
		p := canvas.Pose{X: k * far, Y: s * far, Turn: r.In(0, 6.283), Size: 1}
		switch r.Intn(7) {
		case 0:
			cutlery(c, r, p)
		case 1:
			glass(c, r, p)
		case 2:
			cup(c, r, p)
		case 3:
			napkin(c, r, p)
		case 4:
			sprig(c, r, p)
		case 5:
			tomato(c, r, p.In(0, 0, 0, r.In(0.16, 0.28)))
		default:
			dip(c, r, p.In(0, 0, 0, r.In(0.2, 0.3)), canvas.Pick(r, 0xb81d16, 0xe3b423, 0xf0e9d8, 0x6f8f3a))
		}
	}
}

func cutlery(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	fork := r.Chance(0.5)
	metal := canvas.Pick(r, 0xc9ccd0, 0xd8c188, 0x9a9da2)
	c.Put(canvas.Solid{
		Reach: 0.95, Tall: 0.03, Gloss: 0.9, Sharp: 5,
		Dist: func(x, y float64) float64 {
			d := canvas.Pill(x+0.3, y, 0.5, 0.035+0.02*canvas.Smooth(0, -0.8, x))
			if !fork {
				return min(d, max(canvas.Oval(x-0.5, y, 0.38, 0.085), y-0.05))
			}
			d = min(d, canvas.Panel(x-0.32, y, 0.12, 0.095, 0.06))
			tooth := math.Abs(math.Abs(y)-0.045) - 0.0
			if y*y < 0.0006 {
				tooth = math.Abs(y)
			}
			tooth = min(tooth, math.Abs(math.Abs(y)-0.085))
			return min(d, max(tooth-0.014, math.Abs(x-0.52)-0.18))
		},
		Rise:   canvas.Dome(0.035),
		Colour: func(_, _, _ float64) canvas.RGB { return metal.By(0.8) },
	}, p)
}

func glass(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	drink := canvas.Pick(r, 0xd98a1c, 0x6b2a12, 0xc9dfe3, 0xb8323a, 0xe8d46a)
	c.Put(canvas.Solid{
		Reach: 0.34, Tall: 0.35, Gloss: 0.5, Sharp: 5,
		Dist: func(x, y float64) float64 { return canvas.Circle(x, y, 0.32) },
		Rise: func(depth float64) float64 {
			return 0.05 * canvas.Smooth(0.0, 0.03, depth) * canvas.Smooth(0.07, 0.03, depth)
		},
		Colour: func(x, y, depth float64) canvas.RGB {
			ring := canvas.Smooth(0.045, 0.03, depth)
			ice := canvas.Smooth(-0.01, -0.03, canvas.Panel(x-0.08, y+0.05, 0.09, 0.09, 0.02)) + canvas.Smooth(-0.01, -0.03, canvas.Panel(x+0.1, y-0.1, 0.08, 0.08, 0.02))
			return drink.To(canvas.Hex(0xf2f6f7), min(0.45*ice, 0.5)).To(canvas.Hex(0xdfe8ea), ring*0.8)
		},
	}, p)
}

func cup(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	china := canvas.Pick(r, 0xf4f2ee, 0xd9534a, 0x3f7f9a, 0xe3b93c, 0x4a4f58)
	c.Put(canvas.Solid{
		Reach: 0.55, Tall: 0.25, Gloss: 0.3, Sharp: 5,
		Dist: func(x, y float64) float64 {
			handle := math.Abs(canvas.Circle(x-0.34, y, 0.1)) - 0.03
			return min(canvas.Circle(x, y, 0.32), handle)
		},
		Rise: func(depth float64) float64 {
			return 0.06 * canvas.Smooth(0, 0.03, depth) * canvas.Smooth(0.09, 0.04, depth)
		},
		Colour: func(x, y, depth float64) canvas.RGB {
			foam := canvas.Smooth(0.19, 0.235, canvas.Length(x, y)+0.03*noise.At2(x*9+p.X, y*9))
			coffee := canvas.Hex(0x3d1f10).To(canvas.Hex(0x9a6a3c), foam*0.8)
			return china.To(coffee, canvas.Smooth(-0.25, -0.262, canvas.Length(x, y)-0.51))
		},
	}, p)
}

func napkin(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	base, mark := canvas.Pick(r, 0xf3efe6, 0xd86a5a, 0x7fa7b5, 0xe6c35a), canvas.Pick(r, 0xb8322a, 0x2b5fa3, 0xffffff)
	seed := r.In(0, 99)
	c.Put(canvas.Solid{
		Reach: 0.75, Tall: 0.03,
		Dist: func(x, y float64) float64 { return canvas.Panel(x, y, 0.48, 0.42, 0.02) },
		Rise: canvas.Dome(0.02),
		Bump: func(x, y float64) float64 { return 0.06*noise.At2(x*4+seed, y*4) + 0.02*canvas.Smooth(0.02, -0.02, x) },
		Colour: func(x, y, depth float64) canvas.RGB {
			return base.To(mark, canvas.Smooth(0.02, 0.01, math.Abs(depth-0.07)))
		},
	}, p)
}

// leaf is one green leaf along x, size long.
func leaf(c *canvas.Canvas, p canvas.Pose, green canvas.RGB, tall float64) {
	c.Put(canvas.Solid{
		Reach: 0.52, Tall: tall, Gloss: 0.12, Sharp: 4,
		Dist: func(x, y float64) float64 { return canvas.Oval(x, y, 0.5, 0.22*(1-0.5*x)) },
		Rise: func(depth float64) float64 { return 0.10 * canvas.Smooth(0, 0.15, depth) },
		Bump: func(x, y float64) float64 {
			return 0.018*math.Cos(x*42-math.Abs(y)*30) - 0.05*canvas.Smooth(0.03, 0, math.Abs(y))
		},
		Colour: func(x, y, _ float64) canvas.RGB {
			return green.To(green.By(1.9).Add(canvas.RGB{R: 0.05, G: 0.06, B: 0}), canvas.Smooth(0.022, 0.008, math.Abs(y)))
		},
	}, p)
}

func sprig(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	green := canvas.Pick(r, 0x3f7a35, 0x2c5a2a, 0x6c8f3a)
	for k := range 5 {
		f := float64(k) - 2
		side := float64(1 - 2*(k%2))
		leaf(c, p.In(f*0.12, side*0.1, side*0.9, r.In(0.28, 0.4)), green.By(r.In(0.8, 1.2)), 0.05)
	}
}

func tomato(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	skin := canvas.Pick(r, 0xcf2a1c, 0xd8481e, 0xe0a21a)
	c.Put(canvas.Solid{
		Reach: 1.05, Tall: 0.5, Gloss: 0.9, Sharp: 5,
		Dist:   func(x, y float64) float64 { return canvas.Circle(x, y, 1) },
		Rise:   canvas.Dome(1),
		Colour: func(_, _, _ float64) canvas.RGB { return skin },
	}, p)
	c.Put(canvas.Solid{
		Reach: 0.6, Tall: 0.05,
		Dist: func(x, y float64) float64 {
			return canvas.Length(x, y) - 0.22 - 0.22*math.Abs(math.Cos(2.5*math.Atan2(y, x)))
		},
		Rise:   canvas.Dome(0.1),
		Colour: func(_, _, _ float64) canvas.RGB { return canvas.Hex(0x4a7a2a) },
	}, p)
}

// dip is a small bowl of sauce.
func dip(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, sauce canvas.RGB) {
	china := canvas.Pick(r, 0xf4f2ee, 0x444a50, 0xd9c9a8)
	swirl := r.In(0, 6)
	c.Put(canvas.Solid{
		Reach: 1.05, Tall: 0.3, Gloss: 0.5, Sharp: 5,
		Dist: func(x, y float64) float64 { return canvas.Circle(x, y, 1) },
		Rise: func(depth float64) float64 {
			return 0.15 * canvas.Smooth(0, 0.08, depth) * canvas.Smooth(0.25, 0.12, depth)
		},
		Bump: func(x, y float64) float64 { return 0.05 * math.Sin(9*canvas.Length(x, y)+math.Atan2(y, x)+swirl) },
		Colour: func(_, _, depth float64) canvas.RGB {
			return china.To(sauce, canvas.Smooth(0.15, 0.2, depth))
		},
	}, p)
}
