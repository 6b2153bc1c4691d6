package imagefile

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"strings"

	"golang.org/x/image/bmp"
	"golang.org/x/image/webp"
)

// Info is what a file's header says.
type Info struct {
	Format string // JPEG, PNG, …
	W, H   int    // pixels, with the orientation applied
	Memory int64  // bytes in use at a time while it is decoded, the file's own not counted
	Work   int64  // pixels, or samples in all scans of a JPEG: the time to decode it is in proportion
}

// Inspect reads the headers only, of a JPEG those of all scans. It fails if data is no picture that Decode
// reads, if it is past a limit, or if it is too short to hold what it declares.
func Inspect(data []byte, lim Limits) (Info, error) {
	h, err := readHeader(data, lim)
	if err != nil {
		return Info{}, err
	}
	if h.orientation.swaps() {
		h.w, h.h = h.h, h.w
	}
	return Info{Format: h.format, W: h.w, H: h.h, Memory: h.memory, Work: h.work}, nil
}

type header struct {
	format      string
	w, h        int // as stored
	orientation orientation
	memory      int64
	work        int64
}

func readHeader(data []byte, lim Limits) (h header, err error) {
	if err := lim.checkBytes(len(data)); err != nil {
		return h, err
	}
	if h.format, err = sniff(data); err != nil {
		return h, err
	}
	defer guard(h.format, &err)
	c, err := decodeConfig(h.format, data)
	if err != nil {
		return h, damaged(h.format, err)
	}
	if err := lim.checkSize(h.format, c.Width, c.Height); err != nil {
		return h, err
	}
	if least := leastBytes(h.format, data, c); int64(len(data)) < least {
		return h, madeUp.Err(h.format, len(data), c.Width, c.Height, least)
	}
	h.w, h.h, h.orientation = c.Width, c.Height, readOrientation(h.format, data)
	k := costOf(h.format, data, c, h.orientation > 1)
	h.memory, h.work = k.memory, max(k.scanned, int64(h.w)*int64(h.h))
	return h, lim.checkCost(k)
}

// leastBytes is a lower bound on a file of this size, so that a few bytes
// cannot claim gigabytes. Formats without a usable bound give 0.
func leastBytes(format string, data []byte, c image.Config) int64 {
	px := int64(c.Width) * int64(c.Height)
	switch format {
	case JPEG: // each 8×8 block takes a bit or more in the first scan
		return px / 64 / 8
	case PNG: // deflate packs at most 1032:1; bit depth is byte 24, colour type byte 25
		if len(data) > 25 {
			channels := map[byte]int64{2: 3, 4: 2, 6: 4}[data[25]] // else grey or an index
			return px * max(channels, 1) * int64(data[24]) / 8 / 1032
		}
	case BMP: // bits a pixel at byte 28
		if len(data) > 28 {
			return px * int64(data[28]) / 8
		}
	case PNM:
		return px
	}
	return 0
}

func decodeConfig(format string, data []byte) (image.Config, error) {
	r := bytes.NewReader(data)
	switch format {
	case JPEG:
		return jpeg.DecodeConfig(r)
	case PNG:
		c, err := png.DecodeConfig(r)
		// The decoder refuses what does not fit its own arithmetic before we
		// see the size; the size is the better answer.
		if err != nil && len(data) >= 24 && string(data[12:16]) == "IHDR" {
			if w, h := be32(data[16:]), be32(data[20:]); int64(w)*int64(h) > math.MaxInt32 {
				return image.Config{Width: int(min(w, math.MaxInt32)), Height: int(min(h, math.MaxInt32))}, nil
			}
		}
		return c, err
	case GIF:
		return gif.DecodeConfig(r)
	case BMP:
		return bmp.DecodeConfig(r)
	case WebP:
		return webp.DecodeConfig(r)
	case PNM:
		h, err := readPNMHeader(data)
		return image.Config{Width: h.w, Height: h.h}, err
	}
	return image.Config{}, fmt.Errorf("no decoder")
}

func be32(b []byte) uint32 {
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

// damaged words a decoder's error for someone who wonders about a file.
func damaged(format string, err error) error {
	// What image/png and image/jpeg say of a body that ends early.
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || strings.Contains(err.Error(), "not enough pixel data") || strings.Contains(err.Error(), "short Huffman data") {
		return isCutOff.Err(format, io.ErrUnexpectedEOF)
	}
	return isDamaged.Err(format, err)
}

// guard turns a panic of a decoder on a crafted file into an error: decoders
// are other people's code and see bytes from anywhere.
func guard(format string, err *error) {
	if p := recover(); p != nil {
		*err = gaveUp.Err(format, p)
	}
}
