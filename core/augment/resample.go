package augment

import (
	"encoding/binary"
	"image"
	"math"
	"math/bits"
	"slices"
)

// fill is what is seen outside the picture.
type fill struct {
	mode fillMode
	cval uint8 // grey level for fillConstant
}

type fillMode uint8

const (
	fillNearest  fillMode = iota // aaaa|abcd|dddd
	fillConstant                 // kkkk|abcd|kkkk
	fillReflect                  // dcba|abcd|dcba
	fillWrap                     // abcd|abcd|abcd
	fillFade                     // kkkk|abcd|kkkk, blended over the last pixel
)

var fillModes = map[string]fillMode{
	"nearest": fillNearest, "constant": fillConstant, "reflect": fillReflect, "wrap": fillWrap,
}

// Positions are 32.32 fixed point. Blending weights take the 11 highest bits
// of the fraction, so that 8 bits of a channel times two weights stay within 32.
const (
	one       = 1 << 32
	half      = one / 2
	fracBits  = 11
	fracShift = 32 - fracBits
	fracMask  = 1<<fracBits - 1
)

// maxTaps bounds the samples along an axis of a result's pixel.
const maxTaps = 4

// warp resamples a halving of a picture along an affine map.
type warp struct {
	halving
	fill       fill
	domU, domV int64 // where the picture ends, at most w and h
	insU, insV int64 // how far inside its ends fillConstant begins
	u, v       int64 // of the sample centre of the first pixel of a row
	xu, xv     int64 // what a pixel along x adds
	yu, yv     int64 // what a pixel along y adds
	nx, ny     int   // samples a pixel

	rows *alignedRows // or nil: the map is not for them
}

// resample writes onto dst what m shows of the part box of the picture in
// halvings, as if there were no more of it; m is about the whole picture. It takes
// the halving that leaves a scale of 0.7 to 1.41 along the axis that shrinks less,
// and more samples along the other where that would skip pixels. rows may be nil.
func resample(dst *image.NRGBA, halvings []halving, box image.Rectangle, m affine, f fill, rows *alignedRows) {
	sx, sy := m.steps()
	least, most := min(sx, sy), max(sx, sy)
	k, side := 0, 1.0 // side is 4^k, squared like the steps
	for k+1 < len(halvings) && (least > 2*side || most > 2*maxTaps*maxTaps*side) {
		k, side = k+1, side*4
	}
	w, x0, y0 := newWarp(dst, halvings, k, box, f)
	scale := 1 / float64(int64(1)<<k)
	m = m.scaled(scale, scale)
	m.x0 -= x0
	m.y0 -= y0
	w.xu, w.xv = fixed(m.xx, 1<<18), fixed(m.yx, 1<<18)
	w.yu, w.yv = fixed(m.xy, 1<<18), fixed(m.yy, 1<<18)
	w.nx, w.ny = taps(sx/side), taps(sy/side)
	if w.nx*w.ny > 1 {
		w.insU, w.insV = 0, 0 // the samples of the outermost pixel reach further out
	}
	// Half a unit of the weights makes the truncation to 11 bits a rounding.
	w.u = fixed(m.x0, 1<<26) + (w.xu+w.yu)/2 - half + 1<<(fracShift-1)
	w.v = fixed(m.y0, 1<<26) + (w.xv+w.yv)/2 - half + 1<<(fracShift-1)
	w.rows = w.alignedOf(rows)
	if w.nx == 1 && w.ny == 1 {
		w.single(dst)
	} else {
		w.several(dst)
	}
}

// taps returns how many samples cover a step whose square is s.
func taps(s float64) int {
	switch {
	case s <= 2:
		return 1
	case s <= 8:
		return 2
	}
	return maxTaps
}

// fixed rounds x to 32.32, held within ±limit: maps of many zooms in a row
// leave the range, where nothing is to be seen any more.
func fixed(x, limit float64) int64 {
	if !(x > -limit) {
		x = -limit
	}
	if x > limit {
		x = limit
	}
	return int64(math.Floor(float64(x*one) + 0.5))
}

// inset returns how far fillConstant reaches into a picture whose side is dom,
// on a result of n pixels: as in scipy, and so in Keras, to the centre of the
// outermost of those pixels, but not beyond that of the halving's own, where the
// loops do not look for an end.
func inset(dom int64, n int) int64 {
	// A shift by whole pixels and a turn by 90° end on that centre, rounded.
	return max(0, min(half, dom/int64(2*max(n, 1)))-1<<fracShift)
}

// single takes one sample a pixel.
func (w *warp) single(dst *image.NRGBA) {
	dw, dh := dst.Rect.Dx(), dst.Rect.Dy()
	for y := range dh {
		row := dst.Pix[y*dst.Stride:][:4*dw]
		u, v := w.u+int64(y)*w.yu, w.v+int64(y)*w.yv
		from, to := w.inner(u, v, u, v, dw)
		w.rim(row[:4*from], u, v)
		w.core(row[4*from:4*to], u+int64(from)*w.xu, v+int64(from)*w.xv)
		w.rim(row[4*to:], u+int64(to)*w.xu, v+int64(to)*w.xv)
	}
}

// inner returns the pixels from…to-1 of a row of n whose samples have all
// their neighbours in the picture. The samples of the row's first pixel lie
// from (loU, loV) to (hiU, hiV).
func (w *warp) inner(loU, loV, hiU, hiV int64, n int) (from, to int) {
	fromU, toU := within(loU, hiU, w.xu, int64(w.w-1)<<32, n)
	fromV, toV := within(loV, hiV, w.xv, int64(w.h-1)<<32, n)
	from = max(fromU, fromV)
	return from, max(from, min(toU, toV))
}

// within returns from and to such that lo + i·step >= 0 and hi + i·step < limit
// for from <= i < to. They lie in 0…n.
func within(lo, hi, step, limit int64, n int) (from, to int) {
	first, end := int64(0), int64(n)
	switch {
	case step > 0:
		if lo < 0 {
			first = (step - 1 - lo) / step
		}
		end = 0
		if hi < limit {
			end = (limit-1-hi)/step + 1
		}
	case step < 0:
		if hi >= limit {
			first = (hi-limit)/-step + 1
		}
		end = 0
		if lo >= 0 {
			end = lo/-step + 1
		}
	case lo < 0 || hi >= limit:
		end = 0
	}
	return int(min(first, int64(n))), int(min(end, int64(n)))
}

// centre is where the one sample of single is.
var centre [1]int64

// oneSample is offsets' shift for one sample a pixel.
const oneSample = 2*fracBits - 10

// core is single for pixels whose neighbours lie in the picture.
func (w *warp) core(row []uint8, u, v int64) {
	pix, stride, xu, xv := w.pix, w.stride, w.xu, w.xv
	if len(row) > 0 && xu == one && xv == 0 && (u|v)>>fracShift&fracMask == 0 { // no pixel is blended
		copy(row, pix[int(v>>32)*stride+int(u>>32)*4:])
		return
	}
	done := 0
	if w.rows != nil {
		done = w.rows.row(w, row, centre[:], centre[:], oneSample, u, v)
	} else {
		done = w.vectorCore(row, u, v)
	}
	u += int64(done) * xu
	v += int64(done) * xv
	for x := 4 * done; x < len(row)-3; x += 4 {
		o := int(v>>32)*stride + int(u>>32)*4
		top := binary.LittleEndian.Uint64(pix[o:])
		bottom := binary.LittleEndian.Uint64(pix[o+stride:])
		// blend, written out: it is too large for Go to inline, and a call
		// for each pixel doubles the time.
		fx, fy := uint64(u)>>fracShift&fracMask, uint64(v)>>fracShift&fracMask
		left, right, g := redBlue(top), redBlue(top>>32), top>>8&greens
		left = left<<fracBits + (redBlue(bottom)-left)*fy
		right = right<<fracBits + (redBlue(bottom>>32)-right)*fy
		g = g<<fracBits + (bottom>>8&greens-g)*fy
		rb := left<<fracBits + (right-left)*fx
		g = g&laneMask<<fracBits + (g>>32-g&laneMask)*fx
		binary.LittleEndian.PutUint32(row[x:], pack(rb, g))
		u += xu
		v += xv
	}
}

// rim is single for pixels with a neighbour outside the picture.
func (w *warp) rim(row []uint8, u, v int64) {
	if w.fill.mode == fillNearest && w.w > 1 && w.h > 1 {
		w.nearest(row, u, v)
		return
	}
	for x := 0; x < len(row)-3; x += 4 {
		binary.LittleEndian.PutUint32(row[x:], pack(w.edge(u, v)))
		u += w.xu
		v += w.xv
	}
}

// nearest is rim for fillNearest: past the last pixel's centre that pixel has
// the whole weight, which is 1 more than the fraction can say.
func (w *warp) nearest(row []uint8, u, v int64) {
	endU, endV := int64(w.w-1)<<32, int64(w.h-1)<<32
	for x := 0; x < len(row)-3; x += 4 {
		cu, cv := min(max(u, 0), endU), min(max(v, 0), endV)
		ix, iy := min(cu>>32, int64(w.w-2)), min(cv>>32, int64(w.h-2))
		o := int(iy)*w.stride + int(ix)*4
		rb, g := blend(binary.LittleEndian.Uint64(w.pix[o:]), binary.LittleEndian.Uint64(w.pix[o+w.stride:]),
			uint64(cu-ix<<32)>>fracShift, uint64(cv-iy<<32)>>fracShift)
		binary.LittleEndian.PutUint32(row[x:], pack(rb, g))
		u += w.xu
		v += w.xv
	}
}

// several takes the mean of nx·ny samples, a power of two, spread evenly over
// a pixel.
func (w *warp) several(dst *image.NRGBA) {
	var offU, offV [maxTaps * maxTaps]int64 // of the samples, from the pixel's centre
	n, shift := w.offsets(&offU, &offV)
	us, vs := offU[:n], offV[:n]
	loU, hiU, loV, hiV := slices.Min(us), slices.Max(us), slices.Min(vs), slices.Max(vs)
	dw, dh := dst.Rect.Dx(), dst.Rect.Dy()
	for y := range dh {
		row := dst.Pix[y*dst.Stride:][:4*dw]
		u, v := w.u+int64(y)*w.yu, w.v+int64(y)*w.yv
		from, to := w.inner(u+loU, v+loV, u+hiU, v+hiV, dw)
		w.rims(row[:4*from], us, vs, shift, u, v)
		w.cores(row[4*from:4*to], us, vs, shift, u+int64(from)*w.xu, v+int64(from)*w.xv)
		w.rims(row[4*to:], us, vs, shift, u+int64(to)*w.xu, v+int64(to)*w.xv)
	}
}

// cores is several for pixels all of whose samples' neighbours lie in the picture.
func (w *warp) cores(row []uint8, us, vs []int64, shift uint, u, v int64) {
	pix, stride := w.pix, w.stride
	vs = vs[:len(us)]
	done := 0
	if w.rows != nil {
		done = w.rows.row(w, row, us, vs, shift, u, v)
	} else {
		done = w.vectorCores(row, us, vs, shift, u, v)
	}
	u += int64(done) * w.xu
	v += int64(done) * w.xv
	for x := 4 * done; x < len(row)-3; x += 4 {
		var sumRB, sumG uint64
		for i, du := range us {
			u, v := u+du, v+vs[i]
			o := int(v>>32)*stride + int(u>>32)*4
			top := binary.LittleEndian.Uint64(pix[o:])
			bottom := binary.LittleEndian.Uint64(pix[o+stride:])
			fx, fy := uint64(u)>>fracShift&fracMask, uint64(v)>>fracShift&fracMask
			left, right, g := redBlue(top), redBlue(top>>32), top>>8&greens // as in core
			left = left<<fracBits + (redBlue(bottom)-left)*fy
			right = right<<fracBits + (redBlue(bottom>>32)-right)*fy
			g = g<<fracBits + (bottom>>8&greens-g)*fy
			sumRB += (left<<fracBits + (right-left)*fx) >> 10 & 0x000fffff_000fffff
			sumG += (g&laneMask<<fracBits + (g>>32-g&laneMask)*fx) >> 10
		}
		binary.LittleEndian.PutUint32(row[x:], packSum(sumRB, sumG, shift))
		u += w.xu
		v += w.xv
	}
}

// rims is several for the other pixels.
func (w *warp) rims(row []uint8, us, vs []int64, shift uint, u, v int64) {
	for x := 0; x < len(row)-3; x += 4 {
		var sumRB, sumG uint64
		for i, du := range us {
			rb, g := w.sample(u+du, v+vs[i])
			// 20 bits a sample leave room for 16 of them in 32.
			sumRB += rb >> 10 & 0x000fffff_000fffff
			sumG += g >> 10
		}
		binary.LittleEndian.PutUint32(row[x:], packSum(sumRB, sumG, shift))
		u += w.xu
		v += w.xv
	}
}

// packSum is pack for a sum of samples times 2^shift.
func packSum(rb, g uint64, shift uint) uint32 {
	round := uint64(1) << (shift - 1)
	rb += round | round<<32
	g += round
	return uint32(rb>>shift&0xff | g>>shift&0xff<<8 | rb>>(32+shift)&0xff<<16 | 0xff<<24)
}

// offsets returns how many samples there are and the binary logarithm of their
// number times the scale of their channels.
func (w *warp) offsets(us, vs *[maxTaps * maxTaps]int64) (n int, shift uint) {
	nx, ny := int64(w.nx), int64(w.ny)
	for j := range ny {
		for i := range nx { // ((2i+1)/nx − 1)/2 of a step along x, the like along y
			us[n] = w.xu*(2*i+1-nx)/(2*nx) + w.yu*(2*j+1-ny)/(2*ny)
			vs[n] = w.xv*(2*i+1-nx)/(2*nx) + w.yv*(2*j+1-ny)/(2*ny)
			n++
		}
	}
	return n, uint(2*fracBits - 10 + bits.TrailingZeros(uint(n)))
}

// holds says whether all neighbours of (u, v) lie in the picture.
func (w *warp) holds(u, v int64) bool {
	return uint64(u>>32) < uint64(w.w-1) && uint64(v>>32) < uint64(w.h-1)
}

// places writes the pixels of a row whose samples lie at us and vs.
func (w *warp) places(row []uint8, us, vs []int64) {
	vs = vs[:len(us)]
	for x := w.vectorPlaces(row, us, vs); x < len(us); x++ {
		binary.LittleEndian.PutUint32(row[4*x:], pack(w.sample(us[x], vs[x])))
	}
}

// sample returns the channels at (u, v), each times 2^22: red in the low half
// and blue in the high half of rb, green in g.
func (w *warp) sample(u, v int64) (rb, g uint64) {
	if w.holds(u, v) {
		o := int(v>>32)*w.stride + int(u>>32)*4
		return blend(binary.LittleEndian.Uint64(w.pix[o:]), binary.LittleEndian.Uint64(w.pix[o+w.stride:]),
			uint64(u)>>fracShift&fracMask, uint64(v)>>fracShift&fracMask)
	}
	return w.edge(u, v)
}

// blend mixes the two pixels in top and the two in bottom; fx and fy are the
// shares of the right and the lower ones in 1/2048. The result is as sample's.
func blend(top, bottom, fx, fy uint64) (rb, g uint64) {
	left, right, g := redBlue(top), redBlue(top>>32), top>>8&greens
	left = left<<fracBits + (redBlue(bottom)-left)*fy
	right = right<<fracBits + (redBlue(bottom>>32)-right)*fy
	g = g<<fracBits + (bottom>>8&greens-g)*fy
	return left<<fracBits + (right-left)*fx, g&laneMask<<fracBits + (g>>32-g&laneMask)*fx
}

const (
	laneMask = 1<<32 - 1
	greens   = 0x000000ff_000000ff // of two pixels, moved to the low bits
)

// redBlue puts red and blue of the low pixel into 32-bit lanes.
func redBlue(p uint64) uint64 { return p&0xff | p&0xff0000<<16 }

// pack rounds what blend returns to an opaque pixel.
func pack(rb, g uint64) uint32 {
	const round = 1 << (2*fracBits - 1)
	rb += round | round<<32
	g += round
	return uint32(rb>>22&0xff | g>>22&0xff<<8 | rb>>54&0xff<<16 | 0xff<<24)
}
