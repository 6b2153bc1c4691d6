package onnxfile

// Attribute is a setting of an operation: whole numbers, one number, or one
// whole number.
type Attribute struct {
	Name  string
	Ints  []int   // a list, if not nil
	Float float32 // a number, if IsFloat
	Int   int     // else this

	IsFloat bool
}

// Operation adds an operation of ONNX's own set with one result, named name.
func (m *Model) Operation(name, kind string, inputs []Value, attributes ...Attribute) Value {
	m.use(name, inputs...)
	var node []byte
	for _, v := range inputs {
		node = appendString(node, nodeInput, string(v))
	}
	node = appendString(node, nodeOutput, name)
	node = appendString(node, nodeName, name)
	node = appendString(node, nodeKind, kind)
	for _, a := range attributes {
		node = appendMessage(node, nodeAttribute, a.encode())
	}
	m.nodes = appendMessage(m.nodes, graphNode, node)
	return m.define(name)
}

// Conv is a convolution of x, [n, in, h, w], by kernel, [out, in, side, side],
// plus bias, [out], on x padded with zeros on each side.
func (m *Model) Conv(name string, x, kernel, bias Value, side, stride, pad int) Value {
	return m.Operation(name, "Conv", []Value{x, kernel, bias},
		Attribute{Name: "kernel_shape", Ints: []int{side, side}},
		Attribute{Name: "strides", Ints: []int{stride, stride}},
		Attribute{Name: "pads", Ints: []int{pad, pad, pad, pad}})
}

// MaxPool is the largest of side by side places of x, [n, c, h, w], stride
// apart; places outside x do not count.
func (m *Model) MaxPool(name string, x Value, side, stride, pad int) Value {
	return m.Operation(name, "MaxPool", []Value{x},
		Attribute{Name: "kernel_shape", Ints: []int{side, side}},
		Attribute{Name: "strides", Ints: []int{stride, stride}},
		Attribute{Name: "pads", Ints: []int{pad, pad, pad, pad}})
}

// Relu is max(x, 0).
func (m *Model) Relu(name string, x Value) Value {
	return m.Operation(name, "Relu", []Value{x})
}

// Add is x + y.
func (m *Model) Add(name string, x, y Value) Value {
	return m.Operation(name, "Add", []Value{x, y})
}

// GlobalAveragePool is the mean of x, [n, c, h, w], over the picture: [n, c, 1, 1].
func (m *Model) GlobalAveragePool(name string, x Value) Value {
	return m.Operation(name, "GlobalAveragePool", []Value{x})
}

// Flatten is x, [n, …], as [n, all the rest].
func (m *Model) Flatten(name string, x Value) Value {
	return m.Operation(name, "Flatten", []Value{x}, Attribute{Name: "axis", Int: 1})
}

// Gemm is x·kernel + bias: a dense layer, with x of [n, in], kernel of [in, out]
// and bias of [out].
func (m *Model) Gemm(name string, x, kernel, bias Value) Value {
	return m.Operation(name, "Gemm", []Value{x, kernel, bias})
}

// Softmax is exp(x) over its sum along the last axis.
func (m *Model) Softmax(name string, x Value) Value {
	return m.Operation(name, "Softmax", []Value{x}, Attribute{Name: "axis", Int: -1})
}
