package imagefile

import (
	"fmt"
	"time"
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

// LimitError says that a file asks for more than the limits allow.
type LimitError struct {
	What string // "bytes", "pixels", "pixels a side", "MB of memory", "scans", "pixels in all scans" or "milliseconds to decode"
	Got  int64
	Max  int64
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("imagefile: %d %s: want at most %d", e.Got, e.What, e.Max)
}

func (lim Limits) checkBytes(n int) error { return within("bytes", int64(n), lim.MaxBytes) }

func (lim Limits) checkSize(format string, w, h int) error {
	if w < 1 || h < 1 {
		return fmt.Errorf("imagefile: %s of %d×%d pixels: want at least 1×1", format, w, h)
	}
	if err := within("pixels a side", int64(max(w, h)), int64(lim.MaxSide)); err != nil {
		return err
	}
	return within("pixels", int64(w)*int64(h), lim.MaxPixels)
}

func (lim Limits) checkCost(c cost) error {
	if err := within("scans", int64(c.scans), int64(lim.MaxScans)); err != nil {
		return err
	}
	if err := within("pixels in all scans", c.scanned, passes*lim.MaxPixels); err != nil {
		return err
	}
	if c.memory > lim.MaxMemory {
		return &LimitError{"MB of memory", (c.memory + 1<<20 - 1) >> 20, lim.MaxMemory >> 20}
	}
	return nil
}

func within(what string, got, most int64) error {
	if got > most {
		return &LimitError{what, got, most}
	}
	return nil
}
