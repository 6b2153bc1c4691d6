package weights

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"testing"

	"graft/core/safetensors"
)

// file makes a safetensors file of a header and data.
func file(header string, data ...byte) []byte {
	out := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(out, header...), data...)
}

// encode makes a safetensors file of tensors, as numbers of that type.
func encode(tensors map[string]safetensors.Tensor, dtype string) []byte {
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

// named reads a name as its owner's.
func named(t testing.TB, text string) Name {
	t.Helper()
	n, err := ParseNameOrFile(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
