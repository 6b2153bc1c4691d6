package augment

import "graft/core/recipe"

// readErase reads the box and what covers it.
func readErase(s recipe.Step) params {
	a := readBox(s)
	a[4] = eraseLevels[s.Choice("value")]
	return a
}

const eraseNoise = -1

var eraseLevels = map[string]float64{"black": 0, "grey": 128.0 / 255, "white": 1, "noise": eraseNoise}

// drawErase is torchvision's RandomErasing.get_params: ten tries for a box
// smaller than the result in both directions; after that nothing is erased.
// The values are x, y, w, h in pixels of the result, and the level.
func drawErase(a *params, s *stream, at frame, v *values) bool {
	v[4] = a[4]
	for range 10 {
		w, h := drawBox(a, s, float64(at.w)*float64(at.h))
		if w >= 1 && w < float64(at.w) && h >= 1 && h < float64(at.h) {
			y := s.below(at.h - int(h) + 1)
			x := s.below(at.w - int(w) + 1)
			*v = values{float64(x), float64(y), w, h, a[4]}
			return true
		}
	}
	return false
}

// erase covers the part of the box that lies in row y.
func erase(d *drawn, y int, r, g, b []float32) {
	x0, y0, w, h := int(d.values[0]), int(d.values[1]), int(d.values[2]), int(d.values[3])
	if y < y0 || y >= y0+h {
		return
	}
	r, g, b = r[x0:x0+w], g[x0:x0+w], b[x0:x0+w]
	if d.values[4] == eraseNoise {
		coverNoise(&d.stream, r, g, b)
		return
	}
	level := float32(d.values[4])
	for i := range r {
		r[i], g[i], b[i] = level, level, level
	}
}

// coverNoise is torchvision's value="random": standard normal noise on a
// picture that its preprocessing has normalised, so here about ImageNet's mean
// with ImageNet's standard deviation.
func coverNoise(s *stream, r, g, b []float32) {
	var z [3]float32
	for i := range r {
		s.normals(z[:])
		r[i] = unitClamp(0.485 + float32(0.229*z[0]))
		g[i] = unitClamp(0.456 + float32(0.224*z[1]))
		b[i] = unitClamp(0.406 + float32(0.225*z[2]))
	}
}
