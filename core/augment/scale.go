package augment

import (
	"math"

	"graft/core/recipe"
)

// scale enlarges by v[0] about the centre, both axes alike.
func scale(v *values, at frame) affine {
	k := 1 / v[0]
	return about(float64(at.w)/2, float64(at.h)/2, k, 0, 0, k)
}

// pad shows the result within a border of v[0] pixels, scaled back to its size:
// torchvision's Pad and then Resize.
func pad(v *values, at frame) affine {
	w, h, n := float64(at.w), float64(at.h), v[0]
	return affine{
		xx: (w + float64(2*n)) / w, x0: -n,
		yy: (h + float64(2*n)) / h, y0: -n,
	}
}

func readPixelShift(s recipe.Step) params {
	return params{math.Round(s.Number("width")), math.Round(s.Number("height"))}
}

// drawPixelShift is what ImageDataGenerator draws for an integer n: one of
// 0…n−1 and then a sign, the height first.
func drawPixelShift(a *params, s *stream, _ frame, v *values) bool {
	v[1] = s.signed(a[1])
	v[0] = s.signed(a[0])
	return true
}

// signed draws a whole number of 0…n−1 and its sign; 0 if n is 0.
func (s *stream) signed(n float64) float64 {
	x := float64(s.below(max(int(n), 1)))
	if s.below(2) == 0 && x != 0 { // the second draw is always taken
		x = -x
	}
	return x
}

// shiftPixels moves the picture left by v[0] and up by v[1] pixels.
func shiftPixels(v *values, _ frame) affine { return affine{xx: 1, x0: v[0], yy: 1, y0: v[1]} }

func readTranslation(s recipe.Step) params { return params{s.Number("x"), s.Number("y")} }

// translate moves the picture right by v[0] and down by v[1] pixels.
func translate(v *values, _ frame) affine { return affine{xx: 1, x0: -v[0], yy: 1, y0: -v[1]} }

// number reads a parameter of KindNumber.
func number(name string) func(recipe.Step) params {
	return func(s recipe.Step) params { return params{s.Number(name)} }
}

// same takes the parameter as it is: nothing is drawn.
func same(a *params, _ *stream, _ frame, v *values) bool {
	v[0] = a[0]
	return true
}

// same2 takes two parameters as they are.
func same2(a *params, _ *stream, _ frame, v *values) bool {
	v[0], v[1] = a[0], a[1]
	return true
}

// sameAll takes every parameter as it is.
func sameAll(a *params, _ *stream, _ frame, v *values) bool {
	*v = values(*a)
	return true
}

// integerBetween draws a whole number, both bounds among them.
func integerBetween(a *params, s *stream, _ frame, v *values) bool {
	lo, hi := math.Ceil(a[0]), math.Floor(a[1])
	if hi < lo { // no whole number between them: the nearest to their middle
		lo = math.Round((a[0] + a[1]) / 2)
		hi = lo
	}
	v[0] = lo + float64(s.below(int(hi-lo)+1))
	return true
}
