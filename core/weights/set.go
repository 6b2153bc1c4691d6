package weights

import (
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"graft/core/safetensors"
	"graft/core/vector"
	"graft/core/weights/layout"
)

// Set is the weights of one network: its numbers, and the preprocessing that goes with
// them. It is not changed once made, and safe for concurrent use.
type Set struct {
	// Name is how the weights were asked for: "random", a hub id, a file's name.
	Name string
	// Digest is SHA-256 in hex over the tensors that make the features, so it is
	// the same however they are stored and whatever else is in the file.
	Digest string
	// Variant is the network that the weights were trained in.
	Variant layout.Variant
	// Preprocess is what the weights were trained with.
	Preprocess Preprocess
	// Evaluation is how the originals cut whole pictures for these weights.
	Evaluation Evaluation

	tensors    map[string]safetensors.Tensor
	classifier *classifier // nil if there is none
}

// New returns a set of tensors named as torchvision names them. The last layer,
// fc.weight and fc.bias, is kept as the classifier if it is there; other tensors, such as
// the counters num_batches_tracked, are left out. It keeps the tensors' data. It fails if
// one of [layout.TensorShapes] is missing or has another shape, and for numbers that are
// not finite.
func New(name string, v layout.Variant, p Preprocess, tensors map[string]safetensors.Tensor) (*Set, error) {
	if err := v.Validate(); err != nil {
		return nil, err
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	w := &Set{Name: name, Variant: v, Preprocess: p, Evaluation: p.Evaluation(), tensors: make(map[string]safetensors.Tensor)}
	for key, shape := range layout.TensorShapes() {
		t, ok := tensors[key]
		switch {
		case !ok:
			return nil, fmt.Errorf("weights %s: %s is missing: want the tensors of torchvision's ResNet-50", name, missing(key, tensors))
		case !slices.Equal(t.Shape, shape) || len(t.Data) != product(shape):
			return nil, fmt.Errorf("weights %s: %s has shape %v: want %v, as in ResNet-50", name, key, t.Shape, shape)
		}
		if err := finite(t.Data); err != nil {
			return nil, fmt.Errorf("weights %s: %s: %w", name, key, err)
		}
		if strings.HasSuffix(key, ".running_var") && slices.Min(t.Data) < 0 {
			return nil, fmt.Errorf("weights %s: %s has the variance %v: want 0 or more", name, key, slices.Min(t.Data))
		}
		w.tensors[key] = t
	}
	var err error
	if w.classifier, err = newClassifier(tensors); err != nil {
		return nil, fmt.Errorf("weights %s: %w", name, err)
	}
	w.Digest = digest(v, w.tensors)
	return w, nil
}

// With returns weights of the same variant, preprocessing and classifier with
// other tensors, as fine-tuning makes them. Tensors that are not given stay.
func (w *Set) With(name string, tensors map[string]safetensors.Tensor) (*Set, error) {
	all := maps.Clone(w.tensors)
	if w.classifier != nil {
		all[layout.ClassifierKernel], all[layout.ClassifierBias] = w.classifier.kernel, w.classifier.bias
	}
	for key, t := range tensors {
		if _, ok := all[key]; !ok {
			return nil, fmt.Errorf("weights %s: tensor %q: want those of ResNet-50", name, key)
		}
		all[key] = t
	}
	return New(name, w.Variant, w.Preprocess, all)
}

// finite says which number of data is not finite, if one is not.
func finite(data []float32) error {
	i := slices.IndexFunc(data, func(v float32) bool { return !(v >= -math.MaxFloat32 && v <= math.MaxFloat32) })
	if i < 0 {
		return nil
	}
	return fmt.Errorf("number %d is %v: want finite numbers", i, data[i])
}

// missing names the key, or the first tensor of the network if many are missing.
func missing(key string, have map[string]safetensors.Tensor) string {
	n := 0
	for name := range layout.TensorShapes() {
		if _, ok := have[name]; !ok {
			n++
			key = min(key, name)
		}
	}
	if n > 1 {
		return fmt.Sprintf("%s (and %d more)", key, n-1)
	}
	return key
}

// Tensor returns the tensor of that name, one of [layout.TensorShapes]; its data must
// not be written to.
func (w *Set) Tensor(name string) (safetensors.Tensor, bool) {
	t, ok := w.tensors[name]
	return t, ok
}

// Tensors returns every tensor that makes the features, by torchvision's name;
// their data must not be written to.
func (w *Set) Tensors() map[string]safetensors.Tensor { return maps.Clone(w.tensors) }

// Prepared returns the same weights with another preprocessing. It shares the
// tensors.
func (w *Set) Prepared(p Preprocess) (*Set, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	other := *w
	other.Preprocess = p
	return &other, nil
}

// String is the name and the beginning of the digest.
func (w *Set) String() string { return w.Name + " (" + w.Digest[:min(12, len(w.Digest))] + ")" }

// digest is SHA-256 over the variant, unless it is layout.V15, which was there first,
// and names, shapes and little-endian numbers, by name.
func digest(v layout.Variant, tensors map[string]safetensors.Tensor) string {
	names := make([]string, 0, len(tensors))
	for name := range tensors {
		names = append(names, name)
	}
	slices.Sort(names)
	h := vector.SHA256()
	if v != layout.V15 {
		fmt.Fprintf(h, "variant %s\n", v)
	}
	for _, name := range names {
		t := tensors[name]
		fmt.Fprintf(h, "%s%v\n", name, t.Shape)
		h.Write(safetensors.LittleEndian(t.Data))
	}
	return hex.EncodeToString(h.Sum(nil))
}

func product(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}
