package resnet_test

import (
	"context"
	"fmt"
	"image"
	"log"

	"graft/core/backend"
	"graft/core/resnet"
)

func ExampleLoad() {
	w, err := resnet.Load(context.Background(), "random", resnet.LoadOptions{})
	if err != nil {
		log.Fatal(err)
	}
	t, _ := w.Tensor("conv1.weight")
	fmt.Println(w.Name, w.Preprocess.Name, t.Shape)
	// Output: random torchvision [64 3 7 7]
}

func ExampleExtractor() {
	b, err := backend.Open("go")
	if err != nil {
		log.Fatal(err)
	}
	defer b.Close()
	e, err := resnet.NewExtractor(b, resnet.Random(0), resnet.ExtractorOptions{})
	if err != nil {
		log.Fatal(err)
	}
	defer e.Close()
	picture := image.NewNRGBA(image.Rect(0, 0, resnet.Side, resnet.Side))
	features, err := e.Features(context.Background(), []*image.NRGBA{picture})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(features), len(features[0]))
	// Output: 1 2048
}
