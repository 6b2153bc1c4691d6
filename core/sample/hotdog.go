package sample

import (
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
)

// hotdogs puts one hot dog on the plate, or two side by side.
func hotdogs(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	if r.Chance(0.3) {
		fries(c, r, p.In(r.In(-0.2, 0.2), 0.5*float64(1-2*r.Intn(2)), r.In(-1, 1), 0.8))
	}
	if r.Chance(0.2) {
		hotdog(c, r, p.In(r.In(-0.08, 0.08), -0.33, r.In(-0.12, 0.12), 0.72))
		hotdog(c, r, p.In(r.In(-0.08, 0.08), 0.33, r.In(-0.12, 0.12), 0.72))
		return
	}
	hotdog(c, r, p.In(r.In(-0.08, 0.08), r.In(-0.08, 0.08), 0, r.In(0.85, 1.08)))
}

// hotdog lies along x, about 1.5 long. Its parts are bent alike by curve.
func hotdog(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	curve := r.In(-0.22, 0.22)
	long := r.In(0.50, 0.62)
	fat := r.In(0.095, 0.13)
	bun := canvas.Pick(r, 0xc98a45, 0xd79b52, 0xb8753a, 0xe0b070, 0xa86430)
	wide := fat + r.In(0.12, 0.17)
	bread(c, r, p, bun, curve, long-0.06, wide)
	if r.Chance(0.45) {
		lettuce(c, r, p, curve, long, fat+0.07)
	}
	sausage(c, r, p, curve, long, fat)
	// The near half of the bun leans over the sausage a little.
	half(c, r, p, bun, curve, long-0.05, wide, fat)
	toppings(c, r, p, curve, long, fat)
}

func bread(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, bun canvas.RGB, curve, long, wide float64) {
	seeds := r.Chance(0.3)
	seed := r.In(0, 99)
	crumb := canvas.Hex(0xf0d9a8)
	c.Put(canvas.Solid{
		Reach: long + wide + 0.1, Tall: 0.22, Gloss: 0.10, Sharp: 3,
		Dist: func(x, y float64) float64 { return canvas.Pill(x, canvas.Bend(x, y, curve), long, wide) },
		Rise: canvas.Dome(0.17),
		Bump: func(x, y float64) float64 { return 0.012 * noise.At2(x*9+seed, y*9) },
		Colour: func(x, y, depth float64) canvas.RGB {
			k := bun.By(0.72).To(bun, canvas.Smooth(0, 0.12, depth))
			k = k.To(bun.By(0.6), 0.5*canvas.Speckle(x, y+seed, 7, 0.62, 0.15))
			k = k.To(crumb, canvas.Smooth(0.10, 0.05, math.Abs(canvas.Bend(x, y, curve)))*canvas.Smooth(long+0.12, long, math.Abs(x)))
			if seeds {
				k = k.To(canvas.Hex(0xf3e6c4), canvas.Speckle(x+seed, y, 30, 0.80, 0.03))
			}
			return k
		},
	}, p)
}

// half is the rim of bun on the near side, over the sausage's edge.
func half(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, bun canvas.RGB, curve, long, wide, fat float64) {
	side := float64(1 - 2*r.Intn(2))
	off := side * (fat*0.75 + wide) * 0.62
	thick := wide - fat*0.42
	seed := r.In(0, 99)
	c.Put(canvas.Solid{
		Reach: long + wide + 0.2, Tall: 0.06, Gloss: 0.12, Sharp: 3,
		Dist: func(x, y float64) float64 { return canvas.Pill(x, canvas.Bend(x, y, curve)-off, long-0.02, thick*0.62) },
		Rise: canvas.Dome(0.13),
		Colour: func(x, y, depth float64) canvas.RGB {
			k := bun.By(0.8).To(bun.By(1.1), canvas.Smooth(0, 0.1, depth))
			return k.To(bun.By(0.62), 0.45*canvas.Speckle(x, y+seed, 6, 0.6, 0.2))
		},
	}, p)
}

func lettuce(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, curve, long, wide float64) {
	green := canvas.Pick(r, 0x7fb03a, 0x5f9a35, 0x9cc24e)
	seed := r.In(0, 99)
	c.Put(canvas.Solid{
		Reach: long + wide + 0.15, Tall: 0.05, Gloss: 0.1, Sharp: 3,
		Dist: func(x, y float64) float64 {
			return (canvas.Pill(x, canvas.Bend(x, y, curve), long-0.03, wide) + 0.09*(noise.At2(x*11+seed, y*11)-0.5)) * 0.7
		},
		Rise: canvas.Dome(0.03),
		Bump: func(x, y float64) float64 { return 0.05 * noise.At2(x*16+seed, y*16) },
		Colour: func(x, y, depth float64) canvas.RGB {
			return green.By(1.35).To(green.By(0.75), canvas.Smooth(0, 0.09, depth))
		},
	}, p)
}

func sausage(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, curve, long, fat float64) {
	skin := canvas.Pick(r, 0xa8432a, 0xb8552f, 0x8a3420, 0xc4683c, 0x9c4a35)
	grilled := r.Chance(0.55)
	step, slant := r.In(0.13, 0.2), r.In(-0.6, 0.6)
	seed := r.In(0, 99)
	c.Put(canvas.Solid{
		Reach: long + fat + 0.2, Tall: 0.10, Gloss: r.In(0.35, 0.8), Sharp: 5,
		Dist: func(x, y float64) float64 { return canvas.Pill(x, canvas.Bend(x, y, curve), long+0.06, fat) },
		Rise: canvas.Dome(fat),
		Bump: func(x, y float64) float64 { return 0.006 * noise.At2(x*14+seed, y*14) },
		Colour: func(x, y, depth float64) canvas.RGB {
			k := skin.By(0.8 + 0.4*noise.At2(x*5+seed, y*5))
			if grilled {
				f := (x+slant*canvas.Bend(x, y, curve))/step + seed
				f -= math.Floor(f)
				k = k.To(canvas.Hex(0x3a1610), 0.75*canvas.Smooth(0.16, 0.06, math.Abs(f-0.5))*canvas.Smooth(0, 0.03, depth))
			}
			return k.To(skin.By(0.45), canvas.Smooth(long+fat-0.02, long+fat+0.06, math.Abs(x)))
		},
	}, p)
}

// squiggle is a line of sauce along the sausage.
func squiggle(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, sauce canvas.RGB, curve, long, fat float64) {
	wave, amp, thick := r.In(14, 30), fat*r.In(0.25, 0.75), r.In(0.022, 0.036)
	phase, off := r.In(0, 6), fat*r.In(-0.3, 0.3)
	c.Put(canvas.Solid{
		Reach: long + 0.2, Tall: 0.03, Gloss: 0.6, Sharp: 5,
		Dist: func(x, y float64) float64 {
			s, k := math.Sincos(x*wave + phase)
			across := (canvas.Bend(x, y, curve) - off - amp*s) / math.Sqrt(1+float64(amp*amp*wave*wave*k*k))
			return canvas.Length(across, max(math.Abs(x)-long+0.02, 0)) - thick
		},
		Rise:   canvas.Dome(thick),
		Colour: func(_, _, _ float64) canvas.RGB { return sauce },
	}, p)
}

func toppings(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, curve, long, fat float64) {
	if r.Chance(0.75) {
		squiggle(c, r, p, canvas.Pick(r, 0xe8b417, 0xd9a014, 0xf0c83a), curve, long, fat)
	}
	if r.Chance(0.45) {
		squiggle(c, r, p, canvas.Pick(r, 0xb31a12, 0x9a150f), curve, long, fat)
	}
	if r.Chance(0.12) {
		squiggle(c, r, p, canvas.Hex(0xf2ead2), curve, long, fat)
	}
	if r.Chance(0.4) {
		bits(c, r, p, canvas.Pick(r, 0xf2eee0, 0x5f8a2a, 0xb06a2a, 0x8a3a6a), curve, long, fat)
	}
}

// bits are chopped onion, pickle or the like, strewn over the sausage.
func bits(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, colour canvas.RGB, curve, long, fat float64) {
	for range 12 + r.Intn(22) {
		x, y := r.In(-long, long), r.In(-1.1, 1.1)*fat
		q := p.In(x, y+curve*x*x, r.In(0, 6), r.In(0.022, 0.045))
		tone := colour.By(r.In(0.8, 1.15))
		c.Put(canvas.Solid{
			Reach: 1.5, Tall: 0.6, Gloss: 0.2, Sharp: 3,
			Dist:   func(x, y float64) float64 { return canvas.Panel(x, y, 1.1, 0.7, 0.4) },
			Rise:   canvas.Dome(0.6),
			Colour: func(_, _, _ float64) canvas.RGB { return tone },
		}, q)
	}
}

// fries are a heap of chips.
func fries(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	for range 14 + r.Intn(14) {
		q := p.In(r.In(-0.3, 0.3), r.In(-0.18, 0.18), r.In(-0.9, 0.9), 1)
		long, tone := r.In(0.12, 0.26), canvas.Pick(r, 0xe6b84a, 0xd99c30, 0xf0cd6a)
		c.Put(canvas.Solid{
			Reach: long + 0.06, Tall: 0.05, Gloss: 0.12, Sharp: 3,
			Dist: func(x, y float64) float64 { return canvas.Panel(x, y, long, 0.034, 0.012) },
			Rise: canvas.Dome(0.022),
			Colour: func(x, _, _ float64) canvas.RGB {
				return tone.To(canvas.Hex(0xa8642a), canvas.Smooth(long-0.03, long, math.Abs(x)))
			},
		}, q)
	}
}
