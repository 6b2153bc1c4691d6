package resnet

import (
	"image"
	"image/color"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestTensorShapes(t *testing.T) {
	shapes := TensorShapes()
	if len(shapes) != 265 {
		t.Errorf("%d tensors, want 265", len(shapes))
	}
	trained, statistics := 0, 0
	for name, shape := range shapes {
		if strings.Contains(name, "running_") {
			statistics += product(shape)
		} else {
			trained += product(shape)
		}
	}
	// torchvision's resnet50 has 25,557,032 parameters, 2,049,000 of them in fc.
	if trained != 25557032-2049000 || statistics != 53120 {
		t.Errorf("%d parameters and %d statistics, want %d and 53120", trained, statistics, 25557032-2049000)
	}
	for name, want := range map[string][]int{
		"conv1.weight": {64, 3, 7, 7}, "layer1.0.downsample.0.weight": {256, 64, 1, 1},
		"layer3.5.conv2.weight": {256, 256, 3, 3}, "layer4.0.downsample.1.running_var": {2048},
	} {
		if got := shapes[name]; product(got) != product(want) || len(got) != len(want) || got[0] != want[0] {
			t.Errorf("shape of %s = %v, want %v", name, got, want)
		}
	}
	for _, c := range V15.convs() { // version 1.5: strides are in the 3×3 convolutions
		if wide := c.name == "layer2.0.conv2" || c.name == "layer3.0.conv2" || c.name == "layer4.0.conv2" || c.name == "conv1"; (c.stride == 2) != (wide || strings.HasSuffix(c.name, "downsample.0") && !strings.HasPrefix(c.name, "layer1")) {
			t.Errorf("%s has stride %d", c.name, c.stride)
		}
	}
}

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
	randomFilter(f, 1, true)
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
	nan := Tensor{[]int{64}, make([]float32, 64)}
	nan.Data[7] = float32(math.NaN())
	minus := Tensor{[]int{64}, make([]float32, 64)}
	minus.Data[9] = -1
	for _, tc := range []struct {
		name   string
		change func(map[string]Tensor)
		want   string
	}{
		{"missing", func(m map[string]Tensor) { delete(m, "bn1.bias") }, "bn1.bias is missing"},
		{"another network", func(m map[string]Tensor) { clear(m) }, "bn1.bias (and 264 more) is missing"},
		{"shape", func(m map[string]Tensor) { m["conv1.weight"] = Tensor{[]int{64, 3, 3, 3}, make([]float32, 1728)} }, "has shape [64 3 3 3]: want [64 3 7 7]"},
		{"data", func(m map[string]Tensor) { m["bn1.bias"] = Tensor{[]int{64}, make([]float32, 63)} }, "bn1.bias has shape"},
		{"NaN", func(m map[string]Tensor) { m["bn1.bias"] = nan }, "bn1.bias: number 7 is NaN"},
		{"half a classifier", func(m map[string]Tensor) { m["fc.bias"] = nan }, "fc.weight and fc.bias is missing"},
		{"classifier", func(m map[string]Tensor) {
			m["fc.weight"], m["fc.bias"] = Tensor{[]int{2, 2}, make([]float32, 4)}, nan
		}, "fc.weight has shape [2 2]: want [classes 2048]"},
		{"variance", func(m map[string]Tensor) { m["bn1.running_var"] = minus }, "bn1.running_var has the variance -1"},
	} {
		tensors := maps.Clone(good)
		tc.change(tensors)
		if _, err := NewWeights("w", V15, Torchvision(), tensors); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: NewWeights: %v, want %q", tc.name, err, tc.want)
		}
	}
	if _, err := NewWeights("w", V15, Preprocess{Scale: 1}, good); err == nil || !strings.Contains(err.Error(), "std") {
		t.Errorf("NewWeights without preprocessing: %v", err)
	}
}

func TestPreprocess(t *testing.T) {
	m := image.NewNRGBA(image.Rect(-1, -1, 3, 2))
	m.SetNRGBA(0, 1, color.NRGBA{255, 0, 128, 255})
	part := m.SubImage(image.Rect(0, 0, 2, 2)).(*image.NRGBA)
	got := make([]float32, 2*2*3)
	Torchvision().table().fill(got, part)
	// (1 − 0.485)/0.229, (0 − 0.456)/0.224, (128/255 − 0.406)/0.225 at (0, 1)
	for i, want := range map[int]float64{6: 2.2489083, 7: -2.0357143, 8: 0.4264924, 0: -2.1179039, 11: -1.8044444} {
		if math.Abs(float64(got[i])-want) > 1e-6 {
			t.Errorf("number %d = %v, want %v", i, got[i], want)
		}
	}
}

func TestWith(t *testing.T) {
	w := Random(0)
	changed := Tensor{[]int{64}, make([]float32, 64)}
	got, err := w.With("tuned", map[string]Tensor{"bn1.bias": changed, "fc.bias": {[]int{1000}, make([]float32, 1000)}})
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := got.Tensor("layer4.2.conv3.weight")
	want, _ := w.Tensor("layer4.2.conv3.weight")
	if &kept.Data[0] != &want.Data[0] || got.Name != "tuned" || got.Preprocess != w.Preprocess || got.Classes() != 1000 {
		t.Errorf("With changed more than it was given: %v, %+v, %d classes", got, got.Preprocess, got.Classes())
	}
	if _, err := w.With("tuned", map[string]Tensor{"conv1.bias": changed}); err == nil {
		t.Error("With a tensor that the network lacks gave no error")
	}
}

// The same numbers are other weights in another variant: features differ.
func TestDigestKnowsTheVariant(t *testing.T) {
	w := Random(0)
	v1, err := NewWeights("v1", V1, w.Preprocess, w.tensors)
	if err != nil {
		t.Fatal(err)
	}
	if v1.Digest == w.Digest {
		t.Error("weights of variants v1 and v1.5 have the same digest")
	}
	if _, err := NewWeights("x", "v2", w.Preprocess, w.tensors); err == nil {
		t.Error("NewWeights took the variant v2")
	}
}

func TestLogits(t *testing.T) {
	tensors := maps.Clone(Random(0).tensors)
	kernel := make([]float32, 2*FeatureSize)
	kernel[0], kernel[FeatureSize+1], kernel[2*FeatureSize-1] = 2, 3, 4
	tensors["fc.weight"], tensors["fc.bias"] = Tensor{[]int{2, FeatureSize}, kernel}, Tensor{[]int{2}, []float32{0.5, -1}}
	w, err := NewWeights("w", V15, Torchvision(), tensors)
	if err != nil {
		t.Fatal(err)
	}
	f := make([]float32, FeatureSize)
	f[0], f[1], f[FeatureSize-1] = 10, 20, 30
	got, err := w.Logits(f)
	if err != nil || w.Classes() != 2 || !slices.Equal(got, []float32{20.5, 179}) {
		t.Errorf("Logits = %v, %v, want 20.5 and 179", got, err)
	}
	if _, err := w.Logits(f[1:]); err == nil {
		t.Error("Logits of 2047 features gave no error")
	}
	delete(tensors, "fc.weight")
	delete(tensors, "fc.bias")
	if w, err = NewWeights("w", V15, Torchvision(), tensors); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Logits(f); err == nil || !strings.Contains(err.Error(), "no classifier") || w.Classes() != 0 {
		t.Errorf("Logits without a classifier: %v", err)
	}
}
