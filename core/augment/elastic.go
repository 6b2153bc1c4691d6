package augment

import (
	"math"

	"graft/core/recipe"
)

func readElastic(s recipe.Step) params { return params{s.Number("alpha"), s.Number("sigma")} }

// drawElastic draws nothing by name; the displacements go on from the stream.
func drawElastic(a *params, _ *stream, _ frame, v *values) bool {
	v[0], v[1] = a[0], a[1]
	return a[0] > 0
}

// elastic is torchvision's ElasticTransform: every pixel is taken from a place
// that lies aside by alpha/2 times even noise of −1…1, blurred with sigma. The
// kernel reaches four sigma as there, or maxRadius. The noise of all pixels
// along x comes before that along y.
func elastic(d *drawn, c *canvas) {
	p := &c.plan.colour.planes
	tmp := c.plan.colour.scratch
	radius := min(int(math.Ceil(float64(4*d.values[1]))), maxRadius)
	kernel := tmp.kernel[:radius+1]
	fillKernel(kernel, d.values[1])
	for axis := range 2 {
		plane := p.c[axis]
		for i := range plane {
			plane[i] = float32(float64(2*d.stream.unit()) - 1)
		}
		for y := range p.h {
			tmp.blurRow(tmp.plane[y*p.w:][:p.w], p.row(axis, y), kernel)
		}
		for y := range p.h {
			tmp.blurColumns(p.row(axis, y), y, p.h, kernel)
		}
	}
	c.displace(p, float64(d.values[0]/2))
}

// displace takes each pixel of the result from reach times (c[0], c[1]) aside.
func (c *canvas) displace(p *planes, reach float64) {
	l := c.plan.copy(c.dst)
	w, _, _ := newWarp(c.dst, []halving{l}, 0, l.box(), c.fill)
	var us, vs [placesChunk]int64
	for y := range p.h {
		row := c.dst.Pix[y*c.dst.Stride:][:4*p.w]
		dx, dy := p.row(0, y), p.row(1, y)
		for x := 0; x < p.w; x += placesChunk {
			n := min(placesChunk, p.w-x)
			for i := range n {
				// Half a unit of the weights makes the truncation to 11 bits a rounding.
				us[i] = int64(x+i)*one + fixed(float64(reach*float64(dx[x+i])), 1<<18) + 1<<(fracShift-1)
				vs[i] = int64(y)*one + fixed(float64(reach*float64(dy[x+i])), 1<<18) + 1<<(fracShift-1)
			}
			w.places(row[4*x:4*(x+n)], us[:n], vs[:n])
		}
	}
}
