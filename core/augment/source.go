package augment

import (
	"encoding/binary"
	"image"

	"graft/core/imagefile"
)

// Source is a picture made ready for views: its pixels and their halvings. Nothing
// changes it, so many goroutines may use one.
type Source struct {
	digest   [32]byte
	halvings []halving // halvings[k] is the picture at 1/2^k, rounded up
}

type halving struct {
	pix    []uint8 // RGBX
	stride int
	w, h   int
}

// NewSource makes a picture ready, which takes a third more memory than its pixels. It
// keeps p.Image, which must be opaque, as imagefile's pictures are, and must not be
// changed afterwards.
func NewSource(p *imagefile.Picture) *Source {
	s := &Source{digest: p.Digest}
	l := imageHalving(p.Image)
	for {
		s.halvings = append(s.halvings, l)
		if l.w <= 1 && l.h <= 1 {
			return s
		}
		l = l.half()
	}
}

func imageHalving(img *image.NRGBA) halving {
	r := img.Rect
	return halving{pix: img.Pix[img.PixOffset(r.Min.X, r.Min.Y):], stride: img.Stride, w: r.Dx(), h: r.Dy()}
}

// part returns what lies from (x0, y0) to (x1, y1).
func (l halving) part(x0, y0, x1, y1 int) halving {
	return halving{pix: l.pix[y0*l.stride+4*x0:], stride: l.stride, w: x1 - x0, h: y1 - y0}
}

func (l halving) box() image.Rectangle { return image.Rect(0, 0, l.w, l.h) }

// Digest returns the SHA-256 of the picture's file, from which its views are drawn.
func (s *Source) Digest() [32]byte { return s.digest }

// W returns the width of the picture in pixels.
func (s *Source) W() int { return s.halvings[0].w }

// H returns the height of the picture in pixels.
func (s *Source) H() int { return s.halvings[0].h }

// Bytes returns the memory in bytes that the pixels and their halvings take.
func (s *Source) Bytes() int {
	n := 0
	for _, l := range s.halvings {
		n += len(l.pix)
	}
	return n
}

// half returns the means of 2×2 blocks, rounded to nearest; the last column and
// row count twice where the side is odd.
func (l halving) half() halving {
	w, h := (l.w+1)/2, (l.h+1)/2
	d := halving{pix: make([]uint8, 4*w*h), stride: 4 * w, w: w, h: h}
	for y := range h {
		top := l.pix[2*y*l.stride:][:4*l.w]
		bottom := top
		if 2*y+1 < l.h {
			bottom = l.pix[(2*y+1)*l.stride:][:4*l.w]
		}
		row := d.pix[y*d.stride:][:d.stride]
		for x := range l.w / 2 {
			a := binary.LittleEndian.Uint64(top[8*x:])
			b := binary.LittleEndian.Uint64(bottom[8*x:])
			binary.LittleEndian.PutUint32(row[4*x:], mean4(a, b))
		}
		if l.w%2 == 1 {
			a := uint64(binary.LittleEndian.Uint32(top[4*(l.w-1):]))
			b := uint64(binary.LittleEndian.Uint32(bottom[4*(l.w-1):]))
			binary.LittleEndian.PutUint32(row[4*(w-1):], mean4(a|a<<32, b|b<<32))
		}
	}
	return d
}

// mean4 returns the channel-wise mean of the two pixels in a and the two in b.
func mean4(a, b uint64) uint32 {
	const lanes = 0x00ff00ff00ff00ff // 8-bit values in 16-bit lanes
	even := a&lanes + b&lanes        // red and blue of the left, of the right
	odd := a>>8&lanes + b>>8&lanes   // green and alpha
	even = even + even>>32 + 0x00020002
	odd = odd + odd>>32 + 0x00020002
	return uint32(even>>2&0x00ff00ff | odd>>2&0x00ff00ff<<8)
}
