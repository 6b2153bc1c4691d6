package dataset

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"sync"

	"graft/core/disk"
	"graft/core/imagefile"
)

// Import unpacks an archive of size bytes into the new folder dir: the
// pictures' own bytes, under numbers, and an index for Open. Every picture is
// decoded once, so what is damaged is found now. The folder appears whole or
// not at all: work is done beside it, in a folder that begins with ".import-".
// progress, which may be nil, is called after each picture, never concurrently.
// It fails with ErrTooBig once that takes longer than lim allows.
func Import(ctx context.Context, r io.ReaderAt, size int64, dir string, lim Limits, progress func(done, total int)) (*Summary, error) {
	if err := lim.Validate(); err != nil {
		return nil, err
	}
	ctx, cancel := lim.timed(ctx, size)
	defer cancel()
	s, err := importInto(ctx, r, size, dir, lim, progress)
	if late := context.Cause(ctx); err != nil && errors.Is(late, ErrTooBig) {
		return nil, late // whatever it was that came to nothing for it
	}
	return s, err
}

func importInto(ctx context.Context, r io.ReaderAt, size int64, dir string, lim Limits, progress func(done, total int)) (*Summary, error) {
	if _, err := os.Lstat(dir); err == nil {
		return nil, fmt.Errorf("dataset: import into %s: the folder exists: want a new one", dir)
	}
	a, err := OpenArchive(contextReader{ctx, r}, size, lim)
	if err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp(filepath.Dir(dir), ".import-*")
	if err != nil {
		return nil, fmt.Errorf("dataset: import: %w", err)
	}
	defer os.RemoveAll(work) // nothing is there once it is renamed
	all, skipped, err := a.unpack(ctx, work, progress)
	if err != nil {
		return nil, err
	}
	d, err := assemble(all, skipped, lim)
	if err != nil {
		return nil, err
	}
	if err := d.save(work); err != nil {
		return nil, err
	}
	if err := publish(work, dir); err != nil {
		return nil, fmt.Errorf("dataset: import: %w", err)
	}
	s := d.Summary()
	return &s, nil
}

// publish renames work to dir once all that is in it is on the disk, and waits until
// the rename is there too.
func publish(work, dir string) error {
	for _, d := range []string{filepath.Join(work, "files"), work} {
		if err := disk.SyncDir(d); err != nil {
			return err
		}
	}
	if err := os.Rename(work, dir); err != nil {
		return err
	}
	return disk.SyncDir(filepath.Dir(dir))
}

// contextReader stops reading when its context ends; that ends everything
// that reads an archive.
type contextReader struct {
	ctx context.Context
	r   io.ReaderAt
}

func (c contextReader) ReadAt(p []byte, off int64) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.ReadAt(p, off)
}

// unpack writes the pictures below work/files. One goroutine reads the
// archive, as it must; a few decode.
func (a *Archive) unpack(ctx context.Context, work string, progress func(done, total int)) ([]found, []Skipped, error) {
	if len(a.Entries) == 0 {
		return nil, nil, checkClasses(nil, a.Skipped, a.lim)
	}
	if err := os.Mkdir(filepath.Join(work, "files"), 0o700); err != nil {
		return nil, nil, fmt.Errorf("dataset: import: %w", err)
	}
	c := newCrew(ctx, a.lim, len(a.Entries), progress)
	c.skipped = append(c.skipped, a.Skipped...)
	for i, e := range a.Entries {
		data, err := a.read(e.Path)
		if c.ctx.Err() != nil {
			break
		}
		if err != nil {
			// One bad file in a zip does not spoil the others.
			c.done(e, found{}, err)
			continue
		}
		c.submit(e, data, filepath.Join(work, "files", fmt.Sprintf("%06d", i+1)))
	}
	return c.finish()
}

// crew checks pictures on several goroutines.
type crew struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	lim    Limits
	slots  chan struct{}
	memory *imagefile.Budget // of what is decoded at the same time: as much as one picture may take
	wait   sync.WaitGroup

	mu       sync.Mutex
	all      []found
	skipped  []Skipped
	count    int
	total    int
	progress func(done, total int)
}

func newCrew(ctx context.Context, lim Limits, total int, progress func(done, total int)) *crew {
	if progress == nil {
		progress = func(int, int) {}
	}
	c := &crew{lim: lim, total: total, progress: progress, memory: lim.Memory}
	if c.memory == nil {
		c.memory = imagefile.NewBudget(lim.Image.MaxMemory)
	}
	c.ctx, c.cancel = context.WithCancelCause(ctx)
	c.slots = make(chan struct{}, min(runtime.GOMAXPROCS(0), 4))
	return c
}

// submit checks data and, if stem is not "", writes it to the file of that
// name and its format's ending. It waits until a goroutine and the memory are free.
func (c *crew) submit(e Entry, data []byte, stem string) {
	info, err := imagefile.Inspect(data, c.lim.Image)
	if err != nil {
		c.done(e, found{}, err)
		return
	}
	c.slots <- struct{}{}
	if !c.memory.Take(c.ctx, info.Memory) {
		<-c.slots
		return
	}
	c.wait.Go(func() {
		defer func() { c.memory.Give(info.Memory); <-c.slots }()
		digest, ending, reason := check(c.ctx, data, c.lim.Image)
		if c.ctx.Err() != nil {
			return
		}
		if reason == nil && stem != "" {
			if err := disk.Create(stem+ending, data); err != nil {
				c.cancel(fmt.Errorf("dataset: import: %w", err))
				return
			}
		}
		c.done(e, found{e.Path, stem + ending, e.Class, digest}, reason)
	})
}

func (c *crew) done(e Entry, f found, reason error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if reason != nil {
		c.skipped = append(c.skipped, SkippedFor(e.Path, reason))
	} else {
		c.all = append(c.all, f)
	}
	c.count++
	c.progress(c.count, c.total)
}

func (c *crew) finish() ([]found, []Skipped, error) {
	c.wait.Wait()
	if err := c.ctx.Err(); err != nil {
		if cause := context.Cause(c.ctx); !errors.Is(cause, err) {
			return nil, nil, cause
		}
		return nil, nil, fmt.Errorf("dataset: import: %w", err)
	}
	c.cancel(nil)
	sort.SliceStable(c.skipped, func(i, j int) bool { return c.skipped[i].Path < c.skipped[j].Path })
	return c.all, c.skipped, nil
}
