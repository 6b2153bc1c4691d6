package augment

import (
	"encoding/binary"
	"image"
	"math"
	"math/bits"
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

// warp resamples a level of a picture along an affine map.
type warp struct {
	level
	fill       fill
	domU, domV int64 // where the picture ends, at most w and h
	u, v       int64 // of the sample centre of the first pixel of a row
	xu, xv     int64 // what a pixel along x adds
	yu, yv     int64 // what a pixel along y adds
	nx, ny     int   // samples a pixel
}

// resample writes onto dst what m shows of the picture in levels. It takes the
// level that leaves a scale of 0.7 to 1.41 along the axis that shrinks less, and
// more samples along the other where that would skip pixels.
func resample(dst *image.NRGBA, levels []level, m affine, f fill) {
	sx, sy := m.steps()
	least, most := min(sx, sy), max(sx, sy)
	k, side := 0, 1.0 // side is 4^k, squared like the steps
	for k+1 < len(levels) && (least > 2*side || most > 2*maxTaps*maxTaps*side) {
		k, side = k+1, side*4
	}
	scale := 1 / float64(int64(1)<<k)
	m = m.scaled(scale, scale)
	w := warp{
		level: levels[k], fill: f,
		domU: int64(levels[0].w) * one >> k, domV: int64(levels[0].h) * one >> k,
		xu: fixed(m.xx, 1<<18), xv: fixed(m.yx, 1<<18),
		yu: fixed(m.xy, 1<<18), yv: fixed(m.yy, 1<<18),
		nx: taps(sx / side), ny: taps(sy / side),
	}
	// Half a unit of the weights makes the truncation to 11 bits a rounding.
	w.u = fixed(m.x0, 1<<26) + (w.xu+w.yu)/2 - half + 1<<(fracShift-1)
	w.v = fixed(m.y0, 1<<26) + (w.xv+w.yv)/2 - half + 1<<(fracShift-1)
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

// single takes one sample a pixel.
func (w *warp) single(dst *image.NRGBA) {
	dw, dh := dst.Rect.Dx(), dst.Rect.Dy()
	pix, stride := w.pix, w.stride
	innerW, innerH := uint64(w.w-1), uint64(w.h-1)
	for y := range dh {
		row := dst.Pix[y*dst.Stride:][:4*dw]
		u, v := w.u+int64(y)*w.yu, w.v+int64(y)*w.yv
		for x := 0; x+3 < len(row); x += 4 {
			ix, iy := u>>32, v>>32
			if uint64(ix) < innerW && uint64(iy) < innerH {
				o := int(iy)*stride + int(ix)*4
				top := binary.LittleEndian.Uint64(pix[o:])
				bottom := binary.LittleEndian.Uint64(pix[o+stride:])
				// blend, written out: it is too large for Go to inline, and a call
				// for each pixel doubles the time.
				fx, fy := uint64(u)>>fracShift&fracMask, uint64(v)>>fracShift&fracMask
				d := fx * fy
				b := fx<<fracBits - d
				c := fy<<fracBits - d
				a := 1<<(2*fracBits) - fx<<fracBits - c
				rb := redBlue(top)*a + redBlue(top>>32)*b + redBlue(bottom)*c + redBlue(bottom>>32)*d
				g := (top>>8&0xff)*a + (top>>40&0xff)*b + (bottom>>8&0xff)*c + (bottom>>40&0xff)*d
				binary.LittleEndian.PutUint32(row[x:], pack(rb, g))
			} else {
				binary.LittleEndian.PutUint32(row[x:], pack(w.edge(u, v)))
			}
			u += w.xu
			v += w.xv
		}
	}
}

// several takes the mean of nx·ny samples, a power of two, spread evenly over
// a pixel.
func (w *warp) several(dst *image.NRGBA) {
	var offU, offV [maxTaps * maxTaps]int64 // of the samples, from the pixel's centre
	n, shift := w.offsets(&offU, &offV)
	us, vs := offU[:n], offV[:n]
	round := uint64(1) << (shift - 1)
	round |= round << 32
	dw, dh := dst.Rect.Dx(), dst.Rect.Dy()
	for y := range dh {
		row := dst.Pix[y*dst.Stride:][:4*dw]
		u, v := w.u+int64(y)*w.yu, w.v+int64(y)*w.yv
		for x := 0; x+3 < len(row); x += 4 {
			var sumRB, sumG uint64
			for i, du := range us {
				rb, g := w.sample(u+du, v+vs[i])
				// 20 bits a sample leave room for 16 of them in 32.
				sumRB += rb >> 10 & 0x000fffff_000fffff
				sumG += g >> 10
			}
			sumRB += round
			sumG += round & 0xffffffff
			px := sumRB>>shift&0xff | sumG>>shift&0xff<<8 | sumRB>>(32+shift)&0xff<<16 | 0xff<<24
			binary.LittleEndian.PutUint32(row[x:], uint32(px))
			u += w.xu
			v += w.xv
		}
	}
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

// sample returns the channels at (u, v), each times 2^22: red in the low half
// and blue in the high half of rb, green in g.
func (w *warp) sample(u, v int64) (rb, g uint64) {
	ix, iy := u>>32, v>>32
	if uint64(ix) < uint64(w.w-1) && uint64(iy) < uint64(w.h-1) {
		o := int(iy)*w.stride + int(ix)*4
		return blend(binary.LittleEndian.Uint64(w.pix[o:]), binary.LittleEndian.Uint64(w.pix[o+w.stride:]),
			uint64(u)>>fracShift&fracMask, uint64(v)>>fracShift&fracMask)
	}
	return w.edge(u, v)
}

// edge is sample where a neighbour lies outside the picture.
func (w *warp) edge(u, v int64) (rb, g uint64) {
	cu, cv := u+half, v+half
	switch w.fill.mode {
	case fillConstant:
		if cu < 0 || cv < 0 || cu >= w.domU || cv >= w.domV {
			level := uint64(w.fill.cval) << (2 * fracBits)
			return level | level<<32, level
		}
	case fillReflect:
		cu, cv = mirror(cu, w.domU), mirror(cv, w.domV)
	case fillWrap:
		cu, cv = modulo(cu, w.domU), modulo(cv, w.domV)
	}
	u, v = cu-half, cv-half
	wrap := w.fill.mode == fillWrap
	left, right := neighbours(int(u>>32), w.w, wrap)
	up, down := neighbours(int(v>>32), w.h, wrap)
	return blend(w.pair(left, right, up), w.pair(left, right, down),
		uint64(u)>>fracShift&fracMask, uint64(v)>>fracShift&fracMask)
}

// pair returns two pixels of a row, as they would lie side by side.
func (w *warp) pair(left, right, y int) uint64 {
	row := w.pix[y*w.stride:]
	return uint64(binary.LittleEndian.Uint32(row[4*left:])) | uint64(binary.LittleEndian.Uint32(row[4*right:]))<<32
}

// neighbours returns the pixels i and i+1 of a row of n, those outside replaced.
func neighbours(i, n int, wrap bool) (a, b int) {
	a, b = i, i+1
	if wrap {
		if a < 0 {
			a = n - 1
		}
		if b >= n {
			b = 0
		}
	}
	return min(max(a, 0), n-1), min(max(b, 0), n-1)
}

func modulo(c, dom int64) int64 {
	if c %= dom; c < 0 {
		c += dom
	}
	return c
}

func mirror(c, dom int64) int64 {
	if c = modulo(c, 2*dom); c >= dom {
		c = 2*dom - 1 - c
	}
	return c
}

// blend mixes the two pixels in top and the two in bottom; fx and fy are the
// shares of the right and the lower ones in 1/2048. The result is as sample's.
func blend(top, bottom, fx, fy uint64) (rb, g uint64) {
	d := fx * fy
	b := fx<<fracBits - d
	c := fy<<fracBits - d
	a := 1<<(2*fracBits) - fx<<fracBits - c
	rb = redBlue(top)*a + redBlue(top>>32)*b + redBlue(bottom)*c + redBlue(bottom>>32)*d
	g = (top>>8&0xff)*a + (top>>40&0xff)*b + (bottom>>8&0xff)*c + (bottom>>40&0xff)*d
	return rb, g
}

// redBlue puts red and blue of the low pixel into 32-bit lanes.
func redBlue(p uint64) uint64 { return p&0xff | p&0xff0000<<16 }

// pack rounds what blend returns to an opaque pixel.
func pack(rb, g uint64) uint32 {
	const round = 1 << (2*fracBits - 1)
	rb += round | round<<32
	g += round
	return uint32(rb>>22&0xff | g>>22&0xff<<8 | rb>>54&0xff<<16 | 0xff<<24)
}
