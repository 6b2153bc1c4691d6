package sample

import (
	"image"
	"math"

	"graft/core/sample/internal/noise"
)

// rgb is a colour in linear light; 1 is white paper in full light.
type rgb struct{ r, g, b float64 }

func (a rgb) by(k float64) rgb { return rgb{a.r * k, a.g * k, a.b * k} }
func (a rgb) mul(b rgb) rgb    { return rgb{a.r * b.r, a.g * b.g, a.b * b.b} }
func (a rgb) add(b rgb) rgb    { return rgb{a.r + b.r, a.g + b.g, a.b + b.b} }
func (a rgb) to(b rgb, t float64) rgb {
	return rgb{a.r + float64((b.r-a.r)*t), a.g + float64((b.g-a.g)*t), a.b + float64((b.b-a.b)*t)}
}

// hex is a colour as it looks on a screen; a gamma of 2 is near enough and
// the same everywhere.
func hex(v uint32) rgb {
	f := func(s uint) float64 { x := float64(v>>s&255) / 255; return x * x }
	return rgb{f(16), f(8), f(0)}
}

// pick is one of some colours, a little varied.
func pick(r *noise.Rand, colours ...uint32) rgb {
	c := hex(colours[r.Intn(len(colours))])
	return rgb{c.r * r.In(0.85, 1.15), c.g * r.In(0.85, 1.15), c.b * r.In(0.85, 1.15)}
}

// clamp without the built-in min and max, which take three times as long here.
func clamp(x, lo, hi float64) float64 {
	if x < lo {
		return lo
	}
	if x > hi {
		return hi
	}
	return x
}

// smooth rises from 0 at a to 1 at b (falls if b < a), flat at both ends.
func smooth(a, b, x float64) float64 {
	t := clamp((x-a)/(b-a), 0, 1)
	return t * t * (3 - 2*t)
}

// canvas is a picture of a table from above. Its unit is the radius of a
// plate; (0, 0) is the middle; the camera may be turned and tilted.
type canvas struct {
	w, h     int
	pix      []rgb
	scale    float64 // pixels a unit
	sin, cos float64 // of the camera's turn
	tilt     float64 // how much the far axis is shortened, 1 for none
	light    [3]float64
	key      rgb
	fill     rgb
	dist     []float32 // of put, kept between calls
	height   []float32
}

func newCanvas(w, h int, r *noise.Rand) *canvas {
	c := &canvas{w: w, h: h, pix: make([]rgb, w*h)}
	c.scale = float64(min(w, h)) / 2 * r.In(0.74, 1.22)
	c.sin, c.cos = math.Sincos(r.In(-0.5, 0.5))
	c.tilt = r.In(0.80, 1)
	around := r.In(0, 2*math.Pi)
	s, k := math.Sincos(around)
	low := r.In(0.55, 1.0)
	n := 1 / math.Sqrt(1+low*low)
	c.light = [3]float64{k * low * n, s * low * n, n}
	power := r.In(0.8, 1.5)
	tint := []rgb{{1.10, 0.98, 0.82}, {1, 1, 1}, {0.92, 1, 1.1}, {1.25, 0.90, 0.58}}[r.Intn(4)]
	c.key = tint.by(power)
	c.fill = rgb{0.30, 0.33, 0.38}.by(r.In(0.6, 1.2))
	return c
}

// newPhoto returns a canvas whose longer side is size: broad, tall or square.
func newPhoto(size int, r *noise.Rand) *canvas {
	w, h := size, size
	switch r.Intn(3) {
	case 0:
		h = size * 3 / 4
	case 1:
		w = size * 3 / 4
	}
	return newCanvas(w, h, r)
}

// table returns where on the table pixel x, y is.
func (c *canvas) table(x, y int) (u, v float64) {
	a := (float64(x) + 0.5 - float64(c.w)/2) / c.scale
	b := (float64(y) + 0.5 - float64(c.h)/2) / (c.scale * c.tilt)
	return float64(a*c.cos) - float64(b*c.sin), float64(a*c.sin) + float64(b*c.cos)
}

// pixel is the inverse of table.
func (c *canvas) pixel(u, v float64) (x, y float64) {
	a, b := float64(u*c.cos)+float64(v*c.sin), float64(v*c.cos)-float64(u*c.sin)
	return a*c.scale + float64(c.w)/2, b*c.scale*c.tilt + float64(c.h)/2
}

// flat paints the table itself.
func (c *canvas) flat(colour func(u, v float64) rgb) {
	lit := c.fill.add(c.key.by(c.light[2]))
	for y := range c.h {
		for x := range c.w {
			u, v := c.table(x, y)
			c.pix[y*c.w+x] = colour(u, v).mul(lit)
		}
	}
}

// pose puts a shape on the table: its own (0, 0) comes to x, y, turned by turn
// (radians) and enlarged by size.
type pose struct{ x, y, turn, size float64 }

// in returns the pose of something at x, y of p's own plane.
func (p pose) in(x, y, turn, size float64) pose {
	s, c := math.Sincos(p.turn)
	return pose{
		p.x + float64(p.size*(float64(x*c)-float64(y*s))),
		p.y + float64(p.size*(float64(x*s)+float64(y*c))),
		p.turn + turn, p.size * size,
	}
}

// solid is a thing with a height, in its own plane.
type solid struct {
	reach  float64                           // radius of a circle about (0, 0) that holds it
	dist   func(x, y float64) float64        // to its outline, negative inside
	rise   func(depth float64) float64       // height at a distance from the outline
	bump   func(x, y float64) float64        // added to the height; nil for none
	colour func(x, y, depth float64) rgb     // in full light
	alpha  func(x, y, depth float64) float64 // nil for opaque
	gloss  float64                           // strength of the highlight
	sharp  int                               // its exponent is 2 to this
	tall   float64                           // what its shadow's length goes by
}

// dome is the profile of something with a round edge of radius r.
func dome(r float64) func(float64) float64 {
	return func(depth float64) float64 {
		t := clamp(depth/r, 0, 1)
		return r * math.Sqrt(t*(2-t))
	}
}

// box is the part of the canvas that a solid and its shadow touch.
type box struct{ x0, y0, x1, y1 int }

func (c *canvas) bounds(p pose, reach float64) box {
	x, y := c.pixel(p.x, p.y)
	r := reach*c.scale + 2
	return box{max(int(x-r), 0), max(int(y-r), 0), min(int(x+r)+1, c.w), min(int(y+r)+1, c.h)}
}

// put draws s in pose p: first its shadow, then itself.
func (c *canvas) put(s solid, p pose) {
	b := c.bounds(p, s.reach*p.size+s.tall*p.size*1.2+0.1*p.size)
	w, h := b.x1-b.x0, b.y1-b.y0
	if w < 2 || h < 2 {
		return
	}
	plane := c.plane(p)
	c.measure(s, p, plane, b)
	if s.tall > 0 {
		c.shadow(s, p, b)
	}
	grain := p.size * c.scale
	for y := range h {
		for x := range w {
			i := y*w + x
			cover := 0.5 - float64(c.dist[i])*grain
			if cover <= 0 {
				continue
			}
			u, v := plane.at(x+b.x0, y+b.y0)
			depth := -float64(c.dist[i])
			cover = min(cover, 1)
			if s.alpha != nil {
				cover *= s.alpha(u, v, depth)
			}
			at := &c.pix[(y+b.y0)*c.w+x+b.x0]
			*at = at.to(c.shade(s, p, i, w, h, s.colour(u, v, depth)), cover)
		}
	}
}

// shadow darkens what lies about s: where its outline, moved away from the
// light by its height, falls, and close to it, where little of the sky is seen.
func (c *canvas) shadow(s solid, p pose, b box) {
	w, h := b.x1-b.x0, b.y1-b.y0
	reach := s.tall * p.size * c.scale / c.light[2]
	ox := int(math.Floor((float64(c.light[0]*c.cos) + float64(c.light[1]*c.sin)) * reach))
	oy := int(math.Floor((float64(c.light[1]*c.cos) - float64(c.light[0]*c.sin)) * reach * c.tilt))
	soft := 0.03 + 0.25*s.tall
	hidden := -0.5 / (p.size * c.scale)
	for y := range h {
		sy := min(max(y+oy, 0), h-1)
		for x := range w {
			d := float64(c.dist[y*w+x])
			if d < hidden {
				continue
			}
			dark := 0.0
			if from := float64(c.dist[sy*w+min(max(x+ox, 0), w-1)]); from < soft {
				dark = 0.55 * smooth(soft, -soft, from)
			}
			if d < 0.10 {
				dark += 0.30 * smooth(0.10, -0.02, d) * (1 - dark/0.55)
			}
			if dark > 0 {
				at := &c.pix[(y+b.y0)*c.w+x+b.x0]
				*at = at.by(1 - dark)
			}
		}
	}
}

// plane takes pixels into a pose's own plane.
type plane struct{ ux, uy, u0, vx, vy, v0 float64 }

func (c *canvas) plane(p pose) plane {
	s, k := math.Sincos(p.turn)
	at := func(x, y int) (float64, float64) {
		u, v := c.table(x, y)
		u, v = (u-p.x)/p.size, (v-p.y)/p.size
		return float64(u*k) + float64(v*s), float64(v*k) - float64(u*s)
	}
	u0, v0 := at(0, 0)
	ux, vx := at(1, 0)
	uy, vy := at(0, 1)
	return plane{ux - u0, uy - u0, u0, vx - v0, vy - v0, v0}
}

func (m *plane) at(x, y int) (u, v float64) {
	a, b := float64(x), float64(y)
	return m.u0 + float64(m.ux*a) + float64(m.uy*b), m.v0 + float64(m.vx*a) + float64(m.vy*b)
}

// measure fills dist and height over b, in units of the solid's own plane.
func (c *canvas) measure(s solid, p pose, plane plane, b box) {
	n := (b.x1 - b.x0) * (b.y1 - b.y0)
	if cap(c.dist) < n {
		c.dist, c.height = make([]float32, n), make([]float32, n)
	}
	c.dist, c.height = c.dist[:n], c.height[:n]
	edge := 2 / (c.scale * p.size)
	i := 0
	for y := b.y0; y < b.y1; y++ {
		for x := b.x0; x < b.x1; x++ {
			u, v := plane.at(x, y)
			d := s.dist(u, v)
			c.dist[i], c.height[i] = float32(d), 0
			if d < edge {
				h := s.rise(-d)
				if s.bump != nil {
					h += s.bump(u, v)
				}
				c.height[i] = float32(h)
			}
			i++
		}
	}
}

// shade lights a colour by the slope of the height about sample i.
func (c *canvas) shade(s solid, p pose, i, w, h int, colour rgb) rgb {
	x, y := i%w, i/w
	l, r := i-min(x, 1), i+min(w-1-x, 1)
	t, b := i-w*min(y, 1), i+w*min(h-1-y, 1)
	k := c.scale * p.size
	gx := -float64(c.height[r]-c.height[l]) * k / float64(max(r-l, 1))
	gy := -float64(c.height[b]-c.height[t]) * k / (float64(max((b-t)/w, 1)) * c.tilt)
	// From the picture's axes to the table's, where the light is.
	nx, ny := float64(gx*c.cos)-float64(gy*c.sin), float64(gx*c.sin)+float64(gy*c.cos)
	n := 1 / math.Sqrt(1+nx*nx+ny*ny)
	facing := n * (float64(nx*c.light[0]) + float64(ny*c.light[1]) + c.light[2])
	// Light wraps round a little, as it does on food.
	lit := max(facing*0.85+0.15, 0)
	out := colour.mul(c.fill.by(0.55 + 0.45*n).add(c.key.by(lit)))
	if s.gloss > 0 {
		// Half way between the light and the eye, which is straight above.
		hz := c.light[2] + 1
		hl := 1 / math.Sqrt(c.light[0]*c.light[0]+c.light[1]*c.light[1]+hz*hz)
		shine := max(n*hl*(float64(nx*c.light[0])+float64(ny*c.light[1])+hz), 0)
		for range s.sharp {
			shine *= shine
		}
		out = out.add(c.key.by(shine * s.gloss))
	}
	return out
}

// photo develops the canvas: light falling off, exposure, grain.
func (c *canvas) photo(r *noise.Rand) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, c.w, c.h)) // what image/jpeg is quickest with
	exposure, grain := r.In(0.78, 1.25), r.In(0, 0.03)
	gs, gc := math.Sincos(r.In(0, 2*math.Pi))
	slope, vignette := r.In(0, 0.35), r.In(0, 0.5)
	for y := range c.h {
		for x := range c.w {
			u, v := float64(x)/float64(c.w)-0.5, float64(y)/float64(c.h)-0.5
			k := exposure * (1 + slope*(float64(u*gc)+float64(v*gs))) * (1 - vignette*(float64(u*u)+float64(v*v)))
			p := c.pix[y*c.w+x].by(k)
			bits := r.Uint64()
			g := grain * (float64(bits&0xffff) + float64(bits>>16&0xffff) - 65535) / 65536
			i := img.PixOffset(x, y)
			img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = screen(p.r, g), screen(p.g, g), screen(p.b, g), 255
		}
	}
	return img
}

// screen maps linear light to a level, with a soft shoulder towards white.
func screen(x, grain float64) uint8 {
	x = x * (1 + 0.25*x) / (1 + 0.55*x) * 1.12
	return uint8(clamp((math.Sqrt(clamp(x, 0, 1))+grain)*255+0.5, 0, 255))
}
