package tune

import (
	"context"
	"fmt"
	"image"

	"graft/core/tune/internal/network"
)

// example is a view of a picture to learn from or to check with.
type example struct {
	x     []float32 // features, [head.Features], in featureSet.x; nil if there are none
	z     []float32 // what the dense layer takes of them, before scaling; x itself without a top
	label label
	unit  *unit
	view  int
}

// feed brings the inputs of a network.
type feed interface {
	// each calls use with the input of each example, in order. The numbers are
	// valid during the call.
	each(ctx context.Context, list []example, use func(i int, x []float32) error) error
}

// featureFeed feeds scaled features.
type featureFeed struct{ scale network.Scaling }

func (f featureFeed) each(ctx context.Context, list []example, use func(int, []float32) error) error {
	x := make([]float32, len(f.scale.Mean))
	for i, e := range list {
		f.scale.Apply(x, e.z)
		if err := use(i, x); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// pixelFeed decodes and augments, several pictures at a time, ahead of the
// network, and feeds preprocessed pixels.
type pixelFeed struct {
	o     *Options
	mixer *mixer
	side  int
	fill  func(dst []float32, m *image.NRGBA) error
}

func (f pixelFeed) each(ctx context.Context, list []example, use func(int, []float32) error) error {
	d, err := newDecoder(f.o, f.mixer, f.side)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer d.wait() // after stop: no goroutine outlives this
	defer stop()
	work := make([]work, len(list))
	for i, e := range list {
		work[i].unit, work[i].views = e.unit, []int{e.view}
	}
	x := make([]float32, f.side*f.side*3)
	i := 0
	for job := range d.start(ctx, work) {
		for t := range job.tiles {
			if err := f.fill(x, t.picture); err != nil {
				return err
			}
			if err := use(i, x); err != nil {
				return err
			}
			i++
		}
		if job.err != nil {
			return fmt.Errorf("%s: %w", job.unit.item.Path, job.err)
		}
	}
	return ctx.Err()
}

// denseInputs returns what the dense layer takes of each example, before scaling.
func denseInputs(list []example) [][]float32 {
	rows := make([][]float32, len(list))
	for i, e := range list {
		rows[i] = e.z
	}
	return rows
}
