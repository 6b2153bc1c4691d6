package dataset

import (
	"context"
	"fmt"
	"time"

	"graft/core/imagefile"
)

// Limits bound what an archive or folder may hold. All must be positive.
type Limits struct {
	MaxArchiveBytes  int64 // of the archive itself
	MaxUnpackedBytes int64 // of all that is in it; of a small archive less, see Unpacked
	MaxFiles         int   // of any kind, folders included
	MaxClasses       int
	MaxTime          time.Duration // of Import; a large archive has more, see timed
	Image            imagefile.Limits

	// Memory is what the pictures that are checked at a time take together, if other work
	// shares it; nil for Image.MaxMemory, of each data set by itself.
	Memory *imagefile.Budget
}

// DefaultLimits admits a few thousand photos straight from a camera: 16 GiB
// packed or unpacked, 50,000 files, 1,000 classes, unpacked in two minutes and a second
// for each 4 MiB.
func DefaultLimits() Limits {
	return Limits{
		MaxArchiveBytes:  16 << 30,
		MaxUnpackedBytes: 16 << 30,
		MaxFiles:         50_000,
		MaxClasses:       1000,
		MaxTime:          2 * time.Minute,
		Image:            imagefile.DefaultLimits(),
	}
}

// Pictures are packed already, and drawn ones kept as BMP shrink to a hundredth at
// most; what unpacks to more than this is made to fill a disk.
const (
	unpackedFree  = 64 << 20 // whatever the archive's size
	unpackedTimes = 20       // as much again for each byte of the archive
)

// Unpacked is lim for an archive of so many bytes: it bounds what comes out by what
// goes in.
func (lim Limits) Unpacked(archive int64) Limits {
	if most := unpackedFree + unpackedTimes*archive; most < lim.MaxUnpackedBytes {
		lim.MaxUnpackedBytes = most
	}
	return lim
}

// unpackedPerSecond is what a busy machine unpacks and checks of photos: two from a
// telephone.
const unpackedPerSecond = 4 << 20

// timed bounds by what goes in, as Unpacked does: 16 GiB of photos are let in whole and
// take longer than ten minutes.
func (lim Limits) timed(ctx context.Context, archive int64) (context.Context, context.CancelFunc) {
	most := lim.MaxTime + time.Duration(archive/unpackedPerSecond)*time.Second
	return context.WithTimeoutCause(ctx, most, tooSlow.Err(most.Minutes()))
}

// Validate returns nil or an error that names the first limit that is not positive.
func (lim Limits) Validate() error {
	for _, l := range []struct {
		name  string
		value int64
	}{
		{"MaxArchiveBytes", lim.MaxArchiveBytes},
		{"MaxUnpackedBytes", lim.MaxUnpackedBytes},
		{"MaxFiles", int64(lim.MaxFiles)},
		{"MaxClasses", int64(lim.MaxClasses)},
		{"MaxTime", int64(lim.MaxTime)},
		{"Image.MaxBytes", lim.Image.MaxBytes},
		{"Image.MaxPixels", lim.Image.MaxPixels},
		{"Image.MaxSide", int64(lim.Image.MaxSide)},
		{"Image.MaxMemory", lim.Image.MaxMemory},
		{"Image.MaxScans", int64(lim.Image.MaxScans)},
		{"Image.MaxTime", int64(lim.Image.MaxTime)},
	} {
		if l.value < 1 {
			return fmt.Errorf("dataset: limits: %s %d: want at least 1", l.name, l.value)
		}
	}
	return nil
}

// size writes a number of bytes for people, rounded down.
func size(n int64) string {
	switch {
	case n < 10<<10:
		return fmt.Sprintf("%d bytes", n)
	case n < 10<<20:
		return fmt.Sprintf("%d KiB", n>>10)
	case n < 10<<30:
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d GiB", n>>30)
}

func (lim Limits) tooManyFiles() error {
	return manyFiles.Err(lim.MaxFiles)
}

func (lim Limits) tooMuch() error {
	return ErrUnpacked.Err(size(lim.MaxUnpackedBytes))
}
