package imagefile

import (
	"encoding/binary"
	"image"
)

// fromYCbCr converts with the arithmetic of color.YCbCrToRGB, chroma blended as
// chromaRows says.
func fromYCbCr(dst *image.NRGBA, src *image.YCbCr) {
	w, chroma := dst.Rect.Dx(), newChromaRows(src)
	for y := range dst.Rect.Dy() {
		cb, cr := chroma.row(y)
		fullRange(dst.Pix[y*dst.Stride:][:4*w], src.Y[y*src.YStride:][:w], cb, cr)
	}
}

// video is the picture of a lossy WebP. Its YCbCr is that of video (ITU-R
// BT.601), black at 16 and white at 235, which image.YCbCr, and so Go's decoder,
// takes for JPEG's 0 and 255: grey and washed out.
type video struct {
	*image.YCbCr
	alpha  []uint8 // of each pixel, rows stride apart; nil if all are opaque
	stride int
}

// asVideo marks what webp.Decode returned; a lossless picture stays as it is.
func asVideo(img image.Image) image.Image {
	switch m := img.(type) {
	case *image.YCbCr:
		return &video{YCbCr: m}
	case *image.NYCbCrA:
		return &video{YCbCr: &m.YCbCr, alpha: m.A, stride: m.AStride}
	}
	return img
}

// fromVideo converts with the fixed-point arithmetic of libwebp (dsp/yuv.h).
func fromVideo(dst *image.NRGBA, src *video) {
	w, chroma := dst.Rect.Dx(), newChromaRows(src.YCbCr)
	for y := range dst.Rect.Dy() {
		cb, cr := chroma.row(y)
		row := dst.Pix[y*dst.Stride:][:4*w]
		videoRange(row, src.Y[y*src.YStride:][:w], cb, cr)
		if src.alpha == nil {
			continue
		}
		for x, a := range src.alpha[y*src.stride:][:w] {
			for i := range 3 {
				row[4*x+i] = onWhite(uint32(row[4*x+i]), uint32(a))
			}
		}
	}
}

// fullRange converts a row of JPEG's YCbCr.
func fullRange(d, luma, cb, cr []uint8) {
	cb, cr, d = cb[:len(luma)], cr[:len(luma)], d[:4*len(luma)]
	for x, l := range luma {
		u, v := int32(cb[x])-128, int32(cr[x])-128
		yy := int32(l) * 0x10101 // the rounding is in this factor: see color.YCbCrToRGB
		binary.LittleEndian.PutUint32(d[4*x:], clamp16(yy+91881*v)|clamp16(yy-22554*u-46802*v)<<8|clamp16(yy+116130*u)<<16|0xff<<24)
	}
}

// videoRange converts a row of video's YCbCr.
func videoRange(d, luma, cb, cr []uint8) {
	cb, cr, d = cb[:len(luma)], cr[:len(luma)], d[:4*len(luma)]
	for x, l := range luma {
		u, v := int32(cb[x]), int32(cr[x])
		yy := int32(l) * 19077 >> 8
		r, g, b := yy+v*26149>>8-14234, yy-u*6419>>8-v*13320>>8+8708, yy+u*33050>>8-17685
		binary.LittleEndian.PutUint32(d[4*x:], clamp6(r)|clamp6(g)<<8|clamp6(b)<<16|0xff<<24)
	}
}

// clamp16 is v/65536 held within 0…255.
func clamp16(v int32) uint32 {
	if uint32(v)&0xff000000 == 0 {
		return uint32(v) >> 16
	}
	return uint32(^(v >> 31)) & 0xff
}

// clamp6 is v/64 held within 0…255.
func clamp6(v int32) uint32 {
	if uint32(v)>>14 == 0 {
		return uint32(v) >> 6
	}
	return uint32(^(v >> 31)) & 0xff
}
