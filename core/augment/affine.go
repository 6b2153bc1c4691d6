package augment

import (
	"image"
	"math"
)

// affine maps (x, y) to (xx·x + xy·y + x0, yx·x + yy·y + y0). Coordinates are
// continuous: pixel i covers i to i+1. Maps go from the result to what it is
// taken from. (The last row of the 3×3 matrix is 0 0 1.)
type affine struct{ xx, xy, x0, yx, yy, y0 float64 }

var identity = affine{xx: 1, yy: 1}

// of returns the map that applies n first, then m: the matrix product m·n.
func (m affine) of(n affine) affine {
	return affine{
		xx: float64(m.xx*n.xx) + float64(m.xy*n.yx),
		xy: float64(m.xx*n.xy) + float64(m.xy*n.yy),
		x0: float64(m.xx*n.x0) + float64(m.xy*n.y0) + m.x0,
		yx: float64(m.yx*n.xx) + float64(m.yy*n.yx),
		yy: float64(m.yx*n.xy) + float64(m.yy*n.yy),
		y0: float64(m.yx*n.x0) + float64(m.yy*n.y0) + m.y0,
	}
}

// scaled returns m followed by a scaling of both axes.
func (m affine) scaled(sx, sy float64) affine {
	return affine{
		float64(m.xx * sx), float64(m.xy * sx), float64(m.x0 * sx),
		float64(m.yx * sy), float64(m.yy * sy), float64(m.y0 * sy),
	}
}

// about returns the linear map xx, xy, yx, yy with (cx, cy) left in place.
func about(cx, cy, xx, xy, yx, yy float64) affine {
	return affine{
		xx: xx, xy: xy, x0: cx - float64(xx*cx) - float64(xy*cy),
		yx: yx, yy: yy, y0: cy - float64(yx*cx) - float64(yy*cy),
	}
}

// steps returns the squares of how far a step of one pixel along x and along y
// of the result goes in what it is taken from.
func (m affine) steps() (alongX, alongY float64) {
	return float64(m.xx*m.xx) + float64(m.yx*m.yx), float64(m.xy*m.xy) + float64(m.yy*m.yy)
}

// extent is a box with its sides along the axes.
type extent struct{ x0, y0, x1, y1 float64 }

// extent returns what m, of flips and crops, shows on a result of w×h.
func (m affine) extent(w, h int) extent {
	x, y := m.x0+float64(m.xx*float64(w)), m.y0+float64(m.yy*float64(h))
	return extent{min(m.x0, x), min(m.y0, y), max(m.x0, x), max(m.y0, y)}
}

// narrowed returns o if it lies within e, and whether it does.
func (e extent) narrowed(o extent) (extent, bool) {
	const eps = 1e-6
	if o.x0 < e.x0-eps || o.y0 < e.y0-eps || o.x1 > e.x1+eps || o.y1 > e.y1+eps {
		return e, false
	}
	return o, true
}

// box returns the pixels that e touches once it is scaled, but for what is
// rounding.
func (e extent) box(sx, sy float64) image.Rectangle {
	const eps = 1e-6
	return image.Rect(
		int(math.Floor(float64(e.x0*sx)+eps)), int(math.Floor(float64(e.y0*sy)+eps)),
		int(math.Ceil(float64(e.x1*sx)-eps)), int(math.Ceil(float64(e.y1*sy)-eps)),
	)
}
