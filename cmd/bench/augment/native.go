package main

import (
	"bytes"
	"image"
	"time"

	"graft/core/augment"
	"graft/core/imagefile"
	"graft/core/recipe"
	"graft/core/sample"
)

// source returns the picture that everyone gets: a bundled photo, scaled, as
// PNG.
func source() ([]byte, error) {
	data, err := sample.Picture(sample.Names()[0])
	if err != nil {
		return nil, err
	}
	p, err := imagefile.Decode(data, imagefile.DefaultLimits())
	if err != nil {
		return nil, err
	}
	img := image.NewNRGBA(image.Rect(0, 0, sourceW, sourceH))
	augment.NewSource(p).Stretch(img)
	var b bytes.Buffer
	err = imagefile.EncodePNG(&b, img)
	return b.Bytes(), err
}

// views is how many views a round has.
const views = 16

// native returns the milliseconds of one picture on this goroutine.
func native(r recipe.Recipe, png []byte, budget time.Duration) (float64, error) {
	p, err := imagefile.Decode(png, imagefile.DefaultLimits())
	if err != nil {
		return 0, err
	}
	src := augment.NewSource(p)
	plan, err := augment.Compile(r)
	if err != nil {
		return 0, err
	}
	dst := image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H))
	best := time.Duration(1<<63 - 1)
	for end, rounds := time.Now().Add(budget), 0; rounds < minRounds || time.Now().Before(end); rounds++ {
		start := time.Now()
		for view := range views {
			if err := plan.Apply(dst, src, view); err != nil {
				return 0, err
			}
		}
		best = min(best, time.Since(start))
	}
	return best.Seconds() * 1000 / views, nil
}

// minRounds are taken however slow a round is.
const minRounds = 5
