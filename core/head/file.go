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
const MaxBytes = 8 + maxHeader + 4*(Features+1)*MaxClasses

type tensor struct {
	DType   string   `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets []uint64 `json:"data_offsets"`
}

type layout struct {
	Metadata map[string]string `json:"__metadata__"`
	Bias     tensor            `json:"bias"`
	Kernel   tensor            `json:"kernel"`
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
	header, err := json.Marshal(layout{
		Metadata: h.Metadata(),
		Bias:     tensor{"F32", []int{int(c)}, []uint64{0, 4 * c}},
		Kernel:   tensor{dtype, []int{Features, int(c)}, []uint64{4 * c, 4*c + width*c*Features}},
	})
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
	return out, nil
}

// Decode reads a head. It takes safetensors files with exactly the tensors
// kernel and bias, in any order, without gaps, and with every key of the
// metadata; metadata that it does not know is ignored. The head does not keep
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
	meta, bias, kernel, err := parseHeader(data[8 : 8+n])
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
	if err := h.readTensors(data[8+n:], bias, kernel); err != nil {
		return nil, err
	}
	return h, nil
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
	if width == 4 && kernel.DType != "F32" || len(kernel.Shape) != 2 || kernel.Shape[0] != Features || kernel.Shape[1] != c {
		return fmt.Errorf("kernel: %s %v: want F32 or F16 [%d %d] for %d classes", kernel.DType, kernel.Shape, Features, c, c)
	}
	nb, nk := uint64(4*c), width*uint64(c*Features)
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

// parseHeader reads the JSON header: each key once, none besides the three.
func parseHeader(raw []byte) (meta map[string]string, bias, kernel tensor, err error) {
	fields, err := object(raw)
	if err != nil {
		return nil, bias, kernel, fmt.Errorf("header: %w", err)
	}
	for key := range fields {
		if key != "__metadata__" && key != "bias" && key != "kernel" {
			return nil, bias, kernel, fmt.Errorf("tensor %.40q: want kernel and bias only", key)
		}
	}
	for _, t := range []struct {
		key  string
		into *tensor
	}{{"bias", &bias}, {"kernel", &kernel}} {
		if fields[t.key] == nil {
			return nil, bias, kernel, fmt.Errorf("no tensor %q: want kernel and bias", t.key)
		}
		if err := json.Unmarshal(fields[t.key], t.into); err != nil {
			return nil, bias, kernel, fmt.Errorf("tensor %s: %w", t.key, err)
		}
	}
	meta, err = parseMetadata(fields["__metadata__"])
	return meta, bias, kernel, err
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
