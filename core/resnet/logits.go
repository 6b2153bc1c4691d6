package resnet

import (
	"fmt"
	"slices"

	"graft/core/weights"
)

// Logits applies the network's own last layer to a picture's features: as many
// numbers as it has classes, before softmax. It fails if the weights came without it.
func Logits(w *weights.Set, features []float32) ([]float32, error) {
	kernel, bias, ok := w.Classifier()
	if !ok {
		return nil, noClassifier(w)
	}
	if len(features) != FeatureSize {
		return nil, fmt.Errorf("resnet: logits of %d features: want %d", len(features), FeatureSize)
	}
	out := slices.Clone(bias.Data)
	for i := range out {
		out[i] += dot(features, kernel.Data[i*FeatureSize:][:FeatureSize])
	}
	return out, nil
}

func noClassifier(w *weights.Set) error {
	return fmt.Errorf("resnet: weights %s have no classifier: want a file with its last layer (Keras: not one named notop)", w.Name)
}

// dot is a·b of equal length, a multiple of four, in four sums: the processor
// need not wait for one addition before it begins the next.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	for len(a) >= 4 && len(b) >= 4 {
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
		a, b = a[4:], b[4:]
	}
	return (s0 + s1) + (s2 + s3)
}
