package augment

import "math"

// Comparisons of floats are branches in WebAssembly as Go compiles it, and the
// built-in min and max are calls; integers are selected without either. The
// bits of floats that are not negative order as the floats do, and those of a
// negative one are a negative integer.

const bitsOfOne = 0x3f800000

// unitClamp holds x within 0…1.
func unitClamp(x float32) float32 {
	b := int32(math.Float32bits(x))
	if b < 0 {
		b = 0
	}
	if b > bitsOfOne {
		b = bitsOfOne
	}
	return math.Float32frombits(uint32(b))
}

// largest returns the largest of three numbers that are not negative.
func largest(x, y, z float32) float32 {
	a, b, c := int32(math.Float32bits(x)), int32(math.Float32bits(y)), int32(math.Float32bits(z))
	if b > a {
		a = b
	}
	if c > a {
		a = c
	}
	return math.Float32frombits(uint32(a))
}

// smallest returns the smallest of three numbers that are not negative.
func smallest(x, y, z float32) float32 { return lesser(lesser(x, y), z) }

// lesser returns the smaller of two numbers that are not negative.
func lesser(x, y float32) float32 {
	a, b := int32(math.Float32bits(x)), int32(math.Float32bits(y))
	if b < a {
		a = b
	}
	return math.Float32frombits(uint32(a))
}

func abs(x float32) float32 {
	return math.Float32frombits(math.Float32bits(x) &^ (1 << 31))
}
