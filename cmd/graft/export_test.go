package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"graft/core/head"
	"graft/core/weights"
)

// A head trained on pictures that were only rescaled says so wherever it goes,
// whatever the weights themselves would want.
func TestExportKeepsPreprocessing(t *testing.T) {
	if testing.Short() {
		t.Skip("makes the network's weights")
	}
	w, err := weights.Load(t.Context(), weights.Name{Kind: weights.KindRandom}, weights.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := weights.Rescale()
	h := &head.Head{
		Classes: []string{"a", "b"}, Backbone: "resnet50", Size: [2]int{224, 224},
		Weights: w.Name, WeightsDigest: w.Digest, Preprocessing: p.Name,
		Variant: string(w.Variant), Pixels: head.Pixels{Scale: p.Scale, Mean: p.Mean, Std: p.Std},
		Kernel: make([]float32, 2*head.Features), Bias: make([]float32, 2),
	}
	body, err := h.Encode()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file, model := filepath.Join(dir, "rescaled.safetensors"), filepath.Join(dir, "model.onnx")
	if err := os.WriteFile(file, body, 0o644); err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := runCommand(t, nil, "export", "-o", model, file); status != 0 {
		t.Fatalf("graft export = %d: %s", status, stderr)
	}
	written, err := os.ReadFile(model)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{h.Metadata()["preprocessing"], h.Metadata()["pixels"]} {
		if want == "" || !bytes.Contains(written, []byte(want)) {
			t.Errorf("model.onnx does not say %q", want)
		}
	}
}
