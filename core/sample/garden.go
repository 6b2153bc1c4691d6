package sample

import (
	"image"
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
	"graft/core/sample/internal/outline"
)

// animals of the garden, by class: each in p, its head towards x, about 2 across.
var animals = []func(*canvas.Canvas, *noise.Rand, canvas.Pose){beetle, butterfly, dragonfly, snail, spider}

// garden is a photo of a small animal from above, on whatever it sits on.
func garden(r *noise.Rand, size, class int) image.Image {
	c := canvas.NewPhoto(size, r)
	layGround(c, r)
	strew(c, r)
	p := canvas.Pose{X: r.In(-0.2, 0.2), Y: r.In(-0.2, 0.2), Turn: r.In(0, 2*math.Pi), Size: r.In(0.78, 1.12)}
	animals[class](c, r, p)
	if r.Chance(0.2) {
		overhang(c, r, p)
	}
	return c.Photo(r)
}

// strew puts what lies about in a garden round the middle, and now and then in it.
func strew(c *canvas.Canvas, r *noise.Rand) {
	for range r.Intn(7) {
		s, k := math.Sincos(r.In(0, 2*math.Pi))
		far := r.In(0.45, 1.5)
		p := canvas.Pose{X: k * far, Y: s * far, Turn: r.In(0, 2*math.Pi), Size: 1}
		switch r.Intn(7) {
		case 0, 1:
			pebble(c, r, p.In(0, 0, 0, r.In(0.06, 0.22)), canvas.Pick(r, 0x8a8680, 0xb8aea0, 0x5a5450, 0xa87a5a, 0xd8d2c4))
		case 2:
			twig(c, r, p)
		case 3:
			leaf(c, p.In(0, 0, 0, r.In(0.4, 0.9)), canvas.Pick(r, 0x6a8f2a, 0x3f7a35, 0xa86a24, 0x8a4a20, 0xc89a3a), 0.05)
		case 4:
			daisy(c, r, p.In(0, 0, 0, r.In(0.16, 0.3)))
		case 5:
			drops(c, r, p)
		default:
			for range 2 + r.Intn(4) {
				a := r.In(0, 2*math.Pi)
				b := outline.Step(outline.Point{X: p.X, Y: p.Y}, a, r.In(0.3, 0.9))
				outline.Blade(c, outline.Point{X: p.X, Y: p.Y}, b, r.In(0.02, 0.045), canvas.Pick(r, 0x6a9a3a, 0x4f7f2a, 0xa8a050))
			}
		}
	}
}

func pebble(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, tone canvas.RGB) {
	seed, flat := r.In(0, 99), r.In(0.65, 1)
	c.Put(canvas.Solid{
		Reach: 1.2, Tall: 0.45, Gloss: 0.08, Sharp: 3,
		Dist:   func(x, y float64) float64 { return canvas.Wobbly(x, y/flat, 0.9, 0.2, 7, seed) * flat },
		Rise:   canvas.Dome(0.7),
		Bump:   func(x, y float64) float64 { return 0.06 * noise.At2(x*6+seed, y*6) },
		Colour: func(x, y, _ float64) canvas.RGB { return tone.By(0.75 + 0.5*noise.Sum2(x*3+seed, y*3, 2)) },
	}, p)
}

func twig(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	bark := canvas.Pick(r, 0x6a4a30, 0x4a3424, 0x8a7254)
	long, bent := r.In(0.3, 0.7), r.In(-0.1, 0.1)
	wood := func(far float64) canvas.RGB { return bark.By(0.75 + 0.5*noise.At2(far*19+p.X, p.Y)) }
	outline.Limb{Line: []outline.Point{{X: -long, Y: 0}, {X: 0, Y: bent}, {X: long, Y: 0}}, Thick: 0.045, Thin: 0.025, Tall: 0.05, Colour: wood}.Draw(c, p)
	if r.Chance(0.5) {
		outline.Limb{Line: []outline.Point{{X: 0, Y: bent}, {X: r.In(0.1, 0.3), Y: bent + r.In(0.1, 0.3)}}, Thick: 0.025, Thin: 0.012, Tall: 0.04, Colour: wood}.Draw(c, p)
	}
}

// daisy is a flower seen from above.
func daisy(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	petal, heart := canvas.Pick(r, 0xf4f0ea, 0xe8b8d0, 0xe8d24a, 0x9a7ad0, 0xd85a6a), canvas.Pick(r, 0xe8b020, 0x6a3a1a, 0xd8c84a)
	n := 7 + r.Intn(9)
	for i := range n {
		q := p.In(0, 0, float64(i)*2*math.Pi/float64(n)+r.In(-0.08, 0.08), r.In(0.9, 1.05)).In(0.6, 0, 0, 1)
		c.Put(canvas.Solid{
			Reach: 0.45, Tall: 0.06, Gloss: 0.05, Sharp: 3,
			Dist: func(x, y float64) float64 { return canvas.Oval(x, y, 0.42, 0.17) },
			Rise: canvas.Dome(0.06),
			Colour: func(x, y, _ float64) canvas.RGB {
				return petal.By(0.85 + 0.2*canvas.Smooth(-0.3, 0.3, x) - 0.1*canvas.Smooth(0.03, 0, math.Abs(y)))
			},
		}, q)
	}
	c.Put(canvas.Solid{
		Reach: 0.32, Tall: 0.1,
		Dist:   func(x, y float64) float64 { return canvas.Circle(x, y, 0.28) },
		Rise:   canvas.Dome(0.2),
		Bump:   func(x, y float64) float64 { return 0.05 * noise.At2(x*40, y*40) },
		Colour: func(x, y, _ float64) canvas.RGB { return heart.By(0.7 + 0.5*noise.At2(x*40, y*40)) },
	}, p)
}

// drops of water show what is under them, lighter on one side.
func drops(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	for range 2 + r.Intn(5) {
		q := p.In(r.In(-0.3, 0.3), r.In(-0.3, 0.3), 0, r.In(0.03, 0.075))
		c.Put(canvas.Solid{
			Reach: 1.1, Tall: 0.4, Gloss: 1.6, Sharp: 6,
			Dist: func(x, y float64) float64 { return canvas.Oval(x, y, 1, 0.9) }, Rise: canvas.Dome(1),
			Colour: func(_, _, _ float64) canvas.RGB { return canvas.RGB{R: 0.75, G: 0.8, B: 0.85} },
			Alpha:  func(_, _, depth float64) float64 { return 0.12 + 0.35*canvas.Smooth(0.35, 0, depth) },
		}, q)
	}
}

// overhang is a blade of grass over a part of the animal.
func overhang(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	a := r.In(0, 2*math.Pi)
	side := outline.Step(outline.Point{X: p.X, Y: p.Y}, a, r.In(0.3, 0.6))
	from, to := outline.Step(side, a+1.4, 1.4), outline.Step(side, a-1.4, r.In(0.2, 0.7))
	outline.Blade(c, from, to, r.In(0.03, 0.05), canvas.Pick(r, 0x6a9a3a, 0x4f7f2a, 0x88a850))
}

// coats are the colours of animals; every kind of animal wears any of them.
var coats = []uint32{
	0x1c1a1c, 0x2a2024, 0x4a2c18, 0x6a4426, 0x8a5a2c, 0xa8481f, 0xc02a26, 0xd8842a, 0xe8c03a,
	0x4f7a2c, 0x2f8a4a, 0x1f6a6a, 0x2a4f9a, 0x3f7fc8, 0x5a3a7c, 0x9a3a5a, 0xd8cdb8, 0x8a8f94, 0xece8e0,
}

func coat(r *noise.Rand) canvas.RGB { return canvas.Pick(r, coats...) }

// against is a coat that stands out from base.
func against(r *noise.Rand, base canvas.RGB) canvas.RGB {
	other := coat(r)
	for range 8 {
		if math.Abs(other.R-base.R)+math.Abs(other.G-base.G)+math.Abs(other.B-base.B) > 0.5 {
			return other
		}
		other = coat(r)
	}
	if base.R+base.G+base.B > 0.9 {
		return canvas.Hex(0x1c1a1c)
	}
	return canvas.Hex(0xece8e0)
}
