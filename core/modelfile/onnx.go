package modelfile

import (
	"io"
	"maps"
	"slices"

	"graft/core/head"
	"graft/core/onnxfile"
	"graft/core/resnet"
	"graft/core/weights"
)

// Names of the inputs and outputs of the ONNX file.
const (
	InputImage          = "image"         // float32 [N, 3, side, side], the head's size: red, green, blue, preprocessed
	OutputProbabilities = "probabilities" // float32 [N, classes], each row summing to 1
	OutputLogits        = "logits"        // float32 [N, classes], before softmax
)

// WriteONNX writes the classifier as an ONNX model: from pictures, any number
// of them at a time, to the probability of each class. It fails before anything
// is written if the head was trained on other weights.
func WriteONNX(out io.Writer, w *weights.Set, h *head.Head) error {
	if err := check(w, h); err != nil {
		return err
	}
	meta := metadata(w, h)
	classes := len(h.Classes)
	m := onnxfile.New("graft_" + h.Backbone)
	image := m.Input(InputImage, onnxfile.Any, 3, h.Size[1], h.Size[0])
	_, features := resnet.AddBackbone(m, w, image)
	inputs := features
	if t := h.Top; t != nil {
		n := len(t.Bias)
		inputs = m.Softmax("top", m.Gemm("top_logits", features, m.Tensor("top.kernel", t.Kernel, head.Features, n), m.Tensor("top.bias", t.Bias, n)))
	}
	logits := m.Gemm(OutputLogits, inputs,
		m.Tensor("head.kernel", h.Kernel, h.Inputs(), classes), m.Tensor("head.bias", h.Bias, classes))
	m.Output(m.Softmax(OutputProbabilities, logits), onnxfile.Any, classes)
	m.Output(logits, onnxfile.Any, classes)
	for _, key := range slices.Sorted(maps.Keys(meta)) {
		m.Metadata(key, meta[key])
	}
	_, err := m.WriteTo(out)
	return err
}
