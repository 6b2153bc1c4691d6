//go:build amd64 && goexperiment.simd

package augment

import (
	"encoding/binary"
	"simd/archsimd"
)

// alignedRows is what a warp that leaves rows rows and columns columns (crops,
// flips, shifts, zooms, a mere resize) works with. Such a warp blends each of
// the picture's rows along x once, and then blends two of those a sample. The
// sums are whole numbers, so they are those of blend, whatever comes first.
type alignedRows struct {
	u, xu   int64 // of the first pixel of the rows that all of this is for
	n       int   // pixels of a row, 0: for none yet
	taps    []alignedTap
	have    [alignedSlots]int // which row of the picture a slot holds
	samples []alignedSample   // of the row at hand
}

// alignedSlots is the number of rows kept: those that the samples of one pixel
// reach, if they are at most maxAlignedStep rows of the picture apart.
const (
	alignedSlots   = 8
	maxAlignedStep = 6 * one
)

// alignedTap is one of the samples along x. Pixels come in blocks of eight, in
// the order 0 4 1 5 2 6 3 7: four vectors of two pixels, which fourPixelsTwice
// takes.
type alignedTap struct {
	offset [][2]int32  // of the left one of both pixels, in bytes
	weight [][16]int16 // of left and right, for four channels each
	lines  [alignedSlots][]pairSums
}

// pairSums are the sums of two pixels, four channels each.
type pairSums [lanes]int32

// alignedSample is one sample of each of a row's pixels.
type alignedSample struct {
	top, bottom []pairSums
	fy          int32
}

func newAlignedRows(width int) *alignedRows {
	n := width &^ (lanes - 1)
	if !vectors || n == 0 {
		return nil
	}
	a := &alignedRows{taps: make([]alignedTap, maxTaps), samples: make([]alignedSample, 0, maxTaps*maxTaps)}
	for i := range a.taps {
		t := &a.taps[i]
		t.offset, t.weight = make([][2]int32, n/2), make([][16]int16, n/2)
		for k := range t.lines {
			t.lines[k] = make([]pairSums, n/2)
		}
	}
	return a
}

// alignedOf returns a if w is for it, or nil. It forgets other pictures' rows.
func (w *warp) alignedOf(a *alignedRows) *alignedRows {
	if a == nil || !vectors || w.xv != 0 || w.yu != 0 || w.yv > maxAlignedStep || w.yv < -maxAlignedStep {
		return nil
	}
	a.n = 0
	return a
}

// prepare makes the tables for n pixels from u on, us[:w.nx] their samples.
func (a *alignedRows) prepare(w *warp, u int64, n int, us []int64) {
	a.u, a.xu, a.n = u, w.xu, n
	for k := range a.have {
		a.have[k] = -1
	}
	for i := range w.nx {
		t := &a.taps[i]
		for x := range n {
			at := u + int64(x)*w.xu + us[i]
			fx := int16(uint64(at) >> fracShift & fracMask)
			// Blocks of eight pixels, a vector for each of its pairs 0 4, 1 5, …
			pair, side := x>>3<<2+x&3, x>>2&1
			t.offset[pair][side] = int32(at>>32) * 4
			weight := t.weight[pair][8*side:][:8]
			for c := 0; c < 8; c += 2 {
				weight[c], weight[c+1] = 1<<fracBits-fx, fx
			}
		}
	}
}

// row is cores: it writes the pixels from u on whose samples lie at us and vs
// from there, and returns how many those are.
func (a *alignedRows) row(w *warp, row []uint8, us, vs []int64, shift uint, u, v int64) int {
	n := len(row) / 4 &^ (lanes - 1)
	if n == 0 {
		return 0
	}
	if a.n != n || a.u != u || a.xu != w.xu {
		a.prepare(w, u, n, us)
	}
	a.samples = a.samples[:0]
	for j := 0; j < len(vs); j += w.nx {
		at := v + vs[j]
		y, fy := int(at>>32), int32(uint64(at)>>fracShift&fracMask)
		a.blend(w, y)
		if fy != 0 {
			a.blend(w, y+1)
		}
		for i := range w.nx {
			lines := &a.taps[i].lines
			a.samples = append(a.samples, alignedSample{lines[y%alignedSlots], lines[(y+1)%alignedSlots], fy})
		}
	}
	if len(a.samples) == 1 {
		writeSample(row[:4*n], a.samples[0])
	} else {
		writeSamples(row[:4*n], a.samples, shift)
	}
	archsimd.ClearAVXUpperBits()
	return n
}

// leftRight puts each channel of a right pixel beside that of the left one, for
// two pairs of pixels.
var leftRight = [16]int8{0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15}

// blend has row y of the picture blended along x in its slot.
func (a *alignedRows) blend(w *warp, y int) {
	slot := y % alignedSlots
	if a.have[slot] == y {
		return
	}
	a.have[slot] = y
	pix := w.pix[y*w.stride:]
	pairs := archsimd.LoadInt8x16(&leftRight)
	for i := range w.nx {
		t := &a.taps[i]
		offset := t.offset[:a.n/2]
		line, weight := t.lines[slot][:len(offset)], t.weight[:len(offset)]
		for k, o := range offset {
			var both archsimd.Uint64x2
			both = both.SetElem(0, binary.LittleEndian.Uint64(pix[o[0]:])).SetElem(1, binary.LittleEndian.Uint64(pix[o[1]:]))
			channels := both.AsUint8x16().PermuteOrZero(pairs).ExtendToUint16().AsInt16x16()
			channels.DotProductPairs(archsimd.LoadInt16x16(&weight[k])).Store((*[lanes]int32)(&line[k]))
		}
	}
}

// writeSample makes bytes of one sample a pixel.
func writeSample(row []uint8, s alignedSample) {
	pixels := archsimd.LoadInt8x16(&byPixels)
	var twice archsimd.Int8x32
	twice = twice.SetLo(pixels).SetHi(pixels)
	alpha, round := archsimd.BroadcastUint32x8(0xff<<24), archsimd.BroadcastInt32x8(1<<(2*fracBits-1))
	fy := archsimd.BroadcastInt32x8(s.fy)
	const n = 2 * fracBits
	for x := 0; x <= len(row)-32; x += 32 {
		t, b := (*[4]pairSums)(s.top[x/8:]), (*[4]pairSums)(s.bottom[x/8:])
		p, q := lerp(&t[0], &b[0], fy, round).ShiftAllRight(n), lerp(&t[1], &b[1], fy, round).ShiftAllRight(n)
		r, s := lerp(&t[2], &b[2], fy, round).ShiftAllRight(n), lerp(&t[3], &b[3], fy, round).ShiftAllRight(n)
		all := p.Or(q.ShiftAllLeft(8)).Or(r.ShiftAllLeft(16)).Or(s.ShiftAllLeft(24))
		all.AsUint8x32().PermuteOrZeroGrouped(twice).AsUint32x8().Or(alpha).AsUint8x32().Store((*[32]uint8)(row[x:]))
	}
}

// lerp returns add + top·2048 + (bottom − top)·fy of eight values.
func lerp(top, bottom *pairSums, fy, add archsimd.Int32x8) archsimd.Int32x8 {
	t := archsimd.LoadInt32x8((*[lanes]int32)(top))
	return archsimd.LoadInt32x8((*[lanes]int32)(bottom)).Sub(t).Mul(fy).Add(t.ShiftAllLeft(fracBits)).Add(add)
}

// writeSamples makes bytes of the mean of several, as packSum does.
func writeSamples(row []uint8, samples []alignedSample, shift uint) {
	pixels := archsimd.LoadInt8x16(&byPixels)
	var twice archsimd.Int8x32
	twice = twice.SetLo(pixels).SetHi(pixels)
	alpha, zero := archsimd.BroadcastUint32x8(0xff<<24), archsimd.BroadcastInt32x8(0)
	round := archsimd.BroadcastInt32x8(1 << (shift - 1))
	n := archsimd.BroadcastInt32x8(int32(shift)) // a shift by a variable would go by SSE: see fourPixels
	for x := 0; x <= len(row)-32; x += 32 {
		a, b, c, d := round, round, round, round
		for i := range samples {
			s := &samples[i]
			fy := archsimd.BroadcastInt32x8(s.fy)
			top, bottom := (*[4]pairSums)(s.top[x/8:]), (*[4]pairSums)(s.bottom[x/8:])
			a = a.Add(lerp(&top[0], &bottom[0], fy, zero).ShiftAllRight(10))
			b = b.Add(lerp(&top[1], &bottom[1], fy, zero).ShiftAllRight(10))
			c = c.Add(lerp(&top[2], &bottom[2], fy, zero).ShiftAllRight(10))
			d = d.Add(lerp(&top[3], &bottom[3], fy, zero).ShiftAllRight(10))
		}
		all := a.ShiftRight(n).Or(b.ShiftRight(n).ShiftAllLeft(8)).Or(c.ShiftRight(n).ShiftAllLeft(16)).Or(d.ShiftRight(n).ShiftAllLeft(24))
		all.AsUint8x32().PermuteOrZeroGrouped(twice).AsUint32x8().Or(alpha).AsUint8x32().StoreSlice(row[x:])
	}
}
