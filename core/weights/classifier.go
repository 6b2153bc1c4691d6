package weights

import (
	"fmt"
	"slices"

	"graft/core/safetensors"
	"graft/core/weights/layout"
)

// classifier is the network's own last layer: a dense layer on the features,
// whose outputs are the logits of the classes that the network was trained on.
type classifier struct {
	kernel safetensors.Tensor // [classes, layout.FeatureSize]
	bias   safetensors.Tensor // [classes]
}

// newClassifier returns the last layer, or nil if the tensors have none.
func newClassifier(tensors map[string]safetensors.Tensor) (*classifier, error) {
	kernel, ok := tensors[layout.ClassifierKernel]
	bias, also := tensors[layout.ClassifierBias]
	if !ok && !also {
		return nil, nil
	}
	if !ok || !also {
		return nil, fmt.Errorf("one of %s and %s is missing: want both or neither", layout.ClassifierKernel, layout.ClassifierBias)
	}
	if len(kernel.Shape) != 2 || kernel.Shape[1] != layout.FeatureSize || kernel.Shape[0] < 1 || len(kernel.Data) != product(kernel.Shape) {
		return nil, fmt.Errorf("%s has shape %v: want [classes %d]", layout.ClassifierKernel, kernel.Shape, layout.FeatureSize)
	}
	if !slices.Equal(bias.Shape, kernel.Shape[:1]) || len(bias.Data) != kernel.Shape[0] {
		return nil, fmt.Errorf("%s has shape %v: want %v", layout.ClassifierBias, bias.Shape, kernel.Shape[:1])
	}
	for name, t := range map[string]safetensors.Tensor{layout.ClassifierKernel: kernel, layout.ClassifierBias: bias} {
		if err := finite(t.Data); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return &classifier{kernel, bias}, nil
}

// Classes is how many classes the network itself tells apart, 1000 for
// ImageNet's, or 0 if the weights came without their last layer.
func (w *Set) Classes() int {
	if w.classifier == nil {
		return 0
	}
	return w.classifier.kernel.Shape[0]
}

// Classifier returns the last layer, kernel [Classes, layout.FeatureSize] and bias
// [Classes], if the weights have one; the data must not be written to.
func (w *Set) Classifier() (kernel, bias safetensors.Tensor, ok bool) {
	if w.classifier == nil {
		return safetensors.Tensor{}, safetensors.Tensor{}, false
	}
	return w.classifier.kernel, w.classifier.bias, true
}
