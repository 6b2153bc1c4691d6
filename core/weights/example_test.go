package weights_test

import (
	"context"
	"fmt"
	"log"

	"graft/core/weights"
)

func ExampleLoad() {
	name, err := weights.ParseName("random:7")
	if err != nil {
		log.Fatal(err)
	}
	w, err := weights.Load(context.Background(), name, weights.Options{})
	if err != nil {
		log.Fatal(err)
	}
	t, _ := w.Tensor("conv1.weight")
	fmt.Println(w.Name, w.Preprocess.Name, t.Shape)
	// Output: random:7 torchvision [64 3 7 7]
}

func ExampleParseName() {
	for _, text := range []string{"auto", "random:7", "timm/resnet50.a1_in1k", "/etc/passwd"} {
		name, err := weights.ParseName(text)
		fmt.Println(name, err)
	}
	// Output:
	// auto <nil>
	// random:7 <nil>
	// timm/resnet50.a1_in1k <nil>
	// auto weights "/etc/passwd": want auto, starter, imagenet, keras, random, or a hub id owner/name
}
