package resnet

import (
	"context"
	"fmt"
	"image"
	"time"

	"graft/core/splitmix"
)

// Bench computes the features of n pictures of noise, after one batch that does
// not count, and returns how many pictures a second it did.
func (e *Extractor) Bench(ctx context.Context, n int) (float64, error) {
	if n < 1 {
		return 0, fmt.Errorf("resnet: bench: %d pictures: want 1 or more", n)
	}
	batch := make([]*image.NRGBA, e.Batch())
	for i := range batch {
		batch[i] = noise(e.side, uint64(i))
	}
	if _, err := e.Features(ctx, batch); err != nil {
		return 0, err
	}
	start := time.Now()
	for done := 0; done < n; done += len(batch) {
		if _, err := e.Features(ctx, batch[:min(len(batch), n-done)]); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(start).Seconds(), nil
}

// noise is an opaque picture of random pixels.
func noise(side int, seed uint64) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	draws := splitmix.New(splitmix.Mix(seed))
	for i := 0; i < len(m.Pix); i += 4 {
		r := draws.Uint64()
		m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = byte(r), byte(r>>8), byte(r>>16), 255
	}
	return m
}
