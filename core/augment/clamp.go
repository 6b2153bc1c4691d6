package augment

import (
	"math"
	"unsafe"
)

// Comparisons of floats are branches in WebAssembly as Go compiles it, and the
// built-in min and max are calls; integers are selected without either. The
// bits of floats that are not negative order as the floats do, and those of a
// negative one are a negative integer.

const bitsOfOne = 0x3f800000

// unitClamp holds x within 0…1.
func unitClamp(x float32) float32 {
	return fromOrder(min(max(int64(int32(math.Float32bits(x))), 0), bitsOfOne))
}

// zeroClamp holds x above 0.
func zeroClamp(x float32) float32 {
	b := int32(math.Float32bits(x))
	return math.Float32frombits(uint32(b &^ (b >> 31)))
}

// largest returns the largest of three numbers that are not negative.
func largest(x, y, z float32) float32 {
	return fromOrder(max(order(x), order(y), order(z)))
}

// smallest returns the smallest of three numbers that are not negative.
func smallest(x, y, z float32) float32 {
	return fromOrder(min(order(x), order(y), order(z)))
}

// order returns an integer that orders as the number, not negative, does. 64
// bits are what WebAssembly compares without widening first.
func order(x float32) int64 { return int64(math.Float32bits(x)) }

func fromOrder(n int64) float32 { return math.Float32frombits(uint32(n)) }

// lesser returns the smaller of two numbers that are not negative.
func lesser(x, y float32) float32 { return fromOrder(min(order(x), order(y))) }

// greater returns the larger of two numbers that are not negative.
func greater(x, y float32) float32 { return fromOrder(max(order(x), order(y))) }

// toByte rounds as tf.image.convert_image_dtype does: times 255.5, truncated.
func toByte(x float32) uint8 { return uint8(int64(x * 255.5)) }

// opaque returns a pixel of the results of toByte, red in the lowest byte.
func opaque(r, g, b float32) uint32 {
	return uint32(int64(r*255.5)) | uint32(int64(g*255.5))<<8 | uint32(int64(b*255.5))<<16 | 0xff<<24
}

// bitsOf returns line as the bits of its numbers. In WebAssembly as Go compiles
// it, math.Float32bits is a store and a load; this is the load alone.
func bitsOf(line []float32) []uint32 {
	return unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(line))), len(line))
}

// bits returns t as the bits of its numbers: see bitsOf.
func (t *tables) bits() *[3][256]uint32 { return (*[3][256]uint32)(unsafe.Pointer(t)) }

// pixel returns what the tables make of a pixel, red in its lowest byte.
func (t *tables) pixel(px uint32) (r, g, b float32) {
	return t[0][px&0xff], t[1][px>>8&0xff], t[2][px>>16&0xff]
}

// abs goes by way of float64, whose absolute value is an instruction everywhere.
func abs(x float32) float32 { return float32(math.Abs(float64(x))) }
