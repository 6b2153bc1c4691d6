package resnet

import (
	"fmt"
	"sync"

	"graft/core/weights/starter"
)

// starterWeights returns the weights that the program carries, unpacked once.
var starterWeights = sync.OnceValues(func() (*Weights, error) {
	set, err := starter.Load()
	if err != nil {
		return nil, fmt.Errorf("resnet: weights %s: %w", Starter, err)
	}
	return ofStarter(set)
})

// ofStarter takes over a set of weights. Its pictures were stretched when it was
// trained, as fine-tuning does, so they are when it is measured.
func ofStarter(set *starter.Set) (*Weights, error) {
	tensors := make(map[string]Tensor, len(set.Tensors))
	for name, t := range set.Tensors {
		tensors[name] = Tensor(t)
	}
	w, err := NewWeights(Starter, Variant(set.Variant), Torchvision(), tensors)
	if err == nil {
		w.Evaluation = Evaluation{Resize: 0, Filter: Bilinear}
	}
	return w, err
}
