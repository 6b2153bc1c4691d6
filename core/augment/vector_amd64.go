//go:build amd64 && goexperiment.simd

package augment

import "simd/archsimd"

// The hot loops eight values at a time, with AVX2. Each function does what it
// can from the start of its rows, exactly as the plain loop would, and returns
// how many pixels that was: the plain loop goes on from there. Without AVX2, and
// where this file is not built, that is all of them.

var vectors = archsimd.X86.AVX2()

const lanes = 8

func vectorStore(row []uint8, k rounding, r, g, b []float32) int {
	if !vectors {
		return 0
	}
	scale, add := archsimd.BroadcastFloat32x8(k.scale), archsimd.BroadcastFloat32x8(k.add)
	alpha := archsimd.BroadcastInt32x8(-1 << 24)
	i := 0
	for ; i <= len(r)-lanes; i += lanes {
		red := archsimd.LoadFloat32x8Slice(r[i:]).Mul(scale).Add(add).ConvertToInt32()
		green := archsimd.LoadFloat32x8Slice(g[i:]).Mul(scale).Add(add).ConvertToInt32()
		blue := archsimd.LoadFloat32x8Slice(b[i:]).Mul(scale).Add(add).ConvertToInt32()
		red.Or(green.ShiftAllLeft(8)).Or(blue.ShiftAllLeft(16)).Or(alpha).AsUint8x32().StoreSlice(row[4*i:])
	}
	archsimd.ClearAVXUpperBits()
	return i
}

func vectorLoad(row []uint8, r, g, b []float32) int {
	if !vectors {
		return 0
	}
	// Signed, though bytes: Go shifts Uint32x8 by way of an SSE register, which
	// costs AVX code a hundred times the shift.
	low, unit := archsimd.BroadcastInt32x8(0xff), archsimd.BroadcastFloat32x8(1.0/255)
	i := 0
	for ; i <= len(r)-lanes; i += lanes {
		px := archsimd.LoadUint8x32Slice(row[4*i:]).AsInt32x8()
		px.And(low).ConvertToFloat32().Mul(unit).StoreSlice(r[i:])
		px.ShiftAllRight(8).And(low).ConvertToFloat32().Mul(unit).StoreSlice(g[i:])
		px.ShiftAllRight(16).And(low).ConvertToFloat32().Mul(unit).StoreSlice(b[i:])
	}
	archsimd.ClearAVXUpperBits()
	return i
}

func vectorGrey(r, g, b []float32) int {
	if !vectors {
		return 0
	}
	kr, kg, kb := archsimd.BroadcastFloat32x8(0.2989), archsimd.BroadcastFloat32x8(0.587), archsimd.BroadcastFloat32x8(0.114)
	i := 0
	for ; i <= len(r)-lanes; i += lanes {
		y := archsimd.LoadFloat32x8Slice(r[i:]).Mul(kr).Add(archsimd.LoadFloat32x8Slice(g[i:]).Mul(kg)).Add(archsimd.LoadFloat32x8Slice(b[i:]).Mul(kb))
		y.StoreSlice(r[i:])
		y.StoreSlice(g[i:])
		y.StoreSlice(b[i:])
	}
	archsimd.ClearAVXUpperBits()
	return i
}

// vectorSharpen writes the pixels from the second on.
func vectorSharpen(dst, above, here, below []float32, factor float32) int {
	if !vectors {
		return 0
	}
	number := archsimd.BroadcastFloat32x8
	k, rest, five, part, full, half, unit, zero, one := number(factor), number(1-factor), number(5), number(1.0/13),
		number(255), number(0.5), number(1.0/255), number(0), number(1)
	at := func(line []float32, x int) archsimd.Float32x8 { return archsimd.LoadFloat32x8Slice(line[x:]) }
	x := 1
	for ; x <= len(dst)-1-lanes; x += lanes {
		middle := at(here, x)
		ring := at(above, x-1).Add(at(above, x)).Add(at(above, x+1)).Add(at(here, x-1)).Add(at(here, x+1)).
			Add(at(below, x-1)).Add(at(below, x)).Add(at(below, x+1))
		level := ring.Add(middle.Mul(five)).Mul(part).Mul(full).Add(half).ConvertToInt32()
		smooth := level.ConvertToFloat32().Mul(unit)
		middle.Mul(k).Add(smooth.Mul(rest)).Max(zero).Min(one).StoreSlice(dst[x:])
	}
	archsimd.ClearAVXUpperBits()
	return x - 1
}

func vectorLinear(k float32, mean [3]float32, r, g, b []float32) int {
	if !vectors {
		return 0
	}
	i := 0
	gain, zero, one := archsimd.BroadcastFloat32x8(k), archsimd.BroadcastFloat32x8(0), archsimd.BroadcastFloat32x8(1)
	for c, line := range [3][]float32{r, g, b} {
		m := archsimd.BroadcastFloat32x8(mean[c])
		for i = 0; i <= len(line)-lanes; i += lanes {
			x := archsimd.LoadFloat32x8Slice(line[i:])
			x.Sub(m).Mul(gain).Add(m).Max(zero).Min(one).StoreSlice(line[i:])
		}
	}
	archsimd.ClearAVXUpperBits()
	return i
}

func vectorSaturation(factor float32, r, g, b []float32) int {
	if !vectors {
		return 0
	}
	k, zero, tiny := archsimd.BroadcastFloat32x8(factor), archsimd.BroadcastFloat32x8(0), archsimd.BroadcastFloat32x8(1e-20)
	i := 0
	for ; i <= len(r)-lanes; i += lanes {
		red, green, blue := archsimd.LoadFloat32x8Slice(r[i:]), archsimd.LoadFloat32x8Slice(g[i:]), archsimd.LoadFloat32x8Slice(b[i:])
		most, least := red.Max(green).Max(blue), red.Min(green).Min(blue)
		f := k.Min(most.Div(most.Sub(least).Add(tiny)))
		most.Sub(most.Sub(red).Mul(f)).Max(zero).StoreSlice(r[i:])
		most.Sub(most.Sub(green).Mul(f)).Max(zero).StoreSlice(g[i:])
		most.Sub(most.Sub(blue).Mul(f)).Max(zero).StoreSlice(b[i:])
	}
	archsimd.ClearAVXUpperBits()
	return i
}

func vectorHue(turn float32, r, g, b []float32) int {
	if !vectors {
		return 0
	}
	number := archsimd.BroadcastFloat32x8
	delta, zero, one, two, three, four, six, eight, ten, twelve := number(turn), number(0), number(1), number(2),
		number(3), number(4), number(6), number(8), number(10), number(12)
	sign := archsimd.BroadcastUint32x8(1 << 31)
	abs := func(x archsimd.Float32x8) archsimd.Float32x8 { return x.AsUint32x8().AndNot(sign).AsFloat32x8() }
	i := 0
	for ; i <= len(r)-lanes; i += lanes {
		red, green, blue := archsimd.LoadFloat32x8Slice(r[i:]), archsimd.LoadFloat32x8Slice(g[i:]), archsimd.LoadFloat32x8Slice(b[i:])
		most, least := red.Max(green).Max(blue), red.Min(green).Min(blue)
		chroma := most.Sub(least)
		isGreen, isRed := green.Equal(most), red.Equal(most)
		x := green.Merge(blue.Merge(red, isGreen), isRed)
		y := blue.Merge(red.Merge(green, isGreen), isRed)
		ahead := six.Merge(eight.Merge(ten, isGreen), isRed)
		h := x.Sub(y).Div(one.Merge(chroma, chroma.Equal(zero))).Add(ahead).Add(delta)
		h = h.Sub(twelve.Merge(six.Merge(zero, h.GreaterEqual(six)), h.GreaterEqual(twelve)))
		least.Add(chroma.Mul(abs(h.Sub(three)).Sub(one).Max(zero).Min(one))).StoreSlice(r[i:])
		least.Add(chroma.Mul(two.Sub(abs(h.Sub(two))).Max(zero).Min(one))).StoreSlice(g[i:])
		least.Add(chroma.Mul(two.Sub(abs(h.Sub(four))).Max(zero).Min(one))).StoreSlice(b[i:])
	}
	archsimd.ClearAVXUpperBits()
	return i
}

func vectorPairs(dst, src []float32, pairs [][2][]float32, scale float32, kernel []float32) int {
	if !vectors {
		return 0
	}
	s := archsimd.BroadcastFloat32x8(scale)
	n := len(dst)
	i := 0
	for ; i <= n-4*lanes; i += 4 * lanes { // four at once, so that they need not wait for each other
		from := (*[4 * lanes]float32)(src[i:])
		x0, x1 := archsimd.LoadFloat32x8Slice(from[:]).Mul(s), archsimd.LoadFloat32x8Slice(from[8:]).Mul(s)
		x2, x3 := archsimd.LoadFloat32x8Slice(from[16:]).Mul(s), archsimd.LoadFloat32x8Slice(from[24:]).Mul(s)
		for j := range kernel {
			k := archsimd.BroadcastFloat32x8(kernel[j])
			a, b := (*[4 * lanes]float32)(pairs[j][0][i:]), (*[4 * lanes]float32)(pairs[j][1][i:])
			x0 = x0.Add(archsimd.LoadFloat32x8Slice(a[:]).Add(archsimd.LoadFloat32x8Slice(b[:])).Mul(k))
			x1 = x1.Add(archsimd.LoadFloat32x8Slice(a[8:]).Add(archsimd.LoadFloat32x8Slice(b[8:])).Mul(k))
			x2 = x2.Add(archsimd.LoadFloat32x8Slice(a[16:]).Add(archsimd.LoadFloat32x8Slice(b[16:])).Mul(k))
			x3 = x3.Add(archsimd.LoadFloat32x8Slice(a[24:]).Add(archsimd.LoadFloat32x8Slice(b[24:])).Mul(k))
		}
		to := (*[4 * lanes]float32)(dst[i:])
		x0.StoreSlice(to[:])
		x1.StoreSlice(to[8:])
		x2.StoreSlice(to[16:])
		x3.StoreSlice(to[24:])
	}
	for ; i <= n-lanes; i += lanes {
		x := archsimd.LoadFloat32x8Slice(src[i:]).Mul(s)
		for j := range kernel {
			k := archsimd.BroadcastFloat32x8(kernel[j])
			x = x.Add(archsimd.LoadFloat32x8Slice(pairs[j][0][i:]).Add(archsimd.LoadFloat32x8Slice(pairs[j][1][i:])).Mul(k))
		}
		x.StoreSlice(dst[i:])
	}
	archsimd.ClearAVXUpperBits()
	return i
}

// threes[c] says where in three vectors of red, green, blue, red, … a channel's
// eight are: the lane, and the vector.
var threes = func() (t [3]struct{ lane, vector [lanes]uint32 }) {
	for c := range t {
		for i := range lanes {
			t[c].lane[i], t[c].vector[i] = uint32(3*i+c)%lanes, uint32(3*i+c)/lanes
		}
	}
	return t
}()

func vectorNoise(r, g, b, z []float32, sigma float32) int {
	if !vectors {
		return 0
	}
	zero, one, scale := archsimd.BroadcastFloat32x8(0), archsimd.BroadcastFloat32x8(1), archsimd.BroadcastFloat32x8(sigma)
	i := 0
	for c, line := range [3][]float32{r, g, b} {
		lane, vector := archsimd.LoadUint32x8(&threes[c].lane), archsimd.LoadUint32x8(&threes[c].vector)
		first, second := vector.Equal(archsimd.BroadcastUint32x8(0)), vector.Equal(archsimd.BroadcastUint32x8(1))
		for i = 0; i <= len(line)-lanes; i += lanes {
			z := z[3*i:][:3*lanes]
			p, q, o := archsimd.LoadFloat32x8Slice(z), archsimd.LoadFloat32x8Slice(z[lanes:]), archsimd.LoadFloat32x8Slice(z[2*lanes:])
			noise := p.Permute(lane).Merge(q.Permute(lane).Merge(o.Permute(lane), second), first)
			archsimd.LoadFloat32x8Slice(line[i:]).Add(noise.Mul(scale)).Max(zero).Min(one).StoreSlice(line[i:])
		}
	}
	archsimd.ClearAVXUpperBits()
	return i
}
