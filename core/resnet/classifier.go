package resnet

import (
	"fmt"
	"slices"
)

// classifier is the network's own last layer: a dense layer on the features,
// whose outputs are the logits of the classes that the network was trained on.
type classifier struct {
	kernel Tensor // [classes, FeatureSize]
	bias   Tensor // [classes]
}

// newClassifier returns the last layer, or nil if the tensors have none.
func newClassifier(tensors map[string]Tensor) (*classifier, error) {
	kernel, ok := tensors[classifierKernel]
	bias, also := tensors[classifierBias]
	if !ok && !also {
		return nil, nil
	}
	if !ok || !also {
		return nil, fmt.Errorf("one of %s and %s is missing: want both or neither", classifierKernel, classifierBias)
	}
	if len(kernel.Shape) != 2 || kernel.Shape[1] != FeatureSize || kernel.Shape[0] < 1 || len(kernel.Data) != product(kernel.Shape) {
		return nil, fmt.Errorf("%s has shape %v: want [classes %d]", classifierKernel, kernel.Shape, FeatureSize)
	}
	if !slices.Equal(bias.Shape, kernel.Shape[:1]) || len(bias.Data) != kernel.Shape[0] {
		return nil, fmt.Errorf("%s has shape %v: want %v", classifierBias, bias.Shape, kernel.Shape[:1])
	}
	for name, t := range map[string]Tensor{classifierKernel: kernel, classifierBias: bias} {
		if err := finite(t.Data); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return &classifier{kernel, bias}, nil
}

// Classes is how many classes the network itself tells apart, 1000 for
// ImageNet's, or 0 if the weights came without their last layer.
func (w *Weights) Classes() int {
	if w.classifier == nil {
		return 0
	}
	return w.classifier.kernel.Shape[0]
}

// Classifier returns the last layer, kernel [Classes, FeatureSize] and bias
// [Classes], if the weights have one; the data must not be written to.
func (w *Weights) Classifier() (kernel, bias Tensor, ok bool) {
	if w.classifier == nil {
		return Tensor{}, Tensor{}, false
	}
	return w.classifier.kernel, w.classifier.bias, true
}

// Logits applies the last layer to a picture's features: Classes numbers, before
// softmax. It fails if the weights came without it.
func (w *Weights) Logits(features []float32) ([]float32, error) {
	if w.classifier == nil {
		return nil, w.noClassifier()
	}
	if len(features) != FeatureSize {
		return nil, fmt.Errorf("resnet: logits of %d features: want %d", len(features), FeatureSize)
	}
	kernel, out := w.classifier.kernel.Data, slices.Clone(w.classifier.bias.Data)
	for i := range out {
		out[i] += dot(features, kernel[i*FeatureSize:][:FeatureSize])
	}
	return out, nil
}

func (w *Weights) noClassifier() error {
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
