package augment

// The maps of Keras's ImageDataGenerator, as documented, about the centre of
// the result. (Keras itself swaps width and height shift and misses the centre
// of pictures that are not square: keras#17398, tensorflow#82838.) Its matrices
// are about (x, y), y downwards, as ours. (Versions that do not swap the axes
// before they call scipy turn the other way and shear the other axis.)

// rotate turns by v[0] degrees, counter-clockwise as it is seen.
func rotate(v *values, at frame) affine {
	sin, cos := sincosDeg(v[0])
	return about(float64(at.w)/2, float64(at.h)/2, cos, -sin, sin, cos)
}

// shiftWidth moves the picture to the left by the share v[0] of the width.
func shiftWidth(v *values, at frame) affine {
	return affine{xx: 1, x0: float64(v[0] * float64(at.w)), yy: 1}
}

// shiftHeight moves the picture up by the share v[0] of the height.
func shiftHeight(v *values, at frame) affine {
	return affine{xx: 1, yy: 1, y0: float64(v[0] * float64(at.h))}
}

// shear is Keras's [[1, -sin s, 0], [0, cos s, 0]]: it pushes each row aside by
// its distance from the centre.
func shear(v *values, at frame) affine {
	sin, cos := sincosDeg(v[0])
	return about(float64(at.w)/2, float64(at.h)/2, 1, -sin, 0, cos)
}

// drawZoom draws a factor for each axis, that of the height first as Keras does.
func drawZoom(a *params, s *stream, _ frame, v *values) bool {
	v[1] = s.within(a[0], a[1])
	v[0] = s.within(a[0], a[1])
	return true
}

// zoom shows v[0] times the width and v[1] times the height.
func zoom(v *values, at frame) affine {
	return about(float64(at.w)/2, float64(at.h)/2, v[0], 0, 0, v[1])
}
