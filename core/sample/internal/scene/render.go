package scene

import (
	"image"
	"image/color"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"graft/core/sample/internal/ease"
	"graft/core/sample/internal/noise"
)

// look is what light meets at a point of a surface.
type look struct {
	colour vec     // linear albedo
	gloss  float64 // strength of the highlight, 0..1
	sharp  float64 // exponent of the highlight
	leak   float64 // how much light comes through, as in ears and leaves
	sheen  float64 // brightening at grazing angles, as on fur and cloth
	bump   float64 // depth of the relief, for bumpAt
	relief func(p vec) float64
	glow   vec // light of its own
}

// part is one group of solids with a ball around it.
type part struct {
	centre vec
	radius float64
	dist   func(p vec) float64
	look   func(p vec) look
}

// stage is a scene and what lights it.
type stage struct {
	parts    []part
	sky      func(o, d vec) vec // what a ray sees that meets nothing
	key      vec                // direction towards the main light
	keyTint  vec
	skyTint  vec
	backTint vec // light bounced from the room
	soft     float64
	eye, aim vec
	width    float64 // of the view at the aim, in scene units
}

func (s *stage) dist(p vec) (float64, int) {
	best, which := math.Inf(1), -1
	for i := range s.parts {
		g := &s.parts[i]
		if b := p.sub(g.centre).len() - g.radius; b > best {
			continue
		} else if b > 0.15 {
			best, which = b, i // far away: the ball will do
			continue
		}
		if d := g.dist(p); d < best {
			best, which = d, i
		}
	}
	return best, which
}

func (s *stage) only(p vec) float64 { d, _ := s.dist(p); return d }

const far = 9

func (s *stage) march(o, d vec) (t float64, which int) {
	for range 220 {
		step, w := s.dist(o.add(d.by(t)))
		if step < 0.0004*(1+t*0.2) {
			return t, w
		}
		if t += step * 0.85; t > far {
			break
		}
	}
	return far, -1
}

// shade returns how much of the main light reaches p, 0..1, with a penumbra.
func (s *stage) shade(p, d vec, from float64) float64 {
	res, t := 1.0, from
	for range 70 {
		h := s.only(p.add(d.by(t)))
		res = min(res, 0.5+0.5*h/(s.soft*t))
		if res < 0 {
			return 0
		}
		t += ease.Clamp(h*0.7, 0.006, 0.25)
		if t > 4 {
			break
		}
	}
	res = max(res, 0)
	return res * res * (3 - 2*res)
}

// open returns how much of the sky p sees, 0..1.
func (s *stage) open(p, n vec) float64 {
	sum, weight := 0.0, 1.0
	for i := 1; i <= 5; i++ {
		h := 0.035 * float64(i*i) * 0.55
		sum += weight * max(h-s.only(p.add(n.by(h))), 0)
		weight *= 0.62
	}
	return ease.Clamp(1-2.1*sum, 0, 1)
}

func (s *stage) normal(p vec) vec {
	const e = 0.0006
	a, b := vec{e, -e, -e}, vec{-e, -e, e}
	c, d := vec{-e, e, -e}, vec{e, e, e}
	return a.by(s.only(p.add(a))).add(b.by(s.only(p.add(b)))).
		add(c.by(s.only(p.add(c)))).add(d.by(s.only(p.add(d)))).unit()
}

func roughen(n, p vec, l look) vec {
	if l.relief == nil || l.bump == 0 {
		return n
	}
	const e = 0.0015
	h := l.relief(p)
	g := vec{l.relief(p.add(vec{x: e})) - h, l.relief(p.add(vec{y: e})) - h, l.relief(p.add(vec{z: e})) - h}.by(l.bump / e)
	return n.sub(g.sub(n.by(g.dot(n)))).unit()
}

// light returns the colour that a ray brings to the eye.
func (s *stage) light(o, d vec) vec {
	t, which := s.march(o, d)
	if which < 0 {
		return s.sky(o, d)
	}
	p := o.add(d.by(t))
	l := s.parts[which].look(p)
	flat := s.normal(p)
	n := roughen(flat, p, l)
	open := s.open(p, flat)
	facing := n.dot(s.key)
	lit := 0.0
	if flat.dot(s.key) > -0.2 || l.leak > 0 {
		lit = s.shade(p.add(flat.by(0.004)), s.key, 0.012)
	}
	diffuse := max(facing, 0)*(1-l.leak) + l.leak*(0.5+0.5*facing)
	up := 0.5 + 0.5*n.y
	front := ease.Clamp(0.5+0.5*n.z, 0, 1)
	sum := s.keyTint.by(diffuse * lit)
	sum = sum.add(s.skyTint.by(up * open))
	sum = sum.add(s.backTint.by(open * (0.35*front + 0.65*(1-up))))
	out := l.colour.mul(sum)
	graze := 1 + n.dot(d)
	graze = ease.Clamp(graze, 0, 1)
	half := s.key.sub(d).unit()
	shine := math.Pow(max(n.dot(half), 0), l.sharp+1) * l.gloss * lit * (l.sharp + 8) / 18
	out = out.add(s.keyTint.by(shine * 0.32))
	mirror := d.sub(n.by(2 * n.dot(d)))
	fres := 0.04 + 0.96*math.Pow(graze, 5)
	out = out.add(s.skyTint.by(l.gloss * fres * open * (0.6 + 0.8*ease.Clamp(mirror.y, 0, 1))))
	out = out.add(s.skyTint.add(s.keyTint.by(0.5 * lit)).mul(l.colour).by(l.sheen * graze * graze * graze * open))
	return out.add(l.glow)
}

// film maps linear light to 0..1 for the screen: a gentle shoulder, then sRGB.
func film(x float64) float64 {
	x = max(x, 0)
	x = min(x*(1+0.10*x)/(1+0.42*x)*1.12, 1)
	if x <= 0.0031308 {
		return x * 12.92
	}
	return 1.055*math.Pow(x, 1/2.4) - 0.055
}

// ray returns the direction from the eye through x, y of a w×h picture.
func (s *stage) ray(x, y float64, w, h int) vec {
	forward := s.aim.sub(s.eye)
	right := forward.cross(vec{y: 1}).unit()
	up := right.cross(forward).unit()
	u := (x - float64(w)/2) / float64(w) * s.width
	v := (float64(h)/2 - y) / float64(w) * s.width
	return forward.add(right.by(u)).add(up.by(v)).unit()
}

// pixel is the mean of n×n rays through x, y.
func (s *stage) pixel(x, y, w, h, n int) vec {
	sum := vec{}
	for k := range n * n {
		px := float64(x) + (float64(k%n)+0.5)/float64(n)
		py := float64(y) + (float64(k/n)+0.5)/float64(n)
		c := s.light(s.eye, s.ray(px, py, w, h))
		sum = sum.add(vec{film(c.x), film(c.y), film(c.z)})
	}
	return sum.by(1 / float64(n*n))
}

// draw renders rows y0 to y1 of the stage as a w×h picture, n×n rays a pixel.
func (s *stage) draw(w, h, n, y0, y1 int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, y0, w, y1))
	var row atomic.Int64
	row.Store(int64(y0))
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for y := int(row.Add(1)) - 1; y < y1; y = int(row.Add(1)) - 1 {
				for x := range w {
					img.SetNRGBA(x, y, develop(s.pixel(x, y, w, h, n), x, y, w, h))
				}
			}
		})
	}
	wait.Wait()
	return img
}

// develop adds what a lens and film would: darker corners, a little grain.
func develop(c vec, x, y, w, h int) color.NRGBA {
	u, v := float64(x)/float64(w)-0.5, float64(y)/float64(h)-0.5
	fade := 1 - 0.42*(u*u+v*v)*(u*u+v*v)*1.6 - 0.12*(u*u+v*v)
	r := noise.New(noise.Mix(uint64(x), uint64(y)))
	grain := (r.Float() + r.Float() - 1) * 0.012
	to8 := func(f float64) uint8 { return uint8(ease.Clamp((f*fade+grain)*255+0.5, 0, 255)) }
	return color.NRGBA{to8(c.x), to8(c.y), to8(c.z), 255}
}
