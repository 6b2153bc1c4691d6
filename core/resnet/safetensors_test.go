package resnet

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
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

// encode makes a safetensors file of tensors, as numbers of that type.
func encode(tensors map[string]Tensor, dtype string) []byte {
	header := map[string]any{"__metadata__": map[string]string{"format": "pt"}}
	var data []byte
	for name, t := range tensors {
		from := len(data)
		for _, v := range t.Data {
			bits := math.Float32bits(v)
			if dtype == "BF16" {
				data = binary.LittleEndian.AppendUint16(data, uint16(bits>>16))
			} else {
				data = binary.LittleEndian.AppendUint32(data, bits)
			}
		}
		header[name] = map[string]any{"dtype": dtype, "shape": t.Shape, "data_offsets": []int{from, len(data)}}
	}
	if dtype == "F32" { // what a torchvision file has besides
		header["bn1.num_batches_tracked"] = map[string]any{"dtype": "I64", "shape": []int{}, "data_offsets": []int{len(data), len(data) + 8}}
		data = append(data, make([]byte, 8)...)
	}
	text, err := json.Marshal(header)
	if err != nil {
		panic(err)
	}
	return file(string(text), data...)
}

func TestReadSafetensors(t *testing.T) {
	header := `{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"h":{"dtype":"F16","shape":[3],"data_offsets":[8,14]},
		"b":{"dtype":"BF16","shape":[1],"data_offsets":[14,16]},"d":{"dtype":"F64","shape":[],"data_offsets":[16,24]},"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}`
	data := file(header, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, // 1, -2
		0x00, 0x3c, 0x01, 0x80, 0xff, 0x7b, // 1, -2^-24, 65504
		0xc0, 0x3f, // 1.5
		0, 0, 0, 0, 0, 0, 0xe0, 0x3f) // 0.5
	got, err := readSafetensors(bytes.NewReader(data), int64(len(data)), func(name string) bool { return name != "n" })
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
		t.Errorf("%d tensors, want 4: n is not wanted", len(got))
	}
}

func TestReadSafetensorsRefuses(t *testing.T) {
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
		{"type", entry(`{"dtype":"I8","shape":[16],"data_offsets":[0,16]}`), `type "I8"`},
		{"cut off", entry(`{"dtype":"F32","shape":[8],"data_offsets":[0,32]}`), "outside the file"},
		{"backwards", entry(`{"dtype":"F32","shape":[1],"data_offsets":[8,4]}`), "outside the file"},
		{"before the file", entry(`{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}`), "outside the file"},
		{"too short", entry(`{"dtype":"F32","shape":[3],"data_offsets":[0,16]}`), "want 12 bytes"},
		{"overflow", entry(`{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,16]}`), "does not fit"},
		{"negative", entry(`{"dtype":"F32","shape":[-1],"data_offsets":[0,16]}`), "does not fit"},
	} {
		_, err := readSafetensors(bytes.NewReader(tc.data), int64(len(tc.data)), func(string) bool { return true })
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
	}
}

func TestHalf(t *testing.T) {
	for h, want := range map[uint16]float32{0: 0, 0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 1: 1. / (1 << 24), 0x0400: 1. / (1 << 14), 0x3555: 0.33325195} {
		if got := half(h); got != want {
			t.Errorf("half(%#x) = %v, want %v", h, got, want)
		}
	}
	if got := half(0x7c00); !math.IsInf(float64(got), 1) {
		t.Errorf("half(0x7c00) = %v, want +Inf", got)
	}
	if got := half(0x7e00); !math.IsNaN(float64(got)) {
		t.Errorf("half(0x7e00) = %v, want NaN", got)
	}
}

func FuzzReadSafetensors(f *testing.F) {
	f.Add(file(`{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}`, make([]byte, 8)...))
	f.Add(file(`{"a":{"dtype":"F16","shape":[],"data_offsets":[0,2]},"__metadata__":{"x":"y"}}`, 0, 60))
	f.Fuzz(func(t *testing.T, data []byte) {
		tensors, err := readSafetensors(bytes.NewReader(data), int64(len(data)), func(string) bool { return true })
		for name, tensor := range tensors {
			if err != nil || product(tensor.Shape) != len(tensor.Data) || len(tensor.Data) > len(data) {
				t.Errorf("%s: shape %v, %d numbers, %v", name, tensor.Shape, len(tensor.Data), err)
			}
		}
	})
}
