package imagefile

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/gif"
	"image/png"
	"time"

	"graft/core/vector"

	"golang.org/x/image/bmp"
)

// Picture is a decoded file.
type Picture struct {
	Image  *image.NRGBA // opaque, bounds start at (0, 0), orientation applied
	Format string       // JPEG, PNG, …
	Digest [32]byte     // SHA-256 of the file's bytes
}

// Decode is DecodeContext for who waits for the result in any case.
func Decode(data []byte, lim Limits) (*Picture, error) {
	return DecodeContext(context.Background(), data, lim)
}

// DecodeContext reads a picture. Transparency is laid on white; of an animation the
// first frame is taken; 16-bit channels are rounded to 8. A file that is cut
// off is an error, even where part of the picture could be shown: a data set
// should not hold half pictures.
//
// It ends early, with an error that wraps ctx's cause, when ctx ends, and with a
// fault that is [ErrLimit] after lim.MaxTime. Decoders notice between two pieces of the file that
// they read, which takes them 0.1 s at most. What is done of a whole picture afterwards
// and WebP, which needs no bytes for as many pixels as it likes, are bounded by the
// pixels alone: 64 Mpx in 54 bytes take 2 s.
func DecodeContext(ctx context.Context, data []byte, lim Limits) (p *Picture, err error) {
	if ctx.Err() != nil {
		return nil, ended(ctx)
	}
	h, err := readHeader(data, lim)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	timed, cancel := context.WithTimeout(ctx, lim.MaxTime)
	defer cancel()
	defer guard(h.format, &err)
	img, err := decodeAny(timed, h.format, data)
	switch {
	case ctx.Err() != nil || overdue(ctx):
		return nil, ended(ctx)
	case timed.Err() != nil || overdue(timed):
		return nil, tooSlow.Err(time.Since(began).Milliseconds(), lim.MaxTime.Milliseconds())
	case err != nil:
		return nil, damaged(h.format, err)
	}
	// A decoder may disagree with its own header (a GIF's frame is placed on
	// the screen that the header declares).
	flat := image.NewNRGBA(image.Rect(0, 0, h.w, h.h))
	convert(flat, img)
	if ctx.Err() != nil {
		return nil, ended(ctx)
	}
	return &Picture{
		Image:  h.orientation.apply(flat),
		Format: h.format,
		Digest: vector.Sum256(data),
	}, nil
}

func ended(ctx context.Context) error {
	return fmt.Errorf("imagefile: decode: %w", cmp.Or(context.Cause(ctx), context.DeadlineExceeded)) // overdue, and nobody has said so yet
}

// decodeAny dispatches on the sniffed format. image.Decode would take any
// format that some import registered, TIFF among them.
func decodeAny(ctx context.Context, format string, data []byte) (image.Image, error) {
	r := &pieces{ctx: ctx, r: bytes.NewReader(data), piece: filePiece}
	switch format {
	case JPEG:
		return decodeJPEG(ctx, data)
	case PNG:
		return png.Decode(r)
	case GIF:
		return gif.Decode(r)
	case BMP:
		return bmp.Decode(r)
	case WebP:
		return decodeWebP(ctx, data)
	default:
		return decodePNM(ctx, data)
	}
}
