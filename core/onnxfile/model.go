package onnxfile

import (
	"fmt"
	"io"
	"math"
)

// Any is the length of a dimension that is known only when the model runs.
const Any = -1

// Value is the name of what an operation returns, of an input or of a tensor.
type Value string

// Model is an ONNX model that is being built. The zero Model is not usable:
// see [New].
type Model struct {
	name     string
	known    map[Value]bool
	inputs   []byte // encoded fields of the graph
	outputs  []byte
	nodes    []byte
	tensors  []tensor
	metadata []byte
	results  int
	err      error
}

// tensor is a constant: the encoded fields before its numbers, and those.
type tensor struct {
	head []byte
	data []float32
}

// New returns a model of that name without inputs.
func New(name string) *Model {
	return &Model{name: name, known: make(map[Value]bool)}
}

// Input declares an input of float32 numbers. A dimension may be [Any].
func (m *Model) Input(name string, shape ...int) Value {
	m.inputs = appendMessage(m.inputs, graphInput, m.valueInfo(name, shape))
	return m.define(name)
}

// Output makes v a result of the model, named as it is.
func (m *Model) Output(v Value, shape ...int) {
	m.use(string(v), v)
	m.outputs = appendMessage(m.outputs, graphOutput, m.valueInfo(string(v), shape))
	m.results++
}

// Tensor adds constant numbers in row-major order. They are not copied: they
// must stay as they are until the model is written.
func (m *Model) Tensor(name string, data []float32, shape ...int) Value {
	size := 1
	for _, d := range shape {
		size *= d
	}
	if size != len(data) {
		m.fail("%s: %d numbers for the shape %v: want %d", name, len(data), shape, size)
	}
	m.tensors = append(m.tensors, tensor{tensorHead(name, shape), data})
	return m.define(name)
}

// Metadata notes a property of the model, which runtimes hand out with it.
func (m *Model) Metadata(key, value string) {
	m.metadata = appendMessage(m.metadata, modelMetadata, appendString(appendString(nil, 1, key), 2, value))
}

// WriteTo writes the file. A model is at most 2 GiB, the bound of its encoding.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	if m.results == 0 {
		m.fail("want at least one output")
	}
	size := m.graphSize()
	if size > math.MaxInt32 {
		m.fail("%d bytes: want at most %d", size, math.MaxInt32)
	}
	if m.err != nil {
		return 0, m.err
	}
	out := &counter{w: w}
	out.write(m.header(size))
	out.write(m.nodes)
	out.write(appendString(nil, graphName, m.name))
	for _, t := range m.tensors {
		out.write(tensorPrefix(t))
		out.numbers(t.data)
	}
	out.write(m.inputs)
	out.write(m.outputs)
	out.write(m.metadata)
	return out.n, out.err
}

// define notes that name exists from here on.
func (m *Model) define(name string) Value {
	v := Value(name)
	if name == "" || m.known[v] {
		m.fail("%q: want a name, and each only once", name)
	}
	m.known[v] = true
	return v
}

// use checks that what an operation takes was defined before.
func (m *Model) use(name string, values ...Value) {
	for _, v := range values {
		if !m.known[v] {
			m.fail("%s: takes %q, which nothing before it returns", name, v)
		}
	}
}

func (m *Model) fail(format string, args ...any) {
	if m.err == nil {
		m.err = fmt.Errorf("onnxfile: %s: %s", m.name, fmt.Sprintf(format, args...))
	}
}
