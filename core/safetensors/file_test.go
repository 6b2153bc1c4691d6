package safetensors

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"
)

// file makes a safetensors file of a header and data.
func file(header string, data ...byte) []byte {
	out := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(out, header...), data...)
}

// open opens a file in memory.
func open(data []byte) (*File, error) {
	return Open(bytes.NewReader(data), int64(len(data)), MaxHeader)
}

// tensors reads all tensors of a file in memory.
func tensors(data []byte) (map[string]Tensor, error) {
	f, err := open(data)
	if err != nil {
		return nil, err
	}
	list := make(map[string]Tensor)
	for _, name := range f.Names() {
		if list[name], err = f.Tensor(name); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func TestTensor(t *testing.T) {
	header := `{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"h":{"dtype":"F16","shape":[3],"data_offsets":[8,14]},
		"b":{"dtype":"BF16","shape":[1],"data_offsets":[14,16]},"d":{"dtype":"F64","shape":[],"data_offsets":[16,24]},"__metadata__":{"format":"pt","odd":7}}`
	data := file(header, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, // 1, -2
		0x00, 0x3c, 0x01, 0x80, 0xff, 0x7b, // 1, -2^-24, 65504
		0xc0, 0x3f, // 1.5
		0, 0, 0, 0, 0, 0, 0xe0, 0x3f) // 0.5
	got, err := tensors(data)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]Tensor{
		"a": {[]int{2, 1}, []float32{1, -2}}, "h": {[]int{3}, []float32{1, -1. / (1 << 24), 65504}},
		"b": {[]int{1}, []float32{1.5}}, "d": {[]int{}, []float32{0.5}},
	} {
		if g := got[name]; !slices.Equal(g.Shape, want.Shape) || !slices.Equal(g.Data, want.Data) {
			t.Errorf("%s = %v, want %v", name, g, want)
		}
	}
	if len(got) != 4 {
		t.Errorf("%d tensors, want 4: metadata is none", len(got))
	}
}

func TestRefuses(t *testing.T) {
	entry := func(s string) []byte { return file(`{"a":`+s+`}`, make([]byte, 16)...) }
	for _, tc := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "want a header"},
		{"text", []byte("this is not a safetensors file"), "not a safetensors file"},
		{"header longer than the file", append(binary.LittleEndian.AppendUint64(nil, 100), '{', '}'), "cut off"},
		{"header of all memory", append(binary.LittleEndian.AppendUint64(nil, math.MaxUint64), '{', '}'), "cut off"},
		{"not JSON", file("{x}"), "header"},
		{"entry", entry(`[1]`), "header of a"},
		{"twice", file(`{"a":{},"a":{}}`), "is there twice"},
		{"something behind", file(`{} x`), "header"},
		{"one offset", entry(`{"dtype":"F32","shape":[],"data_offsets":[0]}`), "want two"},
		{"type", entry(`{"dtype":"I8","shape":[16],"data_offsets":[0,16]}`), `type "I8"`},
		{"cut off", entry(`{"dtype":"F32","shape":[8],"data_offsets":[0,32]}`), "outside the file"},
		{"backwards", entry(`{"dtype":"F32","shape":[1],"data_offsets":[8,4]}`), "outside the file"},
		{"before the file", entry(`{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}`), "outside the file"},
		{"too short", entry(`{"dtype":"F32","shape":[3],"data_offsets":[0,16]}`), "want 12 bytes"},
		{"overflow", entry(`{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,16]}`), "does not fit"},
		{"negative", entry(`{"dtype":"F32","shape":[-1],"data_offsets":[0,16]}`), "does not fit"},
	} {
		_, err := tensors(tc.data)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
	}
}

// The header's own bound is that of the caller.
func TestOpenBoundsTheHeader(t *testing.T) {
	data := file(`{"__metadata__":{"a":"bcdefgh"}}`)
	if _, err := Open(bytes.NewReader(data), int64(len(data)), 10); err == nil || !strings.Contains(err.Error(), "a header of 32 bytes") {
		t.Errorf("Open = %v, want a header that is too long", err)
	}
}

func TestMetadata(t *testing.T) {
	for _, tc := range []struct{ header, text, want string }{
		{`{}`, "", ""},
		{`{"__metadata__":{"a":"x","b":7}}`, "x", ""},
		{`{"__metadata__":{"a":null}}`, "", ""},
		{`{"__metadata__":null}`, "", "want a JSON object"},
		{`{"__metadata__":{"a":"x","a":"y"}}`, "", `"a" is there twice`},
	} {
		f, err := open(file(tc.header))
		if err != nil {
			t.Fatal(err)
		}
		m, err := f.Metadata()
		if tc.want != "" {
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%s: %v, want %q", tc.header, err, tc.want)
			}
			continue
		}
		if text, ok := m.Text("a"); err != nil || text != tc.text || ok != (tc.text != "") {
			t.Errorf("%s: a = %q, %v, %v, want %q", tc.header, text, ok, err, tc.text)
		}
		if _, ok := m.Text("b"); ok {
			t.Errorf("%s: the number b is a text", tc.header)
		}
	}
}

func TestWhole(t *testing.T) {
	data := file(`{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}`, make([]byte, 8)...)
	for n, want := range map[int]bool{0: true, 1: false, 8: false} {
		f, err := open(data[:len(data)-n])
		if err != nil {
			t.Fatal(err)
		}
		if f.Whole() != want {
			t.Errorf("without the last %d bytes: Whole = %v, want %v", n, !want, want)
		}
	}
}

func TestBytes(t *testing.T) {
	f, err := open(file(`{"a":{"dtype":"I8","shape":[2,2],"data_offsets":[1,5]}}`, 9, 1, 2, 3, 255))
	if err != nil {
		t.Fatal(err)
	}
	raw, e, err := f.Bytes("a")
	if err != nil || !slices.Equal(raw, []byte{1, 2, 3, 255}) || e.Type != "I8" || !slices.Equal(e.Shape, []int{2, 2}) {
		t.Errorf("Bytes = %v, %+v, %v", raw, e, err)
	}
	if _, _, err := f.Bytes("b"); err == nil || !strings.Contains(err.Error(), "no such tensor") {
		t.Errorf("Bytes of what is not there: %v", err)
	}
}

// Numbers that take more than a block come whole, of every type.
func TestLongTensor(t *testing.T) {
	long := make([]float32, blockBytes+3)
	for i := range long {
		long[i] = float32(i % 2048) // which 16 bits hold
	}
	var out bytes.Buffer
	if err := Write(&out, map[string]Tensor{"full": {[]int{len(long)}, long}, "half": {[]int{len(long)}, long}}, nil, "half"); err != nil {
		t.Fatal(err)
	}
	got, err := tensors(out.Bytes())
	if err != nil || !slices.Equal(got["full"].Data, long) || !slices.Equal(got["half"].Data, long) {
		t.Errorf("read back: %d and %d numbers, %v", len(got["full"].Data), len(got["half"].Data), err)
	}
}

// What is written, to the byte: names in order, spaces up to a multiple of eight.
func TestWrite(t *testing.T) {
	var out bytes.Buffer
	err := Write(&out, map[string]Tensor{"b": {[]int{1, 2}, []float32{1, -2}}, "a": {nil, []float32{0.5}}}, map[string]string{"k": "v"}, "b")
	header := `{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F16","shape":[1,2],"data_offsets":[4,8]}}`
	header += strings.Repeat(" ", (8-len(header)%8)%8)
	if want := file(header, 0, 0, 0, 0x3f, 0, 0x3c, 0, 0xc0); err != nil || !bytes.Equal(out.Bytes(), want) {
		t.Errorf("Write = %v\n%q, want\n%q", err, out.Bytes(), want)
	}
	for want, tensor := range map[string]Tensor{"want 3": {[]int{3}, []float32{1}}, "16 bits hold": {[]int{1}, []float32{65505}}} {
		out.Reset()
		if err := Write(&out, map[string]Tensor{"h": tensor}, nil, "h"); err == nil || !strings.Contains(err.Error(), want) || out.Len() > 0 {
			t.Errorf("Write(%v) = %v and %d bytes, want %q and none", tensor, err, out.Len(), want)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(file(`{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}`, make([]byte, 8)...))
	f.Add(file(`{"a":{"dtype":"F16","shape":[],"data_offsets":[0,2]},"__metadata__":{"x":"y"}}`, 0, 60))
	f.Fuzz(func(t *testing.T, data []byte) {
		f, err := open(data)
		if err != nil {
			return
		}
		f.Metadata()
		for _, name := range f.Names() {
			raw, _, err := f.Bytes(name)
			tensor, terr := f.Tensor(name)
			if terr == nil && (err != nil || size(tensor.Shape) != len(tensor.Data)) || len(raw) > len(data) || len(tensor.Data) > len(data) {
				t.Errorf("%s: shape %v, %d numbers, %d bytes, %v, %v", name, tensor.Shape, len(tensor.Data), len(raw), err, terr)
			}
		}
	})
}
