package augment

func flipLeftRight(_ *values, at frame) affine {
	return affine{xx: -1, x0: float64(at.w), yy: 1}
}

func flipUpDown(_ *values, at frame) affine {
	return affine{xx: 1, yy: -1, y0: float64(at.h)}
}
