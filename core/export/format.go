package export

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"

	"graft/core/imagefile"
)

// Format is how views are written. Both give the same bytes on every platform
// for one version of Go, whose encoders they are; PNG keeps every pixel.
type Format string

// The formats.
const (
	PNG  Format = "png"
	JPEG Format = "jpeg"
)

// DefaultQuality is where JPEG begins to be told from the original only side by
// side.
const DefaultQuality = 90

func (f Format) extension() string {
	if f == JPEG {
		return ".jpg"
	}
	return ".png"
}

// Options say how files are written.
type Options struct {
	Format  Format `json:"format"`
	Quality int    `json:"quality,omitempty"` // of JPEG, 1 to 100
}

// DefaultOptions writes PNG.
func DefaultOptions() Options { return Options{PNG, DefaultQuality} }

// Validate returns nil or what is wrong.
func (o Options) Validate() error {
	if o.Format != PNG && o.Format != JPEG {
		return fmt.Errorf("export: format %q: want png or jpeg", o.Format)
	}
	if o.Format == JPEG && (o.Quality < 1 || o.Quality > 100) {
		return fmt.Errorf("export: quality %d: want 1 to 100", o.Quality)
	}
	return nil
}

// encode appends the file of img to buf.
func (o Options) encode(buf *bytes.Buffer, img *image.NRGBA) error {
	if o.Format == PNG {
		return imagefile.EncodePNG(buf, img)
	}
	// The encoder is quick on RGBA only, and an opaque picture is the same in both.
	rgba := &image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}
	if err := jpeg.Encode(buf, rgba, &jpeg.Options{Quality: o.Quality}); err != nil {
		return fmt.Errorf("export: encode jpeg: %w", err)
	}
	return nil
}
