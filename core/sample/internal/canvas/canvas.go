package canvas

import (
	"image"
	"math"

	"graft/core/sample/internal/noise"
)

// RGB is a colour in linear light; 1 is white paper in full light.
type RGB struct{ R, G, B float64 }

func (a RGB) By(k float64) RGB { return RGB{a.R * k, a.G * k, a.B * k} }
func (a RGB) Mul(b RGB) RGB    { return RGB{a.R * b.R, a.G * b.G, a.B * b.B} }
func (a RGB) Add(b RGB) RGB    { return RGB{a.R + b.R, a.G + b.G, a.B + b.B} }
func (a RGB) To(b RGB, t float64) RGB {
	return RGB{a.R + float64((b.R-a.R)*t), a.G + float64((b.G-a.G)*t), a.B + float64((b.B-a.B)*t)}
}

// Hex is a colour as it looks on a screen; a gamma of 2 is near enough and
// the same everywhere.
func Hex(v uint32) RGB {
	f := func(s uint) float64 { x := float64(v>>s&255) / 255; return x * x }
	return RGB{f(16), f(8), f(0)}
}

// Pick is one of some colours, a little varied.
func Pick(r *noise.Rand, colours ...uint32) RGB {
	c := Hex(colours[r.Intn(len(colours))])
	return RGB{c.R * r.In(0.85, 1.15), c.G * r.In(0.85, 1.15), c.B * r.In(0.85, 1.15)}
}

// Clamp without the built-in min and max, which take three times as long here.
func Clamp(x, lo, hi float64) float64 {
	if x < lo {
		return lo
	}
	if x > hi {
		return hi
	}
	return x
}

// Smooth rises from 0 at a to 1 at b (falls if b < a), flat at both ends.
func Smooth(a, b, x float64) float64 {
	t := Clamp((x-a)/(b-a), 0, 1)
	return t * t * (3 - 2*t)
}

// Canvas is a picture of a table from above. Its unit is the radius of a
// plate; (0, 0) is the middle; the camera may be turned and tilted.
type Canvas struct {
	W, H     int
	Pix      []RGB
	Scale    float64 // pixels a unit
	Sin, Cos float64 // of the camera's turn
	Tilt     float64 // how much the far axis is shortened, 1 for none
	Light    [3]float64
	Key      RGB
	Fill     RGB
	dist     []float32 // of put, kept between calls
	height   []float32
}

func New(w, h int, r *noise.Rand) *Canvas {
	c := &Canvas{W: w, H: h, Pix: make([]RGB, w*h)}
	c.Scale = float64(min(w, h)) / 2 * r.In(0.74, 1.22)
	c.Sin, c.Cos = math.Sincos(r.In(-0.5, 0.5))
	c.Tilt = r.In(0.80, 1)
	around := r.In(0, 2*math.Pi)
	s, k := math.Sincos(around)
	low := r.In(0.55, 1.0)
	n := 1 / math.Sqrt(1+low*low)
	c.Light = [3]float64{k * low * n, s * low * n, n}
	power := r.In(0.8, 1.5)
	tint := []RGB{{1.10, 0.98, 0.82}, {1, 1, 1}, {0.92, 1, 1.1}, {1.25, 0.90, 0.58}}[r.Intn(4)]
	c.Key = tint.By(power)
	c.Fill = RGB{0.30, 0.33, 0.38}.By(r.In(0.6, 1.2))
	return c
}

// NewPhoto returns a canvas whose longer side is size: broad, tall or square.
func NewPhoto(size int, r *noise.Rand) *Canvas {
	w, h := size, size
	switch r.Intn(3) {
	case 0:
		h = size * 3 / 4
	case 1:
		w = size * 3 / 4
	}
	return New(w, h, r)
}

// Table returns where on the table pixel x, y is.
func (c *Canvas) Table(x, y int) (u, v float64) {
	a := (float64(x) + 0.5 - float64(c.W)/2) / c.Scale
	b := (float64(y) + 0.5 - float64(c.H)/2) / (c.Scale * c.Tilt)
	return float64(a*c.Cos) - float64(b*c.Sin), float64(a*c.Sin) + float64(b*c.Cos)
}

// Pixel is the inverse of table.
func (c *Canvas) Pixel(u, v float64) (x, y float64) {
	a, b := float64(u*c.Cos)+float64(v*c.Sin), float64(v*c.Cos)-float64(u*c.Sin)
	return a*c.Scale + float64(c.W)/2, b*c.Scale*c.Tilt + float64(c.H)/2
}

// Flat paints the table itself.
func (c *Canvas) Flat(colour func(u, v float64) RGB) {
	lit := c.Fill.Add(c.Key.By(c.Light[2]))
	for y := range c.H {
		for x := range c.W {
			u, v := c.Table(x, y)
			c.Pix[y*c.W+x] = colour(u, v).Mul(lit)
		}
	}
}

// Pose puts a shape on the table: its own (0, 0) comes to x, y, turned by turn
// (radians) and enlarged by size.
type Pose struct{ X, Y, Turn, Size float64 }

// In returns the pose of something at x, y of p's own plane.
func (p Pose) In(x, y, turn, size float64) Pose {
	s, c := math.Sincos(p.Turn)
	return Pose{
		p.X + float64(p.Size*(float64(x*c)-float64(y*s))),
		p.Y + float64(p.Size*(float64(x*s)+float64(y*c))),
		p.Turn + turn, p.Size * size,
	}
}

// Solid is a thing with a height, in its own plane.
type Solid struct {
	Reach  float64                           // radius of a circle about (0, 0) that holds it
	Dist   func(x, y float64) float64        // to its outline, negative inside
	Rise   func(depth float64) float64       // height at a distance from the outline
	Bump   func(x, y float64) float64        // added to the height; nil for none
	Colour func(x, y, depth float64) RGB     // in full light
	Alpha  func(x, y, depth float64) float64 // nil for opaque
	Gloss  float64                           // strength of the highlight
	Sharp  int                               // its exponent is 2 to this
	Tall   float64                           // what its shadow's length goes by
}

// Dome is the profile of something with a round edge of radius r.
func Dome(r float64) func(float64) float64 {
	return func(depth float64) float64 {
		t := Clamp(depth/r, 0, 1)
		return r * math.Sqrt(t*(2-t))
	}
}

// box is the part of the canvas that a solid and its shadow touch.
type box struct{ x0, y0, x1, y1 int }

func (c *Canvas) bounds(p Pose, reach float64) box {
	x, y := c.Pixel(p.X, p.Y)
	r := reach*c.Scale + 2
	return box{max(int(x-r), 0), max(int(y-r), 0), min(int(x+r)+1, c.W), min(int(y+r)+1, c.H)}
}

// Put draws s in pose p: first its shadow, then itself.
func (c *Canvas) Put(s Solid, p Pose) {
	b := c.bounds(p, s.Reach*p.Size+s.Tall*p.Size*1.2+0.1*p.Size)
	w, h := b.x1-b.x0, b.y1-b.y0
	if w < 2 || h < 2 {
		return
	}
	plane := c.Plane(p)
	c.measure(s, p, plane, b)
	if s.Tall > 0 {
		c.shadow(s, p, b)
	}
	grain := p.Size * c.Scale
	for y := range h {
		for x := range w {
			i := y*w + x
			cover := 0.5 - float64(c.dist[i])*grain
			if cover <= 0 {
				continue
			}
			u, v := plane.At(x+b.x0, y+b.y0)
			depth := -float64(c.dist[i])
			cover = min(cover, 1)
			if s.Alpha != nil {
				cover *= s.Alpha(u, v, depth)
			}
			at := &c.Pix[(y+b.y0)*c.W+x+b.x0]
			*at = at.To(c.shade(s, p, i, w, h, s.Colour(u, v, depth)), cover)
		}
	}
}

// shadow darkens what lies about s: where its outline, moved away from the
// light by its height, falls, and close to it, where little of the sky is seen.
func (c *Canvas) shadow(s Solid, p Pose, b box) {
	w, h := b.x1-b.x0, b.y1-b.y0
	reach := s.Tall * p.Size * c.Scale / c.Light[2]
	ox := int(math.Floor((float64(c.Light[0]*c.Cos) + float64(c.Light[1]*c.Sin)) * reach))
	oy := int(math.Floor((float64(c.Light[1]*c.Cos) - float64(c.Light[0]*c.Sin)) * reach * c.Tilt))
	soft := 0.03 + 0.25*s.Tall
	hidden := -0.5 / (p.Size * c.Scale)
	for y := range h {
		sy := min(max(y+oy, 0), h-1)
		for x := range w {
			d := float64(c.dist[y*w+x])
			if d < hidden {
				continue
			}
			dark := 0.0
			if from := float64(c.dist[sy*w+min(max(x+ox, 0), w-1)]); from < soft {
				dark = 0.55 * Smooth(soft, -soft, from)
			}
			if d < 0.10 {
				dark += 0.30 * Smooth(0.10, -0.02, d) * (1 - dark/0.55)
			}
			if dark > 0 {
				at := &c.Pix[(y+b.y0)*c.W+x+b.x0]
				*at = at.By(1 - dark)
			}
		}
	}
}

// plane takes pixels into a pose's own plane.
type plane struct{ ux, uy, u0, vx, vy, v0 float64 }

func (c *Canvas) Plane(p Pose) plane {
	s, k := math.Sincos(p.Turn)
	at := func(x, y int) (float64, float64) {
		u, v := c.Table(x, y)
		u, v = (u-p.X)/p.Size, (v-p.Y)/p.Size
		return float64(u*k) + float64(v*s), float64(v*k) - float64(u*s)
	}
	u0, v0 := at(0, 0)
	ux, vx := at(1, 0)
	uy, vy := at(0, 1)
	return plane{ux - u0, uy - u0, u0, vx - v0, vy - v0, v0}
}

func (m *plane) At(x, y int) (u, v float64) {
	a, b := float64(x), float64(y)
	return m.u0 + float64(m.ux*a) + float64(m.uy*b), m.v0 + float64(m.vx*a) + float64(m.vy*b)
}

// measure fills dist and height over b, in units of the solid's own plane.
func (c *Canvas) measure(s Solid, p Pose, plane plane, b box) {
	n := (b.x1 - b.x0) * (b.y1 - b.y0)
	if cap(c.dist) < n {
		c.dist, c.height = make([]float32, n), make([]float32, n)
	}
	c.dist, c.height = c.dist[:n], c.height[:n]
	edge := 2 / (c.Scale * p.Size)
	i := 0
	for y := b.y0; y < b.y1; y++ {
		for x := b.x0; x < b.x1; x++ {
			u, v := plane.At(x, y)
			d := s.Dist(u, v)
			c.dist[i], c.height[i] = float32(d), 0
			if d < edge {
				h := s.Rise(-d)
				if s.Bump != nil {
					h += s.Bump(u, v)
				}
				c.height[i] = float32(h)
			}
			i++
		}
	}
}

// shade lights a colour by the slope of the height about sample i.
func (c *Canvas) shade(s Solid, p Pose, i, w, h int, colour RGB) RGB {
	x, y := i%w, i/w
	l, r := i-min(x, 1), i+min(w-1-x, 1)
	t, b := i-w*min(y, 1), i+w*min(h-1-y, 1)
	k := c.Scale * p.Size
	gx := -float64(c.height[r]-c.height[l]) * k / float64(max(r-l, 1))
	gy := -float64(c.height[b]-c.height[t]) * k / (float64(max((b-t)/w, 1)) * c.Tilt)
	// From the picture's axes to the table's, where the light is.
	nx, ny := float64(gx*c.Cos)-float64(gy*c.Sin), float64(gx*c.Sin)+float64(gy*c.Cos)
	n := 1 / math.Sqrt(1+nx*nx+ny*ny)
	facing := n * (float64(nx*c.Light[0]) + float64(ny*c.Light[1]) + c.Light[2])
	// Light wraps round a little, as it does on food.
	lit := max(facing*0.85+0.15, 0)
	out := colour.Mul(c.Fill.By(0.55 + 0.45*n).Add(c.Key.By(lit)))
	if s.Gloss > 0 {
		// Half way between the light and the eye, which is straight above.
		hz := c.Light[2] + 1
		hl := 1 / math.Sqrt(c.Light[0]*c.Light[0]+c.Light[1]*c.Light[1]+hz*hz)
		shine := max(n*hl*(float64(nx*c.Light[0])+float64(ny*c.Light[1])+hz), 0)
		for range s.Sharp {
			shine *= shine
		}
		out = out.Add(c.Key.By(shine * s.Gloss))
	}
	return out
}

// Photo develops the canvas: light falling off, exposure, grain.
func (c *Canvas) Photo(r *noise.Rand) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, c.W, c.H)) // what image/jpeg is quickest with
	exposure, grain := r.In(0.78, 1.25), r.In(0, 0.03)
	gs, gc := math.Sincos(r.In(0, 2*math.Pi))
	slope, vignette := r.In(0, 0.35), r.In(0, 0.5)
	for y := range c.H {
		for x := range c.W {
			u, v := float64(x)/float64(c.W)-0.5, float64(y)/float64(c.H)-0.5
			k := exposure * (1 + slope*(float64(u*gc)+float64(v*gs))) * (1 - vignette*(float64(u*u)+float64(v*v)))
			p := c.Pix[y*c.W+x].By(k)
			bits := r.Uint64()
			g := grain * (float64(bits&0xffff) + float64(bits>>16&0xffff) - 65535) / 65536
			i := img.PixOffset(x, y)
			img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = screen(p.R, g), screen(p.G, g), screen(p.B, g), 255
		}
	}
	return img
}

// screen maps linear light to a level, with a soft shoulder towards white.
func screen(x, grain float64) uint8 {
	x = x * (1 + 0.25*x) / (1 + 0.55*x) * 1.12
	return uint8(Clamp((math.Sqrt(Clamp(x, 0, 1))+grain)*255+0.5, 0, 255))
}
