package kinds

import (
	"math"

	"graft/core/sample/internal/ease"
	"graft/core/sample/internal/noise"
)

// fractal is an iterated function system: a point that hops by one of a few
// contracting maps draws the kind's attractor (Barnsley; as pictures to train on:
// Kataoka et al., "Pre-training without Natural Images", 2020).
type fractal struct {
	maps  [][6]float64
	share []float64
}

func newFractal(seed uint64, kind int) fractal {
	for try := uint64(0); ; try++ {
		r := noise.New(noise.Mix(noise.Mix(seed, uint64(kind)), try))
		var f fractal
		total := 0.0
		for range 2 + r.Intn(4) {
			// Two turns about two scales: every linear map, contracting for sure.
			s0, s1 := r.In(0.25, 0.9), r.In(0.2, 0.8)
			a, b := r.In(0, 2*math.Pi), r.In(0, 2*math.Pi)
			sa, ca := math.Sincos(a)
			sb, cb := math.Sincos(b)
			m := [6]float64{s0*ca*cb - s1*sa*sb, -s0*ca*sb - s1*sa*cb, s0*sa*cb + s1*ca*sb, -s0*sa*sb + s1*ca*cb, r.In(-1, 1), r.In(-1, 1)}
			f.maps = append(f.maps, m)
			total += math.Abs(m[0]*m[3]-m[1]*m[2]) + 0.02
			f.share = append(f.share, total)
		}
		for i := range f.share {
			f.share[i] /= total
		}
		if f.fills() {
			return f
		}
	}
}

// fills says whether the attractor covers enough of its box to be seen.
func (f *fractal) fills() bool {
	points := f.points(noise.New(1), 1500)
	x0, y0, x1, y1 := box(points)
	var seen [400]bool
	n := 0
	for _, p := range points {
		k := int((p[0]-x0)/(x1-x0+1e-9)*19.99)*20 + int((p[1]-y0)/(y1-y0+1e-9)*19.99)
		if !seen[k] {
			seen[k] = true
			n++
		}
	}
	return n > 75
}

func (f *fractal) points(r *noise.Rand, n int) [][2]float64 {
	list := make([][2]float64, 0, n)
	x, y := 0.0, 0.0
	for i := range n + 20 {
		u, k := r.Float(), 0
		for k < len(f.share)-1 && u > f.share[k] {
			k++
		}
		m := &f.maps[k]
		x, y = float64(m[0]*x)+float64(m[1]*y)+m[4], float64(m[2]*x)+float64(m[3]*y)+m[5]
		if i >= 20 {
			list = append(list, [2]float64{x, y})
		}
	}
	return list
}

func box(points [][2]float64) (x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = 1e9, 1e9, -1e9, -1e9
	for _, p := range points {
		x0, x1 = min(x0, p[0]), max(x1, p[0])
		y0, y1 = min(y0, p[1]), max(y1, p[1])
	}
	return x0, y0, x1, y1
}

func (f fractal) vary(r *noise.Rand) fractal {
	maps := make([][6]float64, len(f.maps))
	for i, m := range f.maps {
		for k := range m {
			m[k] *= 1 + r.In(-0.06, 0.06)
		}
		maps[i] = m
	}
	return fractal{maps, f.share}
}

func (c *canvas) fractal(kind *fractal, r *noise.Rand) {
	ground := newPaint(r)
	a, b := newHue(r), newHue(r)
	if r.Chance(0.5) {
		ground.pattern = patternPlain
	}
	low := hsv(a.h, a.s, a.v*0.5)
	under := ground.with(r, low, low.by(r.In(0.5, 1.5)))
	c.surface(&under, pose{size: 1})
	c.tellGround(&under)
	f := kind.vary(r)
	points := f.points(r, c.side*c.side)
	x0, y0, x1, y1 := box(points)
	p := pose{x: r.In(-0.25, 0.25), y: r.In(-0.25, 0.25), turn: r.In(-0.4, 0.4), size: r.In(0.6, 1.1)}
	sin, cos := math.Sincos(p.turn)
	scale := 2 / max(x1-x0, y1-y0)
	ink := [2]rgb{hsv(b.h, b.s, ease.Clamp(b.v+0.3, 0, 1)), hsv(b.h+r.In(0, 0.4), b.s, ease.Clamp(b.v+0.3, 0, 1))}
	c.tell(traitSort + 3)
	c.tell(traitParts + min(len(f.maps), 5) - 1)
	c.tellColour(ink[0])
	c.tellColour(ink[1])
	c.tellPlace(p, 0.75, 0.95)
	half := float64(c.side) / 2
	for i, q := range points {
		u, v := (q[0]-(x0+x1)/2)*scale*p.size, (q[1]-(y0+y1)/2)*scale*p.size
		x := int((float64(u*cos) - float64(v*sin) + p.x + 1) * half)
		y := int((float64(u*sin) + float64(v*cos) + p.y + 1) * half)
		if x >= 0 && x < c.side && y >= 0 && y < c.side {
			at := &c.pix[y*c.side+x]
			*at = at.to(ink[0].to(ink[1], float64(i)/float64(len(points))), 0.45)
		}
	}
}
