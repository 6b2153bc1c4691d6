package resnet

import (
	"context"
	"fmt"
	"image"
)

// Map is the output of the last stage for one picture: 2048 numbers for each place of a
// grid, what the network sees there. Their mean over the places is the picture's
// features.
type Map struct {
	Side   int       // places in each direction: see Places; 7 for a picture of 224 pixels
	Values []float32 // [Side, Side, FeatureSize]
}

// Map returns the last feature map of a picture, which must be as for Features. When ctx
// ends it returns at once; what is being computed then finishes in the
// background.
func (e *Extractor) Map(ctx context.Context, picture *image.NRGBA) (*Map, error) {
	if b := picture.Bounds(); b.Dx() != e.side || b.Dy() != e.side {
		return nil, fmt.Errorf("resnet: map: the picture is %d by %d pixels: want %d by %d", b.Dx(), b.Dy(), e.side, e.side)
	}
	if err := e.acquire(ctx); err != nil {
		return nil, err
	}
	_, maps, err := e.run(ctx, []*image.NRGBA{picture}, true)
	if err != nil {
		return nil, err
	}
	return &Map{Places(e.side), maps[0]}, nil
}

// channelsLast turns a map of [FeatureSize, places] into [places, FeatureSize].
func channelsLast(m []float32) []float32 {
	out := make([]float32, len(m))
	places := len(m) / FeatureSize
	for c := range FeatureSize {
		for p, v := range m[c*places : (c+1)*places] {
			out[p*FeatureSize+c] = v
		}
	}
	return out
}
