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

// How torchvision measures its weights: the shorter side of a picture becomes 256
// pixels long, and the middle 224 by 224 are taken.
func ExampleCut() {
	picture := image.NewNRGBA(image.Rect(0, 0, 640, 480))
	for i := range picture.Pix {
		picture.Pix[i] = 255
	}
	cut, err := resnet.Cut(picture, weights.Torchvision().Evaluation())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(cut.Rect.Size())
	// Output: (224,224)
}
