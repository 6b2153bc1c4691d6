package augment

import "math"

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
