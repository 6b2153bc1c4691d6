package resnet

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
)

// Keys of the metadata that WriteTo leaves for Load: those of a head's file.
const (
	metaVariant    = "variant"
	metaPreprocess = "preprocessing"
	metaPixels     = "pixels"
	metaWeights    = "weights"
)

// Write writes the weights as a safetensors file in torchvision's layout, the last
// layer too if there is one, with variant and preprocessing in its metadata, which
// [LoadFile] reads again.
func (w *Weights) Write(out io.Writer) error {
	tensors := maps.Clone(w.tensors)
	if w.classifier != nil {
		tensors[classifierKernel], tensors[classifierBias] = w.classifier.kernel, w.classifier.bias
	}
	p := w.Preprocess
	pixels, err := json.Marshal(pixelsOf(p))
	if err != nil {
		return fmt.Errorf("resnet: weights %s: %w", w.Name, err)
	}
	return WriteSafetensors(out, tensors, map[string]string{
		metaVariant: string(w.Variant), metaPreprocess: p.Name, metaPixels: string(pixels), metaWeights: w.Name,
	})
}

type pixels struct {
	Scale float32    `json:"scale"`
	Mean  [3]float32 `json:"mean"`
	Std   [3]float32 `json:"std"`
}

func pixelsOf(p Preprocess) pixels { return pixels{p.Scale, p.Mean, p.Std} }

// readMetadata returns what a file says of its variant and preprocessing; said is
// false if it says nothing.
func readMetadata(r io.ReaderAt, size int64) (v Variant, p Preprocess, said bool, err error) {
	infos, _, err := readHeader(r, size)
	if err != nil || infos["__metadata__"] == nil {
		return "", p, false, err
	}
	var meta map[string]string
	if json.Unmarshal(infos["__metadata__"], &meta) != nil || meta[metaVariant] == "" || meta[metaPixels] == "" {
		return "", p, false, nil // some other program's
	}
	var x pixels
	if err := json.Unmarshal([]byte(meta[metaPixels]), &x); err != nil {
		return "", p, false, fmt.Errorf("metadata: pixels: %.80q: want scale, mean and std", meta[metaPixels])
	}
	p = Preprocess{Name: meta[metaPreprocess], Scale: x.Scale, Mean: x.Mean, Std: x.Std}
	return Variant(meta[metaVariant]), p, true, p.Validate()
}

// Rescale returns the preprocessing of the source article: pixels/255 and nothing
// else, whatever the weights were trained with.
func Rescale() Preprocess {
	return Preprocess{Name: "rescale", Scale: 1. / 255, Std: [3]float32{1, 1, 1}}
}

// Prepared returns the same weights with another preprocessing. It shares the
// tensors.
func (w *Weights) Prepared(p Preprocess) (*Weights, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	other := *w
	other.Preprocess = p
	return &other, nil
}
