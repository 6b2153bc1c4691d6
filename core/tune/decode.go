package tune

import (
	"context"
	"fmt"
	"image"
	"io"
	"os"
	"runtime"
	"sync"
	"time"

	"graft/core/augment"
	"graft/core/disk"
	"graft/core/imagefile"
	"graft/core/recipe"
)

// maxPixels bounds the pictures that are decoded at a time: four of 12
// megapixels, at about 10 bytes a pixel with the pyramid. A larger picture is
// decoded alone.
const maxPixels = 48 << 20

// work is views to be made of a picture.
type work struct {
	unit  *unit
	views []int
}

// tile is one view of a picture, ready for the network.
type tile struct {
	unit    *unit
	view    int
	picture *image.NRGBA // side×side
}

// unreadableError says that a picture's file cannot be read as it was: the run
// goes on without the picture.
type unreadableError struct{ err error }

func (e *unreadableError) Error() string { return e.err.Error() }

// job is the work on one picture.
type job struct {
	work
	data   []byte
	pixels int64
	tiles  chan tile // closed at the end
	err    error     // valid once tiles is closed
}

// decoder reads, decodes and augments pictures ahead of the extractor, several
// at a time, and hands the tiles over in the order of the units, so that
// batches are the same in every run. It is bounded thrice: jobs begun, pixels
// decoded, and finished tiles a job may have waiting. Pictures that are only
// mixed in have a bound of their own, which is never held while waiting.
type decoder struct {
	o        *Options
	mixer    *mixer
	painters chan *painter // free ones; there are as many as workers
	pixels   *imagefile.Budget
	mixed    *imagefile.Budget
	done     sync.WaitGroup
}

func newDecoder(o *Options, m *mixer, side int) (*decoder, error) {
	workers := min(runtime.GOMAXPROCS(0), 8)
	d := &decoder{o: o, mixer: m, painters: make(chan *painter, workers), pixels: imagefile.NewBudget(maxPixels), mixed: imagefile.NewBudget(maxPixels)}
	for range workers {
		p, err := newPainter(o.Recipe, side)
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
func (d *decoder) start(ctx context.Context, list []work) <-chan *job {
	jobs := make(chan *job, cap(d.painters))
	d.done.Go(func() {
		defer close(jobs)
		for _, w := range list {
			if len(w.views) == 0 {
				continue
			}
			j := d.begin(ctx, w)
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
func (d *decoder) begin(ctx context.Context, w work) *job {
	if ctx.Err() != nil {
		return nil
	}
	j := &job{work: w, tiles: make(chan tile, 4)}
	if j.data, j.pixels, j.err = d.read(w.unit); j.err != nil {
		close(j.tiles)
		return j
	}
	if !d.pixels.Take(ctx, j.pixels) {
		return nil
	}
	var p *painter
	select {
	case p = <-d.painters:
	case <-ctx.Done():
		d.pixels.Give(j.pixels)
		return nil
	}
	d.done.Go(func() {
		j.err = d.run(ctx, j, p)
		d.painters <- p
		d.pixels.Give(j.pixels)
		close(j.tiles)
	})
	return j
}

// read reads a picture's file and says how many pixels it has.
func (d *decoder) read(u *unit) (data []byte, pixels int64, err error) {
	data, err = readFile(u.item.File, d.o.Limits.MaxBytes)
	if disk.Machine(err) != nil {
		return nil, 0, fmt.Errorf("tune: %s: %w", u.item.Path, err) // the picture may be whole
	}
	if err != nil {
		return nil, 0, &unreadableError{err}
	}
	info, err := imagefile.Inspect(data, d.o.Limits)
	if err != nil {
		return nil, 0, &unreadableError{err}
	}
	return data, int64(info.W) * int64(info.H), nil
}

// patience is the time that a picture may take to decode. The data set has only those
// that were decoded before; none is left out because the machine is busy now.
const patience = 10 * time.Minute

// decode makes a source of a file that is still what it was.
func (d *decoder) decode(ctx context.Context, u *unit, data []byte) (*augment.Source, error) {
	lim := d.o.Limits
	lim.MaxTime = max(lim.MaxTime, patience)
	pic, err := imagefile.DecodeContext(ctx, data, lim)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("tune: features: %w", ctx.Err())
	}
	if err != nil {
		return nil, &unreadableError{err}
	}
	if pic.Digest != u.item.Digest {
		return nil, &unreadableError{fileChanged.Err()}
	}
	return augment.NewSource(pic), nil
}

// run decodes the picture and sends its tiles.
func (d *decoder) run(ctx context.Context, j *job, p *painter) error {
	src, err := d.decode(ctx, j.unit, j.data)
	j.data = nil
	if err != nil {
		return err
	}
	for _, view := range j.views {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("tune: features: %w", err)
		}
		img, err := d.view(ctx, p, j.unit, src, view)
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

// view makes a view, mixed with another picture's if the recipe says so.
func (d *decoder) view(ctx context.Context, p *painter, u *unit, src *augment.Source, view int) (*image.NRGBA, error) {
	mixes, partner := d.mixer.draw(u, view)
	if partner == nil {
		return p.paint(src, view)
	}
	other, err := d.partner(ctx, p, partner, view)
	if err != nil {
		if disk.Machine(err) != nil {
			return nil, err
		}
		return nil, fmt.Errorf("mixed with %s: %v", partner.item.Path, err)
	}
	own, err := p.canvasOf(src, view)
	if err != nil {
		return nil, err
	}
	if _, err := augment.ApplyMixes(own, own, other, mixes); err != nil {
		return nil, err
	}
	return p.stretch(own), nil
}

// partner returns the view of the picture that is mixed in, at the recipe's size.
func (d *decoder) partner(ctx context.Context, p *painter, u *unit, view int) (*image.NRGBA, error) {
	data, pixels, err := d.read(u)
	if err != nil {
		return nil, err
	}
	if !d.mixed.Take(ctx, pixels) {
		return nil, ctx.Err()
	}
	defer d.mixed.Give(pixels)
	src, err := d.decode(ctx, u, data)
	if err != nil {
		return nil, err
	}
	return p.canvasOf(src, view)
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

// painter makes the network's pictures. It is for one goroutine at a time.
type painter struct {
	views *augment.Plan // the recipe
	size  recipe.Size   // its size
	side  int           // of what the network takes
}

func newPainter(r recipe.Recipe, side int) (*painter, error) {
	views, err := augment.Compile(r)
	if err != nil {
		return nil, err
	}
	return &painter{views, r.Size, side}, nil
}

// paint returns a view at side×side. The plain view is stretched from the
// picture at once, as it is when a picture is recognised. Others are made at
// the recipe's size and stretched from there, so that the network sees what
// the browser tab shows.
func (p *painter) paint(src *augment.Source, view int) (*image.NRGBA, error) {
	if view == plainView {
		out := image.NewNRGBA(image.Rect(0, 0, p.side, p.side))
		src.Stretch(out)
		return out, nil
	}
	canvas, err := p.canvasOf(src, view)
	if err != nil {
		return nil, err
	}
	return p.stretch(canvas), nil
}

// canvasOf returns a view at the recipe's size.
func (p *painter) canvasOf(src *augment.Source, view int) (*image.NRGBA, error) {
	canvas := image.NewNRGBA(image.Rect(0, 0, p.size.W, p.size.H))
	return canvas, p.views.Apply(canvas, src, view)
}

// stretch returns the canvas at side×side, itself if it is of that size.
func (p *painter) stretch(canvas *image.NRGBA) *image.NRGBA {
	if p.size.W == p.side && p.size.H == p.side {
		return canvas
	}
	out := image.NewNRGBA(image.Rect(0, 0, p.side, p.side))
	augment.NewSource(&imagefile.Picture{Image: canvas}).Stretch(out)
	return out
}
