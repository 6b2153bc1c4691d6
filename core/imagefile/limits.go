package imagefile

import (
	"time"

	"graft/core/fault"
)

// Limits bound what a file may ask for. All must be positive.
type Limits struct {
	MaxBytes  int64         // of the file
	MaxPixels int64         // width times height
	MaxSide   int           // pixels
	MaxMemory int64         // bytes in use at a time while it is decoded, the file's own not counted
	MaxScans  int           // of a JPEG; each may go over every pixel
	MaxTime   time.Duration // of decoding it
}

// DefaultLimits admits what cameras and phones write: 64 MiB a file, 64 Mpx
// (a full-frame camera has 61) and sides up to 32,768 px (panoramas). Decoding
// then takes at most 512 MiB: 8 bytes a pixel, which the largest picture needs to be
// turned upright, a progressive JPEG of halved chroma 7.5 and 16-bit channels 12.
// Encoders write about ten scans. Decoding takes a few seconds at most; a machine that
// is busy with other work has 30.
func DefaultLimits() Limits {
	return Limits{
		MaxBytes: 64 << 20, MaxPixels: 64 << 20, MaxSide: 1 << 15,
		MaxMemory: 512 << 20, MaxScans: 100, MaxTime: 30 * time.Second,
	}
}

// WithPixels admits pictures of n pixels, and the memory that such a one needs to be
// turned upright if that is more than there is.
func (lim Limits) WithPixels(n int64) Limits {
	lim.MaxPixels, lim.MaxMemory = n, max(lim.MaxMemory, 8*n)
	return lim
}

// passes is how often the scans of a JPEG together may go over each sample of the
// largest picture; a smaller one may have as much work done. The scans that libjpeg
// writes by default go over all samples 5 times, over the pixels up to 14 times.
const passes = 16

func (lim Limits) checkBytes(n int) error { return within(tooManyBytes, int64(n), lim.MaxBytes) }

func (lim Limits) checkSize(format string, w, h int) error {
	if w < 1 || h < 1 {
		return noPixels.Err(format, w, h)
	}
	if err := within(tooLongSide, int64(max(w, h)), int64(lim.MaxSide)); err != nil {
		return err
	}
	return within(tooManyPixels, int64(w)*int64(h), lim.MaxPixels)
}

func (lim Limits) checkCost(c cost) error {
	if err := within(tooManyScans, int64(c.scans), int64(lim.MaxScans)); err != nil {
		return err
	}
	if err := within(tooMuchWork, c.scanned, passes*lim.MaxPixels); err != nil {
		return err
	}
	if c.memory > lim.MaxMemory {
		return tooMuchMemory.Err((c.memory+1<<20-1)>>20, lim.MaxMemory>>20)
	}
	return nil
}

func within(kind *fault.Kind, got, most int64) error {
	if got > most {
		return kind.Err(got, most)
	}
	return nil
}
