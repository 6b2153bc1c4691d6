package safetensors

import (
	"encoding/binary"
	"math"
)

// MaxHalf is the largest finite number of IEEE 754 binary16, the format's F16.
const MaxHalf = 65504

// tooLargeForHalf says whether x has no finite binary16; NaN has one.
func tooLargeForHalf(x float32) bool { return x > MaxHalf || x < -MaxHalf }

// halvesOf returns the bytes of data as binary16.
func halvesOf(data []float32) []byte {
	out := make([]byte, 0, 2*len(data))
	for _, x := range data {
		out = binary.LittleEndian.AppendUint16(out, halfOf(x))
	}
	return out
}

// halfOf rounds x to binary16, to nearest, ties to even. x is within ±MaxHalf.
func halfOf(x float32) uint16 {
	b := math.Float32bits(x)
	sign := uint16(b >> 16 & 0x8000)
	e := int(b>>23&0xff) - 127 + 15
	m := b & 0x7fffff
	switch {
	case e >= 1: // normal; rounding up may carry into the exponent, as it should
		return sign | uint16(roundEven(uint32(e)<<23|m, 13))
	case e < -10: // below half of the smallest subnormal
		return sign
	}
	return sign | uint16(roundEven(m|0x800000, uint(14-e)))
}

// roundEven is x / 2^n, rounded to nearest, ties to even.
func roundEven(x uint32, n uint) uint32 {
	half, rest := uint32(1)<<(n-1), x&(1<<n-1)
	x >>= n
	if rest > half || rest == half && x&1 == 1 {
		x++
	}
	return x
}

// ofHalf is the value of a binary16, exactly.
func ofHalf(h uint16) float32 {
	sign, e, m := uint32(h&0x8000)<<16, uint32(h>>10&0x1f), uint32(h&0x3ff)
	switch e {
	case 0x1f: // infinity, NaN
		return math.Float32frombits(sign | 0xff<<23 | m<<13)
	case 0:
		v := float32(m) / (1 << 24)
		return math.Float32frombits(sign | math.Float32bits(v))
	}
	return math.Float32frombits(sign | (e-15+127)<<23 | m<<13)
}
