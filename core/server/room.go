package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"sync"
	"time"

	"graft/core/api"
	"graft/core/dataset"
	"graft/core/disk"
	"graft/core/fault"
	"graft/core/line"
)

// room is what data sets and runs may still take of the disk.
type room struct {
	folders []string // that data sets and runs are kept in
	most    int64    // bytes that may be in these; 0 is no bound
	least   int64    // bytes of the disk that stay free: a full disk would hold up every run

	mu       sync.Mutex
	kept     int64 // bytes in the folders, as measured last, and what came since
	measured time.Time
	promised int64         // bytes that are being written there
	freed    chan struct{} // closed when some of that is given back; nil if nobody waits
}

// remeasure is how long a measure of the folders counts: what is deleted makes room after
// that at the latest. 50,000 files take a tenth of a second.
const remeasure = 10 * time.Second

// patienceForRoom is how long somebody waits for room that is promised to others, who may
// take less of it. Tests have less patience.
var patienceForRoom = 45 * time.Second

// check fails if so many bytes more have no room. It waits while they have none but for
// what is promised.
func (r *room) check(ctx context.Context, bytes int64) error {
	return r.await(ctx, func(bool) (err error) {
		_, _, err = r.left(bytes)
		return err
	})
}

// any fails if there is no room at all. What is promised does not count: a run that comes
// to want it waits for it.
func (r *room) any() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, _, err := r.left(0)
	var promised *line.FullError
	if errors.As(err, &promised) {
		return nil
	}
	return err
}

// await calls try, which holds mu, until it does not fail for want of what is promised,
// whenever some of that is given back. When patience has ended, try is told that this is
// the last time.
func (r *room) await(ctx context.Context, try func(last bool) error) error {
	end := time.NewTimer(patienceForRoom)
	defer end.Stop()
	for last := false; ; {
		r.mu.Lock()
		err := try(last || r.promised == 0)
		if r.freed == nil {
			r.freed = make(chan struct{})
		}
		freed := r.freed
		r.mu.Unlock()
		var full *line.FullError
		if !errors.As(err, &full) || last {
			return err
		}
		select {
		case <-freed:
		case <-end.C:
			last = true
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// takes returns how many bytes the folders hold, 0 if there is no bound.
func (r *room) takes() (int64, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.most == 0 {
		return 0, nil
	}
	err := r.measure()
	return r.kept, err
}

// left returns how many bytes more may be written, at least so many, and what an archive
// that unpacks to more is refused with; or it says why not even these may be. The caller
// holds mu.
func (r *room) left(bytes int64) (left int64, past *fault.Kind, err error) {
	want := max(1, bytes)
	left, past = math.MaxInt64, errUnpackRoom
	if free, err := disk.Free(r.folders[0]); err == nil { // what cannot be told shows when the disk is full
		left = free - r.least
		if left < want && bytes == 0 {
			return 0, nil, errDiskLow.Err(bytesText(free), bytesText(r.least))
		} else if left < want {
			return 0, nil, errDiskShort.Err(bytesText(want), bytesText(free), bytesText(r.least))
		}
	}
	if r.most > 0 {
		if err := r.measure(); err != nil {
			return 0, nil, err
		}
		if here := r.most - r.kept; here < left {
			left, past = here, errUnpackKept
		}
		if left < want && bytes == 0 {
			return 0, nil, errKeptFull.Err(bytesText(r.most), bytesText(r.kept))
		} else if left < want {
			return 0, nil, errMostKept.Err(bytesText(r.most), bytesText(r.kept), bytesText(want))
		}
	}
	if left -= r.promised; left < want {
		return 0, nil, errPromised()
	}
	return left, past, nil
}

// grant is room that was promised.
type grant struct {
	bytes int64
	past  *fault.Kind // what an archive that unpacks to more is refused with
	give  func()      // ends the promise
}

// reserve promises so many bytes, or as many as there is room for once nothing is promised
// to others.
func (r *room) reserve(ctx context.Context, most int64) (g grant, err error) {
	err = r.await(ctx, func(last bool) error {
		left, past, err := r.left(0)
		if err == nil && left < most && !last {
			err = errPromised()
		}
		if err != nil {
			return err
		}
		g = grant{bytes: min(most, left), past: past}
		r.promised += g.bytes
		return nil
	})
	g.give = sync.OnceFunc(func() { r.giveBack(g.bytes) })
	return g, err
}

func (r *room) giveBack(bytes int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.promised -= bytes
	r.measured = time.Time{}
	if r.freed != nil {
		close(r.freed)
		r.freed = nil
	}
}

// errPromised says that what is wanted is promised to others, who may take less.
func errPromised() error { return &line.FullError{Retry: 20 * time.Second} }

// measure adds up what the folders hold, unless that is known. The caller holds mu.
func (r *room) measure() error {
	if time.Since(r.measured) < remeasure {
		return nil
	}
	var sum int64
	for _, dir := range r.folders {
		err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) { // deleted meanwhile
				return nil
			}
			if err != nil || d.IsDir() {
				return err
			}
			if info, err := d.Info(); err == nil {
				sum += info.Size()
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("measuring what is kept: %w", err)
		}
	}
	r.kept, r.measured = sum, time.Now()
	return nil
}

// receive writes an archive to a file while there is room to unpack what has come: about
// as much again.
func (r *room) receive(ctx context.Context, f *os.File, body io.Reader) (size int64, err error) {
	const part = 4 << 20
	for {
		if err := r.check(ctx, size); err != nil {
			return size, err
		}
		n, err := io.CopyN(f, body, part)
		size += n
		if err == io.EOF {
			return size, r.check(ctx, size)
		}
		if err != nil {
			return size, errCutOff.Err(err)
		}
	}
}

// importSet waits for its turn: each archive that is unpacked takes a few
// hundred megabytes for the pictures that are being checked.
func (s *Server) importSet(ctx context.Context, archive *os.File, size int64) (api.Dataset, error) {
	leave, err := turn(ctx, s.work.unpack)
	if err != nil {
		return api.Dataset{}, err
	}
	defer leave()
	lim := s.cfg.Limits.Unpacked(size)
	granted, err := s.room.reserve(ctx, lim.MaxUnpackedBytes)
	if err != nil {
		return api.Dataset{}, err
	}
	defer granted.give()
	bounded := lim
	bounded.MaxUnpackedBytes = granted.bytes
	set, err := s.sets.add(ctx, archive, size, s.tmp(), bounded)
	if errors.Is(err, dataset.ErrUnpacked) && granted.bytes < lim.MaxUnpackedBytes {
		return api.Dataset{}, granted.past.Err(bytesText(granted.bytes))
	}
	return set, err
}
