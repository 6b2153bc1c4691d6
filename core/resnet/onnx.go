package resnet

import (
	"graft/core/onnxfile"
	"graft/core/weights"
	"graft/core/weights/layout"
)

// AddBackbone adds the network to an ONNX model: pictures are preprocessed
// numbers, [n, 3, side, side], channels in the order red, green, blue. Maps is
// the last feature map, [n, 2048, places, places], see [Places], and features its mean
// over the picture, [n, 2048].
//
// Batch normalisation is folded into the convolutions, and ReLU is an operation
// of its own, which runtimes merge with the convolution before it.
func AddBackbone(m *onnxfile.Model, w *weights.Set, pictures onnxfile.Value) (maps, features onnxfile.Value) {
	filters := make(map[string]folded)
	for _, f := range fold(w, false) {
		filters[f.Name] = f
	}
	conv := func(x onnxfile.Value, c layout.Conv) onnxfile.Value {
		f := filters[c.Name]
		kernel := m.Tensor(c.Name+".kernel", f.kernel, c.Out, c.In, c.Kernel, c.Kernel)
		bias := m.Tensor(c.Name+".bias", f.bias, c.Out)
		return m.Conv(c.Name, x, kernel, bias, c.Kernel, c.Stride, c.Pad())
	}
	relu := func(x onnxfile.Value) onnxfile.Value { return m.Relu(string(x)+".relu", x) }

	x := m.MaxPool("maxpool", relu(conv(pictures, layout.Stem())), 3, 2, 1)
	for _, b := range w.Variant.Blocks() {
		shortcut := x
		if b.Shortcut != nil {
			shortcut = conv(x, *b.Shortcut)
		}
		y := relu(conv(x, b.Convs[0]))
		y = relu(conv(y, b.Convs[1]))
		y = conv(y, b.Convs[2])
		x = relu(m.Add(b.Convs[2].Name+".add", y, shortcut))
	}
	features = m.Flatten("features", m.GlobalAveragePool("avgpool", x))
	return x, features
}
