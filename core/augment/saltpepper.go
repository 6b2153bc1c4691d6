package augment

import "graft/core/recipe"

func readSaltPepper(s recipe.Step) params {
	lo, hi := s.Range("amount")
	return params{lo, hi, s.Number("salt")}
}

func drawSaltPepper(a *params, s *stream, _ frame, v *values) bool {
	v[0], v[1] = s.within(a[0], a[1]), a[2]
	return true
}

// saltAndPepper makes a share values[0] of the pixels white or black, white a
// share values[1] of those, as Albumentations' SaltAndPepper does.
func saltAndPepper(d *drawn, _ int, r, g, b []float32) {
	const whole = 1 << 32
	changed := uint64(float64(d.values[0] * whole))
	white := uint64(float64(d.values[0] * d.values[1] * whole))
	g, b = g[:len(r)], b[:len(r)]
	s := d.stream
	for i := range r {
		var word uint64
		s, word = s.advanced()
		if word >>= 32; word < changed {
			level := float32(0)
			if word < white {
				level = 1
			}
			r[i], g[i], b[i] = level, level, level
		}
	}
	d.stream = s
}
