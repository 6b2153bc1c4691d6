package resnet

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// maxHeader bounds a file's header; ResNet-50's is 30 KB.
const maxHeader = 16 << 20

// tensorInfo is a tensor's entry in the header of a safetensors file.
type tensorInfo struct {
	Type    string   `json:"dtype"`
	Shape   []int64  `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"` // into what follows the header
}

// elementSize is the bytes of a number of the types that are read.
var elementSize = map[string]int64{"F64": 8, "F32": 4, "F16": 2, "BF16": 2}

// readSafetensors returns the tensors that want names from a safetensors file of
// that size, as float32. Everything the header says is checked before memory is
// taken for it.
func readSafetensors(r io.ReaderAt, size int64, want func(name string) bool) (map[string]Tensor, error) {
	infos, data, err := readHeader(r, size)
	if err != nil {
		return nil, err
	}
	tensors := make(map[string]Tensor)
	for name, raw := range infos {
		if name == "__metadata__" || !want(name) {
			continue
		}
		var info tensorInfo
		if err := json.Unmarshal(raw, &info); err != nil {
			return nil, fmt.Errorf("safetensors: header of %s: %w", name, err)
		}
		t, err := readTensor(r, data, size, info)
		if err != nil {
			return nil, fmt.Errorf("safetensors: %s: %w", name, err)
		}
		tensors[name] = t
	}
	return tensors, nil
}

// readHeader returns the header's entries and where the data begins.
func readHeader(r io.ReaderAt, size int64) (map[string]json.RawMessage, int64, error) {
	var length [8]byte
	if size < 8 {
		return nil, 0, fmt.Errorf("safetensors: file of %d bytes: want a header", size)
	}
	if _, err := r.ReadAt(length[:], 0); err != nil {
		return nil, 0, fmt.Errorf("safetensors: %w", err)
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > maxHeader || int64(n) > size-8 {
		return nil, 0, fmt.Errorf("safetensors: header of %d bytes in a file of %d: not a safetensors file, or cut off", n, size)
	}
	header := make([]byte, n)
	if _, err := r.ReadAt(header, 8); err != nil {
		return nil, 0, fmt.Errorf("safetensors: %w", err)
	}
	var infos map[string]json.RawMessage
	if err := json.Unmarshal(header, &infos); err != nil {
		return nil, 0, fmt.Errorf("safetensors: header: %w", err)
	}
	return infos, 8 + int64(n), nil
}

func readTensor(r io.ReaderAt, data, size int64, info tensorInfo) (Tensor, error) {
	each, ok := elementSize[info.Type]
	if !ok {
		return Tensor{}, fmt.Errorf("type %q: want F32, F16, BF16 or F64", info.Type)
	}
	from, to := info.Offsets[0], info.Offsets[1]
	if from < 0 || to < from || to > size-data {
		return Tensor{}, fmt.Errorf("bytes %d to %d of %d: outside the file, which is cut off or damaged", from, to, size-data)
	}
	count, shape := int64(1), make([]int, len(info.Shape))
	for i, d := range info.Shape {
		if d < 0 || d > math.MaxInt32 || count > (to-from)/max(d, 1) {
			return Tensor{}, fmt.Errorf("shape %v in %d bytes of %s: does not fit", info.Shape, to-from, info.Type)
		}
		count, shape[i] = count*d, int(d)
	}
	if count*each != to-from {
		return Tensor{}, fmt.Errorf("shape %v in %d bytes of %s: want %d bytes", info.Shape, to-from, info.Type, count*each)
	}
	raw := make([]byte, to-from)
	if n, err := r.ReadAt(raw, data+from); n < len(raw) {
		return Tensor{}, err
	}
	return Tensor{shape, decode(raw, info.Type)}, nil
}

// decode converts little-endian numbers of a type in elementSize to float32.
func decode(raw []byte, dtype string) []float32 {
	le := binary.LittleEndian
	out := make([]float32, int64(len(raw))/elementSize[dtype])
	for i := range out {
		switch dtype {
		case "F64":
			out[i] = float32(math.Float64frombits(le.Uint64(raw[8*i:])))
		case "F32":
			out[i] = math.Float32frombits(le.Uint32(raw[4*i:]))
		case "BF16":
			out[i] = math.Float32frombits(uint32(le.Uint16(raw[2*i:])) << 16)
		case "F16":
			out[i] = half(le.Uint16(raw[2*i:]))
		}
	}
	return out
}

// half is the value of an IEEE 754 binary16 number.
func half(h uint16) float32 {
	sign, exp, frac := uint32(h>>15)<<31, uint32(h>>10&31), uint32(h&1023)
	switch exp {
	case 0: // zero and subnormals: frac · 2^-24
		return math.Float32frombits(sign | math.Float32bits(float32(frac)/(1<<24)))
	case 31:
		return math.Float32frombits(sign | 255<<23 | frac<<13)
	}
	return math.Float32frombits(sign | (exp+112)<<23 | frac<<13)
}
