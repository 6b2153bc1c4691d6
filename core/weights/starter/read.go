package starter

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// Bounds of what a header may say; a ResNet-50's has 30 KB and 318 tensors.
const (
	maxHeader  = 1 << 20
	maxTensors = 4096
	maxAxes    = 4
)

// format is the version of the form that is read.
const format = "graft-starter-1"

// scaleSuffix is what the name of a kernel's scales ends in.
const scaleSuffix = ".scale"

// metadata is what the header says of the whole.
type metadata struct {
	Format     string `json:"format"`
	Variant    string `json:"variant"`
	Preprocess string `json:"preprocess"`
	Version    string `json:"version"`
	Card       string `json:"card"`
}

func (m metadata) check() error {
	switch {
	case m.Format != format:
		return fmt.Errorf("format %.40q: want %q", m.Format, format)
	case m.Variant != "v1.5":
		return fmt.Errorf("variant %.40q: want \"v1.5\"", m.Variant)
	case m.Preprocess != "torchvision":
		return fmt.Errorf("preprocess %.40q: want \"torchvision\"", m.Preprocess)
	case m.Version == "" || len(m.Version) > 100:
		return fmt.Errorf("version %.100q: want 1 to 100 bytes", m.Version)
	case m.Card != "" && !json.Valid([]byte(m.Card)):
		return fmt.Errorf("card %.40q: want JSON", m.Card)
	}
	return nil
}

// entry is a tensor in the header.
type entry struct {
	Type    string   `json:"dtype"`
	Shape   []int64  `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"` // into what follows the header
}

// typeSize is the bytes of a number of each type that is read.
var typeSize = map[string]int64{"I8": 1, "F32": 4}

// read reads a safetensors file.
func read(raw []byte) (*Set, error) {
	entries, m, data, err := readHeader(raw)
	if err != nil {
		return nil, err
	}
	set := &Set{m.Version, m.Variant, m.Preprocess, m.Card, make(map[string]Tensor)}
	for name, e := range entries {
		of, isScale := strings.CutSuffix(name, scaleSuffix)
		if isScale {
			if entries[of].Type != "I8" {
				return nil, fmt.Errorf("%.100s: want a kernel %.100s of type I8 beside it", name, of)
			}
			continue // the kernel takes it
		}
		t, err := e.tensor(data, entries[name+scaleSuffix])
		if err != nil {
			return nil, fmt.Errorf("%.100s: %w", name, err)
		}
		set.Tensors[name] = t
	}
	return set, nil
}

// readHeader returns the tensors' entries, the metadata, and what follows.
func readHeader(raw []byte) (map[string]entry, metadata, []byte, error) {
	var m metadata
	if len(raw) < 8 {
		return nil, m, nil, fmt.Errorf("%d bytes: %w", len(raw), errHeader)
	}
	n := binary.LittleEndian.Uint64(raw)
	if n > maxHeader || n > uint64(len(raw)-8) {
		return nil, m, nil, fmt.Errorf("header of %d bytes in a file of %d: %w", n, len(raw), errHeader)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(raw[8:8+n], &parts); err != nil {
		return nil, m, nil, fmt.Errorf("header: %w", err)
	}
	if len(parts) > maxTensors {
		return nil, m, nil, fmt.Errorf("header: %d tensors: want at most %d", len(parts), maxTensors)
	}
	if err := json.Unmarshal(parts["__metadata__"], &m); err != nil {
		return nil, m, nil, fmt.Errorf("header: metadata: %w", err)
	}
	delete(parts, "__metadata__")
	entries := make(map[string]entry)
	for name, part := range parts {
		var e entry
		if err := json.Unmarshal(part, &e); err != nil {
			return nil, m, nil, fmt.Errorf("header: %.100s: %w", name, err)
		}
		entries[name] = e
	}
	return entries, m, raw[8+n:], m.check()
}

// tensor returns the numbers of an entry; those of a kernel are multiplied by
// scale's.
func (e entry) tensor(data []byte, scale entry) (Tensor, error) {
	raw, shape, err := e.bytes(data)
	if err != nil {
		return Tensor{}, err
	}
	if e.Type != "I8" {
		return Tensor{shape, floats(raw)}, nil
	}
	if len(shape) == 0 || shape[0] == 0 {
		return Tensor{}, fmt.Errorf("shape %v of type I8: want output channels", e.Shape)
	}
	worth, of, err := scale.bytes(data)
	if err != nil {
		return Tensor{}, fmt.Errorf("scale: %w", err)
	}
	if scale.Type == "I8" || len(of) != 1 || of[0] != shape[0] {
		return Tensor{}, fmt.Errorf("scale of type %s and shape %v: want F32 [%d]", scale.Type, of, shape[0])
	}
	return Tensor{shape, dequantise(raw, floats(worth))}, nil
}

// bytes returns the part of data that is the tensor's, and its shape.
func (e entry) bytes(data []byte) ([]byte, []int, error) {
	size, ok := typeSize[e.Type]
	if !ok {
		return nil, nil, fmt.Errorf("type %.20q: want I8 or F32", e.Type)
	}
	from, to := e.Offsets[0], e.Offsets[1]
	if from < 0 || to < from || to > int64(len(data)) {
		return nil, nil, fmt.Errorf("bytes %d to %d of %d: outside the file", from, to, len(data))
	}
	if len(e.Shape) > maxAxes {
		return nil, nil, fmt.Errorf("%d axes: want at most %d", len(e.Shape), maxAxes)
	}
	shape, count := make([]int, len(e.Shape)), int64(1)
	for i, d := range e.Shape {
		if d < 0 || d > maxUnpacked || count > maxUnpacked/max(d, 1) {
			return nil, nil, fmt.Errorf("shape %v: too large", e.Shape)
		}
		shape[i], count = int(d), count*d
	}
	if count*size != to-from {
		return nil, nil, fmt.Errorf("shape %v of type %s in %d bytes: want %d", e.Shape, e.Type, to-from, count*size)
	}
	return data[from:to], shape, nil
}

// dequantise multiplies each output channel's whole numbers by what they are
// worth. len(raw) is a multiple of len(worth).
func dequantise(raw []byte, worth []float32) []float32 {
	out := make([]float32, len(raw))
	each := len(raw) / len(worth)
	for o, w := range worth {
		for i := o * each; i < (o+1)*each; i++ {
			out[i] = float32(int8(raw[i])) * w
		}
	}
	return out
}

// floats are little-endian numbers of type F32.
func floats(raw []byte) []float32 {
	out := make([]float32, len(raw)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return out
}
