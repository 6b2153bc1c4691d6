package modelfile

import (
	"errors"
	"io"

	"graft/core/head"
	"graft/core/safetensors"
	"graft/core/weights"
)

// ErrNoPlace says that torchvision's network cannot hold the head.
var ErrNoPlace = errors.New("modelfile: the head sits on the network's own softmax, for which torchvision's resnet50 has no place: take model.onnx, which holds both")

// WriteSafetensors writes the classifier as the state of torchvision's
// resnet50(num_classes=C): float32 tensors of its names, the head as fc.weight
// [C, 2048] and fc.bias [C]. It fails before anything is written if the head was
// trained on other weights, and with ErrNoPlace where it sits on a softmax.
func WriteSafetensors(out io.Writer, w *weights.Set, h *head.Head) error {
	if err := check(w, h); err != nil {
		return err
	}
	if h.Top != nil {
		return ErrNoPlace
	}
	c := len(h.Classes)
	tensors := w.Tensors()
	tensors["fc.weight"] = safetensors.Tensor{Shape: []int{c, head.Features}, Data: transposed(h.Kernel, c)}
	tensors["fc.bias"] = safetensors.Tensor{Shape: []int{c}, Data: h.Bias}
	return safetensors.Write(out, tensors, metadata(w, h))
}

// transposed is x, [len(x)/columns, columns], with rows and columns exchanged.
func transposed(x []float32, columns int) []float32 {
	rows := len(x) / columns
	out := make([]float32, len(x))
	for i := range rows {
		for j := range columns {
			out[j*rows+i] = x[i*columns+j]
		}
	}
	return out
}
