package dataset

import (
	"context"

	"graft/core/imagefile"
)

// check decodes a picture, the only way to know that all of it is there, and
// returns its digest and the ending of a file of its format; or the reason
// why it is not taken, which says nothing if ctx has ended.
func check(ctx context.Context, data []byte, lim imagefile.Limits) (digest [32]byte, ending string, reason error) {
	p, err := imagefile.DecodeContext(ctx, data, lim)
	if err != nil {
		return digest, "", err
	}
	ending = "." + p.Format
	if p.Format == imagefile.JPEG {
		ending = ".jpg"
	}
	return p.Digest, ending, nil
}
