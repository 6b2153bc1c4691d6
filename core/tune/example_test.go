package tune_test

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"

	"github.com/gomlx/compute/gobackend"

	"graft/core/dataset"
	"graft/core/head"
	"graft/core/recipe"
	"graft/core/tune"
)

// meanColour is an extractor whose features are the means of red, green and
// blue, and nothing else. Real ones come from core/resnet.
type meanColour struct{}

func (meanColour) Batch() int { return 8 }

func (meanColour) Side() int { return 224 }

func (meanColour) Features(_ context.Context, pictures []*image.NRGBA) ([][]float32, error) {
	out := make([][]float32, len(pictures))
	for i, p := range pictures {
		out[i] = make([]float32, head.Features)
		for k, v := range p.Pix {
			if c := k % 4; c < 3 {
				out[i][c] += float32(v) / float32(len(p.Pix))
			}
		}
	}
	return out, nil
}

func ExampleRun() {
	dir, err := os.MkdirTemp("", "graft")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	for i := range 20 { // reds of one shade each, and greens
		save(filepath.Join(dir, "green", fmt.Sprint(i, ".png")), color.NRGBA{40, uint8(150 + 5*i), 40, 255})
		save(filepath.Join(dir, "red", fmt.Sprint(i, ".png")), color.NRGBA{uint8(150 + 5*i), 40, 40, 255})
	}
	d, err := dataset.OpenDir(context.Background(), dir, dataset.DefaultLimits())
	if err != nil {
		fmt.Println(err)
		return
	}
	backend, err := gobackend.New("ops_sequential")
	if err != nil {
		fmt.Println(err)
		return
	}
	o := tune.Options{Recipe: recipe.Default(), Train: recipe.DefaultTrain(), Backend: backend}
	o.Train.LearningRate = 0.1 // three features need larger steps than 2048
	result, err := tune.Run(context.Background(), d, meanColour{}, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Head.Classes, result.TrainCount, result.ValCount, result.Confusion)
	// Output: [green red] 32 8 [[4 0] [0 4]]
}

func save(name string, c color.NRGBA) {
	img := image.NewNRGBA(image.Rect(0, 0, 16, 16))
	for i := range 256 {
		img.SetNRGBA(i%16, i/16, c)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		fmt.Println(err)
	}
	f, err := os.Create(name)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		fmt.Println(err)
	}
}
