package augment

var cornerNames = []string{
	"top_left_x", "top_left_y", "top_right_x", "top_right_y",
	"bottom_right_x", "bottom_right_y", "bottom_left_x", "bottom_left_y",
}

// drawPerspective is torchvision's RandomPerspective.get_params: where each
// corner of the result goes, in whole pixels, at most half of a side times the
// distortion towards the middle.
func drawPerspective(a *params, s *stream, at frame, v *values) bool {
	dx, dy := int(float64(a[0]*float64(at.w/2))), int(float64(a[0]*float64(at.h/2)))
	near := func(d int) float64 { return float64(s.below(d + 1)) }
	far := func(d, side int) float64 { return float64(side - d - 1 + s.below(d+1)) }
	v[0], v[1] = near(dx), near(dy)
	v[2], v[3] = far(dx, at.w), near(dy)
	v[4], v[5] = far(dx, at.w), far(dy, at.h)
	v[6], v[7] = near(dx), far(dy, at.h)
	return true
}

// perspective takes the corners of the result to v, as torchvision's
// perspective(startpoints, endpoints) does: the corners are 0 and side − 1. Four
// points on one line, or as good as that, leave the picture as it is.
func perspective(v *values, at frame) projective {
	w, h := float64(max(at.w-1, 1)), float64(max(at.h-1, 1))
	from := [8]float64{0, 0, w, 0, w, h, 0, h}
	var rows [8][9]float64
	for i := range 4 { // result (x, y) is taken from (u, v)
		x, y, u, t := v[2*i], v[2*i+1], from[2*i], from[2*i+1]
		rows[2*i] = [9]float64{x, y, 1, 0, 0, 0, -float64(u * x), -float64(u * y), u}
		rows[2*i+1] = [9]float64{0, 0, 0, x, y, 1, -float64(t * x), -float64(t * y), t}
	}
	c, ok := solve(&rows)
	if !ok {
		return projective{affine: identity}
	}
	return projective{affine{xx: c[0], xy: c[1], x0: c[2], yx: c[3], yy: c[4], y0: c[5]}, c[6], c[7]}
}

// solve solves eight linear equations by elimination with row pivoting.
func solve(m *[8][9]float64) (x [8]float64, ok bool) {
	for k := range 8 {
		best := k
		for i := k + 1; i < 8; i++ {
			if abs64(m[i][k]) > abs64(m[best][k]) {
				best = i
			}
		}
		m[k], m[best] = m[best], m[k]
		if abs64(m[k][k]) < 1e-9 {
			return x, false
		}
		for i := k + 1; i < 8; i++ {
			f := m[i][k] / m[k][k]
			for j := k; j < 9; j++ {
				m[i][j] -= float64(f * m[k][j])
			}
		}
	}
	for k := 7; k >= 0; k-- {
		sum := m[k][8]
		for j := k + 1; j < 8; j++ {
			sum -= float64(m[k][j] * x[j])
		}
		x[k] = sum / m[k][k]
	}
	return x, true
}
