package head

import (
	"math"
	"math/rand/v2"
	"strings"
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

// A head in 16 bits is half as large and says the same.
func TestEncodeHalf(t *testing.T) {
	h := small()
	rng := rand.New(rand.NewPCG(1, 2))
	x := make([]float32, Features)
	for i := range x {
		x[i] = float32(math.Max(0, rng.NormFloat64()))
	}
	for i := range h.Kernel {
		h.Kernel[i] = float32(rng.NormFloat64()) / 32
	}
	full, err := h.Encode()
	if err != nil {
		t.Fatal(err)
	}
	half, err := h.EncodeHalf()
	if err != nil {
		t.Fatal(err)
	}
	if saved := len(full) - len(half); saved < 2*len(h.Kernel)-16 {
		t.Errorf("%d bytes in 32 bits, %d in 16: want two less a number", len(full), len(half))
	}
	got, err := Decode(half)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := h.Predict(x)
	p, err := got.Predict(x)
	if err != nil {
		t.Fatal(err)
	}
	// Each weight is off by 2^-11 of itself at most, and the errors of 2048 of
	// them are of either sign: a logit is off by some 1e-3.
	if d := math.Abs(float64(p[0] - want[0])); d > 1e-3 {
		t.Errorf("Predict in 16 bits = %v, in 32 = %v", p, want)
	}
	h.Kernel[7] = 70000
	if _, err := h.EncodeHalf(); err == nil || !strings.Contains(err.Error(), "number 7 is 70000") {
		t.Errorf("EncodeHalf beyond its range = %v, want an error that names the number", err)
	}
}

func TestDecodeHalfNotFinite(t *testing.T) {
	data, err := small().EncodeHalf()
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)-1] = 0x7c // +Inf
	if _, err := Decode(data); err == nil || !strings.Contains(err.Error(), "number 4095 is +Inf") {
		t.Errorf("Decode = %v, want an error that names the number", err)
	}
}
