package imagefile

import "image"

// chromaRows gives the chroma of a picture row by row at the full width. Where
// it is stored at half the size it is blended with the nearest neighbour by
// three parts to one in each direction that is halved, rounded as libjpeg's
// "fancy upsampling" (jdsample.c) does: Pillow, TensorFlow and browsers show
// that.
type chromaRows struct {
	src    *image.YCbCr
	cb, cr []uint8 // the row
	sum    []uint16
}

// halved says in which directions chroma is stored at half the size; ok is
// false for the rarer fractions, which are repeated.
func halved(r image.YCbCrSubsampleRatio) (x, y, ok bool) {
	switch r {
	case image.YCbCrSubsampleRatio444:
		return false, false, true
	case image.YCbCrSubsampleRatio440:
		return false, true, true
	case image.YCbCrSubsampleRatio422:
		return true, false, true
	case image.YCbCrSubsampleRatio420:
		return true, true, true
	}
	return false, false, false
}

func newChromaRows(src *image.YCbCr) *chromaRows {
	w := src.Rect.Dx()
	return &chromaRows{src: src, cb: make([]uint8, w+1), cr: make([]uint8, w+1), sum: make([]uint16, (w+1)/2)}
}

// row returns the chroma of row y, counted from the top; both slices are valid
// until the next call.
func (c *chromaRows) row(y int) (cb, cr []uint8) {
	w, h := c.src.Rect.Dx(), c.src.Rect.Dy()
	x2, y2, ok := halved(c.src.SubsampleRatio)
	if !ok {
		for x := range w {
			o := c.src.COffset(c.src.Rect.Min.X+x, c.src.Rect.Min.Y+y)
			c.cb[x], c.cr[x] = c.src.Cb[o], c.src.Cr[o]
		}
		return c.cb[:w], c.cr[:w]
	}
	near, far := y, y
	if y2 {
		near = y / 2
		far = min(max(near-1+2*(y&1), 0), (h+1)/2-1)
	}
	n := w
	if x2 {
		n = (w + 1) / 2
	}
	at, beside := near*c.src.CStride, far*c.src.CStride
	plane := func(dst, p []uint8) []uint8 {
		a, b := p[at:][:n], p[beside:][:n]
		switch {
		case x2 && y2:
			blendBoth(dst, c.sum[:n], a, b)
		case x2:
			blendAcross(dst, a)
		case y2:
			blendDown(dst, a, b, y&1)
		default:
			return a
		}
		return dst[:w]
	}
	return plane(c.cb, c.src.Cb), plane(c.cr, c.src.Cr)
}

// blendDown blends rows a and, by a quarter, b. lower is 1 in the lower of the
// two rows that share a: the half is then rounded up.
func blendDown(dst, a, b []uint8, lower int) {
	b, dst = b[:len(a)], dst[:len(a)]
	for i, v := range a {
		dst[i] = uint8((3*int(v) + int(b[i]) + 1 + lower) >> 2)
	}
}

// blendAcross blends neighbours in row a; dst has two places for each.
func blendAcross(dst, a []uint8) {
	dst = dst[:2*len(a)]
	for i, v := range a {
		left, right := a[max(i-1, 0)], a[min(i+1, len(a)-1)]
		dst[2*i] = uint8((3*int(v) + int(left) + 1) >> 2)
		dst[2*i+1] = uint8((3*int(v) + int(right) + 2) >> 2)
	}
}

// blendBoth blends rows a and b, then neighbours in what comes of it.
func blendBoth(dst []uint8, sum []uint16, a, b []uint8) {
	n := len(a)
	b, sum, dst = b[:n], sum[:n], dst[:2*n]
	for i, v := range a {
		sum[i] = 3*uint16(v) + uint16(b[i])
	}
	last := sum[0]
	for i := 0; i < n-1; i++ {
		v, next := sum[i], sum[i+1]
		pair := dst[2*i : 2*i+2 : 2*i+2]
		pair[0], pair[1] = uint8((3*v+last+8)>>4), uint8((3*v+next+7)>>4)
		last = v
	}
	v := sum[n-1]
	dst[2*n-2], dst[2*n-1] = uint8((3*v+last+8)>>4), uint8((4*v+7)>>4)
}
