package head_test

import (
	"fmt"

	"graft/core/head"
)

func ExampleHead() {
	h := &head.Head{
		Classes: []string{"hotdog", "other"},
		Kernel:  make([]float32, head.Features*2), Bias: []float32{0, 0},
		Backbone: "resnet50", Weights: "random", Preprocessing: "torchvision", Size: [2]int{224, 224},
	}
	h.Kernel[0] = 2 // the first feature speaks for hot dogs

	file, err := h.Encode()
	if err != nil {
		fmt.Println(err)
		return
	}
	same, err := head.Decode(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	features := make([]float32, head.Features)
	features[0] = 1
	p, err := same.Predict(features)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, name := range same.Classes {
		fmt.Printf("%s %.3f\n", name, p[i])
	}
	// Output:
	// hotdog 0.881
	// other 0.119
}
