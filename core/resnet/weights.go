package resnet

import (
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"graft/core/vector"
)

// Tensor is float32 numbers in row-major order.
type Tensor struct {
	Shape []int
	Data  []float32
}

// Weights are the network's numbers and the preprocessing that goes with them.
// They are not changed once made, and safe for concurrent use.
type Weights struct {
	// Name is how the weights were asked for: "random", a hub id, a file's name.
	Name string
	// Digest is SHA-256 in hex over the tensors that make the features, so it is
	// the same however they are stored and whatever else is in the file.
	Digest string
	// Variant is the network that the weights were trained in.
	Variant Variant
	// Preprocess is what the weights were trained with.
	Preprocess Preprocess
	// Evaluation is how the originals cut whole pictures for these weights.
	Evaluation Evaluation

	tensors    map[string]Tensor
	classifier *classifier // nil if there is none
}

// NewWeights takes tensors named as torchvision names them and checks them
// against [TensorShapes]. The last layer, fc.weight and fc.bias, is kept as the
// classifier if it is there; other tensors, such as the counters
// num_batches_tracked, are left out. It keeps the tensors' data.
func NewWeights(name string, v Variant, p Preprocess, tensors map[string]Tensor) (*Weights, error) {
	if err := v.Validate(); err != nil {
		return nil, err
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	w := &Weights{Name: name, Variant: v, Preprocess: p, Evaluation: evaluationOf(p), tensors: make(map[string]Tensor)}
	for key, shape := range TensorShapes() {
		t, ok := tensors[key]
		switch {
		case !ok:
			return nil, fmt.Errorf("resnet: weights %s: %s is missing: want the tensors of torchvision's ResNet-50", name, missing(key, tensors))
		case !slices.Equal(t.Shape, shape) || len(t.Data) != product(shape):
			return nil, fmt.Errorf("resnet: weights %s: %s has shape %v: want %v, as in ResNet-50", name, key, t.Shape, shape)
		}
		if err := finite(t.Data); err != nil {
			return nil, fmt.Errorf("resnet: weights %s: %s: %w", name, key, err)
		}
		if strings.HasSuffix(key, ".running_var") && slices.Min(t.Data) < 0 {
			return nil, fmt.Errorf("resnet: weights %s: %s has the variance %v: want 0 or more", name, key, slices.Min(t.Data))
		}
		w.tensors[key] = t
	}
	var err error
	if w.classifier, err = newClassifier(tensors); err != nil {
		return nil, fmt.Errorf("resnet: weights %s: %w", name, err)
	}
	w.Digest = digest(v, w.tensors)
	return w, nil
}

// With returns weights of the same variant, preprocessing and classifier with
// other tensors, as fine-tuning makes them. Tensors that are not given stay.
func (w *Weights) With(name string, tensors map[string]Tensor) (*Weights, error) {
	all := maps.Clone(w.tensors)
	if w.classifier != nil {
		all[classifierKernel], all[classifierBias] = w.classifier.kernel, w.classifier.bias
	}
	for key, t := range tensors {
		if _, ok := all[key]; !ok {
			return nil, fmt.Errorf("resnet: weights %s: tensor %q: want those of ResNet-50", name, key)
		}
		all[key] = t
	}
	return NewWeights(name, w.Variant, w.Preprocess, all)
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
func missing(key string, have map[string]Tensor) string {
	n := 0
	for name := range TensorShapes() {
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

// Tensor returns the tensor of that name, one of [TensorShapes]; its data must
// not be written to.
func (w *Weights) Tensor(name string) (Tensor, bool) {
	t, ok := w.tensors[name]
	return t, ok
}

// String is the name and the beginning of the digest.
func (w *Weights) String() string { return w.Name + " (" + w.Digest[:min(12, len(w.Digest))] + ")" }

// digest is SHA-256 over the variant, unless it is V15, which was there first,
// and names, shapes and little-endian numbers, by name.
func digest(v Variant, tensors map[string]Tensor) string {
	names := make([]string, 0, len(tensors))
	for name := range tensors {
		names = append(names, name)
	}
	slices.Sort(names)
	h := vector.SHA256()
	if v != V15 {
		fmt.Fprintf(h, "variant %s\n", v)
	}
	for _, name := range names {
		t := tensors[name]
		fmt.Fprintf(h, "%s%v\n", name, t.Shape)
		h.Write(littleEndian(t.Data))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// littleEndian returns the bytes of data; on a little-endian machine they are
// data's own memory.
func littleEndian(data []float32) []byte {
	if len(data) == 0 {
		return nil
	}
	if isLittleEndian() {
		return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(data))), 4*len(data))
	}
	out := make([]byte, 4*len(data))
	for i, v := range data {
		bits := math.Float32bits(v)
		out[4*i], out[4*i+1], out[4*i+2], out[4*i+3] = byte(bits), byte(bits>>8), byte(bits>>16), byte(bits>>24)
	}
	return out
}

var isLittleEndian = sync.OnceValue(func() bool {
	one := uint16(1)
	return *(*byte)(unsafe.Pointer(&one)) == 1
})

func product(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}
