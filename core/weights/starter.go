package weights

import (
	"fmt"
	"sync"

	"graft/core/weights/layout"
	"graft/core/weights/starter"
)

// starterWeights returns the weights that the program carries, unpacked once.
var starterWeights = sync.OnceValues(func() (*Set, error) {
	set, err := starter.Load()
	if err != nil {
		return nil, fmt.Errorf("weights starter: %w", err)
	}
	return ofStarter(set)
})

// ofStarter takes over a set of weights. Its pictures were stretched when it was
// trained, as fine-tuning does, so they are when it is measured.
func ofStarter(set *starter.Set) (*Set, error) {
	w, err := New(Name{Kind: KindStarter}.String(), layout.Variant(set.Variant), Torchvision(), set.Tensors)
	if err == nil {
		w.Evaluation = Evaluation{Resize: 0, Filter: Bilinear}
	}
	return w, err
}
