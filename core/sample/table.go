package sample

import (
	"math"

	"graft/core/sample/internal/noise"
)

// layTable paints one of several table tops.
func layTable(c *canvas, r *noise.Rand) {
	seed := r.In(0, 200)
	switch r.Intn(6) {
	case 0:
		c.flat(planks(r, seed))
	case 1:
		c.flat(marble(pick(r, 0xe8e6e1, 0xd6d3cc, 0x4a4c50, 0x2f4a44), seed))
	case 2:
		c.flat(checks(pick(r, 0xc8302a, 0x2b5fa3, 0x3c8a4e, 0xd99a1c), r.In(0.22, 0.4)))
	case 3:
		c.flat(weave(pick(r, 0xcbb894, 0x8fa3a8, 0xb8705a, 0x6f7f5a, 0xd8c9d0, 0x30343c), seed))
	case 4:
		c.flat(stripes(pick(r, 0xefe8d8, 0xf2d9c0, 0xdfe8ea), pick(r, 0x2b5fa3, 0xb8322a, 0x3d7a55, 0xe0a21a, 0x6a3f7c), r.In(0.2, 0.5)))
	default:
		c.flat(paint(pick(r, 0xe8b73a, 0x3f8f9a, 0xd9765f, 0x88a85b, 0x4a5a8c, 0xe6d9c3, 0xb7a6cf, 0x353a40), seed))
	}
}

func planks(r *noise.Rand, seed float64) func(u, v float64) rgb {
	light := pick(r, 0xc79a66, 0xa87244, 0x8a5a36, 0x5b3a26, 0xd9bd94, 0x9a9288)
	dark := light.by(0.38)
	width := r.In(0.35, 0.7)
	return func(u, v float64) rgb {
		board := math.Floor(v / width)
		along := u + board*7.3 + seed
		grain := noise.Sum2(along*1.1, v*15+board*31, 2)
		rings := 0.5 + 0.5*math.Sin(26*noise.At2(along*0.45, v*2.6+board*5))
		c := dark.to(light, clamp(0.25+0.55*grain+0.35*rings, 0, 1)).by(0.8 + 0.4*noise.At2(board*3.7, seed))
		f := v/width - board
		return c.by(1 - 0.75*smooth(0.02, 0.005, min(f, 1-f)))
	}
}

func marble(base rgb, seed float64) func(u, v float64) rgb {
	return func(u, v float64) rgb {
		n := noise.Sum2(u*1.4+seed, v*1.4, 3)
		vein := math.Abs(math.Sin(3*u + 5*v + 9*n))
		return base.by(0.88+0.2*n).to(base.by(0.45), 0.7*smooth(0.16, 0, vein))
	}
}

func checks(colour rgb, size float64) func(u, v float64) rgb {
	white := hex(0xf3efe6)
	return func(u, v float64) rgb {
		band := func(x float64) float64 {
			f := x/size - math.Floor(x/size)
			return smooth(0.23, 0.27, math.Abs(f-0.5))
		}
		t := 0.5 * (band(u) + band(v))
		thread := 0.94 + 0.06*math.Sin(u*130)*math.Sin(v*130)
		return white.to(colour, t).by(thread)
	}
}

func stripes(base, colour rgb, size float64) func(u, v float64) rgb {
	return func(u, v float64) rgb {
		f := u/size - math.Floor(u/size)
		t := smooth(0.16, 0.13, math.Abs(f-0.5)) + smooth(0.03, 0.015, math.Abs(math.Abs(f-0.5)-0.24))
		return base.to(colour, min(t, 1)).by(0.93 + 0.07*math.Sin(u*140)*math.Sin(v*140))
	}
}

func weave(base rgb, seed float64) func(u, v float64) rgb {
	return func(u, v float64) rgb {
		over := math.Sin(u*48) * math.Sin(v*48)
		return base.by(0.86 + 0.16*over + 0.22*(noise.At2(u*3+seed, v*3)-0.5))
	}
}

func paint(base rgb, seed float64) func(u, v float64) rgb {
	return func(u, v float64) rgb {
		return base.by(0.9 + 0.2*noise.Sum2(u*2+seed, v*2, 2))
	}
}

// ground is what the food lies on: a plate, a board, paper or a tray.
func ground(c *canvas, r *noise.Rand, p pose) {
	switch r.Intn(6) {
	case 0:
		board(c, r, p)
	case 1:
		paper(c, r, p)
	default:
		plate(c, r, p)
	}
}

func plate(c *canvas, r *noise.Rand, p pose) {
	base := pick(r, 0xf4f2ee, 0xf4f2ee, 0xe9e2d2, 0xb9cfd6, 0xd8a48a, 0x45505a, 0xa9bfa0, 0xe7c86a)
	mark := pick(r, 0x2b5fa3, 0xb8322a, 0x3d7a55, 0xd49a1a, 0x333333)
	rim := r.In(0.66, 0.76)
	style := r.Intn(4)
	petals := float64(8 + r.Intn(16))
	speck := r.Chance(0.25)
	c.put(solid{
		reach: 1.02, tall: 0.07, gloss: 0.16, sharp: 5,
		dist: func(x, y float64) float64 { return circle(x, y, 1) },
		rise: func(depth float64) float64 {
			// Up at the rim, down into the well.
			return 0.03*smooth(0, 0.03, depth) + 0.06*smooth(1-rim+0.08, 1-rim-0.08, depth)
		},
		colour: func(x, y, depth float64) rgb {
			k := base
			switch style {
			case 0:
				k = k.to(mark, smooth(0.035, 0.02, math.Abs(depth-0.06)))
			case 1:
				k = k.to(mark, smooth(0.012, 0.004, math.Abs(depth-0.05))+smooth(0.012, 0.004, math.Abs(depth-0.24)))
			case 2:
				a := math.Atan2(y, x) * petals / 2
				k = k.to(mark, smooth(0.25, 0.15, length(math.Sin(a)*1.1, (depth-0.15)*6))*0.9)
			}
			if speck {
				k = k.by(1 - 0.4*speckle(x, y, 60, 0.84, 0.04))
			}
			return k
		},
	}, p)
}

func board(c *canvas, r *noise.Rand, p pose) {
	wood := planks(r, r.In(0, 100))
	w, h := r.In(0.9, 1.15), r.In(0.72, 0.9)
	c.put(solid{
		reach: 1.5, tall: 0.08, gloss: 0.05, sharp: 4,
		dist:   func(x, y float64) float64 { return panel(x, y, w, h, 0.12) },
		rise:   dome(0.03),
		colour: func(x, y, _ float64) rgb { return wood(x*0.8+3, y*0.6) },
	}, p)
}

func paper(c *canvas, r *noise.Rand, p pose) {
	base, mark := pick(r, 0xf0ebe0, 0xe5d8bd, 0xf6f4ef), pick(r, 0xb8322a, 0x2b5fa3, 0x3d7a55, 0xd49a1a)
	printed := checks(mark, 0.16)
	plain := r.Chance(0.5)
	seed := r.In(0, 100)
	c.put(solid{
		reach: 1.5, tall: 0.015,
		dist: func(x, y float64) float64 {
			return panel(x, y, 0.95, 0.85, 0.02) + 0.03*(noise.At2(x*3+seed, y*3)-0.5)
		},
		rise: func(float64) float64 { return 0 },
		bump: func(x, y float64) float64 { return 0.07 * noise.Sum2(x*2.6+seed, y*2.6, 2) },
		colour: func(x, y, _ float64) rgb {
			if plain {
				return base
			}
			return base.mul(printed(x, y))
		},
	}, p)
}

// clutter puts other things on the table, about the middle.
func clutter(c *canvas, r *noise.Rand) {
	for range r.Intn(5) {
		s, k := math.Sincos(r.In(0, 2*math.Pi))
		far := r.In(1.05, 1.5)
		p := pose{k * far, s * far, r.In(0, 6.283), 1}
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
			tomato(c, r, p.in(0, 0, 0, r.In(0.16, 0.28)))
		default:
			dip(c, r, p.in(0, 0, 0, r.In(0.2, 0.3)), pick(r, 0xb81d16, 0xe3b423, 0xf0e9d8, 0x6f8f3a))
		}
	}
}

func cutlery(c *canvas, r *noise.Rand, p pose) {
	fork := r.Chance(0.5)
	metal := pick(r, 0xc9ccd0, 0xd8c188, 0x9a9da2)
	c.put(solid{
		reach: 0.95, tall: 0.03, gloss: 0.9, sharp: 5,
		dist: func(x, y float64) float64 {
			d := pill(x+0.3, y, 0.5, 0.035+0.02*smooth(0, -0.8, x))
			if !fork {
				return min(d, max(oval(x-0.5, y, 0.38, 0.085), y-0.05))
			}
			d = min(d, panel(x-0.32, y, 0.12, 0.095, 0.06))
			tooth := math.Abs(math.Abs(y)-0.045) - 0.0
			if y*y < 0.0006 {
				tooth = math.Abs(y)
			}
			tooth = min(tooth, math.Abs(math.Abs(y)-0.085))
			return min(d, max(tooth-0.014, math.Abs(x-0.52)-0.18))
		},
		rise:   dome(0.035),
		colour: func(_, _, _ float64) rgb { return metal.by(0.8) },
	}, p)
}

func glass(c *canvas, r *noise.Rand, p pose) {
	drink := pick(r, 0xd98a1c, 0x6b2a12, 0xc9dfe3, 0xb8323a, 0xe8d46a)
	c.put(solid{
		reach: 0.34, tall: 0.35, gloss: 0.5, sharp: 5,
		dist: func(x, y float64) float64 { return circle(x, y, 0.32) },
		rise: func(depth float64) float64 { return 0.05 * smooth(0.0, 0.03, depth) * smooth(0.07, 0.03, depth) },
		colour: func(x, y, depth float64) rgb {
			ring := smooth(0.045, 0.03, depth)
			ice := smooth(-0.01, -0.03, panel(x-0.08, y+0.05, 0.09, 0.09, 0.02)) + smooth(-0.01, -0.03, panel(x+0.1, y-0.1, 0.08, 0.08, 0.02))
			return drink.to(hex(0xf2f6f7), min(0.45*ice, 0.5)).to(hex(0xdfe8ea), ring*0.8)
		},
	}, p)
}

func cup(c *canvas, r *noise.Rand, p pose) {
	china := pick(r, 0xf4f2ee, 0xd9534a, 0x3f7f9a, 0xe3b93c, 0x4a4f58)
	c.put(solid{
		reach: 0.55, tall: 0.25, gloss: 0.3, sharp: 5,
		dist: func(x, y float64) float64 {
			handle := math.Abs(circle(x-0.34, y, 0.1)) - 0.03
			return min(circle(x, y, 0.32), handle)
		},
		rise: func(depth float64) float64 { return 0.06 * smooth(0, 0.03, depth) * smooth(0.09, 0.04, depth) },
		colour: func(x, y, depth float64) rgb {
			foam := smooth(0.19, 0.235, length(x, y)+0.03*noise.At2(x*9+p.x, y*9))
			coffee := hex(0x3d1f10).to(hex(0x9a6a3c), foam*0.8)
			return china.to(coffee, smooth(-0.25, -0.262, length(x, y)-0.51))
		},
	}, p)
}

func napkin(c *canvas, r *noise.Rand, p pose) {
	base, mark := pick(r, 0xf3efe6, 0xd86a5a, 0x7fa7b5, 0xe6c35a), pick(r, 0xb8322a, 0x2b5fa3, 0xffffff)
	seed := r.In(0, 99)
	c.put(solid{
		reach: 0.75, tall: 0.03,
		dist:   func(x, y float64) float64 { return panel(x, y, 0.48, 0.42, 0.02) },
		rise:   dome(0.02),
		bump:   func(x, y float64) float64 { return 0.06*noise.At2(x*4+seed, y*4) + 0.02*smooth(0.02, -0.02, x) },
		colour: func(x, y, depth float64) rgb { return base.to(mark, smooth(0.02, 0.01, math.Abs(depth-0.07))) },
	}, p)
}

// leaf is one green leaf along x, size long.
func leaf(c *canvas, p pose, green rgb, tall float64) {
	c.put(solid{
		reach: 0.52, tall: tall, gloss: 0.12, sharp: 4,
		dist: func(x, y float64) float64 { return oval(x, y, 0.5, 0.22*(1-0.5*x)) },
		rise: func(depth float64) float64 { return 0.10 * smooth(0, 0.15, depth) },
		bump: func(x, y float64) float64 {
			return 0.018*math.Cos(x*42-math.Abs(y)*30) - 0.05*smooth(0.03, 0, math.Abs(y))
		},
		colour: func(x, y, _ float64) rgb {
			return green.to(green.by(1.9).add(rgb{0.05, 0.06, 0}), smooth(0.022, 0.008, math.Abs(y)))
		},
	}, p)
}

func sprig(c *canvas, r *noise.Rand, p pose) {
	green := pick(r, 0x3f7a35, 0x2c5a2a, 0x6c8f3a)
	for k := range 5 {
		f := float64(k) - 2
		side := float64(1 - 2*(k%2))
		leaf(c, p.in(f*0.12, side*0.1, side*0.9, r.In(0.28, 0.4)), green.by(r.In(0.8, 1.2)), 0.05)
	}
}

func tomato(c *canvas, r *noise.Rand, p pose) {
	skin := pick(r, 0xcf2a1c, 0xd8481e, 0xe0a21a)
	c.put(solid{
		reach: 1.05, tall: 0.5, gloss: 0.9, sharp: 5,
		dist:   func(x, y float64) float64 { return circle(x, y, 1) },
		rise:   dome(1),
		colour: func(_, _, _ float64) rgb { return skin },
	}, p)
	c.put(solid{
		reach: 0.6, tall: 0.05,
		dist: func(x, y float64) float64 {
			return length(x, y) - 0.22 - 0.22*math.Abs(math.Cos(2.5*math.Atan2(y, x)))
		},
		rise:   dome(0.1),
		colour: func(_, _, _ float64) rgb { return hex(0x4a7a2a) },
	}, p)
}

// dip is a small bowl of sauce.
func dip(c *canvas, r *noise.Rand, p pose, sauce rgb) {
	china := pick(r, 0xf4f2ee, 0x444a50, 0xd9c9a8)
	swirl := r.In(0, 6)
	c.put(solid{
		reach: 1.05, tall: 0.3, gloss: 0.5, sharp: 5,
		dist: func(x, y float64) float64 { return circle(x, y, 1) },
		rise: func(depth float64) float64 { return 0.15 * smooth(0, 0.08, depth) * smooth(0.25, 0.12, depth) },
		bump: func(x, y float64) float64 { return 0.05 * math.Sin(9*length(x, y)+math.Atan2(y, x)+swirl) },
		colour: func(_, _, depth float64) rgb {
			return china.to(sauce, smooth(0.15, 0.2, depth))
		},
	}, p)
}
