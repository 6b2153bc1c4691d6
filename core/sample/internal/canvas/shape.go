package canvas

import (
	"math"

	"graft/core/sample/internal/noise"
)

// Distances to outlines, in the shape's own plane: negative inside.

func Length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }

func Circle(x, y, r float64) float64 { return Length(x, y) - r }

func Oval(x, y, rx, ry float64) float64 {
	k0 := Length(x/rx, y/ry)
	k1 := Length(x/(rx*rx), y/(ry*ry))
	if k1 < 1e-9 {
		return -min(rx, ry)
	}
	return k0 * (k0 - 1) / k1
}

// Pill is a segment of half length l along x, r thick.
func Pill(x, y, l, r float64) float64 { return Length(max(math.Abs(x)-l, 0), y) - r }

// Panel is a box of half sizes w and h with corners of radius r.
func Panel(x, y, w, h, r float64) float64 {
	dx, dy := math.Abs(x)-w+r, math.Abs(y)-h+r
	return Length(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - r
}

// Wobbly is a circle whose outline wanders by amp, n humps or so.
func Wobbly(x, y, r, amp, n, seed float64) float64 {
	d := Length(x, y)
	if d < 1e-6 {
		return -r
	}
	k := n / (2 * math.Pi)
	return d - r - amp*(2*noise.At2(x/d*k+seed, y/d*k+seed*1.7)-1)
}

// Bend is the distance across from a parabola along x, so that what is
// straight in (x, bend(x, y)) is curved on the table.
func Bend(x, y, k float64) float64 { return y - k*x*x }

// Speckle is 1 on spots of noise above a level, 0 beside them.
func Speckle(x, y, scale, level, soft float64) float64 {
	return Smooth(level-soft, level+soft, noise.At2(x*scale, y*scale))
}
