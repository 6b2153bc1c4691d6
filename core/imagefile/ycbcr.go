package imagefile

import (
	"encoding/binary"
	"image"
	"image/color"
)

// fromYCbCr converts with the arithmetic of color.YCbCrToRGB, the chroma of a
// pixel worked out once for the two that share it and
// the result stored as one word.
func fromYCbCr(dst *image.NRGBA, src *image.YCbCr) {
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	for y := 0; y < h; y++ {
		d := dst.Pix[y*dst.Stride:][:4*w]
		luma := src.Y[src.YOffset(0, y):][:w]
		c := src.COffset(0, y)
		switch src.SubsampleRatio {
		case image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio440:
			rowFull(d, luma, src.Cb[c:][:w], src.Cr[c:][:w])
		case image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420:
			n := (w + 1) / 2
			rowHalf(d, luma, src.Cb[c:][:n], src.Cr[c:][:n])
		default: // 4:1:1 and 4:1:0 are rare
			for x, yy := range luma {
				o := src.COffset(x, y)
				d[4*x], d[4*x+1], d[4*x+2] = color.YCbCrToRGB(yy, src.Cb[o], src.Cr[o])
				d[4*x+3] = 255
			}
		}
	}
}

// rowFull converts a row that has a chroma sample for each pixel.
func rowFull(d, luma, cb, cr []uint8) {
	cb, cr = cb[:len(luma)], cr[:len(luma)]
	for x, yy := range luma {
		r, g, b := chroma(cb[x], cr[x])
		binary.LittleEndian.PutUint32(d[4*x:], rgb(yy, r, g, b))
	}
}

// rowHalf converts a row in which two pixels share a chroma sample.
func rowHalf(d, luma, cb, cr []uint8) {
	cr = cr[:len(cb)]
	last := len(luma) / 2
	for i := range cb[:last] {
		r, g, b := chroma(cb[i], cr[i])
		two := luma[2*i : 2*i+2 : 2*i+2]
		binary.LittleEndian.PutUint64(d[8*i:], uint64(rgb(two[0], r, g, b))|uint64(rgb(two[1], r, g, b))<<32)
	}
	if x := 2 * last; x < len(luma) {
		r, g, b := chroma(cb[last], cr[last])
		binary.LittleEndian.PutUint32(d[4*x:], rgb(luma[x], r, g, b))
	}
}

// chroma returns what a chroma pair adds to red, green and blue, in 1/65536.
func chroma(cb, cr uint8) (r, g, b int32) {
	u, v := int32(cb)-128, int32(cr)-128
	return 91881 * v, -22554*u - 46802*v, 116130 * u
}

// rgb returns the opaque pixel as it lies in memory, read as little-endian.
func rgb(luma uint8, r, g, b int32) uint32 {
	yy := int32(luma) * 0x10101 // the rounding is in this factor: see color.YCbCrToRGB
	return clamp16(yy+r) | clamp16(yy+g)<<8 | clamp16(yy+b)<<16 | 0xff<<24
}

// clamp16 is v/65536 held within 0…255.
func clamp16(v int32) uint32 {
	if uint32(v)&0xff000000 == 0 {
		return uint32(v) >> 16
	}
	return uint32(^(v >> 31)) & 0xff
}
