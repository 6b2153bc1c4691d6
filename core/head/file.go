package head

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"graft/core/safetensors"
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

// Names of the tensors; the top's are both there or neither.
const (
	tensorBias      = "bias"       // [classes]
	tensorKernel    = "kernel"     // [inputs, classes]
	tensorTopBias   = "top.bias"   // [classes of the network]
	tensorTopKernel = "top.kernel" // [Features, classes of the network]
)

// Encode returns the head as a safetensors file. Equal heads give equal bytes.
// It fails where Validate does.
func (h *Head) Encode() ([]byte, error) { return h.encode() }

// encode writes the head, in 16 bits the tensors that halves names.
func (h *Head) encode(halves ...string) ([]byte, error) {
	if err := h.Validate(); err != nil {
		return nil, err
	}
	c := len(h.Classes)
	tensors := map[string]safetensors.Tensor{
		tensorBias:   {Shape: []int{c}, Data: h.Bias},
		tensorKernel: {Shape: []int{h.Inputs(), c}, Data: h.Kernel},
	}
	if h.Top != nil {
		n := len(h.Top.Bias)
		tensors[tensorTopBias] = safetensors.Tensor{Shape: []int{n}, Data: h.Top.Bias}
		tensors[tensorTopKernel] = safetensors.Tensor{Shape: []int{Features, n}, Data: h.Top.Kernel}
	}
	var out bytes.Buffer
	if err := safetensors.Write(&out, tensors, h.Metadata(), halves...); err != nil {
		return nil, fmt.Errorf("head: encode: %w", err)
	}
	return out.Bytes(), nil
}

// Decode reads a head. It takes safetensors files with exactly the tensors
// kernel and bias, in any order, without gaps, after them perhaps top.bias and
// top.kernel, and with every key of the metadata; metadata that it does not know
// is ignored. The head does not keep data.
func Decode(data []byte) (*Head, error) {
	h, err := decode(data)
	if err != nil {
		return nil, ErrNotHead.Err(err)
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
	f, err := safetensors.Open(bytes.NewReader(data), int64(len(data)), maxHeader)
	if err != nil {
		return nil, err
	}
	if err := checkNames(f.Names()); err != nil {
		return nil, err
	}
	h, err := readMetadata(f)
	if err != nil {
		return nil, err
	}
	rest, err := h.readTop(f)
	if err != nil {
		return nil, err
	}
	if err := h.readTensors(f, rest); err != nil {
		return nil, err
	}
	return h, nil
}

// checkNames fails unless the tensors are kernel and bias, and perhaps the top's.
func checkNames(names []string) error {
	for _, name := range names {
		switch name {
		case tensorBias, tensorKernel, tensorTopBias, tensorTopKernel:
		default:
			return fmt.Errorf("tensor %.40q: want kernel and bias only", name)
		}
	}
	for _, name := range []string{tensorBias, tensorKernel} {
		if !slices.Contains(names, name) {
			return fmt.Errorf("no tensor %q: want kernel and bias", name)
		}
	}
	return nil
}

// readMetadata returns a head with everything but its numbers.
func readMetadata(f *safetensors.File) (*Head, error) {
	meta, err := metadataTexts(f)
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
	if c := len(h.Classes); c > MaxClasses {
		return nil, fmt.Errorf("%d classes: want at most %d", c, MaxClasses)
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
	return h, nil
}

// metadataTexts returns the metadata's texts: all that every file has, and those of
// variant and pixels if they are there.
func metadataTexts(f *safetensors.File) (map[string]string, error) {
	fields, err := f.Metadata()
	if err != nil {
		return nil, err
	}
	if fields == nil {
		return nil, errors.New("no metadata: want classes, backbone, weights, weights_digest, preprocessing, size")
	}
	texts := map[string]string{}
	for _, key := range []string{keyClasses, keyBackbone, keyWeights, keyDigest, keyPreprocessing, keySize, keyVariant, keyPixels} {
		text, ok := fields.Text(key)
		mayLack := key == keyVariant || key == keyPixels
		if !ok && !(mayLack && fields[key] == nil) {
			return nil, fmt.Errorf("metadata: %s: want a text", key)
		}
		texts[key] = text
	}
	return texts, nil
}

// readTop reads the top, if there is one, from the end of the numbers and returns
// how many bytes come before it.
func (h *Head) readTop(f *safetensors.File) (rest int64, err error) {
	if !f.Has(tensorTopBias) && !f.Has(tensorTopKernel) {
		return f.DataBytes(), nil
	}
	if !f.Has(tensorTopBias) || !f.Has(tensorTopKernel) {
		return 0, fmt.Errorf("one of top.bias and top.kernel: want both or neither")
	}
	b, k, err := entries(f, tensorTopBias, tensorTopKernel)
	if err != nil {
		return 0, err
	}
	if b.Type != "F32" || len(b.Shape) != 1 || b.Shape[0] < 1 || b.Shape[0] > maxTop {
		return 0, fmt.Errorf("top.bias: %s %v: want F32 [1 to %d]", b.Type, b.Shape, maxTop)
	}
	n := b.Shape[0]
	if k.Type != "F32" || !slices.Equal(k.Shape, []int{Features, n}) {
		return 0, fmt.Errorf("top.kernel: %s %v: want F32 [%d %d]", k.Type, k.Shape, Features, n)
	}
	size := int64(4 * n * (Features + 1))
	if f.DataBytes() < size {
		return 0, fmt.Errorf("%d bytes of numbers: want %d for the top alone", f.DataBytes(), size)
	}
	rest = f.DataBytes() - size
	middle := rest + int64(4*n)
	if !lies(b, rest, middle) || !lies(k, middle, rest+size) {
		return 0, fmt.Errorf("data_offsets of top.bias %v and top.kernel %v: want both, in this order, at the end", b.Offsets, k.Offsets)
	}
	h.Top = &Top{}
	h.Top.Bias, h.Top.Kernel, err = numbers(f, tensorTopBias, tensorTopKernel)
	return rest, err
}

// readTensors checks that bias and kernel are F32, the kernel perhaps F16, of the
// classes' shape and fill the first size bytes of the numbers, then reads them.
func (h *Head) readTensors(f *safetensors.File, size int64) error {
	c := len(h.Classes)
	bias, kernel, err := entries(f, tensorBias, tensorKernel)
	if err != nil {
		return err
	}
	if bias.Type != "F32" || !slices.Equal(bias.Shape, []int{c}) {
		return fmt.Errorf("bias: %s %v: want F32 [%d] for %d classes", bias.Type, bias.Shape, c, c)
	}
	width := int64(4)
	if kernel.Type == "F16" {
		width = 2
	}
	if width == 4 && kernel.Type != "F32" || !slices.Equal(kernel.Shape, []int{h.Inputs(), c}) {
		return fmt.Errorf("kernel: %s %v: want F32 or F16 [%d %d] for %d classes", kernel.Type, kernel.Shape, h.Inputs(), c, c)
	}
	nb, nk := int64(4*c), width*int64(c*h.Inputs())
	if size != nb+nk {
		return fmt.Errorf("%d bytes of numbers: want %d for %d classes", size, nb+nk, c)
	}
	if !(lies(bias, 0, nb) && lies(kernel, nb, nb+nk)) && !(lies(kernel, 0, nk) && lies(bias, nk, nk+nb)) {
		return fmt.Errorf("data_offsets of bias %v and kernel %v: want both to fill %d bytes without gaps", bias.Offsets, kernel.Offsets, nb+nk)
	}
	h.Bias, h.Kernel, err = numbers(f, tensorBias, tensorKernel)
	return err
}

// lies says whether a tensor's bytes are those from from to to.
func lies(e safetensors.Entry, from, to int64) bool {
	return slices.Equal(e.Offsets, []int64{from, to})
}

// entries are what the header says of two tensors.
func entries(f *safetensors.File, one, two string) (a, b safetensors.Entry, err error) {
	if a, err = f.Entry(one); err == nil {
		b, err = f.Entry(two)
	}
	return a, b, err
}

// numbers are those of two tensors.
func numbers(f *safetensors.File, one, two string) (a, b []float32, err error) {
	x, err := f.Tensor(one)
	if err != nil {
		return nil, nil, err
	}
	y, err := f.Tensor(two)
	return x.Data, y.Data, err
}
