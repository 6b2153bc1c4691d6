package imagefile

import (
	"bytes"
	"crypto/sha256"
	"image"
	"image/gif"
	"image/png"

	"golang.org/x/image/bmp"
)

// Picture is a decoded file.
type Picture struct {
	Image  *image.NRGBA // opaque, bounds start at (0, 0), orientation applied
	Format string       // JPEG, PNG, …
	Digest [32]byte     // SHA-256 of the file's bytes
}

// Decode reads a picture. Transparency is laid on white; of an animation the
// first frame is taken; 16-bit channels are rounded to 8. A file that is cut
// off is an error, even where part of the picture could be shown: a data set
// should not hold half pictures.
func Decode(data []byte, lim Limits) (p *Picture, err error) {
	h, err := readHeader(data, lim)
	if err != nil {
		return nil, err
	}
	defer guard(h.format, &err)
	img, err := decodeAny(h.format, data)
	if err != nil {
		return nil, damaged(h.format, err)
	}
	// A decoder may disagree with its own header (a GIF's frame is placed on
	// the screen that the header declares).
	flat := image.NewNRGBA(image.Rect(0, 0, h.w, h.h))
	convert(flat, img)
	return &Picture{
		Image:  h.orientation.apply(flat),
		Format: h.format,
		Digest: sha256.Sum256(data),
	}, nil
}

// decodeAny dispatches on the sniffed format. image.Decode would take any
// format that some import registered, TIFF among them.
func decodeAny(format string, data []byte) (image.Image, error) {
	r := bytes.NewReader(data)
	switch format {
	case JPEG:
		return decodeJPEG(data)
	case PNG:
		return png.Decode(r)
	case GIF:
		return gif.Decode(r)
	case BMP:
		return bmp.Decode(r)
	case WebP:
		return decodeWebP(data)
	default:
		return decodePNM(data)
	}
}
