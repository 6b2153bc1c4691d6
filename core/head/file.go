package head

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
)

// Keys of the file's metadata. Those after size may be missing: files of earlier
// versions lack them. The note is written for people and not read.
const (
	keyClasses       = "classes"
	keyBackbone      = "backbone"
	keyWeights       = "weights"
	keyDigest        = "weights_digest"
	keyPreprocessing = "preprocessing"
	keySize          = "size"
	keyVariant       = "variant"
	keyPixels        = "pixels"
	keyNote          = "note"
)

// maxHeader bounds the file's header: every class's name at its longest, each
// byte escaped twice at worst.
const maxHeader = 8 << 20

// MaxBytes is the size of the largest file that Decode takes.
const MaxBytes = 8 + maxHeader + 4*(Features+1)*(MaxClasses+maxTop)

type tensor struct {
	DType   string   `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets []uint64 `json:"data_offsets"`
}

type layout struct {
	Metadata map[string]string `json:"__metadata__"`
	Bias     tensor            `json:"bias"`
	Kernel   tensor            `json:"kernel"`

	// The Top's, both or neither.
	TopBias   *tensor `json:"top.bias,omitempty"`
	TopKernel *tensor `json:"top.kernel,omitempty"`
}

// Encode returns the head as a safetensors file. Equal heads give equal bytes.
// It fails where Validate does.
func (h *Head) Encode() ([]byte, error) {
	return h.encode("F32", 4, func(out []byte, x float32) []byte {
		return binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
	})
}

// encode writes the kernel as dtype, width bytes a number.
func (h *Head) encode(dtype string, width uint64, put func([]byte, float32) []byte) ([]byte, error) {
	if err := h.Validate(); err != nil {
		return nil, err
	}
	c := uint64(len(h.Classes))
	// Tensors in the order of their names, as the reference writer has them.
	end := 4*c + width*c*uint64(h.Inputs())
	l := layout{
		Metadata: h.Metadata(),
		Bias:     tensor{"F32", []int{int(c)}, []uint64{0, 4 * c}},
		Kernel:   tensor{dtype, []int{h.Inputs(), int(c)}, []uint64{4 * c, end}},
	}
	if h.Top != nil {
		n := uint64(len(h.Top.Bias))
		l.TopBias = &tensor{"F32", []int{int(n)}, []uint64{end, end + 4*n}}
		l.TopKernel = &tensor{"F32", []int{Features, int(n)}, []uint64{end + 4*n, end + 4*n*(Features+1)}}
	}
	header, err := json.Marshal(l)
	if err != nil {
		return nil, fmt.Errorf("head: encode: %w", err)
	}
	for len(header)%8 != 0 { // the format's own alignment rule
		header = append(header, ' ')
	}
	out := make([]byte, 0, 8+len(header)+4*len(h.Bias)+int(width)*len(h.Kernel))
	out = binary.LittleEndian.AppendUint64(out, uint64(len(header)))
	out = append(out, header...)
	for _, x := range h.Bias {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
	}
	for _, x := range h.Kernel {
		out = put(out, x)
	}
	if h.Top != nil {
		for _, list := range [][]float32{h.Top.Bias, h.Top.Kernel} {
			for _, x := range list {
				out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
			}
		}
	}
	return out, nil
}

// Decode reads a head. It takes safetensors files with exactly the tensors
// kernel and bias, in any order, without gaps, after them perhaps top.bias and
// top.kernel, and with every key of the metadata; metadata that it does not know is ignored. The head does not keep
// data.
func Decode(data []byte) (*Head, error) {
	h, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("head: decode: %w", err)
	}
	if err := h.Validate(); err != nil {
		return nil, err
	}
	return h, nil
}

func decode(data []byte) (*Head, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("%d bytes: want at most %d", len(data), MaxBytes)
	}
	if len(data) < 8 {
		return nil, fmt.Errorf("%d bytes: not a safetensors file", len(data))
	}
	n := binary.LittleEndian.Uint64(data)
	if n > maxHeader || n > uint64(len(data)-8) {
		return nil, fmt.Errorf("a header of %d bytes in a file of %d: not a safetensors file, or cut off", n, len(data))
	}
	meta, l, err := parseHeader(data[8 : 8+n])
	if err != nil {
		return nil, err
	}
	h := &Head{
		Backbone: meta[keyBackbone], Weights: meta[keyWeights],
		WeightsDigest: meta[keyDigest], Preprocessing: meta[keyPreprocessing], Variant: meta[keyVariant],
	}
	if err := json.Unmarshal([]byte(meta[keyClasses]), &h.Classes); err != nil {
		return nil, fmt.Errorf("metadata: classes: want a JSON array of names: %w", err)
	}
	var size []int
	if err := json.Unmarshal([]byte(meta[keySize]), &size); err != nil || len(size) != 2 {
		return nil, fmt.Errorf("metadata: size: %.40q: want width and height, as in [224,224]", meta[keySize])
	}
	h.Size = [2]int{size[0], size[1]}
	if raw := meta[keyPixels]; raw != "" {
		if err := json.Unmarshal([]byte(raw), &h.Pixels); err != nil {
			return nil, fmt.Errorf("metadata: pixels: %.80q: want scale, mean and std", raw)
		}
	}
	body, err := h.readTop(data[8+n:], l)
	if err != nil {
		return nil, err
	}
	if err := h.readTensors(body, l.Bias, l.Kernel); err != nil {
		return nil, err
	}
	return h, nil
}

// readTop reads the top, if there is one, from the end of body and returns what
// comes before it.
func (h *Head) readTop(body []byte, l layout) ([]byte, error) {
	if l.TopBias == nil && l.TopKernel == nil {
		return body, nil
	}
	if l.TopBias == nil || l.TopKernel == nil {
		return nil, fmt.Errorf("one of top.bias and top.kernel: want both or neither")
	}
	b, k := *l.TopBias, *l.TopKernel
	if b.DType != "F32" || len(b.Shape) != 1 || b.Shape[0] < 1 || b.Shape[0] > maxTop {
		return nil, fmt.Errorf("top.bias: %s %v: want F32 [1 to %d]", b.DType, b.Shape, maxTop)
	}
	n := b.Shape[0]
	if k.DType != "F32" || len(k.Shape) != 2 || k.Shape[0] != Features || k.Shape[1] != n {
		return nil, fmt.Errorf("top.kernel: %s %v: want F32 [%d %d]", k.DType, k.Shape, Features, n)
	}
	size := uint64(4 * n * (Features + 1))
	if uint64(len(body)) < size {
		return nil, fmt.Errorf("%d bytes of numbers: want %d for the top alone", len(body), size)
	}
	from := uint64(len(body)) - size
	middle := from + uint64(4*n)
	if len(b.Offsets) != 2 || b.Offsets[0] != from || b.Offsets[1] != middle || len(k.Offsets) != 2 || k.Offsets[0] != middle || k.Offsets[1] != from+size {
		return nil, fmt.Errorf("data_offsets of top.bias %v and top.kernel %v: want both, in this order, at the end", b.Offsets, k.Offsets)
	}
	h.Top = &Top{Bias: floats(body[from:middle]), Kernel: floats(body[middle:])}
	return body[:from], nil
}

// readTensors checks that bias and kernel are F32, the kernel perhaps F16, of
// the classes' shape and tile body, then copies them.
func (h *Head) readTensors(body []byte, bias, kernel tensor) error {
	c := len(h.Classes)
	if c > MaxClasses {
		return fmt.Errorf("%d classes: want at most %d", c, MaxClasses)
	}
	if bias.DType != "F32" || len(bias.Shape) != 1 || bias.Shape[0] != c {
		return fmt.Errorf("bias: %s %v: want F32 [%d] for %d classes", bias.DType, bias.Shape, c, c)
	}
	width := uint64(4)
	read := floats
	if kernel.DType == "F16" {
		width, read = 2, halves
	}
	if width == 4 && kernel.DType != "F32" || len(kernel.Shape) != 2 || kernel.Shape[0] != h.Inputs() || kernel.Shape[1] != c {
		return fmt.Errorf("kernel: %s %v: want F32 or F16 [%d %d] for %d classes", kernel.DType, kernel.Shape, h.Inputs(), c, c)
	}
	nb, nk := uint64(4*c), width*uint64(c*h.Inputs())
	if uint64(len(body)) != nb+nk {
		return fmt.Errorf("%d bytes of numbers: want %d for %d classes", len(body), nb+nk, c)
	}
	at := func(t tensor, from, to uint64) bool {
		return len(t.Offsets) == 2 && t.Offsets[0] == from && t.Offsets[1] == to
	}
	switch {
	case at(bias, 0, nb) && at(kernel, nb, nb+nk):
		h.Bias, h.Kernel = floats(body[:nb]), read(body[nb:])
	case at(kernel, 0, nk) && at(bias, nk, nk+nb):
		h.Bias, h.Kernel = floats(body[nk:]), read(body[:nk])
	default:
		return fmt.Errorf("data_offsets of bias %v and kernel %v: want both to fill %d bytes without gaps", bias.Offsets, kernel.Offsets, nb+nk)
	}
	return nil
}

func floats(b []byte) []float32 {
	x := make([]float32, len(b)/4)
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return x
}

func halves(b []byte) []float32 {
	x := make([]float32, len(b)/2)
	for i := range x {
		x[i] = ofHalf(binary.LittleEndian.Uint16(b[2*i:]))
	}
	return x
}

// parseHeader reads the JSON header: each key once, none that is not known.
func parseHeader(raw []byte) (meta map[string]string, l layout, err error) {
	fields, err := object(raw)
	if err != nil {
		return nil, l, fmt.Errorf("header: %w", err)
	}
	tensors := map[string]func(raw json.RawMessage) error{
		"bias":       func(raw json.RawMessage) error { return json.Unmarshal(raw, &l.Bias) },
		"kernel":     func(raw json.RawMessage) error { return json.Unmarshal(raw, &l.Kernel) },
		"top.bias":   func(raw json.RawMessage) error { return json.Unmarshal(raw, &l.TopBias) },
		"top.kernel": func(raw json.RawMessage) error { return json.Unmarshal(raw, &l.TopKernel) },
	}
	for key := range fields {
		if key != "__metadata__" && tensors[key] == nil {
			return nil, l, fmt.Errorf("tensor %.40q: want kernel and bias only", key)
		}
	}
	for _, key := range []string{"bias", "kernel", "top.bias", "top.kernel"} {
		if fields[key] == nil {
			if key == "bias" || key == "kernel" {
				return nil, l, fmt.Errorf("no tensor %q: want kernel and bias", key)
			}
			continue
		}
		if err := tensors[key](fields[key]); err != nil {
			return nil, l, fmt.Errorf("tensor %s: %w", key, err)
		}
	}
	meta, err = parseMetadata(fields["__metadata__"])
	return meta, l, err
}

func parseMetadata(raw json.RawMessage) (map[string]string, error) {
	if raw == nil {
		return nil, errors.New("no metadata: want classes, backbone, weights, weights_digest, preprocessing, size")
	}
	fields, err := object(raw)
	if err != nil {
		return nil, fmt.Errorf("metadata: %w", err)
	}
	meta := map[string]string{}
	for _, key := range []string{keyClasses, keyBackbone, keyWeights, keyDigest, keyPreprocessing, keySize} {
		var text *string
		if err := json.Unmarshal(fields[key], &text); err != nil || text == nil {
			return nil, fmt.Errorf("metadata: %s: want a text", key)
		}
		meta[key] = *text
	}
	for _, key := range []string{keyVariant, keyPixels} {
		var text string
		if raw := fields[key]; raw != nil && json.Unmarshal(raw, &text) != nil {
			return nil, fmt.Errorf("metadata: %s: want a text", key)
		}
		meta[key] = text
	}
	return meta, nil
}

// object reads one JSON object whose keys are distinct, as the format wants,
// and nothing after it but white space. (encoding/json alone lets the last of
// two equal keys win, and others the first.)
func object(raw []byte) (map[string]json.RawMessage, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("want a JSON object")
	}
	fields := map[string]json.RawMessage{}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return nil, err
		}
		key, ok := t.(string)
		if !ok {
			return nil, errors.New("want a JSON object")
		}
		if _, twice := fields[key]; twice {
			return nil, fmt.Errorf("%.40q is there twice", key)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, err
		}
		fields[key] = value
	}
	if _, err := dec.Token(); err != nil { // the closing brace
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("something follows the JSON object")
	}
	return fields, nil
}
