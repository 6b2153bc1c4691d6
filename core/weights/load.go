package weights

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"graft/core/hdf5"
	"graft/core/safetensors"
	"graft/core/weights/keras"
	"graft/core/weights/layout"
)

// Options says where weights are looked for and kept. The zero value is
// right for most uses.
type Options struct {
	// CacheDir keeps what comes from the hub; "" is the cache that the hub's Python
	// tools share: $HF_HUB_CACHE, or hub in $HF_HOME, or ~/.cache/huggingface/hub.
	CacheDir string `json:"cache_dir"`
	// Offline forbids the network: only what is in the cache is loaded. So does
	// HF_HUB_OFFLINE=1 in the environment.
	Offline bool `json:"offline"`
	// Endpoint is the hub's address; "" is $HF_ENDPOINT or else the public hub.
	Endpoint string `json:"endpoint"`
	// KerasDir keeps Keras's own files; "" is Keras's cache: models in $KERAS_HOME
	// or else in ~/.keras.
	KerasDir string `json:"keras_dir"`
	// KerasEndpoint is where Keras's own files come from; "" is
	// $GRAFT_KERAS_ENDPOINT or else Google's storage, as in Keras.
	KerasEndpoint string `json:"keras_endpoint"`
	// Progress, if set, is told how many bytes of how many have been fetched.
	Progress func(done, total int64) `json:"-"`
}

// Load returns the weights that name means. What comes from the hub or from Keras is
// kept and not fetched again. Without a network it fails at once, with an error that
// wraps [ErrUnavailable]. The set is named for name, one from a file without its
// folder.
func Load(ctx context.Context, name Name, o Options) (*Set, error) {
	switch name = Resolve(name, o); name.Kind {
	case KindStarter:
		return starterWeights()
	case KindRandom:
		return Random(name.Seed), nil
	case KindKeras, KindKerasNoTop:
		return loadKeras(ctx, name, o)
	case KindImageNet, KindHub:
		return loadHub(ctx, name, o)
	case KindFile:
		return LoadFile(name.Path)
	}
	return nil, fmt.Errorf("weights: %v: no such kind", name)
}

// LoadFile reads a file of weights, with or without the last layer, and names
// them for the file, without its folder.
//
// A safetensors file is in torchvision's layout, float32, float16 or bfloat16.
// Its preprocessing is that of its own metadata, if Write made it, or of the
// config.json beside it, as timm writes it, or else torchvision's. An HDF5 file is
// Keras's: one of its own resnet50_weights_tf_dim_ordering_tf_kernels files, or made
// by save_weights or save with a ResNet50.
func LoadFile(path string) (*Set, error) {
	return loadFile(path, filepath.Base(path))
}

func loadFile(path, name string) (*Set, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("weights: %s: want a safetensors file", path)
	}
	if isHDF5(f) {
		w, err := readKeras(f, info.Size(), name)
		if err != nil {
			return nil, fmt.Errorf("weights: %s: %w", path, err)
		}
		return w, nil
	}
	return readTorchvision(f, info.Size(), path, name)
}

// readKeras reads an HDF5 file.
func readKeras(r io.ReaderAt, size int64, name string) (*Set, error) {
	f, err := keras.Open(r, size)
	if err != nil {
		return nil, err
	}
	tensors, err := f.Tensors()
	if err != nil {
		return nil, err
	}
	return New(name, layout.V1, Keras(), tensors)
}

// readTorchvision reads the safetensors file that lies at path.
func readTorchvision(r io.ReaderAt, size int64, path, name string) (*Set, error) {
	f, err := safetensors.Open(r, size, safetensors.MaxHeader)
	if err != nil {
		return nil, fmt.Errorf("weights: %s: %w", path, err)
	}
	tensors, err := torchvisionTensors(f)
	if err != nil {
		return nil, fmt.Errorf("weights: %s: %w", path, err)
	}
	if v, pre, ours, err := ownMetadata(f); err != nil {
		return nil, fmt.Errorf("weights: %s: %w", path, err)
	} else if ours {
		return New(name, v, pre, tensors)
	}
	c, err := readConfig(filepath.Join(filepath.Dir(path), configFile))
	if err != nil {
		return nil, err
	}
	pre, err := c.preprocess()
	if err != nil {
		return nil, err
	}
	w, err := New(name, layout.V15, pre, tensors)
	if err == nil {
		w.Evaluation = c.evaluation()
	}
	return w, err
}

// torchvisionTensors reads the network's tensors from a safetensors file. It fails if
// there are others that compute features: the network is a relative then, such as
// one with squeeze and excitation.
func torchvisionTensors(f *safetensors.File) (map[string]safetensors.Tensor, error) {
	shapes, names := layout.TensorShapes(), f.Names()
	if foreign := relative(names, shapes); foreign != "" {
		return nil, fmt.Errorf("tensor %.200s is not of a ResNet-50 but of a relative: want torchvision's", foreign)
	}
	tensors := make(map[string]safetensors.Tensor)
	for _, name := range names {
		if shapes[name] == nil && name != layout.ClassifierKernel && name != layout.ClassifierBias {
			continue
		}
		t, err := f.Tensor(name)
		if err != nil {
			return nil, err
		}
		tensors[name] = t
	}
	return tensors, nil
}

// relative returns a tensor that a ResNet-50 lacks, of a file that has all that a
// ResNet-50 has, or "".
func relative(names []string, shapes map[string][]int) (foreign string) {
	known := 0
	for _, name := range names {
		switch {
		case shapes[name] != nil:
			known++
		case bodyTensor.MatchString(name) && !strings.HasSuffix(name, ".num_batches_tracked"):
			foreign = name
		}
	}
	if known < len(shapes) {
		return "" // what is missing is said elsewhere
	}
	return foreign
}

// bodyTensor is the form of the names of what computes features.
var bodyTensor = regexp.MustCompile(`^(conv|bn|layer)\d`)

// isHDF5 says whether a file begins as one of Keras does.
func isHDF5(r io.ReaderAt) bool {
	head := make([]byte, len(hdf5.Signature))
	n, _ := r.ReadAt(head, 0)
	return string(head[:n]) == hdf5.Signature
}

// config is what timm's config.json says of weights.
type config struct {
	Architecture string `json:"architecture"`
	Pretrained   struct {
		Mean, Std     []float32
		CropShare     float64 `json:"crop_pct"`
		Interpolation Filter  `json:"interpolation"`
	} `json:"pretrained_cfg"`
}

// architectures are timm's names of this network; others have the same tensors
// and more, or compute something else with them.
var architectures = []string{"", "resnet50", "tv_resnet50", "gluon_resnet50_v1b", "ssl_resnet50", "swsl_resnet50"}

// readConfig reads timm's config.json. One that is not there, or another
// program's, says nothing.
func readConfig(path string) (config, error) {
	var c config
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("weights: %w", err)
	}
	if json.Unmarshal(data, &c) != nil {
		return config{}, nil
	}
	if !slices.Contains(architectures, c.Architecture) {
		return c, fmt.Errorf("weights: %s: architecture %.80q: want resnet50", path, c.Architecture)
	}
	return c, nil
}

// preprocess is torchvision's unless c names another.
func (c config) preprocess() (Preprocess, error) {
	pre, mean, std := Torchvision(), c.Pretrained.Mean, c.Pretrained.Std
	if len(mean) != 3 || len(std) != 3 {
		return pre, nil
	}
	found := Preprocess{Name: pre.Name, Scale: pre.Scale, Mean: [3]float32(mean), Std: [3]float32(std)}
	if found != pre {
		found.Name = fmt.Sprintf("mean %v, std %v", mean, std)
	}
	return found, found.Validate()
}

// evaluation is torchvision's unless c names another. Timm's crop_pct is the side
// that is cut out as a share of the shorter side.
func (c config) evaluation() Evaluation {
	e := Torchvision().Evaluation()
	if share := c.Pretrained.CropShare; share > 0 && share <= 1 && layout.Side/share <= maxResize {
		e.Resize = int(layout.Side / share)
	}
	if f := c.Pretrained.Interpolation; f == Bilinear || f == Bicubic || f == Nearest {
		e.Filter = f
	}
	return e
}
