package imagefile

import (
	"image"
	"image/color"
	"image/draw"
)

// convert copies src onto dst, opaque, laid on white. src's bounds are pixels
// of dst; what lies outside is dropped and what is not covered is white.
func convert(dst *image.NRGBA, src image.Image) {
	if src.Bounds() == dst.Rect {
		switch s := src.(type) {
		case *image.YCbCr:
			fromYCbCr(dst, s)
			return
		case *video:
			fromVideo(dst, s)
			return
		case *image.Gray:
			fromGray(dst, s)
			return
		case *image.NRGBA:
			fromNRGBA(dst, s)
			return
		case *image.RGBA:
			fromRGBA(dst, s)
			return
		case *image.Paletted:
			fromPaletted(dst, s)
			return
		case *image.CMYK:
			fromCMYK(dst, s)
			return
		}
	}
	fromAny(dst, src)
}

// fromAny takes what is rare: 16-bit channels, a GIF frame smaller than its
// screen.
func fromAny(dst *image.NRGBA, src image.Image) {
	draw.Draw(dst, dst.Rect, image.White, image.Point{}, draw.Src)
	wide, isWide := src.(image.RGBA64Image) // does not allocate at each pixel
	r := dst.Rect.Intersect(src.Bounds())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := dst.Pix[dst.PixOffset(r.Min.X, y):]
		for x := r.Min.X; x < r.Max.X; x++ {
			var c color.RGBA64
			if isWide {
				c = wide.RGBA64At(x, y)
			} else {
				c = color.RGBA64Model.Convert(src.At(x, y)).(color.RGBA64)
			}
			paper := 0xffff - uint32(c.A) // premultiplied, so laying on white is a sum
			i := 4 * (x - r.Min.X)
			row[i] = to8(uint32(c.R) + paper)
			row[i+1] = to8(uint32(c.G) + paper)
			row[i+2] = to8(uint32(c.B) + paper)
			row[i+3] = 255
		}
	}
}

// to8 rounds 0…65535 to 0…255; v×257 comes back as v.
func to8(v uint32) uint8 {
	return uint8((min(v, 0xffff) + 128) / 257)
}

// onWhite lays a straight-alpha channel on white, rounded to nearest.
func onWhite(v, a uint32) uint8 {
	return uint8((v*a + 255*(255-a) + 127) / 255)
}

func fromNRGBA(dst, src *image.NRGBA) {
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	for y := 0; y < h; y++ {
		d := dst.Pix[y*dst.Stride:][:4*w]
		s := src.Pix[y*src.Stride:][:4*w]
		for i := 0; i+3 < len(d) && i+3 < len(s); i += 4 {
			if a := uint32(s[i+3]); a == 255 {
				d[i], d[i+1], d[i+2] = s[i], s[i+1], s[i+2]
			} else {
				d[i] = onWhite(uint32(s[i]), a)
				d[i+1] = onWhite(uint32(s[i+1]), a)
				d[i+2] = onWhite(uint32(s[i+2]), a)
			}
			d[i+3] = 255
		}
	}
}

func fromRGBA(dst *image.NRGBA, src *image.RGBA) {
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	for y := 0; y < h; y++ {
		d := dst.Pix[y*dst.Stride:][:4*w]
		s := src.Pix[y*src.Stride:][:4*w]
		for i := 0; i+3 < len(d) && i+3 < len(s); i += 4 {
			if paper := 255 - int(s[i+3]); paper == 0 {
				d[i], d[i+1], d[i+2] = s[i], s[i+1], s[i+2]
			} else {
				d[i] = uint8(min(int(s[i])+paper, 255))
				d[i+1] = uint8(min(int(s[i+1])+paper, 255))
				d[i+2] = uint8(min(int(s[i+2])+paper, 255))
			}
			d[i+3] = 255
		}
	}
}

func fromGray(dst *image.NRGBA, src *image.Gray) {
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	for y := 0; y < h; y++ {
		d := dst.Pix[y*dst.Stride:][:4*w]
		for x, v := range src.Pix[y*src.Stride:][:w] {
			i := 4 * x
			d[i], d[i+1], d[i+2], d[i+3] = v, v, v, 255
		}
	}
}

func fromPaletted(dst *image.NRGBA, src *image.Paletted) {
	var table [256][4]uint8 // an index past the palette shows white
	for i := range table {
		table[i] = [4]uint8{255, 255, 255, 255}
	}
	for i, c := range src.Palette[:min(len(src.Palette), 256)] {
		n := color.NRGBAModel.Convert(c).(color.NRGBA)
		a := uint32(n.A)
		table[i] = [4]uint8{onWhite(uint32(n.R), a), onWhite(uint32(n.G), a), onWhite(uint32(n.B), a), 255}
	}
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	for y := 0; y < h; y++ {
		d := dst.Pix[y*dst.Stride:][:4*w]
		for x, v := range src.Pix[y*src.Stride:][:w] {
			copy(d[4*x:4*x+4], table[v][:])
		}
	}
}

func fromCMYK(dst *image.NRGBA, src *image.CMYK) {
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	for y := 0; y < h; y++ {
		d := dst.Pix[y*dst.Stride:][:4*w]
		s := src.Pix[y*src.Stride:][:4*w]
		for i := 0; i+3 < len(d) && i+3 < len(s); i += 4 {
			d[i], d[i+1], d[i+2] = color.CMYKToRGB(s[i], s[i+1], s[i+2], s[i+3])
			d[i+3] = 255
		}
	}
}
