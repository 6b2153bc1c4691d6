package sample

import (
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
	"graft/core/sample/internal/outline"
)

// layGround paints what the animal sits on.
func layGround(c *canvas.Canvas, r *noise.Rand) {
	seed := r.In(0, 200)
	switch r.Intn(10) {
	case 0:
		c.Flat(soil(c, r, seed))
	case 1:
		c.Flat(sand(c, r, seed))
	case 2:
		c.Flat(stone(c, r, seed))
	case 3:
		c.Flat(bark(c, r, seed))
	case 4:
		c.Flat(moss(c, r, seed))
	case 5:
		meadow(c, r, seed)
	case 6, 7:
		c.Flat(foliage(c, r, seed))
	case 8:
		gravel(c, r, seed)
	default:
		fallen(c, r, seed)
	}
}

// lit returns how bright the slope of a relief of some depth is, 1 for level.
func lit(c *canvas.Canvas, height func(u, v float64) float64, fine, deep float64) func(u, v float64) (shade, h float64) {
	du, dv := c.Light[0]*fine, c.Light[1]*fine
	return func(u, v float64) (float64, float64) {
		h := height(u, v)
		return canvas.Clamp(1+deep*(h-height(u+du, v+dv)), 0.35, 1.8), h
	}
}

// grit is fine noise without the grid that noise close to a pixel's size shows.
func grit(u, v, scale float64) float64 {
	a := noise.At2((float64(u*0.8)-float64(v*0.6))*scale, (float64(u*0.6)+float64(v*0.8))*scale)
	b := noise.At2((float64(u*0.4)+float64(v*0.92))*scale*1.3, (float64(v*0.4)-float64(u*0.92))*scale*1.3)
	return canvas.Clamp(0.5+0.75*(a+b-1), 0, 1)
}

func soil(c *canvas.Canvas, r *noise.Rand, seed float64) func(u, v float64) canvas.RGB {
	tone := canvas.Pick(r, 0x5a4030, 0x6a4c34, 0x43342c, 0x7a5a44)
	relief := lit(c, func(u, v float64) float64 { return noise.Sum2(u*7+seed, v*7, 3) }, 0.03, 2.6)
	return func(u, v float64) canvas.RGB {
		k, h := relief(u, v)
		return tone.By(k*(0.5+0.9*h)).To(canvas.Hex(0xb8a48a), 0.5*canvas.Smooth(0.78, 0.86, grit(u+seed, v, 26)))
	}
}

func sand(c *canvas.Canvas, r *noise.Rand, seed float64) func(u, v float64) canvas.RGB {
	tone := canvas.Pick(r, 0xd8c09a, 0xc8ac80, 0xe2d3b4, 0xb89a74)
	step, wave := r.In(9, 16), r.In(0, 0.5)
	relief := lit(c, func(u, v float64) float64 {
		return wave*math.Sin(u*step+5*noise.At2(u*1.5+seed, v*1.5)) + 0.35*grit(u+seed, v, 34)
	}, 0.03, 0.9)
	return func(u, v float64) canvas.RGB {
		k, _ := relief(u, v)
		return tone.By(k * (0.86 + 0.28*grit(u, v+seed, 60)))
	}
}

func stone(c *canvas.Canvas, r *noise.Rand, seed float64) func(u, v float64) canvas.RGB {
	tone := canvas.Pick(r, 0x9a9690, 0x7a7672, 0xb8aa98, 0x8a6e5e, 0xc8c4bc)
	lichen, spread := canvas.Pick(r, 0xb8b860, 0xd0c8a0, 0x7a9a6a, 0xd09a3a), r.In(0.6, 0.85)
	relief := lit(c, func(u, v float64) float64 { return noise.Sum2(u*5+seed, v*5, 3) }, 0.03, 1.6)
	return func(u, v float64) canvas.RGB {
		k, h := relief(u, v)
		t := tone.By(0.7 + 0.5*grit(u+seed, v, 34))
		t = t.To(canvas.Hex(0x2c2a2a), 0.6*canvas.Smooth(0.72, 0.82, grit(u, v+seed, 30)))
		return t.To(lichen, 0.7*canvas.Smooth(spread-0.08, spread+0.04, noise.Sum2(u*2.4, v*2.4+seed, 2))).By(k * (0.8 + 0.4*h))
	}
}

func bark(c *canvas.Canvas, r *noise.Rand, seed float64) func(u, v float64) canvas.RGB {
	tone := canvas.Pick(r, 0x7a5f48, 0x94826c, 0x5a463a, 0xa89a8a)
	moss := 0.0
	if r.Chance(0.4) {
		moss = 0.6
	}
	relief := lit(c, func(u, v float64) float64 {
		v += 0.12 * noise.At2(u*2.2+seed, v*2.2)
		crack := math.Abs(noise.At2(u*1.1+seed, v*5)-0.5) + 0.4*math.Abs(noise.At2(u*4+seed, v*2.3)-0.5)
		return 0.8*noise.Sum2(u*4+seed, v*13, 2) + 0.9*canvas.Smooth(0, 0.22, crack)
	}, 0.03, 1.5)
	return func(u, v float64) canvas.RGB {
		k, h := relief(u, v)
		t := tone.By(0.35+0.65*canvas.Clamp(h, 0, 1.6)).To(canvas.Hex(0x6a8a3a), moss*canvas.Smooth(0.5, 0.75, noise.Sum2(u*2.3, v*3+seed, 4)))
		return t.By(k)
	}
}

func moss(c *canvas.Canvas, r *noise.Rand, seed float64) func(u, v float64) canvas.RGB {
	tone, tip := canvas.Pick(r, 0x4a6a1e, 0x5f7a28, 0x3a5a2a), canvas.Pick(r, 0xa8b848, 0x8ab03a, 0xc8b860)
	relief := lit(c, func(u, v float64) float64 {
		// Turned, so that the noise's grid does not show.
		x, y := float64(u*0.8)-float64(v*0.6), float64(u*0.6)+float64(v*0.8)
		warp := noise.At2(u*9+seed, v*9)
		return 0.45*noise.At2(x*21+3*warp, y*21) + 0.35*noise.At2(v*37-x*9, u*37+seed) + noise.Sum2(u*3+seed, v*3, 2)
	}, 0.02, 1.7)
	return func(u, v float64) canvas.RGB {
		k, h := relief(u, v)
		return tone.By(0.6).To(tip, canvas.Smooth(0.6, 1.45, h)).By(k)
	}
}

// meadow is short grass over earth.
func meadow(c *canvas.Canvas, r *noise.Rand, seed float64) {
	under := canvas.Pick(r, 0x3a4a1e, 0x54502c, 0x2f3a1c)
	c.Flat(func(u, v float64) canvas.RGB { return under.By(0.5 + 0.8*noise.Sum2(u*6+seed, v*6, 2)) })
	green := canvas.Pick(r, 0x6f9a38, 0x55882c, 0x8aa848, 0x9a9a50)
	lean := r.In(0, 2*math.Pi)
	for i := range 300 {
		a := outline.Point{X: r.In(-1.8, 1.8), Y: r.In(-1.8, 1.8)}
		b := outline.Step(a, lean+r.Bell(0.55), r.In(0.4, 0.95))
		// Later ones lie higher, where it is lighter.
		outline.Blade(c, a, b, r.In(0.03, 0.065), green.By((0.35+0.75*float64(i)/300)*r.In(0.8, 1.2)))
	}
}

// foliage is one large leaf that fills the picture.
func foliage(c *canvas.Canvas, r *noise.Rand, seed float64) func(u, v float64) canvas.RGB {
	tone := canvas.Pick(r, 0x4f8a30, 0x3a6e2a, 0x78a040, 0x2f5a34, 0xb89a3a, 0xa8542a)
	vein := tone.By(1.7).Add(canvas.RGB{R: 0.04, G: 0.05, B: 0.01})
	sin, cos := math.Sincos(r.In(0, math.Pi))
	off, gap, slant := r.In(-0.4, 0.4), r.In(0.28, 0.5), r.In(0.5, 1)
	relief := lit(c, func(u, v float64) float64 {
		x, y := float64(u*cos)+float64(v*sin), float64(v*cos)-float64(u*sin)-off
		f := (x - slant*math.Abs(y)) / gap
		f -= math.Floor(f)
		return 0.5*canvas.Smooth(0, 0.5, min(f, 1-f)) + 0.4*canvas.Smooth(0, 0.12, math.Abs(y)) + 0.25*noise.At2(u*16+seed, v*16)
	}, 0.03, 1.2)
	return func(u, v float64) canvas.RGB {
		k, _ := relief(u, v)
		x, y := float64(u*cos)+float64(v*sin), float64(v*cos)-float64(u*sin)-off
		f := (x - slant*math.Abs(y)) / gap
		f -= math.Floor(f)
		line := max(canvas.Smooth(0.025, 0.01, math.Abs(y)), 0.7*canvas.Smooth(0.05, 0.02, min(f, 1-f)))
		net := 0.25 * canvas.Smooth(0.05, 0, math.Abs(noise.At2(u*11+seed, v*11)-0.5))
		return tone.By(0.85+0.3*noise.At2(u*2+seed, v*2)).To(vein, max(line, net)).By(k)
	}
}

// gravel is many pebbles.
func gravel(c *canvas.Canvas, r *noise.Rand, seed float64) {
	under := canvas.Pick(r, 0x5a5048, 0x6a6258, 0x4a4440)
	c.Flat(func(u, v float64) canvas.RGB { return under.By(0.4 + 0.6*noise.Sum2(u*9+seed, v*9, 2)) })
	for range 170 {
		p := canvas.Pose{X: r.In(-1.6, 1.6), Y: r.In(-1.6, 1.6), Turn: r.In(0, 2*math.Pi), Size: r.In(0.05, 0.15)}
		pebble(c, r, p, canvas.Pick(r, 0x8a8680, 0xb8aea0, 0x6a6460, 0xa88a70, 0xd2ccc0, 0x9a7a6a))
	}
}

// fallen are dead leaves on the ground.
func fallen(c *canvas.Canvas, r *noise.Rand, seed float64) {
	c.Flat(soil(c, r, seed))
	for range 26 {
		p := canvas.Pose{X: r.In(-1.5, 1.5), Y: r.In(-1.5, 1.5), Turn: r.In(0, 2*math.Pi), Size: r.In(0.5, 1)}
		leaf(c, p, canvas.Pick(r, 0x9a5a24, 0xb8802c, 0x7a4424, 0xc8a04a, 0x8a6a3a, 0xa83a20), 0.04)
	}
}
