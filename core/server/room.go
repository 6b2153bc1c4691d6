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
	promised int64 // bytes that are being written there
}

// remeasure is how long a measure of the folders counts: what is deleted makes room after
// that at the latest. 50,000 files take a tenth of a second.
const remeasure = 10 * time.Second

// check fails if so many bytes more have no room.
func (r *room) check(bytes int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, _, err := r.left(bytes)
	return err
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
		return 0, nil, &line.FullError{Retry: 20 * time.Second} // what is being unpacked may take less than it may
	}
	return left, past, nil
}

// grant is room that was promised.
type grant struct {
	bytes int64
	past  *fault.Kind // what an archive that unpacks to more is refused with
	give  func()      // ends the promise
}

// reserve promises at most so many bytes, as many as there is room for.
func (r *room) reserve(most int64) (grant, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	left, past, err := r.left(0)
	if err != nil {
		return grant{}, err
	}
	bytes := min(most, left)
	r.promised += bytes
	return grant{bytes, past, sync.OnceFunc(func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.promised -= bytes
		r.measured = time.Time{}
	})}, nil
}

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
func (r *room) receive(f *os.File, body io.Reader) (size int64, err error) {
	const part = 4 << 20
	for {
		if err := r.check(size); err != nil {
			return size, err
		}
		n, err := io.CopyN(f, body, part)
		size += n
		if err == io.EOF {
			return size, r.check(size)
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
	granted, err := s.room.reserve(lim.MaxUnpackedBytes)
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
