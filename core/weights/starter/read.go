package starter

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"graft/core/safetensors"
)

// maxHeader bounds the header; a ResNet-50's has 30 KB and 318 tensors.
const maxHeader = 1 << 20

// format is the version of the form that is read.
const format = "graft-starter-1"

// scaleSuffix is what the name of a kernel's scales ends in.
const scaleSuffix = ".scale"

// metadata is what the header says of the whole.
type metadata struct{ format, variant, preprocess, version, card string }

// readMetadata reads and checks the metadata; a text that is not there is "".
func readMetadata(f *safetensors.File) (metadata, error) {
	fields, err := f.Metadata()
	if err != nil {
		return metadata{}, err
	}
	if fields == nil {
		return metadata{}, errors.New("no metadata: want format, variant, preprocess, version")
	}
	text := func(key string) string { t, _ := fields.Text(key); return t }
	m := metadata{text("format"), text("variant"), text("preprocess"), text("version"), text("card")}
	return m, m.check()
}

func (m metadata) check() error {
	switch {
	case m.format != format:
		return fmt.Errorf("format %.40q: want %q", m.format, format)
	case m.variant != "v1.5":
		return fmt.Errorf("variant %.40q: want \"v1.5\"", m.variant)
	case m.preprocess != "torchvision":
		return fmt.Errorf("preprocess %.40q: want \"torchvision\"", m.preprocess)
	case m.version == "" || len(m.version) > 100:
		return fmt.Errorf("version %.100q: want 1 to 100 bytes", m.version)
	case m.card != "" && !json.Valid([]byte(m.card)):
		return fmt.Errorf("card %.40q: want JSON", m.card)
	}
	return nil
}

// read reads a safetensors file.
func read(raw []byte) (*Set, error) {
	f, err := safetensors.Open(bytes.NewReader(raw), int64(len(raw)), maxHeader)
	if err != nil {
		return nil, err
	}
	m, err := readMetadata(f)
	if err != nil {
		return nil, err
	}
	set := &Set{m.version, m.variant, m.preprocess, m.card, make(map[string]safetensors.Tensor)}
	for _, name := range f.Names() {
		of, isScale := strings.CutSuffix(name, scaleSuffix)
		if isScale {
			if e, err := f.Entry(of); err != nil || e.Type != "I8" {
				return nil, fmt.Errorf("%.100s: want a kernel %.100s of type I8 beside it", name, of)
			}
			continue // the kernel takes it
		}
		t, err := tensor(f, name)
		if err != nil {
			return nil, err
		}
		set.Tensors[name] = t
	}
	return set, nil
}

// tensor returns the numbers of a tensor; those of a kernel are multiplied by its
// scale's.
func tensor(f *safetensors.File, name string) (safetensors.Tensor, error) {
	e, err := f.Entry(name)
	if err != nil {
		return safetensors.Tensor{}, err
	}
	switch e.Type {
	case "F32":
		return f.Tensor(name)
	case "I8":
		return kernel(f, name)
	}
	return safetensors.Tensor{}, fmt.Errorf("%.100s: type %.20q: want I8 or F32", name, e.Type)
}

// kernel returns a tensor of whole numbers, multiplied by what they are worth.
func kernel(f *safetensors.File, name string) (t safetensors.Tensor, err error) {
	raw, e, err := f.Bytes(name)
	if err != nil {
		return t, err
	}
	if len(e.Shape) == 0 || e.Shape[0] == 0 {
		return t, fmt.Errorf("%.100s: shape %v of type I8: want output channels", name, e.Shape)
	}
	scale, err := f.Entry(name + scaleSuffix)
	if err != nil {
		return t, err
	}
	if scale.Type != "F32" || !slices.Equal(scale.Shape, e.Shape[:1]) {
		return t, fmt.Errorf("%.100s: scale of type %.20s and shape %v: want F32 [%d]", name, scale.Type, scale.Shape, e.Shape[0])
	}
	worth, err := f.Tensor(name + scaleSuffix)
	if err != nil {
		return t, err
	}
	return safetensors.Tensor{Shape: e.Shape, Data: dequantise(raw, worth.Data)}, nil
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
