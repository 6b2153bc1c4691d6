package resnet

import (
	"fmt"
	"image"
	"math"

	"graft/core/weights"
)

// Cut returns the picture of 224 by 224 pixels that the originals would make of a
// whole one when they measure weights, to the byte. The picture must be opaque, with
// no side over 2^16 pixels, and no more than 256 times as long as it is wide or the
// other way round.
func Cut(m *image.NRGBA, e weights.Evaluation) (*image.NRGBA, error) {
	if err := e.Validate(); err != nil {
		return nil, err
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	if w < 1 || h < 1 || w > 1<<16 || h > 1<<16 || w > 256*h || h > 256*w {
		return nil, fmt.Errorf("resnet: evaluation: picture of %d by %d pixels: want 1 to 65536 a side, and no strip", w, h)
	}
	if e.Resize == 0 {
		return resize(m, Side, Side, e.Filter), nil
	}
	nw, nh := e.Resize, int(float64(e.Resize)*float64(h)/float64(w))
	if h < w {
		nw, nh = int(float64(e.Resize)*float64(w)/float64(h)), e.Resize
	}
	m = resize(m, nw, nh, e.Filter)
	// torchvision's CenterCrop rounds halves to even, as Python does.
	x, y := int(math.RoundToEven(float64(nw-Side)/2)), int(math.RoundToEven(float64(nh-Side)/2))
	return m.SubImage(image.Rect(x, y, x+Side, y+Side)).(*image.NRGBA), nil
}

// resize is Pillow's Image.resize.
func resize(m *image.NRGBA, w, h int, filter weights.Filter) *image.NRGBA {
	if filter == weights.Nearest {
		return nearest(m, w, h)
	}
	return turn(resizeRows(turn(resizeRows(m, w, filter)), h, filter))
}

// nearest takes the pixel under each pixel's centre. The place is added up, as in
// Pillow, which decides where it falls between two.
func nearest(m *image.NRGBA, w, h int) *image.NRGBA {
	place := func(size, from int) []int {
		list, step := make([]int, size), float64(from)/float64(size)
		at := step * 0.5
		for i := range list {
			list[i] = min(int(at), from-1)
			at += step
		}
		return list
	}
	xs, ys := place(w, m.Rect.Dx()), place(h, m.Rect.Dy())
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y, sy := range ys {
		row := m.Pix[m.PixOffset(m.Rect.Min.X, m.Rect.Min.Y+sy):]
		for x, sx := range xs {
			copy(out.Pix[out.PixOffset(x, y):][:4], row[4*sx:])
		}
	}
	return out
}

// turn exchanges rows and columns.
func turn(m *image.NRGBA) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, m.Rect.Dy(), m.Rect.Dx()))
	for y := range m.Rect.Dy() {
		row := m.Pix[m.PixOffset(m.Rect.Min.X, m.Rect.Min.Y+y):]
		for x := range m.Rect.Dx() {
			copy(out.Pix[out.PixOffset(y, x):][:4], row[4*x:])
		}
	}
	return out
}

// precision is the bits of the fraction of Pillow's weights.
const precision = 32 - 8 - 2

// resizeRows gives each row w pixels, in whole numbers as Pillow does (Resample.c).
func resizeRows(m *image.NRGBA, w int, filter weights.Filter) *image.NRGBA {
	from := m.Rect.Dx()
	if from == w {
		return m
	}
	taps := tapsOf(from, w, filter)
	out := image.NewNRGBA(image.Rect(0, 0, w, m.Rect.Dy()))
	for y := range m.Rect.Dy() {
		src := m.Pix[m.PixOffset(m.Rect.Min.X, m.Rect.Min.Y+y):]
		dst := out.Pix[out.PixOffset(0, y):]
		for x, t := range taps {
			sum := [3]int64{1 << (precision - 1), 1 << (precision - 1), 1 << (precision - 1)}
			for i, k := range t.shares {
				p := src[4*(t.first+i):][:3]
				for c := range sum {
					sum[c] += int64(p[c]) * k
				}
			}
			for c, s := range sum {
				dst[4*x+c] = byte(min(max(s>>precision, 0), 255))
			}
			dst[4*x+3] = 255
		}
	}
	return out
}

// tap is which pixels make one pixel, and how much of each.
type tap struct {
	first  int
	shares []int64
}

// tapsOf are the weights for every pixel of a row of w made from one of from.
func tapsOf(from, w int, filter weights.Filter) []tap {
	kernel, support := triangle, 1.0
	if filter == weights.Bicubic {
		kernel, support = cubic, 2.0
	}
	scale := float64(from) / float64(w)
	wide := max(scale, 1) // making smaller, the filter spans more pixels
	support *= wide
	list := make([]tap, w)
	for x := range list {
		centre := (float64(x) + 0.5) * scale
		first := max(int(centre-support+0.5), 0)
		last := min(int(centre+support+0.5), from)
		shares, sum := make([]float64, last-first), 0.0
		for i := range shares {
			shares[i] = kernel((float64(i+first) - centre + 0.5) / wide)
			sum += shares[i]
		}
		list[x] = tap{first, make([]int64, len(shares))}
		for i, k := range shares {
			if sum != 0 {
				k /= sum
			}
			list[x].shares[i] = int64(math.Round(k * (1 << precision)))
		}
	}
	return list
}

func triangle(x float64) float64 { return max(1-math.Abs(x), 0) }

// cubic is Keys's with a = −0.5.
func cubic(x float64) float64 {
	const a = -0.5
	x = math.Abs(x)
	switch {
	case x < 1:
		return ((a+2)*x-(a+3))*x*x + 1
	case x < 2:
		return (((x-5)*x+8)*x - 4) * a
	}
	return 0
}
