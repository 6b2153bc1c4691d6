package resnet

import (
	"bufio"
	"compress/bzip2"
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
)

// originals is the folder of golden data, made by the scripts in it.
const originals = "testdata/originals/"

// seededData is the weights of a tensor as seeded.py makes them: they depend on
// the name alone.
func seededData(name, role string, fanIn int, shape []int, last bool) []float32 {
	h := fnv.New64a()
	io.WriteString(h, name)
	state := h.Sum64()
	out := make([]float32, product(shape))
	for i := range out {
		state += 0x9e3779b97f4a7c15
		u := float64(finish(state)>>40) / (1 << 24)
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
func torchSeeded(t testing.TB) map[string]Tensor {
	tensors := make(map[string]Tensor)
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
		tensors[n.name] = Tensor{n.shape, seededData(n.name, role, product(n.shape[1:]), n.shape, strings.Contains(n.name, ".bn3."))}
	}
	return tensors
}

// memory is a layer's array that is in no file.
type memory struct {
	name string
	Tensor
}

func (m memory) Path() string               { return m.name }
func (m memory) Shape() []int               { return m.Tensor.Shape }
func (m memory) Floats() ([]float32, error) { return slices.Clone(m.Data), nil }

// kerasSeeded are the weights that make_keras.py gives Keras's network, as they
// would come out of a file, with the layers' names of either generation.
func kerasSeeded(t testing.TB, names kerasNames) *Weights {
	t.Helper()
	rename := make(map[string]string)
	convs, norms := names.layers()
	newConvs, newNorms := kerasNew.layers()
	for i := range convs {
		rename[newConvs[i].keras], rename[newNorms[i].keras] = convs[i].keras, norms[i].keras
	}
	rename["predictions"] = names.classifier[0]
	f := &kerasFile{names: names, layers: make(map[string][]weight)}
	for _, n := range readNames(t, "keras_names.txt") {
		layer, part := path.Split(n.name)
		role, ok := map[string]string{"kernel": "kernel", "gamma": "gamma", "moving_variance": "variance"}[part]
		if !ok {
			role = "shift"
		}
		layer = strings.TrimSuffix(layer, "/")
		data := seededData(n.name, role, product(n.shape[:len(n.shape)-1]), n.shape, strings.HasSuffix(layer, "_3_bn"))
		f.layers[rename[layer]] = append(f.layers[rename[layer]], memory{n.name, Tensor{n.shape, data}})
	}
	tensors, err := f.tensors()
	if err != nil {
		t.Fatal(err)
	}
	w, err := NewWeights("seeded", V1, Keras(), tensors)
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
	torch, err := NewWeights("torchvision", V15, Torchvision(), torchSeeded(t))
	if err != nil {
		t.Fatal(err)
	}
	list := backends(t)
	pictures := []*image.NRGBA{noise(Side, 1), smooth()}
	for _, tc := range []struct {
		golden string
		w      *Weights
		logits bool
	}{
		{"torchvision.f32", torch, true},
		{"keras.f32", kerasSeeded(t, kerasNew), true},
		{"keras_old.f32", kerasSeeded(t, kerasOld), false},
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
				logits, err := tc.w.Logits(got[i])
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
	shapes := TensorShapes()
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
	known := kerasNew.known()
	for _, n := range readNames(t, "keras_names.txt") {
		if !known[path.Dir(n.name)] {
			t.Errorf("%s of Keras is not read", n.name)
		}
	}
}

// patterned is what seeded.py fills whole files with.
func patterned(name string, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		k := i % 61
		out[i] = float32((k*k+7*k+len(name))%61+1) / 64
	}
	return out
}

// unpack writes a file of the folder to a temporary one, unpacked.
func unpack(t testing.TB, name string) string {
	t.Helper()
	in, err := os.Open(originals + name)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	file := filepath.Join(t.TempDir(), strings.TrimSuffix(name, ".bz2"))
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, bzip2.NewReader(in)); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return file
}

// Files of 94 and 98 MB that Keras wrote, read whole: every number of Keras must
// be where the network looks for it.
func TestLoadKeras(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks 100 MB")
	}
	for _, tc := range []struct {
		file    string
		epsilon float64
		classes int
	}{{"keras_notop.h5.bz2", kerasEpsilon, 0}, {"keras_old.h5.bz2", kerasOldEpsilon, 1000}} {
		w, err := LoadFile(unpack(t, tc.file))
		if err != nil {
			t.Fatal(err)
		}
		if w.Variant != V1 || w.Preprocess != Keras() || w.Classes() != tc.classes {
			t.Errorf("%s: variant %s, preprocessing %s, %d classes, want v1, keras, %d", tc.file, w.Variant, w.Preprocess.Name, w.Classes(), tc.classes)
		}
		convs, norms := kerasNew.layers()
		for i, c := range convs {
			checkKernel(t, w, c)
			bias, mean := patterned(c.keras+"/bias", 2048), patterned(norms[i].keras+"/moving_mean", 2048)
			variance := patterned(norms[i].keras+"/moving_variance", 2048)
			gotMean, _ := w.Tensor(norms[i].torch + ".running_mean")
			gotVariance, _ := w.Tensor(norms[i].torch + ".running_var")
			gamma, _ := w.Tensor(norms[i].torch + ".weight")
			for k := range gotMean.Data {
				if gotMean.Data[k] != mean[k]-bias[k] || gotVariance.Data[k] != float32(float64(variance[k])+tc.epsilon-bnEpsilon) ||
					gamma.Data[k] != patterned(norms[i].keras+"/gamma", 61)[k%61] {
					t.Fatalf("%s: channel %d: mean %g, variance %g, gamma %g", norms[i].keras, k, gotMean.Data[k], gotVariance.Data[k], gamma.Data[k])
				}
			}
		}
		if kernel, _, ok := w.Classifier(); ok {
			want := patterned("predictions/kernel", FeatureSize*1000)
			for i, v := range kernel.Data {
				if v != want[i%FeatureSize*1000+i/FeatureSize] {
					t.Fatalf("classifier: number %d is %g", i, v)
				}
			}
		}
	}
}

// checkKernel compares a kernel with the pattern that Keras's was filled with.
func checkKernel(t *testing.T, w *Weights, c kerasLayer) {
	t.Helper()
	got, _ := w.Tensor(c.torch + ".weight")
	s := got.Shape
	want := patterned(c.keras+"/kernel", product(s))
	for i, v := range got.Data {
		x, y, in, out := i%s[3], i/s[3]%s[2], i/s[3]/s[2]%s[1], i/s[3]/s[2]/s[1]
		if c.torch == "conv1" {
			in = 2 - in // Keras's first kernel is for blue, green, red
		}
		if v != want[((y*s[3]+x)*s[1]+in)*s[0]+out] {
			t.Fatalf("%s: number %d is %g, want %g", c.torch, i, v, want[((y*s[3]+x)*s[1]+in)*s[0]+out])
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
	torch, err := NewWeights("torchvision", V15, Torchvision(), torchSeeded(t))
	if err != nil {
		t.Fatal(err)
	}
	seeded := kerasSeeded(t, kerasNew)
	const classic = "resnet50_weights_tf_dim_ordering_tf_kernels"
	for file, want := range map[string]*Weights{
		classic + ".h5": seeded, classic + "_notop.h5": seeded, "keras3.weights.h5": seeded, "model.h5": seeded,
		"torchvision.safetensors": torch,
	} {
		got, err := LoadFile(filepath.Join(dir, file))
		if err != nil {
			t.Error(err)
			continue
		}
		if got.Digest != want.Digest || got.Classes() != 1000 && !strings.Contains(file, "notop") {
			t.Errorf("%s: digest %s, %d classes, want %s", file, got.Digest, got.Classes(), want.Digest)
		}
	}
}
