package resnet

import (
	"bufio"
	"context"
	"encoding/binary"
	"hash/fnv"
	"image"
	"io"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"graft/core/safetensors"
	"graft/core/splitmix"
	"graft/core/weights"
	"graft/core/weights/keras"
	"graft/core/weights/layout"
)

// originals is the folder of golden data, made by the scripts in it.
const originals = "testdata/originals/"

// seededData is the weights of a tensor as seeded.py makes them: they depend on
// the name alone.
func seededData(name, role string, fanIn int, shape []int, last bool) []float32 {
	h := fnv.New64a()
	io.WriteString(h, name)
	draws := splitmix.New(h.Sum64())
	out := make([]float32, numbers(shape))
	for i := range out {
		u := float64(draws.Uint64()>>40) / (1 << 24)
		switch role {
		case "kernel":
			scale := 2 * math.Sqrt(6/float64(fanIn))
			if name == "conv1_conv/kernel" {
				scale /= 64
			}
			out[i] = float32((u - 0.5) * scale)
		case "gamma":
			out[i] = float32(0.5 + u)
			if last {
				out[i] = float32((0.5 + u) * 0.25)
			}
		case "variance":
			out[i] = float32(0.5 + u)
		default:
			out[i] = float32(0.4 * (u - 0.5))
		}
	}
	return out
}

// named is a line of a list of names: a tensor and its shape.
type named struct {
	name  string
	shape []int
}

func readNames(t testing.TB, file string) []named {
	t.Helper()
	f, err := os.Open(originals + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []named
	for s := bufio.NewScanner(f); s.Scan(); {
		words := strings.Fields(s.Text())
		n := named{name: words[0]}
		for _, w := range words[1:] {
			d, err := strconv.Atoi(w)
			if err != nil {
				t.Fatal(err)
			}
			n.shape = append(n.shape, d)
		}
		list = append(list, n)
	}
	return list
}

// torchSeeded are the weights that make_torchvision.py gives torchvision's network.
func torchSeeded(t testing.TB) map[string]safetensors.Tensor {
	tensors := make(map[string]safetensors.Tensor)
	for _, n := range readNames(t, "torchvision_names.txt") {
		role := "shift"
		switch {
		case strings.HasSuffix(n.name, "num_batches_tracked"):
			continue
		case strings.HasSuffix(n.name, "weight") && len(n.shape) > 1:
			role = "kernel"
		case strings.HasSuffix(n.name, "running_var"):
			role = "variance"
		case strings.HasSuffix(n.name, "weight"):
			role = "gamma"
		}
		tensors[n.name] = safetensors.Tensor{Shape: n.shape, Data: seededData(n.name, role, numbers(n.shape[1:]), n.shape, strings.Contains(n.name, ".bn3."))}
	}
	return tensors
}

// memory is a layer's array that is in no file.
type memory struct {
	name string
	safetensors.Tensor
}

func (m memory) Path() string               { return m.name }
func (m memory) Shape() []int               { return m.Tensor.Shape }
func (m memory) Floats() ([]float32, error) { return slices.Clone(m.Data), nil }

// kerasSeeded are the weights that make_keras.py gives Keras's network, as they
// would come out of a file, with the layers' names of either generation.
func kerasSeeded(t testing.TB, names keras.Names) *weights.Set {
	t.Helper()
	rename := make(map[string]string)
	convs, norms := names.Layers()
	newConvs, newNorms := keras.CurrentNames().Layers()
	for i := range convs {
		rename[newConvs[i].Keras], rename[newNorms[i].Keras] = convs[i].Keras, norms[i].Keras
	}
	rename["predictions"] = names.Classifier[0]
	f := &keras.File{Names: names, Layers: make(map[string][]keras.Array)}
	for _, n := range readNames(t, "keras_names.txt") {
		layer, part := path.Split(n.name)
		role, ok := map[string]string{"kernel": "kernel", "gamma": "gamma", "moving_variance": "variance"}[part]
		if !ok {
			role = "shift"
		}
		layer = strings.TrimSuffix(layer, "/")
		data := seededData(n.name, role, numbers(n.shape[:len(n.shape)-1]), n.shape, strings.HasSuffix(layer, "_3_bn"))
		f.Layers[rename[layer]] = append(f.Layers[rename[layer]], memory{n.name, safetensors.Tensor{Shape: n.shape, Data: data}})
	}
	tensors, err := f.Tensors()
	if err != nil {
		t.Fatal(err)
	}
	w, err := weights.New("seeded", layout.V1, weights.Keras(), tensors)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func readGolden(t testing.TB, file string) []float32 {
	t.Helper()
	data, err := os.ReadFile(originals + file)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]float32, len(data)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return out
}

// smooth is the second picture of seeded.py; the first is noise(Side, 1).
func smooth() *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, Side, Side))
	for y := range Side {
		for x := range Side {
			copy(m.Pix[m.PixOffset(x, y):], []byte{byte(x), byte(255 - y), byte((x + y) / 2), 255})
		}
	}
	return m
}

// largest is max|a − b| / max|b|.
func largest(a, b []float32) float64 {
	diff, most := 0.0, 0.0
	for i := range b {
		diff, most = max(diff, math.Abs(float64(a[i])-float64(b[i]))), max(most, math.Abs(float64(b[i])))
	}
	return diff / most
}

// Features and logits of the originals, on the same weights and pixels: both the
// L2 norm of the difference and its largest number must be within tolerance.
func TestAgreesWithOriginals(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole network on every backend")
	}
	torch, err := weights.New("torchvision", layout.V15, weights.Torchvision(), torchSeeded(t))
	if err != nil {
		t.Fatal(err)
	}
	list := backends(t)
	pictures := []*image.NRGBA{noise(Side, 1), smooth()}
	for _, tc := range []struct {
		golden string
		w      *weights.Set
		logits bool
	}{
		{"torchvision.f32", torch, true},
		{"keras.f32", kerasSeeded(t, keras.CurrentNames()), true},
		{"keras_old.f32", kerasSeeded(t, keras.OldNames()), false},
	} {
		golden := readGolden(t, tc.golden)
		for _, b := range list {
			e, err := NewExtractor(b, tc.w, ExtractorOptions{Batch: 2})
			if err != nil {
				t.Fatal(err)
			}
			got, err := e.Features(context.Background(), pictures)
			e.Close()
			if err != nil {
				t.Fatal(err)
			}
			for i := range got {
				agree(t, tc.golden+": features on "+b.String(), got[i], golden[i*FeatureSize:][:FeatureSize])
				if !tc.logits {
					continue
				}
				logits, err := Logits(tc.w, got[i])
				if err != nil {
					t.Fatal(err)
				}
				agree(t, tc.golden+": logits on "+b.String(), logits, golden[len(got)*FeatureSize+i*1000:][:1000])
			}
		}
	}
}

func agree(t *testing.T, what string, got, want []float32) {
	t.Helper()
	d, l := distance(got, want), largest(got, want)
	t.Logf("%s: differ by %.2g, at most %.2g", what, d, l)
	if !(d < tolerance && l < tolerance) {
		t.Errorf("%s: differ by %g, at most %g, want < %g", what, d, l, tolerance)
	}
}

// The names and shapes that the originals print are those that are read.
func TestNamesOfOriginals(t *testing.T) {
	shapes := layout.TensorShapes()
	for _, n := range readNames(t, "torchvision_names.txt") {
		if want, ok := shapes[n.name]; ok {
			if !slices.Equal(want, n.shape) {
				t.Errorf("%s has shape %v in torchvision, here %v", n.name, n.shape, want)
			}
			delete(shapes, n.name)
		} else if !strings.HasSuffix(n.name, "num_batches_tracked") && !strings.HasPrefix(n.name, "fc.") {
			t.Errorf("%s of torchvision is not read", n.name)
		}
	}
	if len(shapes) > 0 {
		t.Errorf("%d tensors are not torchvision's: %v", len(shapes), shapes)
	}
	known := keras.CurrentNames().Known()
	for _, n := range readNames(t, "keras_names.txt") {
		if !known[path.Dir(n.name)] {
			t.Errorf("%s of Keras is not read", n.name)
		}
	}
}

// Full-size files, made by `make_keras.py --full DIR` and `make_torchvision.py
// --full DIR`, must be read as the same weights that this test makes itself.
func TestFullFiles(t *testing.T) {
	dir := os.Getenv("GRAFT_ORIGINALS")
	if dir == "" {
		t.Skip("GRAFT_ORIGINALS names no folder with the originals' files")
	}
	torch, err := weights.New("torchvision", layout.V15, weights.Torchvision(), torchSeeded(t))
	if err != nil {
		t.Fatal(err)
	}
	seeded := kerasSeeded(t, keras.CurrentNames())
	const classic = "resnet50_weights_tf_dim_ordering_tf_kernels"
	for file, want := range map[string]*weights.Set{
		classic + ".h5": seeded, classic + "_notop.h5": seeded, "keras3.weights.h5": seeded, "model.h5": seeded,
		"torchvision.safetensors": torch,
	} {
		got, err := weights.LoadFile(filepath.Join(dir, file))
		if err != nil {
			t.Error(err)
			continue
		}
		if got.Digest != want.Digest || got.Classes() != 1000 && !strings.Contains(file, "notop") {
			t.Errorf("%s: digest %s, %d classes, want %s", file, got.Digest, got.Classes(), want.Digest)
		}
	}
}

// numbers is how many numbers a shape has.
func numbers(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}
