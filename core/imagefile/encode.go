package imagefile

import (
	"fmt"
	"image"
	"image/png"
	"io"
)

// EncodePNG writes img. The same pixels give the same bytes on every platform
// (for one version of Go, whose compressor it is).
func EncodePNG(w io.Writer, img *image.NRGBA) error {
	if err := png.Encode(w, img); err != nil {
		return fmt.Errorf("imagefile: encode png: %w", err)
	}
	return nil
}
