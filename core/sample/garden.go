package sample

import (
	"image"
	"math"

	"graft/core/sample/internal/noise"
)

// animals of the garden, by class: each in p, its head towards x, about 2 across.
var animals = []func(*canvas, *noise.Rand, pose){beetle, butterfly, dragonfly, snail, spider}

// garden is a photo of a small animal from above, on whatever it sits on.
func garden(r *noise.Rand, size, class int) image.Image {
	c := newPhoto(size, r)
	layGround(c, r)
	strew(c, r)
	p := pose{r.In(-0.2, 0.2), r.In(-0.2, 0.2), r.In(0, 2*math.Pi), r.In(0.78, 1.12)}
	animals[class](c, r, p)
	if r.Chance(0.2) {
		overhang(c, r, p)
	}
	return c.photo(r)
}

// strew puts what lies about in a garden round the middle, and now and then in it.
func strew(c *canvas, r *noise.Rand) {
	for range r.Intn(7) {
		s, k := math.Sincos(r.In(0, 2*math.Pi))
		far := r.In(0.45, 1.5)
		p := pose{k * far, s * far, r.In(0, 2*math.Pi), 1}
		switch r.Intn(7) {
		case 0, 1:
			pebble(c, r, p.in(0, 0, 0, r.In(0.06, 0.22)), pick(r, 0x8a8680, 0xb8aea0, 0x5a5450, 0xa87a5a, 0xd8d2c4))
		case 2:
			twig(c, r, p)
		case 3:
			leaf(c, p.in(0, 0, 0, r.In(0.4, 0.9)), pick(r, 0x6a8f2a, 0x3f7a35, 0xa86a24, 0x8a4a20, 0xc89a3a), 0.05)
		case 4:
			daisy(c, r, p.in(0, 0, 0, r.In(0.16, 0.3)))
		case 5:
			drops(c, r, p)
		default:
			for range 2 + r.Intn(4) {
				a := r.In(0, 2*math.Pi)
				b := step(point{p.x, p.y}, a, r.In(0.3, 0.9))
				c.blade(point{p.x, p.y}, b, r.In(0.02, 0.045), pick(r, 0x6a9a3a, 0x4f7f2a, 0xa8a050))
			}
		}
	}
}

func pebble(c *canvas, r *noise.Rand, p pose, tone rgb) {
	seed, flat := r.In(0, 99), r.In(0.65, 1)
	c.put(solid{
		reach: 1.2, tall: 0.45, gloss: 0.08, sharp: 3,
		dist:   func(x, y float64) float64 { return wobbly(x, y/flat, 0.9, 0.2, 7, seed) * flat },
		rise:   dome(0.7),
		bump:   func(x, y float64) float64 { return 0.06 * noise.At2(x*6+seed, y*6) },
		colour: func(x, y, _ float64) rgb { return tone.by(0.75 + 0.5*noise.Sum2(x*3+seed, y*3, 2)) },
	}, p)
}

func twig(c *canvas, r *noise.Rand, p pose) {
	bark := pick(r, 0x6a4a30, 0x4a3424, 0x8a7254)
	long, bent := r.In(0.3, 0.7), r.In(-0.1, 0.1)
	wood := func(far float64) rgb { return bark.by(0.75 + 0.5*noise.At2(far*19+p.x, p.y)) }
	limb{line: []point{{-long, 0}, {0, bent}, {long, 0}}, thick: 0.045, thin: 0.025, tall: 0.05, colour: wood}.draw(c, p)
	if r.Chance(0.5) {
		limb{line: []point{{0, bent}, {r.In(0.1, 0.3), bent + r.In(0.1, 0.3)}}, thick: 0.025, thin: 0.012, tall: 0.04, colour: wood}.draw(c, p)
	}
}

// daisy is a flower seen from above.
func daisy(c *canvas, r *noise.Rand, p pose) {
	petal, heart := pick(r, 0xf4f0ea, 0xe8b8d0, 0xe8d24a, 0x9a7ad0, 0xd85a6a), pick(r, 0xe8b020, 0x6a3a1a, 0xd8c84a)
	n := 7 + r.Intn(9)
	for i := range n {
		q := p.in(0, 0, float64(i)*2*math.Pi/float64(n)+r.In(-0.08, 0.08), r.In(0.9, 1.05)).in(0.6, 0, 0, 1)
		c.put(solid{
			reach: 0.45, tall: 0.06, gloss: 0.05, sharp: 3,
			dist: func(x, y float64) float64 { return oval(x, y, 0.42, 0.17) },
			rise: dome(0.06),
			colour: func(x, y, _ float64) rgb {
				return petal.by(0.85 + 0.2*smooth(-0.3, 0.3, x) - 0.1*smooth(0.03, 0, math.Abs(y)))
			},
		}, q)
	}
	c.put(solid{
		reach: 0.32, tall: 0.1,
		dist:   func(x, y float64) float64 { return circle(x, y, 0.28) },
		rise:   dome(0.2),
		bump:   func(x, y float64) float64 { return 0.05 * noise.At2(x*40, y*40) },
		colour: func(x, y, _ float64) rgb { return heart.by(0.7 + 0.5*noise.At2(x*40, y*40)) },
	}, p)
}

// drops of water show what is under them, lighter on one side.
func drops(c *canvas, r *noise.Rand, p pose) {
	for range 2 + r.Intn(5) {
		q := p.in(r.In(-0.3, 0.3), r.In(-0.3, 0.3), 0, r.In(0.03, 0.075))
		c.put(solid{
			reach: 1.1, tall: 0.4, gloss: 1.6, sharp: 6,
			dist: func(x, y float64) float64 { return oval(x, y, 1, 0.9) }, rise: dome(1),
			colour: func(_, _, _ float64) rgb { return rgb{0.75, 0.8, 0.85} },
			alpha:  func(_, _, depth float64) float64 { return 0.12 + 0.35*smooth(0.35, 0, depth) },
		}, q)
	}
}

// overhang is a blade of grass over a part of the animal.
func overhang(c *canvas, r *noise.Rand, p pose) {
	a := r.In(0, 2*math.Pi)
	side := step(point{p.x, p.y}, a, r.In(0.3, 0.6))
	from, to := step(side, a+1.4, 1.4), step(side, a-1.4, r.In(0.2, 0.7))
	c.blade(from, to, r.In(0.03, 0.05), pick(r, 0x6a9a3a, 0x4f7f2a, 0x88a850))
}

// blade paints a blade of grass from a to its tip b, in the table's units, with
// its shadow. It is quick, for a meadow has many.
func (c *canvas) blade(a, b point, wide float64, green rgb) {
	drop := 1.6 * wide / c.light[2]
	sx, sy := c.light[0]*drop, c.light[1]*drop
	c.strip(point{a.x - sx, a.y - sy}, point{b.x - sx, b.y - sy}, wide*1.3, func(at *rgb, _, cover float64) { *at = at.by(1 - 0.45*cover) })
	lit := c.fill.add(c.key.by(c.light[2]))
	green = green.mul(lit)
	c.strip(a, b, wide, func(at *rgb, across, cover float64) {
		*at = at.to(green.by(0.95+0.35*across-0.35*smooth(0.2, 0, math.Abs(across))), cover)
	})
}

// strip visits the pixels of a tapering strip: where across it they are, -1 to 1,
// and how much of them it covers.
func (c *canvas) strip(a, b point, wide float64, visit func(at *rgb, across, cover float64)) {
	ax, ay := c.pixel(a.x, a.y)
	bx, by := c.pixel(b.x, b.y)
	half := max(wide*c.scale/2, 0.4)
	dx, dy := bx-ax, by-ay
	long := max(float64(dx*dx)+float64(dy*dy), 1)
	unit := 1 / math.Sqrt(long)
	for y := max(int(min(ay, by)-half), 0); y < min(int(max(ay, by)+half)+2, c.h); y++ {
		for x := max(int(min(ax, bx)-half), 0); x < min(int(max(ax, bx)+half)+2, c.w); x++ {
			px, py := float64(x)+0.5-ax, float64(y)+0.5-ay
			t := (float64(px*dx) + float64(py*dy)) / long
			if t < 0 || t > 1 {
				continue
			}
			// It bends a little, and ends in a point.
			across := (float64(py*dx)-float64(px*dy))*unit + float64(1.2*half*(t*(1-t)))
			w := half * (1 - float64(t*t)) * (0.4 + 0.6*smooth(0, 0.2, t))
			if cover := clamp(w-math.Abs(across)+0.5, 0, 1); cover > 0 {
				visit(&c.pix[y*c.w+x], clamp(across/max(w, 0.5), -1, 1), cover)
			}
		}
	}
}
