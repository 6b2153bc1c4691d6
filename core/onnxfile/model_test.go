package onnxfile_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"graft/core/onnxfile"

	onnx "github.com/gomlx/compute-onnx/support/protos"
	"google.golang.org/protobuf/proto"
)

// write returns the file, decoded by the types that are generated from ONNX's
// own schema.
func write(t *testing.T, m *onnxfile.Model) *onnx.ModelProto {
	t.Helper()
	var b bytes.Buffer
	n, err := m.WriteTo(&b)
	if err != nil {
		t.Fatal(err)
	}
	if n != int64(b.Len()) {
		t.Errorf("WriteTo = %d, wrote %d bytes", n, b.Len())
	}
	model := new(onnx.ModelProto)
	if err := (proto.UnmarshalOptions{}).Unmarshal(b.Bytes(), model); err != nil {
		t.Fatal(err)
	}
	if u := model.ProtoReflect().GetUnknown(); len(u) > 0 {
		t.Errorf("%d bytes that the schema does not know", len(u))
	}
	return model
}

func TestModel(t *testing.T) {
	m := onnxfile.New("small")
	x := m.Input("image", onnxfile.Any, 3, 8, 8)
	kernel := m.Tensor("conv.kernel", make([]float32, 4*3*3*3), 4, 3, 3, 3)
	bias := m.Tensor("conv.bias", []float32{1, -2, 0.5, 0}, 4)
	x = m.Relu("relu", m.Conv("conv", x, kernel, bias, 3, 2, 1))
	x = m.Operation("leaky", "LeakyRelu", []onnxfile.Value{x}, onnxfile.Attribute{Name: "alpha", Float: 0.25, IsFloat: true})
	x = m.Flatten("flat", m.GlobalAveragePool("mean", x))
	x = m.Gemm("logits", x, m.Tensor("k", make([]float32, 8), 4, 2), m.Tensor("b", make([]float32, 2), 2))
	m.Output(m.Softmax("p", x), onnxfile.Any, 2)
	m.Metadata("classes", `["a","b"]`)
	model := write(t, m)

	g := model.Graph
	if model.IrVersion != 8 || model.OpsetImport[0].Version != 17 || model.OpsetImport[0].Domain != "" || g.Name != "small" {
		t.Errorf("IR %d, operator sets %v, name %q", model.IrVersion, model.OpsetImport, g.Name)
	}
	if p := model.MetadataProps; len(p) != 1 || p[0].Key != "classes" || p[0].Value != `["a","b"]` {
		t.Errorf("metadata %v", p)
	}
	var kinds []string
	for _, n := range g.Node {
		kinds = append(kinds, n.OpType)
	}
	if got, want := strings.Join(kinds, " "), "Conv Relu LeakyRelu GlobalAveragePool Flatten Gemm Softmax"; got != want {
		t.Errorf("operations %s, want %s", got, want)
	}
	conv := g.Node[0]
	if !slices.Equal(conv.Input, []string{"image", "conv.kernel", "conv.bias"}) || !slices.Equal(conv.Output, []string{"conv"}) || conv.Name != "conv" {
		t.Errorf("conv: %v", conv)
	}
	if a := conv.Attribute[1]; a.Name != "strides" || a.Type != onnx.AttributeProto_INTS || !slices.Equal(a.Ints, []int64{2, 2}) {
		t.Errorf("strides: %v", a)
	}
	if a := g.Node[2].Attribute[0]; a.Type != onnx.AttributeProto_FLOAT || a.F != 0.25 {
		t.Errorf("alpha: %v", a)
	}
	if a := g.Node[6].Attribute[0]; a.Type != onnx.AttributeProto_INT || a.I != -1 {
		t.Errorf("softmax's axis: %v", a)
	}
	in := g.Input[0].Type.GetTensorType()
	if in.ElemType != 1 || in.Shape.Dim[0].GetDimParam() != "N" || in.Shape.Dim[3].GetDimValue() != 8 {
		t.Errorf("input: %v", in)
	}
	if out := g.Output[0]; out.Name != "p" || out.Type.GetTensorType().Shape.Dim[1].GetDimValue() != 2 {
		t.Errorf("output: %v", out)
	}
	tensor := g.Initializer[1]
	if tensor.Name != "conv.bias" || tensor.DataType != 1 || !slices.Equal(tensor.Dims, []int64{4}) ||
		math.Float32frombits(binary.LittleEndian.Uint32(tensor.RawData[4:])) != -2 {
		t.Errorf("bias: %v", tensor)
	}
}

func TestModelRefuses(t *testing.T) {
	for _, tc := range []struct {
		want  string
		build func(m *onnxfile.Model)
	}{
		{"at least one output", func(m *onnxfile.Model) {}},
		{`y: takes "nothing"`, func(m *onnxfile.Model) { m.Output(m.Relu("y", "nothing")) }},
		{`"x": want a name, and each only once`, func(m *onnxfile.Model) { m.Output(m.Relu("x", m.Input("x", 1))) }},
		{`"": want a name`, func(m *onnxfile.Model) { m.Output(m.Relu("", m.Input("x", 1))) }},
		{"5 numbers for the shape [2 3]: want 6", func(m *onnxfile.Model) { m.Output(m.Tensor("t", make([]float32, 5), 2, 3)) }},
		{"x: shape [0]", func(m *onnxfile.Model) { m.Output(m.Input("x", 0)) }},
	} {
		m := onnxfile.New("bad")
		tc.build(m)
		n, err := m.WriteTo(io.Discard)
		if n != 0 || err == nil || !strings.HasPrefix(err.Error(), "onnxfile: bad: ") || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("WriteTo = %d, %v, want an error with %q", n, err, tc.want)
		}
	}
}

// full is a disk that has room for left more bytes.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	n := min(f.left, len(p))
	f.left -= n
	if n < len(p) {
		return n, errors.New("full")
	}
	return n, nil
}

func TestWriteToFails(t *testing.T) {
	m := onnxfile.New("long")
	m.Output(m.Relu("y", m.Tensor("t", make([]float32, 100_000), 100_000)), 100_000)
	for _, room := range []int{0, 10, 100, 200_000} {
		if n, err := m.WriteTo(&full{room}); err == nil || err.Error() != "full" || n != int64(room) {
			t.Errorf("WriteTo with room for %d bytes = %d, %v", room, n, err)
		}
	}
}
