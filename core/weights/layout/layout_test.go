package layout

import (
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
			statistics += numbers(shape)
		} else {
			trained += numbers(shape)
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
		if got := shapes[name]; !slices.Equal(got, want) {
			t.Errorf("shape of %s = %v, want %v", name, got, want)
		}
	}
	for _, c := range V15.Convs() { // version 1.5: strides are in the 3×3 convolutions
		if wide := c.Name == "layer2.0.conv2" || c.Name == "layer3.0.conv2" || c.Name == "layer4.0.conv2" || c.Name == "conv1"; (c.Stride == 2) != (wide || strings.HasSuffix(c.Name, "downsample.0") && !strings.HasPrefix(c.Name, "layer1")) {
			t.Errorf("%s has stride %d", c.Name, c.Stride)
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
