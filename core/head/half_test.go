package head

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

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
