package kinds

import (
	"math"

	"graft/core/sample/internal/ease"
	"graft/core/sample/internal/noise"
)

// canvas is a picture in the making, in linear light. Its unit is half its side;
// (0, 0) is the middle.
type canvas struct {
	side   int
	pix    []rgb
	out    []byte
	light  [3]float64
	traits [Traits]byte
	key    float64
	fill   float64
}

func (c *canvas) begin(r *noise.Rand) {
	c.traits = [Traits]byte{}
	around, low := r.In(0, 2*math.Pi), r.In(0.4, 1.1)
	s, k := math.Sincos(around)
	n := 1 / math.Sqrt(1+low*low)
	c.light = [3]float64{k * low * n, s * low * n, n}
	c.key, c.fill = r.In(0.6, 1.1), r.In(0.2, 0.5)
}

// pose puts a plane on the canvas: its (0, 0) comes to x, y, turned by turn
// (radians), enlarged by size, its height shortened by tilt.
type pose struct {
	x, y, turn, size float64
	mirror           bool
}

func (p pose) in(q pose) pose {
	s, c := math.Sincos(p.turn)
	x, y, turn := q.x, q.y, q.turn
	if p.mirror {
		x, turn = -x, math.Pi-turn
	}
	return pose{
		p.x + p.size*(float64(x*c)-float64(y*s)), p.y + p.size*(float64(x*s)+float64(y*c)),
		p.turn + turn, p.size * q.size, p.mirror != q.mirror,
	}
}

// surface covers the whole canvas.
func (c *canvas) surface(b *brush, p pose) {
	s, k := math.Sincos(p.turn)
	lit := c.fill + c.key*c.light[2]
	unit := 2 / float64(c.side)
	at := func(x, y float64) float64 {
		x, y = (x*unit-1-p.x)/p.size, (y*unit-1-p.y)/p.size
		return b.at(float64(x*k)+float64(y*s), float64(y*k)-float64(x*s))
	}
	for y := range c.side {
		before := at(-0.5, float64(y)+0.5)
		for x := range c.side {
			t := at(float64(x)+0.5, float64(y)+0.5)
			slope := ease.Clamp((before-t)*b.rough*8*c.light[0], -0.4, 0.4)
			c.pix[y*c.side+x] = b.a.to(b.b, t).by(lit * (1 + slope))
			before = t
		}
	}
}

// solid is a part with an outline, a paint and a height.
type solid struct {
	shape shape
	brush brush
	round float64 // how far from the outline it still rises
	tall  float64
	gloss float64
	clear float64 // how much of what is below shows through
}

// put draws s: its shadow, then itself.
func (c *canvas) put(s *solid, p pose) {
	half := float64(c.side) / 2
	reach := (1.15*p.size + 0.35*s.tall*p.size) * half
	px, py := (p.x+1)*half, (p.y+1)*half
	x0, x1 := max(int(px-reach), 0), min(int(px+reach)+1, c.side)
	y0, y1 := max(int(py-reach), 0), min(int(py+reach)+1, c.side)
	if x0 >= x1 || y0 >= y1 {
		return
	}
	sin, cos := math.Sincos(p.turn)
	grain := p.size * half
	local := func(x, y float64) (float64, float64) {
		x, y = (x-px)/grain, (y-py)/grain
		u, v := float64(x*cos)+float64(y*sin), float64(y*cos)-float64(x*sin)
		if p.mirror {
			u = -u
		}
		return u, v
	}
	throw := 0.35 * s.tall * grain
	ox, oy := c.light[0]*throw, c.light[1]*throw
	lx, ly := c.toPlane(sin, cos, p.mirror)
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			u, v := local(float64(x)+0.5, float64(y)+0.5)
			d := s.shape.dist(u, v)
			at := &c.pix[y*c.side+x]
			cover := 0.5 - d*grain
			if cover < 1 && s.tall > 0 {
				su, sv := local(float64(x)+0.5+ox, float64(y)+0.5+oy)
				soft := 0.05 + 0.12*s.tall
				*at = at.by(1 - 0.6*ease.Smooth(soft, -soft, s.shape.dist(su, sv)))
			}
			if cover <= 0 {
				continue
			}
			colour := c.shade(s, u, v, d, lx, ly)
			*at = at.to(colour, min(cover, 1)*(1-s.clear))
		}
	}
}

// toPlane turns the light's direction into a plane that is turned.
func (c *canvas) toPlane(sin, cos float64, mirror bool) (x, y float64) {
	x, y = c.light[0]*cos+c.light[1]*sin, c.light[1]*cos-c.light[0]*sin
	if mirror {
		x = -x
	}
	return x, y
}

func (c *canvas) shade(s *solid, u, v, d, lx, ly float64) rgb {
	t := s.brush.at(u, v)
	colour := s.brush.a.to(s.brush.b, t)
	var nx, ny float64
	const step = 0.03
	if depth := -d; depth < s.round {
		// A quarter circle: steep at the outline, flat at depth round.
		f := ease.Clamp(depth/s.round, 0.05, 1)
		steep := (1 - f) / math.Sqrt(f*(2-f))
		gx := (s.shape.dist(u+step, v) - d) / step
		gy := (s.shape.dist(u, v+step) - d) / step
		nx, ny = gx*steep*s.tall*1.4, gy*steep*s.tall*1.4
	}
	if s.brush.rough > 0.03 {
		nx += (t - s.brush.at(u+step, v)) * s.brush.rough * 6
		ny += (t - s.brush.at(u, v+step)) * s.brush.rough * 6
	}
	n := 1 / math.Sqrt(1+nx*nx+ny*ny)
	facing := n * (nx*lx + ny*ly + c.light[2])
	colour = colour.by(c.fill + c.key*max(facing*0.85+0.15, 0))
	if s.gloss > 0 {
		// Blinn: half-way between the light and the eye above.
		h := math.Sqrt((1 + c.light[2]) / 2)
		shine := ease.Clamp(n*(nx*lx+ny*ly+c.light[2]+1)/(2*h), 0, 1)
		shine *= shine
		shine *= shine
		shine *= shine
		shine *= shine
		shine *= shine
		colour = rgb{colour.r + s.gloss*shine, colour.g + s.gloss*shine, colour.b + s.gloss*shine}
	}
	return colour
}
