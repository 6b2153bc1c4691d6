package weights

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"

	"graft/core/safetensors"
	"graft/core/weights/layout"
)

// Keys of the metadata that Write leaves for Load: those of a head's file.
const (
	metaVariant    = "variant"
	metaPreprocess = "preprocessing"
	metaPixels     = "pixels"
	metaWeights    = "weights"
)

// Write writes the weights as a safetensors file in torchvision's layout, the last
// layer too if there is one, with variant and preprocessing in its metadata, which
// [LoadFile] reads again.
func (w *Set) Write(out io.Writer) error {
	tensors := maps.Clone(w.tensors)
	if w.classifier != nil {
		tensors[layout.ClassifierKernel], tensors[layout.ClassifierBias] = w.classifier.kernel, w.classifier.bias
	}
	p := w.Preprocess
	pixels, err := json.Marshal(pixelsOf(p))
	if err != nil {
		return fmt.Errorf("weights %s: %w", w.Name, err)
	}
	return safetensors.Write(out, tensors, map[string]string{
		metaVariant: string(w.Variant), metaPreprocess: p.Name, metaPixels: string(pixels), metaWeights: w.Name,
	})
}

type pixels struct {
	Scale float32    `json:"scale"`
	Mean  [3]float32 `json:"mean"`
	Std   [3]float32 `json:"std"`
}

func pixelsOf(p Preprocess) pixels { return pixels{p.Scale, p.Mean, p.Std} }

// ownMetadata returns what a file that Write made says of its variant and
// preprocessing; ours is false if another program wrote it.
func ownMetadata(f *safetensors.File) (v layout.Variant, p Preprocess, ours bool, err error) {
	meta, err := f.Metadata()
	if err != nil {
		return "", p, false, nil // which only we need
	}
	variant, _ := meta.Text(metaVariant)
	raw, _ := meta.Text(metaPixels)
	if variant == "" || raw == "" {
		return "", p, false, nil
	}
	var x pixels
	if err := json.Unmarshal([]byte(raw), &x); err != nil {
		return "", p, false, fmt.Errorf("metadata: pixels: %.80q: want scale, mean and std", raw)
	}
	name, _ := meta.Text(metaPreprocess)
	p = Preprocess{Name: name, Scale: x.Scale, Mean: x.Mean, Std: x.Std}
	return layout.Variant(variant), p, true, p.Validate()
}
