package sample

import (
	"math"

	"graft/core/sample/internal/noise"
)

// Distances to outlines, in the shape's own plane: negative inside.

func length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }

func circle(x, y, r float64) float64 { return length(x, y) - r }

func oval(x, y, rx, ry float64) float64 {
	k0 := length(x/rx, y/ry)
	k1 := length(x/(rx*rx), y/(ry*ry))
	if k1 < 1e-9 {
		return -min(rx, ry)
	}
	return k0 * (k0 - 1) / k1
}

// pill is a segment of half length l along x, r thick.
func pill(x, y, l, r float64) float64 { return length(max(math.Abs(x)-l, 0), y) - r }

// panel is a box of half sizes w and h with corners of radius r.
func panel(x, y, w, h, r float64) float64 {
	dx, dy := math.Abs(x)-w+r, math.Abs(y)-h+r
	return length(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - r
}

// wobbly is a circle whose outline wanders by amp, n humps or so.
func wobbly(x, y, r, amp, n, seed float64) float64 {
	d := length(x, y)
	if d < 1e-6 {
		return -r
	}
	k := n / (2 * math.Pi)
	return d - r - amp*(2*noise.At2(x/d*k+seed, y/d*k+seed*1.7)-1)
}

// bend is the distance across from a parabola along x, so that what is
// straight in (x, bend(x, y)) is curved on the table.
func bend(x, y, k float64) float64 { return y - k*x*x }

// speckle is 1 on spots of noise above a level, 0 beside them.
func speckle(x, y, scale, level, soft float64) float64 {
	return smooth(level-soft, level+soft, noise.At2(x*scale, y*scale))
}
