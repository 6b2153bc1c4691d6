//go:build amd64 && goexperiment.simd

package augment

import (
	"encoding/binary"
	"simd/archsimd"
)

// column puts the channels of a left or right pixel, each beside that of the one
// below it, into 16 bits each: of two samples' upper two and lower two pixels.
var leftColumn, rightColumn = func() (left, right [32]int8) {
	for i := range left {
		channel := int8(i % 16 / 4)
		switch i % 4 {
		case 0:
			left[i], right[i] = channel, channel+4
		case 2:
			left[i], right[i] = channel+8, channel+12
		default:
			left[i], right[i] = -1, -1 // a zero
		}
	}
	return left, right
}()

// pairOf spreads what a vector has for four samples, in its even lanes, over the
// channels of two: of the first and the second, and of the third and the fourth.
var pairOf = [2][lanes]uint32{{0, 0, 0, 0, 2, 2, 2, 2}, {4, 4, 4, 4, 6, 6, 6, 6}}

// byPixels turns four channels of four pixels into four pixels.
var byPixels = [16]int8{0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15}

// around returns the four pixels round a place.
func (w *warp) around(u, v int64) archsimd.Uint64x2 {
	o := int(v>>32)*w.stride + int(u>>32)*4
	var both archsimd.Uint64x2
	return both.SetElem(0, binary.LittleEndian.Uint64(w.pix[o:])).SetElem(1, binary.LittleEndian.Uint64(w.pix[o+w.stride:]))
}

// blendTwo returns blend's sums of two samples, a channel a lane; rows holds what
// the upper and the lower row weigh.
func blendTwo(a, b archsimd.Uint64x2, left, right archsimd.Int8x32, fx, rows archsimd.Int32x8) archsimd.Int32x8 {
	var both archsimd.Uint8x32
	both = both.SetLo(a.AsUint8x16()).SetHi(b.AsUint8x16())
	l := both.PermuteOrZeroGrouped(left).AsInt16x16().DotProductPairs(rows.AsInt16x16())
	r := both.PermuteOrZeroGrouped(right).AsInt16x16().DotProductPairs(rows.AsInt16x16())
	return r.Sub(l).Mul(fx).Add(l.ShiftAllLeft(fracBits))
}

// fourPixels writes four pixels, each the mean of the samples that lie (dus,
// dvs) from its place, as packSum does. All their neighbours are in the picture.
func (w *warp) fourPixels(row []uint8, us, vs *[4]int64, dus, dvs []int64, shift uint) {
	left, right := archsimd.LoadInt8x32(&leftColumn), archsimd.LoadInt8x32(&rightColumn)
	first, second := archsimd.LoadUint32x8(&pairOf[0]), archsimd.LoadUint32x8(&pairOf[1])
	whole, mask := archsimd.BroadcastInt32x8(1<<fracBits), archsimd.BroadcastInt32x8(fracMask)
	p := archsimd.BroadcastInt32x8(1 << (shift - 1))
	q := p
	dvs = dvs[:len(dus)]
	for i, du := range dus {
		dv := dvs[i]
		// Of the places the low halves are enough. (Go broadcasts 64 bits by way of
		// an SSE register, which costs AVX code a hundred times as much.)
		fx := archsimd.LoadInt64x4(us).AsInt32x8().Add(archsimd.BroadcastInt32x8(int32(du))).ShiftAllRight(fracShift).And(mask)
		fy := archsimd.LoadInt64x4(vs).AsInt32x8().Add(archsimd.BroadcastInt32x8(int32(dv))).ShiftAllRight(fracShift).And(mask)
		rows := whole.Sub(fy).Add(fy.ShiftAllLeft(16))
		a := blendTwo(w.around(us[0]+du, vs[0]+dv), w.around(us[1]+du, vs[1]+dv), left, right, fx.Permute(first), rows.Permute(first))
		b := blendTwo(w.around(us[2]+du, vs[2]+dv), w.around(us[3]+du, vs[3]+dv), left, right, fx.Permute(second), rows.Permute(second))
		p, q = p.Add(a.ShiftAllRight(10)), q.Add(b.ShiftAllRight(10))
	}
	n := archsimd.BroadcastInt32x8(int32(shift)) // ShiftAllRight goes by SSE, too, unless it is a constant
	both := p.ShiftRight(n).Or(q.ShiftRight(n).ShiftAllLeft(16))
	all := both.GetLo().Or(both.GetHi().ShiftAllLeft(8))
	pixels, alpha := archsimd.LoadInt8x16(&byPixels), archsimd.BroadcastUint32x4(0xff<<24)
	all.AsUint8x16().PermuteOrZero(pixels).AsUint32x4().Or(alpha).AsUint8x16().StoreSlice(row)
}

func (w *warp) vectorCore(row []uint8, u, v int64) int {
	return w.vectorCores(row, centre[:], centre[:], oneSample, u, v)
}

func (w *warp) vectorCores(row []uint8, us, vs []int64, shift uint, u, v int64) int {
	if !vectors {
		return 0
	}
	var atU, atV, stepU, stepV [4]int64
	for i := range atU {
		atU[i], atV[i] = u, v
		u += w.xu
		v += w.xv
		stepU[i], stepV[i] = 4*w.xu, 4*w.xv
	}
	x := 0
	for ; x <= len(row)-16; x += 16 {
		w.fourPixels(row[x:], &atU, &atV, us, vs, shift)
		// As vectors, or the next load of all four would wait for the stores of each.
		archsimd.LoadInt64x4(&atU).Add(archsimd.LoadInt64x4(&stepU)).Store(&atU)
		archsimd.LoadInt64x4(&atV).Add(archsimd.LoadInt64x4(&stepV)).Store(&atV)
	}
	archsimd.ClearAVXUpperBits()
	return x / 4
}

// vectorPlaces writes the pixels whose samples lie at us and vs, four at a time
// where all are in the picture, and the others by themselves.
func (w *warp) vectorPlaces(row []uint8, us, vs []int64) int {
	if !vectors {
		return 0
	}
	x := 0
	for ; x <= len(us)-4; x += 4 {
		u, v := (*[4]int64)(us[x:]), (*[4]int64)(vs[x:])
		if w.holds(u[0], v[0]) && w.holds(u[1], v[1]) && w.holds(u[2], v[2]) && w.holds(u[3], v[3]) {
			w.fourPixels(row[4*x:], u, v, centre[:], centre[:], oneSample)
			continue
		}
		for i := range u {
			binary.LittleEndian.PutUint32(row[4*(x+i):], pack(w.sample(u[i], v[i])))
		}
	}
	archsimd.ClearAVXUpperBits()
	return x
}
