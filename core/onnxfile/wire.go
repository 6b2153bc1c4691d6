package onnxfile

import (
	"encoding/binary"
	"io"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// Numbers of fields in onnx.proto.
const (
	modelIRVersion   = 1
	modelProducer    = 2
	modelGraph       = 7
	modelOperatorSet = 8
	modelMetadata    = 14

	graphNode   = 1
	graphName   = 2
	graphTensor = 5
	graphInput  = 11
	graphOutput = 12

	nodeInput     = 1
	nodeOutput    = 2
	nodeName      = 3
	nodeKind      = 4
	nodeAttribute = 5

	tensorDims = 1
	tensorType = 2
	tensorName = 8
	tensorRaw  = 9

	float32Type = 1 // TensorProto.DataType.FLOAT
)

const (
	irVersion   = 8
	operatorSet = 17
)

// header is all that stands before the graph's fields; size is theirs.
func (m *Model) header(size int) []byte {
	b := appendInt(nil, modelIRVersion, irVersion)
	b = appendString(b, modelProducer, "graft")
	b = appendMessage(b, modelOperatorSet, appendInt(appendString(nil, 1, ""), 2, operatorSet))
	b = protowire.AppendTag(b, modelGraph, protowire.BytesType)
	return protowire.AppendVarint(b, uint64(size))
}

// graphSize is the number of bytes of the graph's fields.
func (m *Model) graphSize() int {
	size := len(m.nodes) + len(appendString(nil, graphName, m.name)) + len(m.inputs) + len(m.outputs)
	for _, t := range m.tensors {
		size += len(tensorPrefix(t)) + 4*len(t.data)
	}
	return size
}

// valueInfo is the name, type and shape of an input or output.
func (m *Model) valueInfo(name string, shape []int) []byte {
	var dims []byte
	for _, d := range shape {
		var dim []byte
		switch {
		case d == Any:
			dim = appendString(nil, 2, "N")
		case d > 0:
			dim = appendInt(nil, 1, d)
		default:
			m.fail("%s: shape %v: want dimensions of 1 or more, or Any", name, shape)
		}
		dims = appendMessage(dims, 1, dim)
	}
	kind := appendMessage(appendInt(nil, 1, float32Type), 2, dims)
	return appendMessage(appendString(nil, 1, name), 2, appendMessage(nil, 1, kind))
}

// tensorHead is the fields of a tensor but for its numbers.
func tensorHead(name string, shape []int) []byte {
	var b []byte
	for _, d := range shape {
		b = appendInt(b, tensorDims, d)
	}
	b = appendInt(b, tensorType, float32Type)
	return appendString(b, tensorName, name)
}

// tensorPrefix is all of a tensor's field in the graph that stands before its
// numbers.
func tensorPrefix(t tensor) []byte {
	raw := protowire.AppendTag(nil, tensorRaw, protowire.BytesType)
	raw = protowire.AppendVarint(raw, uint64(4*len(t.data)))
	b := protowire.AppendTag(nil, graphTensor, protowire.BytesType)
	b = protowire.AppendVarint(b, uint64(len(t.head)+len(raw)+4*len(t.data)))
	return append(append(b, t.head...), raw...)
}

// Fields and types of AttributeProto.
const (
	attributeFloat = 1
	attributeInt   = 2
	attributeInts  = 7
)

func (a Attribute) encode() []byte {
	b := appendString(nil, 1, a.Name)
	kind := attributeInt
	switch {
	case a.Ints != nil:
		kind = attributeInts
		for _, v := range a.Ints {
			b = appendInt(b, 8, v)
		}
	case a.IsFloat:
		kind = attributeFloat
		b = protowire.AppendTag(b, 2, protowire.Fixed32Type)
		b = protowire.AppendFixed32(b, math.Float32bits(a.Float))
	default:
		b = appendInt(b, 3, a.Int)
	}
	return appendInt(b, 20, kind)
}

func appendMessage(b []byte, field protowire.Number, message []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, field, protowire.BytesType), message)
}

func appendString(b []byte, field protowire.Number, s string) []byte {
	return protowire.AppendString(protowire.AppendTag(b, field, protowire.BytesType), s)
}

func appendInt(b []byte, field protowire.Number, v int) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, field, protowire.VarintType), uint64(v))
}

// counter writes until something fails.
type counter struct {
	w   io.Writer
	n   int64
	err error
	buf []byte
}

func (c *counter) write(b []byte) {
	if c.err != nil {
		return
	}
	n, err := c.w.Write(b)
	c.n, c.err = c.n+int64(n), err
}

// numbers writes data in little-endian order, a part at a time.
func (c *counter) numbers(data []float32) {
	const part = 16 << 10
	for len(data) > 0 && c.err == nil {
		c.buf = c.buf[:0]
		for _, v := range data[:min(part, len(data))] {
			c.buf = binary.LittleEndian.AppendUint32(c.buf, math.Float32bits(v))
		}
		c.write(c.buf)
		data = data[min(part, len(data)):]
	}
}
