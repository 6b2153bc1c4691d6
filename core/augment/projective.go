package augment

import "image"

// projective is an affine map divided by px·x + py·y + 1: the 3×3 matrix whose
// last row is px, py, 1.
type projective struct {
	affine
	px, py float64
}

// flat says whether the map is affine.
func (m projective) flat() bool { return m.px == 0 && m.py == 0 }

// of returns the map that applies n first, then m: the matrix product m·n,
// scaled so that its last element is 1.
func (m projective) of(n projective) projective {
	if m.flat() && n.flat() {
		return projective{affine: m.affine.of(n.affine)}
	}
	row := func(x, y, one float64) (float64, float64, float64) {
		return float64(x*n.xx) + float64(y*n.yx) + float64(one*n.px),
			float64(x*n.xy) + float64(y*n.yy) + float64(one*n.py),
			float64(x*n.x0) + float64(y*n.y0) + one
	}
	var out projective
	out.xx, out.xy, out.x0 = row(m.xx, m.xy, m.x0)
	out.yx, out.yy, out.y0 = row(m.yx, m.yy, m.y0)
	var last float64
	out.px, out.py, last = row(m.px, m.py, 1)
	if abs64(last) < 1e-9 { // the origin is on the horizon: nothing of use is seen
		last = 1e-9
	}
	inv := 1 / last
	out.affine = out.affine.scaled(inv, inv)
	out.px, out.py = float64(out.px*inv), float64(out.py*inv)
	return out
}

// scaled returns m followed by a scaling of both axes.
func (m projective) scaled(sx, sy float64) projective {
	return projective{m.affine.scaled(sx, sy), m.px, m.py}
}

// at returns where (x, y) goes, and the affine map that m resembles there.
func (m projective) at(x, y float64) (u, v float64, near affine) {
	d := float64(m.px*x) + float64(m.py*y) + 1
	if d < horizon {
		d = horizon
	}
	inv := 1 / d
	u = float64((float64(m.xx*x) + float64(m.xy*y) + m.x0) * inv)
	v = float64((float64(m.yx*x) + float64(m.yy*y) + m.y0) * inv)
	near = affine{
		xx: float64((m.xx - float64(u*m.px)) * inv), xy: float64((m.xy - float64(u*m.py)) * inv),
		yx: float64((m.yx - float64(v*m.px)) * inv), yy: float64((m.yy - float64(v*m.py)) * inv),
	}
	return u, v, near
}

// horizon bounds the divisor: what lies at it or beyond is far outside.
const horizon = 1e-6

// resampleProjective is resample for a map that need not be affine. It takes
// one halving for the whole result, that which suits the place of it where the
// picture shrinks least, and one sample a pixel.
func resampleProjective(dst *image.NRGBA, halvings []halving, box image.Rectangle, m projective, f fill, rows *alignedRows) {
	if m.flat() {
		resample(dst, halvings, box, m.affine, f, rows)
		return
	}
	dw, dh := dst.Rect.Dx(), dst.Rect.Dy()
	least := m.leastStep(float64(dw), float64(dh))
	k, side := 0, 1.0
	for k+1 < len(halvings) && least > 2*side {
		k, side = k+1, side*4
	}
	scale := 1 / float64(int64(1)<<k)
	m = m.scaled(scale, scale)
	w, x0, y0 := newWarp(dst, halvings, k, box, f)
	var us, vs [placesChunk]int64
	for y := range dh {
		row := dst.Pix[y*dst.Stride:][:4*dw]
		for x := 0; x < dw; x += placesChunk {
			n := min(placesChunk, dw-x)
			m.places(us[:n], vs[:n], float64(x)+0.5, float64(y)+0.5, x0, y0)
			w.places(row[4*x:4*(x+n)], us[:n], vs[:n])
		}
	}
}

// placesChunk is how many places are held at a time, on the stack.
const placesChunk = 64

// places writes where the pixels from (px, py) on lie in a halving, from (x0, y0)
// of it, as resample's positions.
func (m projective) places(us, vs []int64, px, py, x0, y0 float64) {
	u0 := float64(m.xy*py) + m.x0
	v0 := float64(m.yy*py) + m.y0
	d0 := float64(m.py*py) + 1
	for i := range us {
		d := float64(m.px*px) + d0
		if d < horizon {
			d = horizon
		}
		inv := 1 / d
		const centre = 1<<(fracShift-1) - half
		us[i] = fixed(float64((float64(m.xx*px)+u0)*inv)-x0, 1<<26) + centre
		vs[i] = fixed(float64((float64(m.yx*px)+v0)*inv)-y0, 1<<26) + centre
		px++
	}
}

// leastStep returns the square of the shortest way that a step of one pixel of
// the result goes in what it is taken from, at the corners and in the middle.
func (m projective) leastStep(w, h float64) float64 {
	least := 0.0
	for i, p := range [5][2]float64{{0, 0}, {w, 0}, {0, h}, {w, h}, {w / 2, h / 2}} {
		_, _, near := m.at(p[0], p[1])
		sx, sy := near.steps()
		if s := min(sx, sy); i == 0 || s < least {
			least = s
		}
	}
	return least
}
