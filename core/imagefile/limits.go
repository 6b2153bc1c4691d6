package imagefile

import "fmt"

// Limits bound what a file may ask for. All must be positive.
type Limits struct {
	MaxBytes  int64 // of the file
	MaxPixels int64 // width times height
	MaxSide   int   // pixels
}

// DefaultLimits admits what cameras and phones write: 64 MiB a file, 64 Mpx
// (a full-frame camera has 61) and sides up to 32,768 px (panoramas). A decoded
// picture then takes at most 256 MiB, which a tab still has.
func DefaultLimits() Limits {
	return Limits{MaxBytes: 64 << 20, MaxPixels: 64 << 20, MaxSide: 1 << 15}
}

// LimitError says that a file asks for more than the limits allow.
type LimitError struct {
	What string // "bytes", "pixels" or "pixels a side"
	Got  int64
	Max  int64
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("imagefile: %d %s: want at most %d", e.Got, e.What, e.Max)
}

func (lim Limits) checkBytes(n int) error {
	if int64(n) > lim.MaxBytes {
		return &LimitError{"bytes", int64(n), lim.MaxBytes}
	}
	return nil
}

func (lim Limits) checkSize(format string, w, h int) error {
	if w < 1 || h < 1 {
		return fmt.Errorf("imagefile: %s of %d×%d pixels: want at least 1×1", format, w, h)
	}
	if side := max(w, h); side > lim.MaxSide {
		return &LimitError{"pixels a side", int64(side), int64(lim.MaxSide)}
	}
	if n := int64(w) * int64(h); n > lim.MaxPixels {
		return &LimitError{"pixels", n, lim.MaxPixels}
	}
	return nil
}
