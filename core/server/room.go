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

	"graft/core/dataset"
	"graft/core/disk"
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
	_, err := r.left(bytes)
	return err
}

// left returns how many bytes more may be written, at least so many, or says why these
// may not. The caller holds mu.
func (r *room) left(bytes int64) (int64, error) {
	want := max(1, bytes)
	left := int64(math.MaxInt64)
	if free, err := disk.Free(r.folders[0]); err == nil { // what cannot be told shows when the disk is full
		left = free - r.least
		if left < want {
			return 0, errDiskShort.Err(bytesText(want), bytesText(free), bytesText(r.least))
		}
	}
	if r.most > 0 {
		if err := r.measure(); err != nil {
			return 0, err
		}
		left = min(left, r.most-r.kept)
		if left < want {
			return 0, errMostKept.Err(bytesText(r.most), bytesText(r.kept), bytesText(want))
		}
	}
	if left -= r.promised; left < want {
		return 0, &line.FullError{Retry: 20 * time.Second} // what is being unpacked may take less than it may
	}
	return left, nil
}

// reserve promises at most so many bytes, as many as there is room for. give ends that.
func (r *room) reserve(most int64) (granted int64, give func(), err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	left, err := r.left(1)
	if err != nil {
		return 0, nil, err
	}
	granted = min(most, left)
	r.promised += granted
	return granted, sync.OnceFunc(func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.promised -= granted
		r.measured = time.Time{}
	}), nil
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
func (s *Server) importSet(ctx context.Context, archive *os.File, size int64) (Set, error) {
	leave, err := turn(ctx, s.work.unpack)
	if err != nil {
		return Set{}, err
	}
	defer leave()
	lim := s.cfg.Limits.Unpacked(size)
	granted, give, err := s.room.reserve(lim.MaxUnpackedBytes)
	if err != nil {
		return Set{}, err
	}
	defer give()
	bounded := lim
	bounded.MaxUnpackedBytes = granted
	set, err := s.sets.add(ctx, archive, size, s.tmp(), bounded)
	if errors.Is(err, dataset.ErrUnpacked) && granted < lim.MaxUnpackedBytes {
		return Set{}, errUnpackRoom.Err(bytesText(granted))
	}
	return set, err
}
