package kinds

import (
	"math"

	"graft/core/sample/internal/ease"
	"graft/core/sample/internal/noise"
)

// glyph is the genome of an invented character: three to five strokes between
// points of a grid, straight or bent.
type glyph struct{ strokes []stroke }

type stroke struct{ x0, y0, x1, y1, bend float64 }

// likeDigits are the glyphs of the first 150 that one could take for a digit, by
// eye; they are left out.
var likeDigits = []int{10, 11, 17, 20, 31, 34, 35, 45, 50, 67, 68, 71, 78, 85, 86, 94, 105, 108, 111, 121, 125, 132, 133, 142}

func newGlyph(seed uint64, kind int) glyph {
	r := noise.New(noise.Mix(seed, uint64(kind)))
	var g glyph
	x, y := float64(r.Intn(3)-1), float64(r.Intn(4))-1.5
	for range 3 + r.Intn(3) {
		nx, ny := float64(r.Intn(3)-1), float64(r.Intn(4))-1.5
		for nx == x && ny == y {
			nx, ny = float64(r.Intn(3)-1), float64(r.Intn(4))-1.5
		}
		s := stroke{x0: x * 0.6, y0: y * 0.5, x1: nx * 0.6, y1: ny * 0.5}
		if r.Chance(0.45) {
			s.bend = r.In(0.2, 0.7) * float64(1-2*r.Intn(2))
		}
		g.strokes = append(g.strokes, s)
		x, y = nx, ny
		if r.Chance(0.4) { // the pen is lifted
			x, y = float64(r.Intn(3)-1), float64(r.Intn(4))-1.5
		}
	}
	return g
}

// segments are the strokes as one hand writes them.
func (g *glyph) segments(r *noise.Rand) [][4]float64 {
	slant, wide := r.In(-0.25, 0.35), r.In(0.7, 1.2)
	wobble := r.In(0, 0.08)
	var list [][4]float64
	for _, s := range g.strokes {
		x0, y0 := s.x0+r.In(-wobble, wobble), s.y0+r.In(-wobble, wobble)
		x1, y1 := s.x1+r.In(-wobble, wobble), s.y1+r.In(-wobble, wobble)
		bend := s.bend + r.In(-0.12, 0.12)
		mx, my := (x0+x1)/2-bend*(y1-y0), (y0+y1)/2+bend*(x1-x0)
		const pieces = 6
		px, py := x0, y0
		for k := 1; k <= pieces; k++ {
			t := float64(k) / pieces
			u := 1 - t
			x := u*u*x0 + 2*u*t*mx + t*t*x1
			y := u*u*y0 + 2*u*t*my + t*t*y1
			list = append(list, [4]float64{(px - slant*py) * wide, py, (x - slant*y) * wide, y})
			px, py = x, y
		}
	}
	return list
}

// write inks the glyph with a pen of a half width.
func (c *canvas) write(lines [][4]float64, p pose, pen float64, ink *brush) {
	half := float64(c.side) / 2
	sin, cos := math.Sincos(p.turn)
	lit := c.fill + c.key*c.light[2]
	grain := p.size * half
	for y := range c.side {
		for x := range c.side {
			u, v := ((float64(x)+0.5)/half-1-p.x)/p.size, ((float64(y)+0.5)/half-1-p.y)/p.size
			if u*u+v*v > 2.6 {
				continue
			}
			u, v = float64(u*cos)+float64(v*sin), float64(v*cos)-float64(u*sin)
			d := 9.0
			for i := range lines {
				d = min(d, toSegment(&lines[i], u, v))
			}
			if cover := 0.5 - (math.Sqrt(d)-pen)*grain; cover > 0 {
				at := &c.pix[y*c.side+x]
				*at = at.to(ink.a.to(ink.b, ink.at(u, v)).by(lit), min(cover, 1))
			}
		}
	}
}

// toSegment is the square of the distance of x, y to a segment.
func toSegment(s *[4]float64, x, y float64) float64 {
	dx, dy := s[2]-s[0], s[3]-s[1]
	t := ease.Clamp(((x-s[0])*dx+(y-s[1])*dy)/(dx*dx+dy*dy+1e-9), 0, 1)
	x, y = x-s[0]-t*dx, y-s[1]-t*dy
	return x*x + y*y
}

func (c *canvas) glyph(g *glyph, r *noise.Rand) {
	plain := r.Chance(0.6)
	paper, ink := newPaint(r), newPaint(r)
	a, b := newHue(r), newHue(r)
	if plain {
		paper.pattern, ink.pattern = patternPlain, patternPlain
		a.s, b.s = a.s*0.3, b.s*0.3
	}
	if a.v < 0.6 {
		a.v, b.v = a.v*0.5, r.In(0.75, 1)
	} else {
		b.v = r.In(0.02, 0.35)
	}
	ground := a
	ground.v = ease.Clamp(a.v*r.In(0.8, 1.15), 0, 1)
	under := paper.with(r, hsv(a.h, a.s, a.v), hsv(ground.h, ground.s, ground.v))
	c.surface(&under, pose{size: 1})
	c.tellGround(&under)
	pen := paint.with(ink, r, hsv(b.h, b.s, b.v), hsv(b.h+0.1, b.s, b.v))
	p := pose{x: r.In(-0.2, 0.2), y: r.In(-0.2, 0.2), turn: r.In(-0.3, 0.3), size: r.In(0.5, 0.95)}
	c.tell(traitSort + 1)
	c.tell(traitParts + min(len(g.strokes), 5) - 1)
	c.tellColour(pen.a)
	c.tellPlace(p, 0.65, 0.8)
	c.write(g.segments(r), p, r.In(0.04, 0.16), &pen)
}
