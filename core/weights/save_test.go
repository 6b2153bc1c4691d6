package weights

import (
	"os"
	"path/filepath"
	"testing"

	"graft/core/safetensors"
	"graft/core/weights/layout"
)

// What Write writes LoadFile reads: tensors, classifier, variant, preprocessing.
func TestWrite(t *testing.T) {
	if testing.Short() {
		t.Skip("writes and reads 100 MB")
	}
	v1, err := New("v1", layout.V1, Keras(), withClassifier(Random(3)))
	if err != nil {
		t.Fatal(err)
	}
	w, err := v1.Prepared(Rescale())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "w.safetensors")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := LoadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.Digest != w.Digest || got.Variant != layout.V1 || got.Preprocess != Rescale() || got.Classes() != w.Classes() {
		t.Errorf("read %s, %s, %+v, %d classes; wrote %s, %s, %+v, %d", got.Digest, got.Variant, got.Preprocess, got.Classes(), w.Digest, w.Variant, w.Preprocess, w.Classes())
	}
	if _, err := w.Prepared(Preprocess{}); err == nil {
		t.Error("a preprocessing of nothing is taken")
	}
}

// withClassifier are all tensors of weights, the last layer's too.
func withClassifier(w *Set) map[string]safetensors.Tensor {
	tensors := w.Tensors()
	tensors[layout.ClassifierKernel], tensors[layout.ClassifierBias], _ = w.Classifier()
	return tensors
}
