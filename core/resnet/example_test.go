package resnet_test

import (
	"context"
	"fmt"
	"image"
	"log"

	"graft/core/backend"
	"graft/core/resnet"
	"graft/core/weights"
)

func ExampleExtractor() {
	b, err := backend.Open("go")
	if err != nil {
		log.Fatal(err)
	}
	defer b.Close()
	e, err := resnet.NewExtractor(b, weights.Random(0), resnet.ExtractorOptions{})
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
