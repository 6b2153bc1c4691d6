package head

import "fmt"

// maxTop bounds the classes of a [Top]: ImageNet's weights have 1000.
const maxTop = 4096

// Top is a dense layer with softmax between the features and the head's own layer:
// the backbone's classifier, T classes. The source article puts its head on one.
type Top struct {
	Kernel []float32 // [Features, T], row-major
	Bias   []float32 // [T]
}

// Apply returns the T probabilities for features, [Features].
func (t *Top) Apply(features []float32) []float32 {
	return softmax(dense(features, t.Kernel, t.Bias))
}

func (t *Top) validate() error {
	if t == nil {
		return nil
	}
	n := len(t.Bias)
	if n < 1 || n > maxTop || len(t.Kernel) != Features*n {
		return fmt.Errorf("head: top: kernel of %d and bias of %d numbers: want %d×T and T, T 1 to %d", len(t.Kernel), n, Features, maxTop)
	}
	if i := notFinite(t.Kernel); i >= 0 {
		return fmt.Errorf("head: top: kernel: number %d is %g: want finite ones", i, t.Kernel[i])
	}
	if i := notFinite(t.Bias); i >= 0 {
		return fmt.Errorf("head: top: bias: number %d is %g: want finite ones", i, t.Bias[i])
	}
	return nil
}

// Inputs is how many numbers the head's own layer takes: Features, or the classes
// of the top if there is one.
func (h *Head) Inputs() int {
	if h.Top != nil {
		return len(h.Top.Bias)
	}
	return Features
}

// dense returns x·kernel + bias in float64; the kernel has len(bias) columns.
func dense(x, kernel, bias []float32) []float64 {
	c := len(bias)
	out := make([]float64, c)
	for j, b := range bias {
		out[j] = float64(b)
	}
	for i, f := range x {
		if f == 0 { // after ReLU and pooling, many are
			continue
		}
		v := float64(f)
		for j, k := range kernel[i*c : i*c+c] {
			out[j] += float64(v * float64(k)) // the conversion forbids fusing: same bits on every platform
		}
	}
	return out
}
