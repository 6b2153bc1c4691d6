package weights

import (
	"compress/bzip2"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"graft/core/weights/keras"
	"graft/core/weights/layout"
)

// originals is the folder of golden data, made by the scripts in it.
const originals = "../resnet/testdata/originals/"

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
	}{{"keras_notop.h5.bz2", keras.CurrentNames().Epsilon, 0}, {"keras_old.h5.bz2", keras.OldNames().Epsilon, 1000}} {
		w, err := LoadFile(unpack(t, tc.file))
		if err != nil {
			t.Fatal(err)
		}
		if w.Variant != layout.V1 || w.Preprocess != Keras() || w.Classes() != tc.classes {
			t.Errorf("%s: variant %s, preprocessing %s, %d classes, want v1, keras, %d", tc.file, w.Variant, w.Preprocess.Name, w.Classes(), tc.classes)
		}
		convs, norms := keras.CurrentNames().Layers()
		for i, c := range convs {
			checkKernel(t, w, c)
			bias, mean := patterned(c.Keras+"/bias", 2048), patterned(norms[i].Keras+"/moving_mean", 2048)
			variance := patterned(norms[i].Keras+"/moving_variance", 2048)
			gotMean, _ := w.Tensor(norms[i].Torch + ".running_mean")
			gotVariance, _ := w.Tensor(norms[i].Torch + ".running_var")
			gamma, _ := w.Tensor(norms[i].Torch + ".weight")
			for k := range gotMean.Data {
				if gotMean.Data[k] != mean[k]-bias[k] || gotVariance.Data[k] != float32(float64(variance[k])+tc.epsilon-layout.Epsilon) ||
					gamma.Data[k] != patterned(norms[i].Keras+"/gamma", 61)[k%61] {
					t.Fatalf("%s: channel %d: mean %g, variance %g, gamma %g", norms[i].Keras, k, gotMean.Data[k], gotVariance.Data[k], gamma.Data[k])
				}
			}
		}
		if kernel, _, ok := w.Classifier(); ok {
			want := patterned("predictions/kernel", layout.FeatureSize*1000)
			for i, v := range kernel.Data {
				if v != want[i%layout.FeatureSize*1000+i/layout.FeatureSize] {
					t.Fatalf("classifier: number %d is %g", i, v)
				}
			}
		}
	}
}

// checkKernel compares a kernel with the pattern that Keras's was filled with.
func checkKernel(t *testing.T, w *Set, c keras.Layer) {
	t.Helper()
	got, _ := w.Tensor(c.Torch + ".weight")
	s := got.Shape
	want := patterned(c.Keras+"/kernel", product(s))
	for i, v := range got.Data {
		x, y, in, out := i%s[3], i/s[3]%s[2], i/s[3]/s[2]%s[1], i/s[3]/s[2]/s[1]
		if c.Torch == "conv1" {
			in = 2 - in // Keras's first kernel is for blue, green, red
		}
		if v != want[((y*s[3]+x)*s[1]+in)*s[0]+out] {
			t.Fatalf("%s: number %d is %g, want %g", c.Torch, i, v, want[((y*s[3]+x)*s[1]+in)*s[0]+out])
		}
	}
}
