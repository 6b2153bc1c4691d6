package tune

import (
	"context"
	"fmt"
	"image"
	"io"
	"os"
	"runtime"
	"sync"

	"graft/core/augment"
	"graft/core/imagefile"
	"graft/core/recipe"
)

// maxPixels bounds the pictures that are decoded at a time: four of 12
// megapixels, at about 10 bytes a pixel with the pyramid. A larger picture is
// decoded alone.
const maxPixels = 48 << 20

// tile is one view of a picture, ready for the extractor.
type tile struct {
	unit    *unit
	view    int
	picture *image.NRGBA // Side×Side
}

// unreadableError says that a picture's file cannot be read as it was: the run
// goes on without the picture.
type unreadableError struct{ err error }

func (e *unreadableError) Error() string { return e.err.Error() }

// job is the work on one picture.
type job struct {
	unit   *unit
	data   []byte
	pixels int64
	tiles  chan tile // closed at the end
	err    error     // valid once tiles is closed
}

// decoder reads, decodes and augments pictures ahead of the extractor, several
// at a time, and hands the tiles over in the order of the units, so that
// batches are the same in every run. It is bounded thrice: jobs begun, pixels
// decoded, and finished tiles a job may have waiting.
type decoder struct {
	o        *Options
	painters chan *painter // free ones; there are as many as workers
	pixels   *budget
	done     sync.WaitGroup
}

func newDecoder(o *Options) (*decoder, error) {
	workers := min(runtime.GOMAXPROCS(0), 8)
	d := &decoder{o: o, painters: make(chan *painter, workers), pixels: newBudget(maxPixels)}
	for range workers {
		p, err := newPainter(o.Recipe)
		if err != nil {
			return nil, fmt.Errorf("tune: %w", err)
		}
		d.painters <- p
	}
	return d, nil
}

// start begins and returns the jobs in order. The channel is closed after the
// last one, or early if ctx is done. Of every job that comes out, the receiver
// drains the tiles.
func (d *decoder) start(ctx context.Context, units []*unit) <-chan *job {
	jobs := make(chan *job, cap(d.painters))
	d.done.Go(func() {
		defer close(jobs)
		for _, u := range units {
			if len(u.absent) == 0 {
				continue
			}
			j := d.begin(ctx, u)
			if j == nil {
				return
			}
			select {
			case jobs <- j:
			case <-ctx.Done():
				return
			}
		}
	})
	return jobs
}

// wait returns when every goroutine has ended, which needs ctx to be done or
// every job to be drained.
func (d *decoder) wait() { d.done.Wait() }

// begin reads the file and starts its job as soon as the bounds allow, or
// returns nil if ctx is done before that. Bounds are taken here, in order: were
// a later job to take them first, it would wait for the receiver and the
// receiver for the earlier one.
func (d *decoder) begin(ctx context.Context, u *unit) *job {
	if ctx.Err() != nil {
		return nil
	}
	j := &job{unit: u, tiles: make(chan tile, 4)}
	var info imagefile.Info
	j.data, j.err = readFile(u.item.File, d.o.Limits.MaxBytes)
	if j.err == nil {
		info, j.err = imagefile.Inspect(j.data, d.o.Limits)
	}
	if j.err != nil {
		j.err = &unreadableError{j.err}
		close(j.tiles)
		return j
	}
	j.pixels = int64(info.W) * int64(info.H)
	if !d.pixels.take(ctx, j.pixels) {
		return nil
	}
	var p *painter
	select {
	case p = <-d.painters:
	case <-ctx.Done():
		d.pixels.give(j.pixels)
		return nil
	}
	d.done.Go(func() {
		j.err = j.run(ctx, p, d.o.Limits)
		d.painters <- p
		d.pixels.give(j.pixels)
		close(j.tiles)
	})
	return j
}

// run decodes the picture and sends its tiles.
func (j *job) run(ctx context.Context, p *painter, limits imagefile.Limits) error {
	pic, err := imagefile.Decode(j.data, limits)
	j.data = nil
	if err != nil {
		return &unreadableError{err}
	}
	if pic.Digest != j.unit.item.Digest {
		return &unreadableError{fmt.Errorf("the file has changed since the data set was read")}
	}
	src := augment.NewSource(pic)
	pic = nil
	for _, view := range j.unit.absent {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("tune: features: %w", err)
		}
		img, err := p.paint(src, view)
		if err != nil {
			return fmt.Errorf("tune: %s: view %d: %w", j.unit.item.Path, view, err)
		}
		select {
		case j.tiles <- tile{j.unit, view, img}:
		case <-ctx.Done():
			return fmt.Errorf("tune: features: %w", ctx.Err())
		}
	}
	return nil
}

// readFile reads a file of at most limit bytes.
func readFile(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("more than %d bytes: want at most that", limit)
	}
	return data, nil
}

// painter makes the extractor's pictures. It is for one goroutine at a time.
type painter struct {
	views  *augment.Plan // the recipe
	canvas *image.NRGBA  // of the recipe's size; nil if that is Side×Side
}

func newPainter(r recipe.Recipe) (*painter, error) {
	views, err := augment.Compile(r)
	if err != nil {
		return nil, err
	}
	p := &painter{views: views}
	if r.Size.W != Side || r.Size.H != Side {
		p.canvas = image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H))
	}
	return p, nil
}

// paint returns a view at Side×Side. The plain view is stretched from the
// picture at once, as it is when a picture is recognised. Others are made at
// the recipe's size and stretched from there, so that the extractor sees what
// the browser tab shows.
func (p *painter) paint(src *augment.Source, view int) (*image.NRGBA, error) {
	out := image.NewNRGBA(image.Rect(0, 0, Side, Side))
	switch {
	case view == plainView:
		src.Stretch(out)
		return out, nil
	case p.canvas == nil:
		return out, p.views.Apply(out, src, view)
	}
	if err := p.views.Apply(p.canvas, src, view); err != nil {
		return nil, err
	}
	augment.NewSource(&imagefile.Picture{Image: p.canvas}).Stretch(out)
	return out, nil
}

// budget lets through what fits, one taker at a time. What is larger than all
// of it passes when nothing else is out.
type budget struct {
	mu    sync.Mutex
	limit int64
	out   int64
	freed chan struct{} // has a token after every give
}

func newBudget(limit int64) *budget {
	return &budget{limit: limit, freed: make(chan struct{}, 1)}
}

// take waits until n fits and returns true, or false once ctx is done.
func (b *budget) take(ctx context.Context, n int64) bool {
	for {
		b.mu.Lock()
		if b.out == 0 || b.out+n <= b.limit {
			b.out += n
			b.mu.Unlock()
			return true
		}
		b.mu.Unlock()
		select {
		case <-b.freed:
		case <-ctx.Done():
			return false
		}
	}
}

func (b *budget) give(n int64) {
	b.mu.Lock()
	b.out -= n
	b.mu.Unlock()
	select {
	case b.freed <- struct{}{}:
	default:
	}
}
