package head

import (
	"bytes"
	"math"
	"strings"
	"testing"
)

// withTop is a head of two classes on a top of three.
func withTop() *Head {
	h := &Head{Classes: []string{"a", "b"}, Kernel: []float32{1, 0, 0, 1, -1, 2}, Bias: []float32{0.5, 0}, Size: [2]int{224, 224},
		Top: &Top{Kernel: make([]float32, 3*Features), Bias: []float32{0, 1, 2}}}
	copy(h.Top.Kernel, []float32{1, 2, 3, -1, 0, 1})
	return h
}

func TestTop(t *testing.T) {
	h := withTop()
	x := make([]float32, Features)
	x[0], x[1] = 2, 1
	// Logits of the top: 2-1+0, 4+0+1, 6+1+2.
	e := []float64{math.Exp(1 - 9), math.Exp(5 - 9), 1}
	sum := e[0] + e[1] + e[2]
	a := e[0]/sum - e[2]/sum + 0.5
	b := e[1]/sum + 2*e[2]/sum
	want := math.Exp(a) / (math.Exp(a) + math.Exp(b))
	got, err := h.Predict(x)
	if err != nil || math.Abs(float64(got[0])-want) > 1e-6 {
		t.Errorf("Predict = %v, %v, want %g first", got, err, want)
	}
	data, err := h.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	again, err := back.Encode()
	if err != nil || !bytes.Equal(again, data) || back.Inputs() != 3 {
		t.Errorf("through a file: %v, %d inputs", err, back.Inputs())
	}
	if _, err := Decode(data[:len(data)-4]); err == nil {
		t.Error("a file cut off in the top was read")
	}
	if _, err := h.EncodeHalf(); err == nil || !strings.Contains(err.Error(), "softmax") {
		t.Errorf("EncodeHalf: %v, want a refusal", err)
	}
	if _, err := h.Activation(0, x); err == nil || !strings.Contains(err.Error(), "softmax") {
		t.Errorf("Activation: %v, want a refusal", err)
	}
	h.Top.Bias = h.Top.Bias[:2]
	if err := h.Validate(); err == nil {
		t.Error("a top whose bias does not fit its kernel is taken")
	}
}
