package resnet

import (
	"slices"
	"strings"
	"testing"

	"graft/core/safetensors"
	"graft/core/weights"
	"graft/core/weights/layout"
)

func TestLogits(t *testing.T) {
	tensors := weights.Random(0).Tensors()
	kernel := make([]float32, 2*FeatureSize)
	kernel[0], kernel[FeatureSize+1], kernel[2*FeatureSize-1] = 2, 3, 4
	tensors["fc.weight"], tensors["fc.bias"] = safetensors.Tensor{Shape: []int{2, FeatureSize}, Data: kernel}, safetensors.Tensor{Shape: []int{2}, Data: []float32{0.5, -1}}
	w, err := weights.New("w", layout.V15, weights.Torchvision(), tensors)
	if err != nil {
		t.Fatal(err)
	}
	f := make([]float32, FeatureSize)
	f[0], f[1], f[FeatureSize-1] = 10, 20, 30
	got, err := Logits(w, f)
	if err != nil || w.Classes() != 2 || !slices.Equal(got, []float32{20.5, 179}) {
		t.Errorf("Logits = %v, %v, want 20.5 and 179", got, err)
	}
	if _, err := Logits(w, f[1:]); err == nil {
		t.Error("Logits of 2047 features gave no error")
	}
	delete(tensors, "fc.weight")
	delete(tensors, "fc.bias")
	if w, err = weights.New("w", layout.V15, weights.Torchvision(), tensors); err != nil {
		t.Fatal(err)
	}
	if _, err := Logits(w, f); err == nil || !strings.Contains(err.Error(), "no classifier") || w.Classes() != 0 {
		t.Errorf("Logits without a classifier: %v", err)
	}
}
