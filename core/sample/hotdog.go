package sample

import (
	"math"

	"graft/core/sample/internal/noise"
)

// hotdogs puts one hot dog on the plate, or two side by side.
func hotdogs(c *canvas, r *noise.Rand, p pose) {
	if r.Chance(0.3) {
		fries(c, r, p.in(r.In(-0.2, 0.2), 0.5*float64(1-2*r.Intn(2)), r.In(-1, 1), 0.8))
	}
	if r.Chance(0.2) {
		hotdog(c, r, p.in(r.In(-0.08, 0.08), -0.33, r.In(-0.12, 0.12), 0.72))
		hotdog(c, r, p.in(r.In(-0.08, 0.08), 0.33, r.In(-0.12, 0.12), 0.72))
		return
	}
	hotdog(c, r, p.in(r.In(-0.08, 0.08), r.In(-0.08, 0.08), 0, r.In(0.85, 1.08)))
}

// hotdog lies along x, about 1.5 long. Its parts are bent alike by curve.
func hotdog(c *canvas, r *noise.Rand, p pose) {
	curve := r.In(-0.22, 0.22)
	long := r.In(0.50, 0.62)
	fat := r.In(0.095, 0.13)
	bun := pick(r, 0xc98a45, 0xd79b52, 0xb8753a, 0xe0b070, 0xa86430)
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

func bread(c *canvas, r *noise.Rand, p pose, bun rgb, curve, long, wide float64) {
	seeds := r.Chance(0.3)
	seed := r.In(0, 99)
	crumb := hex(0xf0d9a8)
	c.put(solid{
		reach: long + wide + 0.1, tall: 0.22, gloss: 0.10, sharp: 3,
		dist: func(x, y float64) float64 { return pill(x, bend(x, y, curve), long, wide) },
		rise: dome(0.17),
		bump: func(x, y float64) float64 { return 0.012 * noise.At2(x*9+seed, y*9) },
		colour: func(x, y, depth float64) rgb {
			k := bun.by(0.72).to(bun, smooth(0, 0.12, depth))
			k = k.to(bun.by(0.6), 0.5*speckle(x, y+seed, 7, 0.62, 0.15))
			k = k.to(crumb, smooth(0.10, 0.05, math.Abs(bend(x, y, curve)))*smooth(long+0.12, long, math.Abs(x)))
			if seeds {
				k = k.to(hex(0xf3e6c4), speckle(x+seed, y, 30, 0.80, 0.03))
			}
			return k
		},
	}, p)
}

// half is the rim of bun on the near side, over the sausage's edge.
func half(c *canvas, r *noise.Rand, p pose, bun rgb, curve, long, wide, fat float64) {
	side := float64(1 - 2*r.Intn(2))
	off := side * (fat*0.75 + wide) * 0.62
	thick := wide - fat*0.42
	seed := r.In(0, 99)
	c.put(solid{
		reach: long + wide + 0.2, tall: 0.06, gloss: 0.12, sharp: 3,
		dist: func(x, y float64) float64 { return pill(x, bend(x, y, curve)-off, long-0.02, thick*0.62) },
		rise: dome(0.13),
		colour: func(x, y, depth float64) rgb {
			k := bun.by(0.8).to(bun.by(1.1), smooth(0, 0.1, depth))
			return k.to(bun.by(0.62), 0.45*speckle(x, y+seed, 6, 0.6, 0.2))
		},
	}, p)
}

func lettuce(c *canvas, r *noise.Rand, p pose, curve, long, wide float64) {
	green := pick(r, 0x7fb03a, 0x5f9a35, 0x9cc24e)
	seed := r.In(0, 99)
	c.put(solid{
		reach: long + wide + 0.15, tall: 0.05, gloss: 0.1, sharp: 3,
		dist: func(x, y float64) float64 {
			return (pill(x, bend(x, y, curve), long-0.03, wide) + 0.09*(noise.At2(x*11+seed, y*11)-0.5)) * 0.7
		},
		rise: dome(0.03),
		bump: func(x, y float64) float64 { return 0.05 * noise.At2(x*16+seed, y*16) },
		colour: func(x, y, depth float64) rgb {
			return green.by(1.35).to(green.by(0.75), smooth(0, 0.09, depth))
		},
	}, p)
}

func sausage(c *canvas, r *noise.Rand, p pose, curve, long, fat float64) {
	skin := pick(r, 0xa8432a, 0xb8552f, 0x8a3420, 0xc4683c, 0x9c4a35)
	grilled := r.Chance(0.55)
	step, slant := r.In(0.13, 0.2), r.In(-0.6, 0.6)
	seed := r.In(0, 99)
	c.put(solid{
		reach: long + fat + 0.2, tall: 0.10, gloss: r.In(0.35, 0.8), sharp: 5,
		dist: func(x, y float64) float64 { return pill(x, bend(x, y, curve), long+0.06, fat) },
		rise: dome(fat),
		bump: func(x, y float64) float64 { return 0.006 * noise.At2(x*14+seed, y*14) },
		colour: func(x, y, depth float64) rgb {
			k := skin.by(0.8 + 0.4*noise.At2(x*5+seed, y*5))
			if grilled {
				f := (x+slant*bend(x, y, curve))/step + seed
				f -= math.Floor(f)
				k = k.to(hex(0x3a1610), 0.75*smooth(0.16, 0.06, math.Abs(f-0.5))*smooth(0, 0.03, depth))
			}
			return k.to(skin.by(0.45), smooth(long+fat-0.02, long+fat+0.06, math.Abs(x)))
		},
	}, p)
}

// squiggle is a line of sauce along the sausage.
func squiggle(c *canvas, r *noise.Rand, p pose, sauce rgb, curve, long, fat float64) {
	wave, amp, thick := r.In(14, 30), fat*r.In(0.25, 0.75), r.In(0.022, 0.036)
	phase, off := r.In(0, 6), fat*r.In(-0.3, 0.3)
	c.put(solid{
		reach: long + 0.2, tall: 0.03, gloss: 0.6, sharp: 5,
		dist: func(x, y float64) float64 {
			s, k := math.Sincos(x*wave + phase)
			across := (bend(x, y, curve) - off - amp*s) / math.Sqrt(1+float64(amp*amp*wave*wave*k*k))
			return length(across, max(math.Abs(x)-long+0.02, 0)) - thick
		},
		rise:   dome(thick),
		colour: func(_, _, _ float64) rgb { return sauce },
	}, p)
}

func toppings(c *canvas, r *noise.Rand, p pose, curve, long, fat float64) {
	if r.Chance(0.75) {
		squiggle(c, r, p, pick(r, 0xe8b417, 0xd9a014, 0xf0c83a), curve, long, fat)
	}
	if r.Chance(0.45) {
		squiggle(c, r, p, pick(r, 0xb31a12, 0x9a150f), curve, long, fat)
	}
	if r.Chance(0.12) {
		squiggle(c, r, p, hex(0xf2ead2), curve, long, fat)
	}
	if r.Chance(0.4) {
		bits(c, r, p, pick(r, 0xf2eee0, 0x5f8a2a, 0xb06a2a, 0x8a3a6a), curve, long, fat)
	}
}

// bits are chopped onion, pickle or the like, strewn over the sausage.
func bits(c *canvas, r *noise.Rand, p pose, colour rgb, curve, long, fat float64) {
	for range 12 + r.Intn(22) {
		x, y := r.In(-long, long), r.In(-1.1, 1.1)*fat
		q := p.in(x, y+curve*x*x, r.In(0, 6), r.In(0.022, 0.045))
		tone := colour.by(r.In(0.8, 1.15))
		c.put(solid{
			reach: 1.5, tall: 0.6, gloss: 0.2, sharp: 3,
			dist:   func(x, y float64) float64 { return panel(x, y, 1.1, 0.7, 0.4) },
			rise:   dome(0.6),
			colour: func(_, _, _ float64) rgb { return tone },
		}, q)
	}
}

// fries are a heap of chips.
func fries(c *canvas, r *noise.Rand, p pose) {
	for range 14 + r.Intn(14) {
		q := p.in(r.In(-0.3, 0.3), r.In(-0.18, 0.18), r.In(-0.9, 0.9), 1)
		long, tone := r.In(0.12, 0.26), pick(r, 0xe6b84a, 0xd99c30, 0xf0cd6a)
		c.put(solid{
			reach: long + 0.06, tall: 0.05, gloss: 0.12, sharp: 3,
			dist: func(x, y float64) float64 { return panel(x, y, long, 0.034, 0.012) },
			rise: dome(0.022),
			colour: func(x, _, _ float64) rgb {
				return tone.to(hex(0xa8642a), smooth(long-0.03, long, math.Abs(x)))
			},
		}, q)
	}
}
