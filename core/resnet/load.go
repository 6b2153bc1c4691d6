package resnet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"graft/core/hdf5"
)

// ImageNet is the hub id of the weights called "imagenet".
const ImageNet = "timm/resnet50.tv_in1k"

// LoadOptions says where weights are looked for and kept. The zero value is
// right for most uses.
type LoadOptions struct {
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

// ErrUnavailable is what Load's error wraps when weights could not be fetched:
// no network, not on the hub, or damaged on the way.
var ErrUnavailable = errors.New("the weights could not be fetched")

var hubID = regexp.MustCompile(`^[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*$`)

// Load returns weights by name: "random" (or "random:SEED"), "imagenet", "keras"
// or "keras-notop" (Keras's own file, with or without its last layer), the id of
// a ResNet-50 on the hub ("owner/name", with a file model.safetensors), or
// the path of a file, see LoadFile. What comes from the hub is kept and not
// fetched again. Without a network it fails at once.
func Load(ctx context.Context, name string, o LoadOptions) (*Weights, error) {
	if name == "random" {
		return Random(0), nil
	}
	if s, ok := strings.CutPrefix(name, "random:"); ok {
		seed, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("resnet: weights %q: seed %q: want a number", name, s)
		}
		return Random(seed), nil
	}
	if name == "imagenet" {
		return loadHub(ctx, name, ImageNet, o)
	}
	if _, ok := kerasSources[name]; ok {
		return loadKeras(ctx, name, o)
	}
	if _, err := os.Stat(name); err == nil || strings.HasSuffix(name, ".safetensors") || strings.HasSuffix(name, ".h5") || filepath.IsAbs(name) {
		return LoadFile(name)
	}
	if hubID.MatchString(name) && !strings.Contains(name, "..") {
		return loadHub(ctx, name, name, o)
	}
	return nil, fmt.Errorf("resnet: weights %q: want random, imagenet, keras, a safetensors or HDF5 file, or a hub id owner/name", name)
}

// LoadFile reads a file of weights, with or without the last layer, and names
// them for the file, without its folder.
//
// A safetensors file is in torchvision's layout, float32, float16 or bfloat16.
// Its preprocessing is that of the config.json beside it, as timm writes it, or
// else torchvision's. An HDF5 file is Keras's: one of its own
// resnet50_weights_tf_dim_ordering_tf_kernels files, or made by save_weights or
// save with a ResNet50.
func LoadFile(path string) (*Weights, error) {
	return loadFile(path, filepath.Base(path))
}

func loadFile(path, name string) (*Weights, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("resnet: weights: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("resnet: weights: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("resnet: weights: %s: want a safetensors file", path)
	}
	if isHDF5(f) {
		w, err := readKeras(f, info.Size(), name)
		if err != nil {
			return nil, fmt.Errorf("resnet: weights: %s: %w", path, err)
		}
		return w, nil
	}
	shapes := TensorShapes()
	tensors, err := readSafetensors(f, info.Size(), func(name string) bool {
		return shapes[name] != nil || name == classifierKernel || name == classifierBias
	})
	if err != nil {
		return nil, fmt.Errorf("resnet: weights: %s: %w", path, err)
	}
	pre, err := readConfig(filepath.Join(filepath.Dir(path), "config.json"))
	if err != nil {
		return nil, err
	}
	return NewWeights(name, V15, pre, tensors)
}

// isHDF5 says whether a file begins as one of Keras does.
func isHDF5(r io.ReaderAt) bool {
	head := make([]byte, len(hdf5.Signature))
	n, _ := r.ReadAt(head, 0)
	return string(head[:n]) == hdf5.Signature
}

// readConfig returns the preprocessing that timm's config.json names, or
// torchvision's if there is no such file or it names none.
func readConfig(path string) (Preprocess, error) {
	pre := Torchvision()
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return pre, nil
	}
	if err != nil {
		return pre, fmt.Errorf("resnet: weights: %w", err)
	}
	var config struct {
		Pretrained struct {
			Mean, Std []float32
		} `json:"pretrained_cfg"`
	}
	if json.Unmarshal(data, &config) != nil { // some other program's config.json
		return pre, nil
	}
	mean, std := config.Pretrained.Mean, config.Pretrained.Std
	if len(mean) != 3 || len(std) != 3 {
		return pre, nil
	}
	found := Preprocess{Scale: 1. / 255, Mean: [3]float32(mean), Std: [3]float32(std)}
	found.Name = pre.Name
	if found != pre {
		found.Name = fmt.Sprintf("mean %v, std %v", mean, std)
	}
	return found, found.Validate()
}
