//go:build amd64 && goexperiment.simd

package augment

import "simd/archsimd"

// The JPEG coder's loops on eight whole numbers at a time: see jpeg.go and dct.go
// for what they compute.

// eight are the rows of a block of 8×8.
type eight [8]archsimd.Int32x8

// vectorBlock is codeBlock for one whose columns are all in the plane: rows are
// where each of its rows is read, those beyond the last repeated, and the first
// high of them where it is written.
func vectorBlock(rows *[8][]float32, high int, table *[64]int32) {
	var b eight
	middle := archsimd.BroadcastInt32x8(128)
	for i, row := range rows {
		b[i] = archsimd.LoadFloat32x8((*[lanes]float32)(row)).ConvertToInt32().Sub(middle)
	}
	b.transpose()
	b.forward(true)
	b.transpose()
	b.forward(false)
	for i := range b {
		// Exact: a quotient of numbers so small is never rounded up to a whole one.
		step := archsimd.LoadInt32x8((*[lanes]int32)(table[8*i:]))
		whole := step.ShiftAllLeft(3)
		n := b[i].Abs().Add(step.ShiftAllLeft(2)).ConvertToFloat32().Div(whole.ConvertToFloat32()).ConvertToInt32()
		b[i] = n.CopySign(b[i]).Mul(step)
	}
	b.inverse(dctBits - dctExtra)
	b.transpose()
	b.inverse(dctBits + dctExtra + 3)
	b.transpose()
	zero, most := archsimd.BroadcastInt32x8(0), archsimd.BroadcastInt32x8(255)
	for i, row := range rows[:high] {
		b[i].Add(middle).Max(zero).Min(most).ConvertToFloat32().Store((*[lanes]float32)(row))
	}
	archsimd.ClearAVXUpperBits()
}

// transpose makes columns of rows.
func (b *eight) transpose() {
	var p, q [8]archsimd.Int64x4
	for i := range 4 { // 32 bits of two rows in turn, then 64 of four
		p[2*i] = b[2*i].InterleaveLoGrouped(b[2*i+1]).AsInt64x4()
		p[2*i+1] = b[2*i].InterleaveHiGrouped(b[2*i+1]).AsInt64x4()
	}
	for i := range 2 {
		q[4*i], q[4*i+1] = p[4*i].InterleaveLoGrouped(p[4*i+2]), p[4*i].InterleaveHiGrouped(p[4*i+2])
		q[4*i+2], q[4*i+3] = p[4*i+1].InterleaveLoGrouped(p[4*i+3]), p[4*i+1].InterleaveHiGrouped(p[4*i+3])
	}
	for i := range 4 {
		b[i] = q[i].Select128FromPair(0, 2, q[i+4]).AsInt32x8()
		b[i+4] = q[i].Select128FromPair(1, 3, q[i+4]).AsInt32x8()
	}
}

// forward is forwardLine for eight lines.
func (b *eight) forward(rows bool) {
	t0, t7 := b[0].Add(b[7]), b[0].Sub(b[7])
	t1, t6 := b[1].Add(b[6]), b[1].Sub(b[6])
	t2, t5 := b[2].Add(b[5]), b[2].Sub(b[5])
	t3, t4 := b[3].Add(b[4]), b[3].Sub(b[4])
	t10, t13 := t0.Add(t3), t0.Sub(t3)
	t11, t12 := t1.Add(t2), t1.Sub(t2)
	down := descale15
	if rows {
		down = descale11
		b[0], b[4] = t10.Add(t11).ShiftAllLeft(dctExtra), t10.Sub(t11).ShiftAllLeft(dctExtra)
	} else {
		b[0], b[4] = descale2(t10.Add(t11)), descale2(t10.Sub(t11))
	}
	z := times(t12.Add(t13), dct0541)
	b[2], b[6] = down(z.Add(times(t13, dct0765))), down(z.Sub(times(t12, dct1847)))
	z1, z2, z3, z4 := times(t4.Add(t7), -dct0899), times(t5.Add(t6), -dct2562), t4.Add(t6), t5.Add(t7)
	z5 := times(z3.Add(z4), dct1175)
	z3, z4 = times(z3, -dct1961).Add(z5), times(z4, -dct0390).Add(z5)
	b[7] = down(times(t4, dct0298).Add(z1).Add(z3))
	b[5] = down(times(t5, dct2053).Add(z2).Add(z4))
	b[3] = down(times(t6, dct3072).Add(z2).Add(z3))
	b[1] = down(times(t7, dct1501).Add(z1).Add(z4))
}

// inverse is inverseLine for eight lines.
func (b *eight) inverse(n uint) {
	z := times(b[2].Add(b[6]), dct0541)
	e2, e3 := z.Sub(times(b[6], dct1847)), z.Add(times(b[2], dct0765))
	e0, e1 := b[0].Add(b[4]).ShiftAllLeft(dctBits), b[0].Sub(b[4]).ShiftAllLeft(dctBits)
	t10, t13, t11, t12 := e0.Add(e3), e0.Sub(e3), e1.Add(e2), e1.Sub(e2)
	o0, o1, o2, o3 := b[7], b[5], b[3], b[1]
	z1, z2, z3, z4 := times(o0.Add(o3), -dct0899), times(o1.Add(o2), -dct2562), o0.Add(o2), o1.Add(o3)
	z5 := times(z3.Add(z4), dct1175)
	z3, z4 = times(z3, -dct1961).Add(z5), times(z4, -dct0390).Add(z5)
	o0 = times(o0, dct0298).Add(z1).Add(z3)
	o1 = times(o1, dct2053).Add(z2).Add(z4)
	o2 = times(o2, dct3072).Add(z2).Add(z3)
	o3 = times(o3, dct1501).Add(z1).Add(z4)
	down := descale11
	if n != dctBits-dctExtra {
		down = descale18
	}
	b[0], b[7] = down(t10.Add(o3)), down(t10.Sub(o3))
	b[1], b[6] = down(t11.Add(o2)), down(t11.Sub(o2))
	b[2], b[5] = down(t12.Add(o1)), down(t12.Sub(o1))
	b[3], b[4] = down(t13.Add(o0)), down(t13.Sub(o0))
}

func times(x archsimd.Int32x8, k int32) archsimd.Int32x8 {
	return x.Mul(archsimd.BroadcastInt32x8(k))
}

// descale by the numbers that are needed: a shift by a variable is slow.

func descale2(x archsimd.Int32x8) archsimd.Int32x8 {
	return x.Add(archsimd.BroadcastInt32x8(1 << 1)).ShiftAllRight(2)
}

func descale11(x archsimd.Int32x8) archsimd.Int32x8 {
	return x.Add(archsimd.BroadcastInt32x8(1 << 10)).ShiftAllRight(11)
}

func descale15(x archsimd.Int32x8) archsimd.Int32x8 {
	return x.Add(archsimd.BroadcastInt32x8(1 << 14)).ShiftAllRight(15)
}

func descale18(x archsimd.Int32x8) archsimd.Int32x8 {
	return x.Add(archsimd.BroadcastInt32x8(1 << 17)).ShiftAllRight(18)
}

// vectorYCC is toYCC.
func vectorYCC(r, g, b []float32) int {
	if !vectors {
		return 0
	}
	full := archsimd.BroadcastFloat32x8(255.5)
	luma, chroma := archsimd.BroadcastInt32x8(1<<15), archsimd.BroadcastInt32x8(128<<16+1<<15-1)
	i := 0
	for ; i <= len(r)-lanes; i += lanes {
		x := archsimd.LoadFloat32x8Slice(r[i:]).Mul(full).ConvertToInt32()
		y := archsimd.LoadFloat32x8Slice(g[i:]).Mul(full).ConvertToInt32()
		z := archsimd.LoadFloat32x8Slice(b[i:]).Mul(full).ConvertToInt32()
		times(x, 19595).Add(times(y, 38470)).Add(times(z, 7471)).Add(luma).ShiftAllRight(16).ConvertToFloat32().StoreSlice(r[i:])
		times(z, 32768).Sub(times(x, 11059)).Sub(times(y, 21709)).Add(chroma).ShiftAllRight(16).ConvertToFloat32().StoreSlice(g[i:])
		times(x, 32768).Sub(times(y, 27439)).Sub(times(z, 5329)).Add(chroma).ShiftAllRight(16).ConvertToFloat32().StoreSlice(b[i:])
	}
	archsimd.ClearAVXUpperBits()
	return i
}

// vectorRGB is toRGB.
func vectorRGB(y, cb, cr []float32) int {
	if !vectors {
		return 0
	}
	middle, half := archsimd.BroadcastInt32x8(128), archsimd.BroadcastInt32x8(1<<15)
	zero, most, unit := archsimd.BroadcastInt32x8(0), archsimd.BroadcastInt32x8(255), archsimd.BroadcastFloat32x8(1.0/255)
	i := 0
	for ; i <= len(y)-lanes; i += lanes {
		l := archsimd.LoadFloat32x8Slice(y[i:]).ConvertToInt32()
		b := archsimd.LoadFloat32x8Slice(cb[i:]).ConvertToInt32().Sub(middle)
		r := archsimd.LoadFloat32x8Slice(cr[i:]).ConvertToInt32().Sub(middle)
		red := times(r, 91881).Add(half).ShiftAllRight(16).Add(l)
		green := half.Sub(times(b, 22554)).Sub(times(r, 46802)).ShiftAllRight(16).Add(l)
		blue := times(b, 116130).Add(half).ShiftAllRight(16).Add(l)
		red.Max(zero).Min(most).ConvertToFloat32().Mul(unit).StoreSlice(y[i:])
		green.Max(zero).Min(most).ConvertToFloat32().Mul(unit).StoreSlice(cb[i:])
		blue.Max(zero).Min(most).ConvertToFloat32().Mul(unit).StoreSlice(cr[i:])
	}
	archsimd.ClearAVXUpperBits()
	return i
}

var (
	// inOrder undoes what adding pairs of two vectors does to the order.
	inOrder = [lanes]uint32{0, 1, 4, 5, 2, 3, 6, 7}
	// oneTwo is roundingOf for eight columns.
	oneTwo = [lanes]int32{1, 2, 1, 2, 1, 2, 1, 2}
)

// vectorSubsample writes the first values of a halved row.
func vectorSubsample(out, top, bottom []float32) int {
	if !vectors {
		return 0
	}
	order, bias := archsimd.LoadUint32x8(&inOrder), archsimd.LoadInt32x8(&oneTwo)
	sum := func(x int) archsimd.Float32x8 {
		return archsimd.LoadFloat32x8Slice(top[x:]).Add(archsimd.LoadFloat32x8Slice(bottom[x:]))
	}
	i := 0
	for ; 2*i <= len(top)-2*lanes; i += lanes {
		pairs := sum(2 * i).AddPairsGrouped(sum(2*i + lanes)).Permute(order).ConvertToInt32()
		pairs.Add(bias).ShiftAllRight(2).ConvertToFloat32().StoreSlice(out[i:])
	}
	archsimd.ClearAVXUpperBits()
	return i
}

// vectorUpsample writes the first values of a doubled row. sums are 3·near + far
// of the halved one, and begin with the first of them twice.
func vectorUpsample(out, sums []float32) int {
	if !vectors {
		return 0
	}
	three, even, odd := archsimd.BroadcastFloat32x8(3), archsimd.BroadcastInt32x8(8), archsimd.BroadcastInt32x8(7)
	k := 0
	for ; k <= len(sums)-2-lanes; k += lanes {
		here := archsimd.LoadFloat32x8Slice(sums[k+1:]).Mul(three)
		left := here.Add(archsimd.LoadFloat32x8Slice(sums[k:])).ConvertToInt32().Add(even).ShiftAllRight(4)
		right := here.Add(archsimd.LoadFloat32x8Slice(sums[k+2:])).ConvertToInt32().Add(odd).ShiftAllRight(4)
		lo, hi := left.InterleaveLoGrouped(right), left.InterleaveHiGrouped(right)
		if 2*k+2*lanes > len(out) {
			break
		}
		lo.Select128FromPair(0, 2, hi).ConvertToFloat32().StoreSlice(out[2*k:])
		lo.Select128FromPair(1, 3, hi).ConvertToFloat32().StoreSlice(out[2*k+lanes:])
	}
	archsimd.ClearAVXUpperBits()
	return 2 * k
}
