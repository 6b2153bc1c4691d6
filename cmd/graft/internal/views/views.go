package views

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"

	"graft/cmd/graft/internal/terminal"
	"graft/core/dataset"
	"graft/core/export"
	"graft/core/recipe"
	"graft/core/release"
)

// Options say what is made of the originals, and where it goes.
type Options struct {
	N         int    // views of each
	Out       string // folder to write to
	Zip       string // zip to write in its place, "" for none
	Originals bool   // put them beside their views
	JSON      bool   // print a line of JSON for each file
	Write     export.Options

	Stdout, Stderr io.Writer
}

// Run makes views of what the arguments name. It fails if a file cannot be written, or a
// picture that is named itself cannot be read.
func Run(ctx context.Context, r recipe.Recipe, arguments []string, o Options) error {
	in, err := openOriginals(arguments)
	if err != nil {
		return err
	}
	defer in.close()
	to, err := o.sink(in)
	if err != nil {
		return err
	}
	m := &making{options: o, in: in, to: to, progress: terminal.NewBar(o.Stderr), began: time.Now()}
	defer m.progress.Clear()
	err = m.run(ctx, r)
	if end := to.close(err == nil && m.files > 0); err == nil {
		err = end
	}
	if err != nil {
		return err
	}
	return m.report()
}

// making augments pictures on all cores and writes the files in order, so that
// two runs leave the same manifest and the same zip.
type making struct {
	options  Options
	in       *originals
	to       sink
	progress *terminal.Bar
	began    time.Time

	files int     // views written
	done  int     // views written or given up
	bad   []fault // pictures that could not be read
}

type fault struct {
	original
	err error
}

// portion is some views of one picture, made by one worker.
type portion struct {
	of       *prepared
	from, to int
	made     chan made // closed at the end; has room for all of it
}

type made struct {
	export.File
	err error
}

const (
	portionBytes  = 16 << 20 // of a portion's pixels
	decodedPixels = 96 << 20 // held at a time, 5⅓ bytes each; a larger picture alone
)

// run makes everything. It goes on past pictures that cannot be read, unless
// ctx is done or a file cannot be written.
func (m *making) run(ctx context.Context, r recipe.Recipe) error {
	o := m.options
	if err := m.to.header(export.NewHeader(release.Full(), r, o.Write, o.N, o.Originals)); err != nil {
		return err
	}
	makers := make([]*export.Maker, runtime.GOMAXPROCS(0))
	for i := range makers {
		var err error
		if makers[i], err = export.NewMaker(r, o.Write); err != nil {
			return err
		}
	}
	ctx, stop := context.WithCancel(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer stop()
	order, work := make(chan *portion, len(makers)), make(chan *portion)
	all.Go(func() { m.plan(ctx, r.Size, order, work) })
	for _, maker := range makers {
		all.Go(func() {
			for p := range work {
				m.make(ctx, maker, p)
			}
		})
	}
	for p := range order {
		if err := m.write(ctx, p); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// plan cuts the work into portions, in order.
func (m *making) plan(ctx context.Context, size recipe.Size, order, work chan<- *portion) {
	defer close(order)
	defer close(work)
	views := max(1, min(32, portionBytes/(4*size.W*size.H)))
	room := newRoom(ctx, decodedPixels)
	for _, o := range m.in.list {
		of := &prepared{original: o, room: room}
		of.left.Store(int32((m.options.N + views - 1) / views))
		for from := 0; from < m.options.N; from += views {
			p := &portion{of: of, from: from, to: min(from+views, m.options.N)}
			p.made = make(chan made, p.to-p.from+1)
			for _, to := range []chan<- *portion{order, work} {
				select {
				case to <- p:
				case <-ctx.Done():
					close(p.made)
					return
				}
			}
		}
	}
}

// make makes one portion. It never waits for the writer.
func (m *making) make(ctx context.Context, maker *export.Maker, p *portion) {
	defer close(p.made)
	src, data, err := p.of.open()
	defer p.of.release()
	if err != nil {
		p.made <- made{err: err}
		return
	}
	if p.from == 0 && m.options.Originals {
		p.made <- made{maker.Original(src, p.of.Item, data), nil}
	}
	for view := p.from; view < p.to && ctx.Err() == nil; view++ {
		f, err := maker.View(src, p.of.Item, view)
		p.made <- made{f, err}
	}
}

// write writes what a portion brings, in order.
func (m *making) write(ctx context.Context, p *portion) error {
	for f := range p.made {
		if err := ctx.Err(); err != nil {
			return err
		}
		if f.err != nil {
			if err := m.giveUp(p, f.err); err != nil {
				return err
			}
			break
		}
		if err := m.writeFile(p, f.File); err != nil {
			return err
		}
	}
	m.done += p.to - p.from
	rate := float64(m.done) / time.Since(m.began).Seconds()
	total := len(m.in.list) * m.options.N
	m.progress.Show("views", int64(m.done), int64(total), rate, float64(total-m.done)/rate, "views")
	if last := p.to == m.options.N; last && p.of.loose && !m.options.JSON && !m.failed(p) {
		m.progress.Clear()
		fmt.Fprintf(m.options.Stdout, "%s: %d views in %s\n", p.of.Path, m.options.N, m.to.where(p.of.Item))
	}
	return nil
}

func (m *making) writeFile(p *portion, f export.File) error {
	path, err := m.to.write(f)
	if err != nil {
		return err
	}
	if f.Line.View == nil {
		return nil
	}
	m.files++
	if !m.options.JSON {
		return nil
	}
	m.progress.Clear()
	line := map[string]any{"picture": p.of.Path, "view": *f.Line.View, "file": path, "draws": f.Line.Draws}
	return json.NewEncoder(m.options.Stdout).Encode(line)
}

// giveUp notes that a picture cannot be read, once.
func (m *making) giveUp(p *portion, err error) error {
	if m.failed(p) {
		return nil
	}
	m.bad = append(m.bad, fault{p.of.original, err})
	return m.to.note(export.Line{Original: p.of.Path, Class: p.of.Class, Error: err.Error()})
}

func (m *making) failed(p *portion) bool {
	return len(m.bad) > 0 && m.bad[len(m.bad)-1].Path == p.of.Path
}

// report says what was left out. Of a folder or an archive that is no failure;
// a picture that was named itself is.
func (m *making) report() error {
	m.progress.Clear()
	var faults []error
	left := m.in.skipped
	for _, b := range m.bad {
		if b.loose {
			faults = append(faults, fmt.Errorf("%s: %w", b.Path, b.err))
		} else {
			left = append(left, dataset.Skipped{Path: b.Path, Reason: b.err.Error()})
		}
	}
	for i, s := range left {
		if i == 10 {
			fmt.Fprintf(m.options.Stderr, "and %d more files were left out\n", len(left)-i)
			break
		}
		fmt.Fprintf(m.options.Stderr, "left out: %s: %s\n", s.Path, s.Reason)
	}
	if m.files == 0 && len(faults) == 0 {
		return errors.New("none of the files could be read as a picture")
	}
	if sets := len(m.in.folders) + len(m.in.open); sets > 0 && !m.options.JSON {
		fmt.Fprintf(m.options.Stdout, "%d views of %d pictures in %d classes: %s\n",
			m.files, len(m.in.list)-len(m.bad), m.in.classes, m.to.name())
	}
	return errors.Join(faults...)
}
