package starter

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"sync"

	"graft/core/safetensors"
)

// MaxBytes is the most that resnet50.bin may weigh in the binary.
const MaxBytes = 24_000_000

// maxUnpacked bounds what resnet50.bin unpacks to: a ResNet-50 with a last
// layer of 1,000 classes has 25.6 million numbers of a byte, and some.
const maxUnpacked = 32 << 20

//go:embed resnet50.bin
var packed []byte

// Set is what a file holds. Nobody may write to it.
type Set struct {
	Version    string // of the weights
	Variant    string // of the network, "v1.5"
	Preprocess string // name of what is done to pixels, "torchvision"
	Card       string // JSON: what the weights saw, and what they can do
	Tensors    map[string]safetensors.Tensor
}

// Load returns the weights that the program carries. They are unpacked once, to
// 94 MB, and shared.
var Load = sync.OnceValues(func() (*Set, error) { return Parse(packed) })

// Parse reads a file of the form that the package describes. Everything that the
// file says is checked before memory is taken for it.
func Parse(data []byte) (*Set, error) {
	raw, err := unpack(data)
	if err != nil {
		return nil, fmt.Errorf("starter: %w", err)
	}
	set, err := read(raw)
	if err != nil {
		return nil, fmt.Errorf("starter: %w", err)
	}
	return set, nil
}

// unpack undoes the gzip.
func unpack(data []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: want a gzip file", err)
	}
	var raw bytes.Buffer
	n, err := io.Copy(&raw, io.LimitReader(z, maxUnpacked+1))
	if err != nil {
		return nil, err
	}
	if n > maxUnpacked {
		return nil, fmt.Errorf("unpacks to more than %d bytes", maxUnpacked)
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return raw.Bytes(), nil
}
