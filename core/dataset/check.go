package dataset

import (
	"strings"

	"graft/core/imagefile"
)

// check decodes a picture, the only way to know that all of it is there, and
// returns its digest and the ending of a file of its format; or the reason
// why it is not taken.
func check(data []byte, lim imagefile.Limits) (digest [32]byte, ending, reason string) {
	p, err := imagefile.Decode(data, lim)
	if err != nil {
		return digest, "", strings.TrimPrefix(err.Error(), "imagefile: ")
	}
	ending = "." + p.Format
	if p.Format == imagefile.JPEG {
		ending = ".jpg"
	}
	return p.Digest, ending, ""
}
