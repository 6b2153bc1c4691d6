package weights

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"graft/core/safetensors"
	"graft/core/weights/layout"
)

func write(t *testing.T, path string, data []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadFile(t *testing.T) {
	w := Random(2)
	tensors := maps.Clone(w.tensors)
	tensors["fc.weight"] = safetensors.Tensor{Shape: []int{1, 2048}, Data: make([]float32, 2048)}
	tensors["fc.bias"] = safetensors.Tensor{Shape: []int{1}, Data: []float32{1}}
	dir := t.TempDir()
	full := write(t, filepath.Join(dir, "full.safetensors"), encode(tensors, "F32"))
	got, err := LoadFile(full)
	if err != nil {
		t.Fatal(err)
	}
	if got.Digest != w.Digest || got.Name != "full.safetensors" || got.Preprocess != Torchvision() {
		t.Errorf("LoadFile = %v, %+v, want the digest %s and torchvision's preprocessing", got, got.Preprocess, w.Digest)
	}
	write(t, filepath.Join(dir, "config.json"), []byte(`{"architecture":"resnet50","pretrained_cfg":{"mean":[0.5,0.5,0.5],"std":[0.25,0.5,0.5],"crop_pct":0.95,"interpolation":"bicubic"}}`))
	half, err := Load(context.Background(), named(t, write(t, filepath.Join(dir, "half.safetensors"), encode(w.tensors, "BF16"))), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := Preprocess{"mean [0.5 0.5 0.5], std [0.25 0.5 0.5]", 1. / 255, [3]float32{.5, .5, .5}, [3]float32{.25, .5, .5}}
	if half.Preprocess != want {
		t.Errorf("preprocessing = %+v, want that of config.json, %+v", half.Preprocess, want)
	}
	if want := (Evaluation{235, Bicubic}); half.Evaluation != want || got.Evaluation != (Evaluation{256, Bilinear}) {
		t.Errorf("evaluation = %+v, want %+v and before it torchvision's, not %+v", half.Evaluation, want, got.Evaluation)
	}
	write(t, filepath.Join(dir, "config.json"), []byte(`{"architecture":"seresnet50"}`))
	if _, err := LoadFile(full); err == nil || !strings.Contains(err.Error(), `"seresnet50": want resnet50`) {
		t.Errorf("weights of another architecture: %v", err)
	}
	a, _ := half.Tensor("layer4.2.conv3.weight")
	b, _ := w.Tensor("layer4.2.conv3.weight")
	differ := 0
	for i, v := range a.Data {
		if d := math.Abs(float64(v - b.Data[i])); d > math.Abs(float64(b.Data[i]))/128 {
			t.Fatalf("bfloat16 weight %d is %g, of %g", i, v, b.Data[i])
		} else if d > 0 {
			differ++
		}
	}
	if differ == 0 {
		t.Error("bfloat16 weights do not differ from float32")
	}
}

func TestLoadRefuses(t *testing.T) {
	dir := t.TempDir()
	header := map[string]any{"layer1.0.se.fc1.weight": nil, "bn1.num_batches_tracked": nil}
	for name := range layout.TensorShapes() {
		header[name] = nil
	}
	relative, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	squeezed := write(t, filepath.Join(dir, "se.safetensors"), file(string(relative)))
	text := write(t, filepath.Join(dir, "text.safetensors"), []byte("hello, I am not a network"))
	for name, want := range map[string]string{
		filepath.Join(dir, "no.safetensors"): "no such file",
		text:                                 "not a safetensors file",
		squeezed:                             "layer1.0.se.fc1.weight is not of a ResNet-50",
		"../hdf5/testdata/chunks.h5":         "want the weights of Keras's ResNet50",
		"../hdf5/testdata/latest.h5":         "superblock of version",
		"../hdf5/testdata/weights.h5":        "conv1_conv/conv1_conv/kernel has shape [3 3 3 4]: want [7 7 3 64]",
		dir:                                  "want a safetensors file",
	} {
		if _, err := Load(context.Background(), named(t, name), Options{CacheDir: dir, Offline: true}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Load(%q): %v, want %q", name, err, want)
		}
	}
	if w, err := Load(context.Background(), named(t, "random:2"), Options{}); err != nil || w.Name != "random:2" {
		t.Errorf("Load(random:2) = %v, %v", w, err)
	}
}

func TestLoadHub(t *testing.T) {
	w := Random(2)
	repo := newRepo(map[string][]byte{
		"model.safetensors": encode(w.tensors, "F32"),
		"config.json":       []byte(`{"pretrained_cfg":{"mean":[0.485,0.456,0.406],"std":[0.229,0.224,0.225]}}`),
	})
	server := httptest.NewServer(repo)
	defer server.Close()
	var last [2]int64
	o := Options{CacheDir: t.TempDir(), Endpoint: server.URL, Progress: func(done, total int64) { last = [2]int64{done, total} }}
	got, err := Load(context.Background(), named(t, "imagenet"), o)
	if err != nil {
		t.Fatal(err)
	}
	if got.Digest != w.Digest || got.Name != "imagenet" || got.Preprocess != Torchvision() {
		t.Errorf("Load = %v, %+v", got, got.Preprocess)
	}
	if n := int64(len(repo.files["model.safetensors"])); last != [2]int64{n, n} {
		t.Errorf("last progress = %d, want all %d", last, n)
	}
	server.Close()
	before := len(repo.asked)
	o.Offline = true
	if _, err := Load(context.Background(), named(t, "imagenet"), o); err != nil || len(repo.asked) != before {
		t.Errorf("Load from the cache: %v, %d requests", err, len(repo.asked)-before)
	}
}

// Every way in which weights cannot be had says how to go on, and at once.
func TestLoadUnavailable(t *testing.T) {
	hub := httptest.NewServer(http.NotFoundHandler())
	gone := hub.URL
	here := httptest.NewServer(http.NotFoundHandler())
	defer here.Close()
	hub.Close()
	for _, tc := range []struct {
		name string
		o    Options
		want string
	}{
		{"imagenet", Options{Offline: true}, "switched off"},
		{"keras", Options{Offline: true}, "switched off"},
		{"keras", Options{KerasEndpoint: gone}, "connection refused"},
		{"keras-notop", Options{KerasEndpoint: here.URL}, "404"},
		{"imagenet", Options{Endpoint: gone}, "connection refused"},
		{"imagenet", Options{Endpoint: "http://hub.invalid"}, "hub.invalid"},
		{"timm/other", Options{Endpoint: here.URL}, "no timm/other with a model.safetensors there"},
	} {
		tc.o.CacheDir, tc.o.KerasDir = t.TempDir(), t.TempDir()
		start := time.Now()
		_, err := Load(context.Background(), named(t, tc.name), tc.o)
		if !errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), "-weights starter") || !strings.Contains(err.Error(), "-weights FILE") {
			t.Errorf("Load(%s, %+v): %v, want %q and how to go on", tc.name, tc.o, err, tc.want)
		}
		if took := time.Since(start); took > 7*time.Second {
			t.Errorf("Load(%s, %+v) failed after %v, want at once", tc.name, tc.o, took)
		}
	}
}
