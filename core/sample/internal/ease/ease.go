// Package ease is the curves that drawings are shaded and shaped with.
package ease

// Clamp returns x, or the nearer of lo and hi if it lies outside.
func Clamp(x, lo, hi float64) float64 { return min(max(x, lo), hi) }

// Smooth rises from 0 at a to 1 at b (falls if b < a), flat at both ends: smoothstep.
func Smooth(a, b, x float64) float64 {
	t := Clamp((x-a)/(b-a), 0, 1)
	return t * t * (3 - 2*t)
}
