package room

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"graft/core/disk"
	"graft/core/fault"
	"graft/core/line"
	"graft/core/refusal"
)

var (
	errCutOff     = refusal.Define(http.StatusBadRequest, "server.upload_cut_off", "the archive did not arrive whole: {cause}")
	errNoRoom     = refusal.Define(http.StatusInsufficientStorage, "server.no_room", "the server's disk has too little room")
	errDiskShort  = refusal.Define(http.StatusInsufficientStorage, "server.disk_short", "the server's disk has too little room: {want} are wanted, {free} are free, and {least} must stay free").Within(errNoRoom)
	errMostKept   = refusal.Define(http.StatusInsufficientStorage, "server.most_kept", "the server keeps at most {most} of data sets and runs, and has {kept}; {want} more are wanted: delete some").Within(errNoRoom)
	errDiskLow    = refusal.Define(http.StatusInsufficientStorage, "server.disk_low", "the server's disk is almost full: {free} are free, and {least} must stay free").Within(errNoRoom)
	errKeptFull   = refusal.Define(http.StatusInsufficientStorage, "server.kept_full", "the server keeps at most {most} of data sets and runs, and has {kept}: delete some").Within(errNoRoom)
	errUnpackKept = refusal.Define(http.StatusInsufficientStorage, "server.unpack_kept", "the archive unpacks to more than {left}, which is left of what the server keeps of data sets and runs: delete some").Within(errNoRoom)
	errUnpackRoom = refusal.Define(http.StatusInsufficientStorage, "server.unpack_room", "the server's disk has too little room: the archive unpacks to more than the {left} that there is room for").Within(errNoRoom)
)

// Room is what data sets and runs may still take of the disk.
type Room struct {
	folders []string // that data sets and runs are kept in
	most    int64    // bytes that may be in these; 0 is no bound
	least   int64    // bytes of the disk that stay free: a full disk would hold up every run

	mu       sync.Mutex
	kept     int64 // bytes in the folders, as measured last, and what came since
	measured time.Time
	promised int64         // bytes that are being written there
	freed    chan struct{} // closed when some of that is given back; nil if nobody waits
}

// New returns the room in these folders, which are on one disk: most bytes may be in them,
// 0 for no bound, and least bytes of the disk stay free.
func New(most, least int64, folders ...string) *Room {
	return &Room{folders: folders, most: most, least: least}
}

// Forget has the folders measured anew when that is next asked: something was deleted.
func (r *Room) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.measured = time.Time{}
}

// remeasure is how long a measure of the folders counts: what is deleted makes room after
// that at the latest. 50,000 files take a tenth of a second.
const remeasure = 10 * time.Second

// patience is how long somebody waits for room that is promised to others, who may
// take less of it. Tests have less patience.
var patience = 45 * time.Second

// Check fails if so many bytes more have no room. It waits while they have none but for
// what is promised.
func (r *Room) Check(ctx context.Context, bytes int64) error {
	return r.await(ctx, func(bool) (err error) {
		_, _, err = r.left(bytes)
		return err
	})
}

// Any fails if there is no room at all. What is promised does not count: a run that comes
// to want it waits for it.
func (r *Room) Any() error {
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
func (r *Room) await(ctx context.Context, try func(last bool) error) error {
	end := time.NewTimer(patience)
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

// Kept returns how many bytes the folders hold, 0 if there is no bound.
func (r *Room) Kept() (int64, error) {
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
func (r *Room) left(bytes int64) (left int64, past *fault.Kind, err error) {
	want := max(1, bytes)
	left, past = math.MaxInt64, errUnpackRoom
	if free, err := disk.Free(r.folders[0]); err == nil { // what cannot be told shows when the disk is full
		left = free - r.least
		if left < want && bytes == 0 {
			return 0, nil, errDiskLow.Err(disk.SizeText(free), disk.SizeText(r.least))
		} else if left < want {
			return 0, nil, errDiskShort.Err(disk.SizeText(want), disk.SizeText(free), disk.SizeText(r.least))
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
			return 0, nil, errKeptFull.Err(disk.SizeText(r.most), disk.SizeText(r.kept))
		} else if left < want {
			return 0, nil, errMostKept.Err(disk.SizeText(r.most), disk.SizeText(r.kept), disk.SizeText(want))
		}
	}
	if left -= r.promised; left < want {
		return 0, nil, errPromised()
	}
	return left, past, nil
}

// Grant is room that was promised.
type Grant struct {
	Bytes int64
	Past  *fault.Kind // what an archive that unpacks to more is refused with
	Give  func()      // ends the promise
}

// Reserve promises so many bytes, or as many as there is room for once nothing is promised
// to others.
func (r *Room) Reserve(ctx context.Context, most int64) (g Grant, err error) {
	err = r.await(ctx, func(last bool) error {
		left, past, err := r.left(0)
		if err == nil && left < most && !last {
			err = errPromised()
		}
		if err != nil {
			return err
		}
		g = Grant{Bytes: min(most, left), Past: past}
		r.promised += g.Bytes
		return nil
	})
	g.Give = sync.OnceFunc(func() { r.giveBack(g.Bytes) })
	return g, err
}

func (r *Room) giveBack(bytes int64) {
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
func (r *Room) measure() error {
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

// Receive writes an archive to a file while there is room to unpack what has come: about
// as much again.
func (r *Room) Receive(ctx context.Context, f *os.File, body io.Reader) (size int64, err error) {
	const part = 4 << 20
	for {
		if err := r.Check(ctx, size); err != nil {
			return size, err
		}
		n, err := io.CopyN(f, body, part)
		size += n
		if err == io.EOF {
			return size, r.Check(ctx, size)
		}
		if err != nil {
			return size, errCutOff.Err(err)
		}
	}
}
