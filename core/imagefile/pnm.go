package imagefile

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"io"
)

type pnmHeader struct {
	kind     byte // '2' plain grey, '3' plain colour, '5' raw grey, '6' raw colour
	w, h     int
	maxValue int // of a sample, 1 to 65535
	body     int // offset of the samples
}

func (h pnmHeader) channels() int {
	if h.kind == '3' || h.kind == '6' {
		return 3
	}
	return 1
}

func readPNMHeader(data []byte) (pnmHeader, error) {
	h := pnmHeader{kind: data[1]}
	at := 2
	for _, field := range []struct {
		into *int
		name string
		max  int
	}{{&h.w, "width", 1 << 30}, {&h.h, "height", 1 << 30}, {&h.maxValue, "largest value", 65535}} {
		v, next, err := pnmNumber(data, at)
		if err != nil {
			return h, err
		}
		if v < 1 || v > field.max {
			return h, fmt.Errorf("%s %d: want 1 to %d", field.name, v, field.max)
		}
		*field.into, at = v, next
	}
	if at >= len(data) {
		return h, io.ErrUnexpectedEOF
	}
	if !isSpace(data[at]) {
		return h, fmt.Errorf("byte %#x after the header: want white space", data[at])
	}
	h.body = at + 1
	return h, nil
}

// pnmNumber reads a decimal after white space and comments ("# to end of line").
func pnmNumber(data []byte, at int) (v, next int, err error) {
	for at < len(data) && (isSpace(data[at]) || data[at] == '#') {
		if data[at] == '#' {
			for at < len(data) && data[at] != '\n' && data[at] != '\r' {
				at++
			}
			continue
		}
		at++
	}
	start := at
	for at < len(data) && data[at] >= '0' && data[at] <= '9' {
		if v = v*10 + int(data[at]-'0'); v > 1<<30 {
			return 0, 0, fmt.Errorf("a number of more than nine digits")
		}
		at++
	}
	if at == start {
		if at >= len(data) {
			return 0, 0, io.ErrUnexpectedEOF
		}
		return 0, 0, fmt.Errorf("byte %#x: want a number", data[at])
	}
	return v, at, nil
}

func isSpace(b byte) bool { return b == ' ' || b >= '\t' && b <= '\r' }

// decodePNM reads PPM and PGM (Netpbm's ppm(5), pgm(5)); of several pictures in
// a file the first. The caller has checked the size.
func decodePNM(ctx context.Context, data []byte) (image.Image, error) {
	h, err := readPNMHeader(data)
	if err != nil {
		return nil, err
	}
	ch, wide := h.channels(), h.maxValue > 255
	if h.kind >= '5' {
		need := int64(h.w) * int64(h.h) * int64(ch)
		if wide {
			need *= 2
		}
		if int64(len(data)-h.body) < need {
			return nil, io.ErrUnexpectedEOF
		}
	}
	img := image.NewNRGBA(image.Rect(0, 0, h.w, h.h))
	at := h.body
	next := func() (int, error) {
		var v int
		switch {
		case h.kind < '5':
			if v, at, err = pnmNumber(data, at); err != nil {
				return 0, err
			}
		case wide:
			v = int(data[at])<<8 | int(data[at+1])
			at += 2
		default:
			v = int(data[at])
			at++
		}
		if v > h.maxValue {
			return 0, fmt.Errorf("sample %d: want at most %d", v, h.maxValue)
		}
		return (v*255 + h.maxValue/2) / h.maxValue, nil
	}
	for i := 0; i < len(img.Pix); i += 4 {
		if i%filePiece == 0 && (ctx.Err() != nil || overdue(ctx)) {
			return nil, cmp.Or(context.Cause(ctx), context.DeadlineExceeded)
		}
		for c := range 3 {
			if c >= ch {
				img.Pix[i+c] = img.Pix[i]
				continue
			}
			v, err := next()
			if err != nil {
				return nil, err
			}
			img.Pix[i+c] = uint8(v)
		}
		img.Pix[i+3] = 255
	}
	return img, nil
}
