package augment

import (
	"math"

	"graft/core/recipe"
)

// drawCrop is torchvision's RandomResizedCrop.get_params: ten tries for a box
// that fits into the picture, then the largest in the middle whose aspect is
// within the bounds. The values are x, y, w, h in pixels of the picture.
func drawCrop(a *params, s *stream, at frame, v *values) bool {
	pw, ph := float64(at.srcW), float64(at.srcH)
	for range 10 {
		w, h := drawBox(a, s, float64(pw*ph))
		if w >= 1 && w <= pw && h >= 1 && h <= ph {
			y := s.below(at.srcH - int(h) + 1)
			x := s.below(at.srcW - int(w) + 1)
			*v = values{float64(x), float64(y), w, h}
			return true
		}
	}
	w, h := pw, ph
	if least := exp(a[2]); pw/ph < least {
		h = max(1, math.RoundToEven(pw/least))
	} else if most := exp(a[3]); pw/ph > most {
		w = max(1, math.RoundToEven(float64(ph*most)))
	}
	*v = values{math.Floor((pw - w) / 2), math.Floor((ph - h) / 2), w, h}
	return true
}

// cropTo shows the box on the whole result. What it shows is in the result's
// coordinates: the picture, stretched to it, came first.
func cropTo(v *values, at frame) affine {
	pw, ph := float64(at.srcW), float64(at.srcH)
	return affine{
		xx: v[2] / pw, x0: float64(v[0]*float64(at.w)) / pw,
		yy: v[3] / ph, y0: float64(v[1]*float64(at.h)) / ph,
	}
}

func readRandomCrop(s recipe.Step) params {
	return params{math.Round(s.Number("width")), math.Round(s.Number("height")), math.Round(s.Number("padding"))}
}

// drawRandomCrop is tf.image.random_crop, and torchvision's RandomCrop where
// there is padding: a window of so many pixels of the picture, every place of it
// equally likely. A picture smaller than that is taken whole along that side.
func drawRandomCrop(a *params, s *stream, at frame, v *values) bool {
	border := int(a[2])
	pw, ph := at.srcW+2*border, at.srcH+2*border
	w, h := min(int(a[0]), pw), min(int(a[1]), ph)
	y := s.below(ph-h+1) - border
	x := s.below(pw-w+1) - border
	*v = values{float64(x), float64(y), float64(w), float64(h)}
	return true
}

// drawCentreCrop takes the largest box in the middle with the result's aspect,
// in whole pixels, as tf.keras's smart_resize does.
func drawCentreCrop(_ *params, _ *stream, at frame, v *values) bool {
	w := min(at.srcW, max(1, at.srcH*at.w/at.h))
	h := min(at.srcH, max(1, at.srcW*at.h/at.w))
	*v = values{float64((at.srcW - w) / 2), float64((at.srcH - h) / 2), float64(w), float64(h)}
	return true
}

// drawWithPad is tf.image.resize_with_pad: the box is larger than the picture
// along one side, so that the picture keeps its aspect on the result.
func drawWithPad(_ *params, _ *stream, at frame, v *values) bool {
	sw, sh, w, h := float64(at.srcW), float64(at.srcH), float64(at.w), float64(at.h)
	ratio := max(sw/w, sh/h)
	shownW, shownH := max(1, math.Floor(sw/ratio+1e-9)), max(1, math.Floor(sh/ratio+1e-9))
	left, top := math.Floor((w-shownW)/2), math.Floor((h-shownH)/2)
	kx, ky := sw/shownW, sh/shownH
	*v = values{-float64(left * kx), -float64(top * ky), float64(w * kx), float64(h * ky)}
	return true
}
