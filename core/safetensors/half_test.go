package safetensors

import (
	"math"
	"testing"
)

// Values from IEEE 754-2019, table 3.5 and the rounding rules of its chapter 4.
func TestHalfOf(t *testing.T) {
	for _, tc := range []struct {
		x    float32
		want uint16
	}{
		{0, 0}, {float32(math.Copysign(0, -1)), 0x8000}, {1, 0x3c00}, {-2, 0xc000}, {65504, 0x7bff},
		{0x1p-14, 0x0400}, {0x1p-24, 1}, {0x1p-25, 0}, {0x1.8p-25, 1}, {0x1p-26, 0}, {1023 * 0x1p-24, 0x03ff},
		{1 + 0x1p-11, 0x3c00}, {1 + 0x1.8p-10, 0x3c02}, {1 + 0x1.2p-11, 0x3c01}, // ties to even, and above a tie
		{1023.5 * 0x1p-24, 0x0400}, {2047.9, 0x6800}, // rounding carries into the exponent
		{1.0 / 3, 0x3555}, {-1e-9, 0x8000},
	} {
		if got := halfOf(tc.x); got != tc.want {
			t.Errorf("halfOf(%g) = %#04x, want %#04x", tc.x, got, tc.want)
		}
	}
}

func TestHalfThereAndBack(t *testing.T) {
	for h := range 1 << 16 {
		h := uint16(h)
		if x := ofHalf(h); x-x == 0 && halfOf(x) != h {
			t.Errorf("halfOf(ofHalf(%#04x)) = %#04x", h, halfOf(x))
		}
	}
	if x := ofHalf(0x7c00); !math.IsInf(float64(x), 1) {
		t.Errorf("ofHalf(infinity) = %g", x)
	}
	if x := ofHalf(0xfe00); x == x {
		t.Errorf("ofHalf(NaN) = %g", x)
	}
}
