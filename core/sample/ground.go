package sample

import (
	"math"

	"graft/core/sample/internal/noise"
)

// layGround paints what the animal sits on.
func layGround(c *canvas, r *noise.Rand) {
	seed := r.In(0, 200)
	switch r.Intn(10) {
	case 0:
		c.flat(soil(c, r, seed))
	case 1:
		c.flat(sand(c, r, seed))
	case 2:
		c.flat(stone(c, r, seed))
	case 3:
		c.flat(bark(c, r, seed))
	case 4:
		c.flat(moss(c, r, seed))
	case 5:
		meadow(c, r, seed)
	case 6, 7:
		c.flat(foliage(c, r, seed))
	case 8:
		gravel(c, r, seed)
	default:
		fallen(c, r, seed)
	}
}

// lit returns how bright the slope of a relief of some depth is, 1 for level.
func lit(c *canvas, height func(u, v float64) float64, fine, deep float64) func(u, v float64) (shade, h float64) {
	du, dv := c.light[0]*fine, c.light[1]*fine
	return func(u, v float64) (float64, float64) {
		h := height(u, v)
		return clamp(1+deep*(h-height(u+du, v+dv)), 0.35, 1.8), h
	}
}

// grit is fine noise without the grid that noise close to a pixel's size shows.
func grit(u, v, scale float64) float64 {
	a := noise.At2((float64(u*0.8)-float64(v*0.6))*scale, (float64(u*0.6)+float64(v*0.8))*scale)
	b := noise.At2((float64(u*0.4)+float64(v*0.92))*scale*1.3, (float64(v*0.4)-float64(u*0.92))*scale*1.3)
	return clamp(0.5+0.75*(a+b-1), 0, 1)
}

func soil(c *canvas, r *noise.Rand, seed float64) func(u, v float64) rgb {
	tone := pick(r, 0x5a4030, 0x6a4c34, 0x43342c, 0x7a5a44)
	relief := lit(c, func(u, v float64) float64 { return noise.Sum2(u*7+seed, v*7, 3) }, 0.03, 2.6)
	return func(u, v float64) rgb {
		k, h := relief(u, v)
		return tone.by(k*(0.5+0.9*h)).to(hex(0xb8a48a), 0.5*smooth(0.78, 0.86, grit(u+seed, v, 26)))
	}
}

func sand(c *canvas, r *noise.Rand, seed float64) func(u, v float64) rgb {
	tone := pick(r, 0xd8c09a, 0xc8ac80, 0xe2d3b4, 0xb89a74)
	step, wave := r.In(9, 16), r.In(0, 0.5)
	relief := lit(c, func(u, v float64) float64 {
		return wave*math.Sin(u*step+5*noise.At2(u*1.5+seed, v*1.5)) + 0.35*grit(u+seed, v, 34)
	}, 0.03, 0.9)
	return func(u, v float64) rgb {
		k, _ := relief(u, v)
		return tone.by(k * (0.86 + 0.28*grit(u, v+seed, 60)))
	}
}

func stone(c *canvas, r *noise.Rand, seed float64) func(u, v float64) rgb {
	tone := pick(r, 0x9a9690, 0x7a7672, 0xb8aa98, 0x8a6e5e, 0xc8c4bc)
	lichen, spread := pick(r, 0xb8b860, 0xd0c8a0, 0x7a9a6a, 0xd09a3a), r.In(0.6, 0.85)
	relief := lit(c, func(u, v float64) float64 { return noise.Sum2(u*5+seed, v*5, 3) }, 0.03, 1.6)
	return func(u, v float64) rgb {
		k, h := relief(u, v)
		t := tone.by(0.7 + 0.5*grit(u+seed, v, 34))
		t = t.to(hex(0x2c2a2a), 0.6*smooth(0.72, 0.82, grit(u, v+seed, 30)))
		return t.to(lichen, 0.7*smooth(spread-0.08, spread+0.04, noise.Sum2(u*2.4, v*2.4+seed, 2))).by(k * (0.8 + 0.4*h))
	}
}

func bark(c *canvas, r *noise.Rand, seed float64) func(u, v float64) rgb {
	tone := pick(r, 0x7a5f48, 0x94826c, 0x5a463a, 0xa89a8a)
	moss := 0.0
	if r.Chance(0.4) {
		moss = 0.6
	}
	relief := lit(c, func(u, v float64) float64 {
		v += 0.12 * noise.At2(u*2.2+seed, v*2.2)
		crack := math.Abs(noise.At2(u*1.1+seed, v*5)-0.5) + 0.4*math.Abs(noise.At2(u*4+seed, v*2.3)-0.5)
		return 0.8*noise.Sum2(u*4+seed, v*13, 2) + 0.9*smooth(0, 0.22, crack)
	}, 0.03, 1.5)
	return func(u, v float64) rgb {
		k, h := relief(u, v)
		t := tone.by(0.35+0.65*clamp(h, 0, 1.6)).to(hex(0x6a8a3a), moss*smooth(0.5, 0.75, noise.Sum2(u*2.3, v*3+seed, 4)))
		return t.by(k)
	}
}

func moss(c *canvas, r *noise.Rand, seed float64) func(u, v float64) rgb {
	tone, tip := pick(r, 0x4a6a1e, 0x5f7a28, 0x3a5a2a), pick(r, 0xa8b848, 0x8ab03a, 0xc8b860)
	relief := lit(c, func(u, v float64) float64 {
		// Turned, so that the noise's grid does not show.
		x, y := float64(u*0.8)-float64(v*0.6), float64(u*0.6)+float64(v*0.8)
		warp := noise.At2(u*9+seed, v*9)
		return 0.45*noise.At2(x*21+3*warp, y*21) + 0.35*noise.At2(v*37-x*9, u*37+seed) + noise.Sum2(u*3+seed, v*3, 2)
	}, 0.02, 1.7)
	return func(u, v float64) rgb {
		k, h := relief(u, v)
		return tone.by(0.6).to(tip, smooth(0.6, 1.45, h)).by(k)
	}
}

// meadow is short grass over earth.
func meadow(c *canvas, r *noise.Rand, seed float64) {
	under := pick(r, 0x3a4a1e, 0x54502c, 0x2f3a1c)
	c.flat(func(u, v float64) rgb { return under.by(0.5 + 0.8*noise.Sum2(u*6+seed, v*6, 2)) })
	green := pick(r, 0x6f9a38, 0x55882c, 0x8aa848, 0x9a9a50)
	lean := r.In(0, 2*math.Pi)
	for i := range 300 {
		a := point{r.In(-1.8, 1.8), r.In(-1.8, 1.8)}
		b := step(a, lean+bell(r, 0.55), r.In(0.4, 0.95))
		// Later ones lie higher, where it is lighter.
		c.blade(a, b, r.In(0.03, 0.065), green.by((0.35+0.75*float64(i)/300)*r.In(0.8, 1.2)))
	}
}

// foliage is one large leaf that fills the picture.
func foliage(c *canvas, r *noise.Rand, seed float64) func(u, v float64) rgb {
	tone := pick(r, 0x4f8a30, 0x3a6e2a, 0x78a040, 0x2f5a34, 0xb89a3a, 0xa8542a)
	vein := tone.by(1.7).add(rgb{0.04, 0.05, 0.01})
	sin, cos := math.Sincos(r.In(0, math.Pi))
	off, gap, slant := r.In(-0.4, 0.4), r.In(0.28, 0.5), r.In(0.5, 1)
	relief := lit(c, func(u, v float64) float64 {
		x, y := float64(u*cos)+float64(v*sin), float64(v*cos)-float64(u*sin)-off
		f := (x - slant*math.Abs(y)) / gap
		f -= math.Floor(f)
		return 0.5*smooth(0, 0.5, min(f, 1-f)) + 0.4*smooth(0, 0.12, math.Abs(y)) + 0.25*noise.At2(u*16+seed, v*16)
	}, 0.03, 1.2)
	return func(u, v float64) rgb {
		k, _ := relief(u, v)
		x, y := float64(u*cos)+float64(v*sin), float64(v*cos)-float64(u*sin)-off
		f := (x - slant*math.Abs(y)) / gap
		f -= math.Floor(f)
		line := max(smooth(0.025, 0.01, math.Abs(y)), 0.7*smooth(0.05, 0.02, min(f, 1-f)))
		net := 0.25 * smooth(0.05, 0, math.Abs(noise.At2(u*11+seed, v*11)-0.5))
		return tone.by(0.85+0.3*noise.At2(u*2+seed, v*2)).to(vein, max(line, net)).by(k)
	}
}

// gravel is many pebbles.
func gravel(c *canvas, r *noise.Rand, seed float64) {
	under := pick(r, 0x5a5048, 0x6a6258, 0x4a4440)
	c.flat(func(u, v float64) rgb { return under.by(0.4 + 0.6*noise.Sum2(u*9+seed, v*9, 2)) })
	for range 170 {
		p := pose{r.In(-1.6, 1.6), r.In(-1.6, 1.6), r.In(0, 2*math.Pi), r.In(0.05, 0.15)}
		pebble(c, r, p, pick(r, 0x8a8680, 0xb8aea0, 0x6a6460, 0xa88a70, 0xd2ccc0, 0x9a7a6a))
	}
}

// fallen are dead leaves on the ground.
func fallen(c *canvas, r *noise.Rand, seed float64) {
	c.flat(soil(c, r, seed))
	for range 26 {
		p := pose{r.In(-1.5, 1.5), r.In(-1.5, 1.5), r.In(0, 2*math.Pi), r.In(0.5, 1)}
		leaf(c, p, pick(r, 0x9a5a24, 0xb8802c, 0x7a4424, 0xc8a04a, 0x8a6a3a, 0xa83a20), 0.04)
	}
}
