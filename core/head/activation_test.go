package head

import (
	"math"
	"testing"
)

// The mean of the activations and the bias make the logit: the difference of
// two classes' logits is the logarithm of the ratio of their probabilities.
func TestActivation(t *testing.T) {
	h := &Head{Classes: []string{"a", "b", "c"}, Kernel: make([]float32, 3*Features), Bias: []float32{0.5, -1, 0}}
	for i := range h.Kernel {
		h.Kernel[i] = float32(math.Sin(float64(i))) / 40
	}
	places, mean := make([]float32, 4*Features), make([]float32, Features)
	for i := range places {
		places[i] = float32(1 + math.Cos(float64(3*i)))
		mean[i%Features] += places[i] / 4
	}
	p, err := h.Predict(mean)
	if err != nil {
		t.Fatal(err)
	}
	var logits [3]float64
	for c := range logits {
		a, err := h.Activation(c, places)
		if err != nil || len(a) != 4 {
			t.Fatalf("Activation(%d) = %v, %v, want 4 numbers", c, a, err)
		}
		for _, v := range a {
			logits[c] += float64(v) / 4
		}
		logits[c] += float64(h.Bias[c])
	}
	for c := 1; c < 3; c++ {
		if got, want := logits[c]-logits[0], math.Log(float64(p[c])/float64(p[0])); math.Abs(got-want) > 1e-4 {
			t.Errorf("logit of %d over that of 0: %g by the map, %g by the features", c, got, want)
		}
	}
	// One place alone, by hand.
	one := make([]float32, Features)
	one[0], one[5] = 2, 3
	if a, _ := h.Activation(1, one); math.Abs(float64(a[0]-2*h.Kernel[1]-3*h.Kernel[16])) > 1e-6 {
		t.Errorf("Activation = %v, want %g", a, 2*h.Kernel[1]+3*h.Kernel[16])
	}
	for _, bad := range []struct{ class, n int }{{-1, Features}, {3, Features}, {0, Features + 1}} {
		if a, err := h.Activation(bad.class, make([]float32, bad.n)); err == nil {
			t.Errorf("Activation(%+v) = %v, want an error", bad, a)
		}
	}
}
