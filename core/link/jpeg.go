package link

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// maxSide bounds the sides of an attached picture in pixels.
const maxSide = 4096

// errNotJPEG says that something is no JPEG at all.
var errNotJPEG = errors.New("not a JPEG: want one, re-encoded")

// CheckJPEG returns the width and height of a JPEG that carries nothing but its
// picture: baseline or progressive (ITU-T T.81), every segment of a kind that
// draws it, none of comments or applications (Exif, XMP, profiles, JFIF
// thumbnails; an APP0 that is a bare JFIF header may stay), and nothing behind
// its end. It does not decode the pixels.
func CheckJPEG(data []byte) (w, h int, err error) {
	if len(data) < 4 || data[0] != 0xff || data[1] != 0xd8 {
		return 0, 0, errNotJPEG
	}
	rest := data[2:]
	for {
		if len(rest) < 2 || rest[0] != 0xff {
			return 0, 0, errors.New("a damaged JPEG: no marker where one must be")
		}
		marker := rest[1]
		if marker == 0xd9 {
			return endOfJPEG(rest[2:], w, h)
		}
		segment, after, err := jpegSegment(rest)
		if err != nil {
			return 0, 0, err
		}
		switch {
		case marker == 0xc0 || marker == 0xc1 || marker == 0xc2:
			if w, h, err = jpegFrame(segment, w); err != nil {
				return 0, 0, err
			}
		case marker == 0xda:
			if w == 0 {
				return 0, 0, errors.New("a damaged JPEG: a scan before its frame")
			}
			after = afterScan(after)
		case marker == 0xc4 || marker == 0xdb || marker == 0xdd:
		case marker == 0xe0 && bareJFIF(segment):
		case marker >= 0xe0 && marker <= 0xef || marker == 0xfe:
			return 0, 0, fmt.Errorf("a JPEG with metadata (marker FF%02X): want it stripped", marker)
		default:
			return 0, 0, fmt.Errorf("a JPEG with a segment FF%02X: want a plain baseline or progressive one", marker)
		}
		rest = after
	}
}

func endOfJPEG(behind []byte, w, h int) (int, int, error) {
	if len(behind) > 0 {
		return 0, 0, fmt.Errorf("a JPEG with %d bytes behind its end: want none", len(behind))
	}
	if w == 0 {
		return 0, 0, errors.New("a damaged JPEG: no frame")
	}
	return w, h, nil
}

// jpegSegment returns the contents of the segment that b begins with, and what
// follows it.
func jpegSegment(b []byte) (segment, after []byte, err error) {
	if len(b) < 4 {
		return nil, nil, errors.New("a JPEG that is cut off")
	}
	n := int(binary.BigEndian.Uint16(b[2:]))
	if n < 2 || 2+n > len(b) {
		return nil, nil, errors.New("a JPEG that is cut off")
	}
	return b[4 : 2+n], b[2+n:], nil
}

// jpegFrame reads the size out of a frame header; before is 0 for the first.
func jpegFrame(segment []byte, before int) (w, h int, err error) {
	if len(segment) < 6 || before != 0 {
		return 0, 0, errors.New("a damaged JPEG: want one frame")
	}
	h, w = int(binary.BigEndian.Uint16(segment[1:])), int(binary.BigEndian.Uint16(segment[3:]))
	if w < 1 || h < 1 || w > maxSide || h > maxSide {
		return 0, 0, fmt.Errorf("a picture of %d×%d pixels: want each side 1 to %d", w, h, maxSide)
	}
	return w, h, nil
}

// bareJFIF says whether an APP0 is the JFIF header without a thumbnail: version,
// units and densities, 14 bytes.
func bareJFIF(segment []byte) bool {
	return len(segment) == 14 && string(segment[:5]) == "JFIF\x00" && segment[12] == 0 && segment[13] == 0
}

// afterScan skips coded data to the next marker that is no part of it: not a
// stuffed zero, not a restart.
func afterScan(b []byte) []byte {
	for i := 0; i+1 < len(b); i++ {
		if b[i] == 0xff && b[i+1] != 0 && (b[i+1] < 0xd0 || b[i+1] > 0xd7) {
			return b[i:]
		}
	}
	return nil
}
