package resnet

import "graft/core/onnxfile"

// AddBackbone adds the network to an ONNX model: pictures are preprocessed
// numbers, [n, 3, side, side], channels in the order red, green, blue. Maps is
// the last feature map, [n, 2048, places, places], see [Places], and features its mean
// over the picture, [n, 2048].
//
// Batch normalisation is folded into the convolutions, and ReLU is an operation
// of its own, which runtimes merge with the convolution before it.
func AddBackbone(m *onnxfile.Model, w *Weights, pictures onnxfile.Value) (maps, features onnxfile.Value) {
	filters := make(map[string]folded)
	for _, f := range fold(w, false) {
		filters[f.name] = f
	}
	conv := func(x onnxfile.Value, c conv) onnxfile.Value {
		f := filters[c.name]
		kernel := m.Tensor(c.name+".kernel", f.kernel, c.out, c.in, c.kernel, c.kernel)
		bias := m.Tensor(c.name+".bias", f.bias, c.out)
		return m.Conv(c.name, x, kernel, bias, c.kernel, c.stride, c.pad())
	}
	relu := func(x onnxfile.Value) onnxfile.Value { return m.Relu(string(x)+".relu", x) }

	x := m.MaxPool("maxpool", relu(conv(pictures, stem)), 3, 2, 1)
	for _, b := range w.Variant.blocks() {
		shortcut := x
		if b.shortcut != nil {
			shortcut = conv(x, *b.shortcut)
		}
		y := relu(conv(x, b.convs[0]))
		y = relu(conv(y, b.convs[1]))
		y = conv(y, b.convs[2])
		x = relu(m.Add(b.convs[2].name+".add", y, shortcut))
	}
	features = m.Flatten("features", m.GlobalAveragePool("avgpool", x))
	return x, features
}
