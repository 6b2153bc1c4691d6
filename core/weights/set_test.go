package weights

import (
	"maps"
	"math"
	"strings"
	"testing"

	"graft/core/safetensors"
	"graft/core/splitmix"
	"graft/core/weights/layout"
)

func TestRandomIsTheSameEverywhere(t *testing.T) {
	// The digest is committed: weights of a head trained on one machine must be
	// the same on another.
	const want = "7343421e0468341247b183c67691ebcacb4b4d55b887b7f71054b52a0f44a72f"
	w := Random(0)
	if w.Digest != want || w.Name != "random" {
		t.Errorf("Random(0) = %s %s, want random %s", w.Name, w.Digest, want)
	}
	other := Random(1)
	if other.Digest == w.Digest || other.Name != "random:1" {
		t.Errorf("Random(1) = %s %s, want random:1 with another digest", other.Name, other.Digest)
	}
}

func TestRandomFilters(t *testing.T) {
	f := make([]float32, 4608)
	randomFilter(f, splitmix.New(1), true)
	sum, square := 0.0, 0.0
	for _, v := range f {
		sum, square = sum+float64(v), square+float64(v)*float64(v)
	}
	if math.Abs(sum) > 1e-5 {
		t.Errorf("centred filter sums to %g, want 0", sum)
	}
	if got := math.Sqrt(square); math.Abs(got-randomGain) > 0.06*randomGain {
		t.Errorf("filter has norm %g, want about %g", got, randomGain)
	}
}

func TestNewWeightsRefuses(t *testing.T) {
	good := Random(0).tensors
	nan := safetensors.Tensor{Shape: []int{64}, Data: make([]float32, 64)}
	nan.Data[7] = float32(math.NaN())
	minus := safetensors.Tensor{Shape: []int{64}, Data: make([]float32, 64)}
	minus.Data[9] = -1
	for _, tc := range []struct {
		name   string
		change func(map[string]safetensors.Tensor)
		want   string
	}{
		{"missing", func(m map[string]safetensors.Tensor) { delete(m, "bn1.bias") }, "bn1.bias is missing"},
		{"another network", func(m map[string]safetensors.Tensor) { clear(m) }, "bn1.bias (and 264 more) is missing"},
		{"shape", func(m map[string]safetensors.Tensor) {
			m["conv1.weight"] = safetensors.Tensor{Shape: []int{64, 3, 3, 3}, Data: make([]float32, 1728)}
		}, "has shape [64 3 3 3]: want [64 3 7 7]"},
		{"data", func(m map[string]safetensors.Tensor) {
			m["bn1.bias"] = safetensors.Tensor{Shape: []int{64}, Data: make([]float32, 63)}
		}, "bn1.bias has shape"},
		{"NaN", func(m map[string]safetensors.Tensor) { m["bn1.bias"] = nan }, "bn1.bias: number 7 is NaN"},
		{"half a classifier", func(m map[string]safetensors.Tensor) { m["fc.bias"] = nan }, "fc.weight and fc.bias is missing"},
		{"classifier", func(m map[string]safetensors.Tensor) {
			m["fc.weight"], m["fc.bias"] = safetensors.Tensor{Shape: []int{2, 2}, Data: make([]float32, 4)}, nan
		}, "fc.weight has shape [2 2]: want [classes 2048]"},
		{"variance", func(m map[string]safetensors.Tensor) { m["bn1.running_var"] = minus }, "bn1.running_var has the variance -1"},
	} {
		tensors := maps.Clone(good)
		tc.change(tensors)
		if _, err := New("w", layout.V15, Torchvision(), tensors); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: New: %v, want %q", tc.name, err, tc.want)
		}
	}
	if _, err := New("w", layout.V15, Preprocess{Scale: 1}, good); err == nil || !strings.Contains(err.Error(), "std") {
		t.Errorf("New without preprocessing: %v", err)
	}
}

func TestWith(t *testing.T) {
	w := Random(0)
	changed := safetensors.Tensor{Shape: []int{64}, Data: make([]float32, 64)}
	got, err := w.With("tuned", map[string]safetensors.Tensor{"bn1.bias": changed, "fc.bias": {Shape: []int{1000}, Data: make([]float32, 1000)}})
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := got.Tensor("layer4.2.conv3.weight")
	want, _ := w.Tensor("layer4.2.conv3.weight")
	if &kept.Data[0] != &want.Data[0] || got.Name != "tuned" || got.Preprocess != w.Preprocess || got.Classes() != 1000 {
		t.Errorf("With changed more than it was given: %v, %+v, %d classes", got, got.Preprocess, got.Classes())
	}
	if _, err := w.With("tuned", map[string]safetensors.Tensor{"conv1.bias": changed}); err == nil {
		t.Error("With a tensor that the network lacks gave no error")
	}
}

// The same numbers are other weights in another variant: features differ.
func TestDigestKnowsTheVariant(t *testing.T) {
	w := Random(0)
	v1, err := New("v1", layout.V1, w.Preprocess, w.tensors)
	if err != nil {
		t.Fatal(err)
	}
	if v1.Digest == w.Digest {
		t.Error("weights of variants v1 and v1.5 have the same digest")
	}
	if _, err := New("x", "v2", w.Preprocess, w.tensors); err == nil {
		t.Error("New took the variant v2")
	}
}
