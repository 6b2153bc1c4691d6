package imagefile

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"io"
)

// adobe is an APP14 segment that says "CMYK, as Photoshop writes it".
const adobe = "\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"

// decodeJPEG decodes a JPEG. Four channels without the segment that says what
// they are, which Go's decoder refuses, are taken for inverted CMYK, as Pillow
// and browsers take them.
func decodeJPEG(data []byte) (image.Image, error) {
	if channels, told := jpegChannels(data); channels != 4 || told {
		return jpeg.Decode(bytes.NewReader(data))
	}
	soi, rest := bytes.NewReader(data[:2]), bytes.NewReader(data[2:])
	return jpeg.Decode(io.MultiReader(soi, bytes.NewReader([]byte(adobe)), rest))
}

// jpegChannels returns how many channels the frame declares, 0 if there is no
// frame, and whether an Adobe segment says what they are.
func jpegChannels(data []byte) (n int, told bool) {
	for marker, body := range jpegSegments(data) {
		switch {
		case marker == 0xee && bytes.HasPrefix(body, []byte("Adobe")):
			told = true
		case marker >= 0xc0 && marker <= 0xc2 && len(body) > 5: // SOF: precision, height, width, channels
			n = int(body[5])
		}
	}
	return n, told
}

// jpegSegments yields the segments before the first scan, or as far as they make
// sense.
func jpegSegments(data []byte) func(yield func(marker byte, body []byte) bool) {
	return func(yield func(byte, []byte) bool) {
		for i := 2; i+4 <= len(data) && data[i] == 0xff; {
			marker := data[i+1]
			if marker == 0xff { // fill byte
				i++
				continue
			}
			n := int(binary.BigEndian.Uint16(data[i+2:]))
			if marker == 0xda || n < 2 || i+2+n > len(data) || !yield(marker, data[i+4:i+2+n]) {
				return
			}
			i += 2 + n
		}
	}
}
