package imagefile

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation is the value of the EXIF tag of that name, 1 to 8: how the
// stored rows and columns are to be shown. 1 is as stored.
type orientation int

// swaps says whether width and height change places.
func (o orientation) swaps() bool { return o >= 5 }

// apply returns the picture as it is to be shown; img itself where nothing
// changes.
func (o orientation) apply(img *image.NRGBA) *image.NRGBA {
	if o <= 1 || o > 8 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	dw, dh := w, h
	if o.swaps() {
		dw, dh = h, w
	}
	dst := image.NewNRGBA(image.Rect(0, 0, dw, dh))
	// Where pixel (0, 0) goes, and what a step along x and along y adds.
	var at, stepX, stepY int
	const px = 4
	row := dst.Stride
	switch o {
	case 2: // mirrored
		at, stepX, stepY = (dw-1)*px, -px, row
	case 3: // upside down
		at, stepX, stepY = (dh-1)*row+(dw-1)*px, -px, -row
	case 4: // upside down, mirrored
		at, stepX, stepY = (dh-1)*row, px, -row
	case 5: // transposed
		at, stepX, stepY = 0, row, px
	case 6: // turned left; shown by a turn to the right
		at, stepX, stepY = (dw-1)*px, row, -px
	case 7: // transposed about the other diagonal
		at, stepX, stepY = (dh-1)*row+(dw-1)*px, -row, -px
	case 8: // turned right
		at, stepX, stepY = (dh-1)*row, -row, px
	}
	move(dst.Pix, img, at, stepX, stepY)
	return dst
}

// move copies in tiles that fit the cache: a transposition by whole rows misses
// it at every pixel.
func move(dst []uint8, img *image.NRGBA, at, stepX, stepY int) {
	const tile = 32
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for y0 := 0; y0 < h; y0 += tile {
		for x0 := 0; x0 < w; x0 += tile {
			for y := y0; y < min(y0+tile, h); y++ {
				src := img.Pix[y*img.Stride+4*x0:]
				to := at + x0*stepX + y*stepY
				for i := range min(tile, w-x0) {
					v := binary.LittleEndian.Uint32(src[4*i:])
					binary.LittleEndian.PutUint32(dst[to+i*stepX:], v)
				}
			}
		}
	}
}

// readOrientation finds the EXIF orientation in the places where formats keep
// it; 1 where there is none or it makes no sense.
func readOrientation(format string, data []byte) orientation {
	switch format {
	case JPEG:
		return exifOrientation(jpegExif(data))
	case PNG:
		return exifOrientation(pngExif(data))
	case WebP:
		return exifOrientation(webpExif(data))
	}
	return 1
}

// jpegExif returns the TIFF structure inside the first APP1 "Exif" segment.
func jpegExif(data []byte) []byte {
	for marker, body := range jpegSegments(data) {
		if marker == markerSOS {
			return nil
		}
		if marker == markerAPP1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return body[6:]
		}
	}
	return nil
}

// pngExif returns the body of the eXIf chunk.
func pngExif(data []byte) []byte {
	for i := 8; i+12 <= len(data); {
		n := int64(binary.BigEndian.Uint32(data[i:]))
		if int64(i)+12+n > int64(len(data)) {
			return nil
		}
		if string(data[i+4:i+8]) == "eXIf" {
			return data[i+8 : i+8+int(n)]
		}
		i += 12 + int(n)
	}
	return nil
}

// webpExif returns the body of the EXIF chunk.
func webpExif(data []byte) []byte {
	if len(data) < 12 {
		return nil
	}
	for id, body := range riffChunks(data[12:]) {
		if id == "EXIF" {
			return bytes.TrimPrefix(body, []byte("Exif\x00\x00"))
		}
	}
	return nil
}

// exifOrientation reads tag 0x0112 of the first directory (EXIF 2.3, 4.6.2).
func exifOrientation(tiff []byte) orientation {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	dir := tiff[at:]
	for i, n := 2, int(order.Uint16(dir)); n > 0 && i+12 <= len(dir); i, n = i+12, n-1 {
		if order.Uint16(dir[i:]) != 0x0112 || order.Uint16(dir[i+2:]) != 3 {
			continue
		}
		if v := order.Uint16(dir[i+8:]); v >= 1 && v <= 8 {
			return orientation(v)
		}
	}
	return 1
}
