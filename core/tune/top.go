package tune

import (
	"graft/core/head"
	"graft/core/weights"
)

// TopOf returns ImageNet's own last layer of the weights, for Options.Top, or nil
// if they have none.
func TopOf(w *weights.Set) *head.Top {
	kernel, bias, ok := w.Classifier()
	if !ok {
		return nil
	}
	n := len(bias.Data)
	t := &head.Top{Kernel: make([]float32, len(kernel.Data)), Bias: bias.Data}
	for j := range n {
		for i := range head.Features {
			t.Kernel[i*n+j] = kernel.Data[j*head.Features+i]
		}
	}
	return t
}

// useTop lets the dense layer take the probabilities of the top.
func (s *sets) useTop(o *Options) error {
	if o.Top == nil {
		return noTop.Err(o.Weights.Name)
	}
	s.top = o.Top
	for _, list := range [][]example{s.train, s.val} {
		for i := range list {
			list[i].z = s.top.Apply(list[i].x)
		}
	}
	return nil
}
