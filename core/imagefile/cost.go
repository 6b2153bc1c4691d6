package imagefile

import (
	"bytes"
	"image"
	"image/color"
)

// cost is what a file asks of its decoder, as its headers tell.
type cost struct {
	memory  int64 // bytes in use at a time
	scans   int   // of a JPEG
	scanned int64 // samples that its scans go over, together
}

// costOf reckons with each stage by itself: what a stage no longer needs is free for
// the next. c is what decodeConfig has returned.
func costOf(format string, data []byte, c image.Config, turned bool) cost {
	px := int64(c.Width) * int64(c.Height)
	result := 4 * px
	raster, beside := px*pixelBytes(c.ColorModel), int64(0) // what the decoder returns, and what it needs beside that
	var k cost
	switch format {
	case JPEG:
		f := readJPEG(data)
		k.scans, k.scanned = f.scans, f.scanned
		samples := f.samples()
		if f.progressive {
			beside = 4 * samples // the coefficients of all blocks, kept between scans
		}
		if c.ColorModel == color.YCbCrModel || c.ColorModel == color.GrayModel {
			raster = samples
		} else {
			beside += samples // made before the channels are put together
		}
	case PNG:
		if bytes.Contains(data, []byte("tRNS")) {
			raster = px * max(pixelBytes(c.ColorModel), transparentBytes(c.ColorModel))
		}
		if len(data) > 28 && data[28] == 1 {
			beside = raster / 2 // the last pass of an interlaced one
		}
	case WebP:
		// The transparency of a lossy one is packed like a lossless picture.
		raster, beside = 4*px, px+min(huffmanMost, huffmanTimes*int64(len(data)))
		if animated(data) {
			beside += 8 * px // the frame flat, and on its canvas
		}
	}
	k.memory = max(raster+beside, raster+result)
	if turned {
		k.memory = max(k.memory, 2*result)
	}
	return k
}

// A lossless WebP may have 2,600 groups of Huffman tables, each 50 KB in memory and a
// 250th of that in the file.
const (
	huffmanMost  = 130 << 20
	huffmanTimes = 250
)

// pixelBytes is what a pixel takes in the picture that Go's decoders make for a model.
func pixelBytes(m color.Model) int64 {
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	switch m {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	return 4
}

// transparentBytes is pixelBytes where one colour is declared transparent: the
// picture is then made with a channel for that.
func transparentBytes(m color.Model) int64 {
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	switch m {
	case color.Gray16Model, color.RGBA64Model:
		return 8
	}
	return 4
}
