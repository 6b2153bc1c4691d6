package head

import "fmt"

// Activation returns how much each place of a picture speaks for a class: the
// class's column of the kernel applied to what the backbone sees at the place
// (Zhou et al., Learning Deep Features for Discriminative Localization, CVPR
// 2016). places is [n, Features], the result [n]; its mean plus the class's bias
// is the class's logit for the picture whose features are the mean of places.
func (h *Head) Activation(class int, places []float32) ([]float32, error) {
	c := len(h.Classes)
	if class < 0 || class >= c {
		return nil, fmt.Errorf("head: activation: class %d: want 0 to %d", class, c-1)
	}
	if h.Top != nil {
		return nil, fmt.Errorf("head: activation: the head sits on a softmax, whose classes no place of the picture speaks for alone: want one on the features")
	}
	if len(h.Kernel) != Features*c {
		return nil, fmt.Errorf("head: activation: kernel of %d numbers does not fit %d classes", len(h.Kernel), c)
	}
	if len(places)%Features != 0 {
		return nil, fmt.Errorf("head: activation: %d numbers: want %d for each place", len(places), Features)
	}
	out := make([]float32, len(places)/Features)
	for i := range out {
		sum := 0.0
		for k, f := range places[i*Features : (i+1)*Features] {
			sum += float64(float64(f) * float64(h.Kernel[k*c+class]))
		}
		out[i] = float32(sum)
	}
	return out, nil
}
