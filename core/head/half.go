package head

import (
	"fmt"

	"graft/core/safetensors"
)

// EncodeHalf is Encode with the kernel in 16 bits (IEEE 754 binary16, rounded
// to nearest even), half the size of Encode's file: what a link carries. The
// bias, one number a class, stays in 32. It fails where Validate does, for a
// kernel with a number beyond ±65504, and for a head with a Top.
func (h *Head) EncodeHalf() ([]byte, error) {
	if h.Top != nil {
		return nil, fmt.Errorf("head: encode: a head on a softmax carries its 1000 classes: too large for 16 bits and a link")
	}
	for i, x := range h.Kernel {
		if x > safetensors.MaxHalf || x < -safetensors.MaxHalf {
			return nil, fmt.Errorf("head: encode: kernel: number %d is %g: 16 bits hold ±%d", i, x, safetensors.MaxHalf)
		}
	}
	return h.encode(tensorKernel)
}
