package nhwc

import "unsafe"

const (
	group = 7         // pixels that lie at even distances, in a row of the output
	rows  = 2 * group // pixels of a tile
	panel = 32        // channels of a tile
)

// tile is the work of one call of a kernel: the sums of 14 pixels by 32
// channels, in two groups of 7 pixels. The assembly knows its layout.
type tile struct {
	in      [2]unsafe.Pointer // first number under the kernel at each group's first pixel
	inStep  uintptr           // bytes from a pixel to the next in a group
	taps    uintptr           // rows of the kernel
	tapStep uintptr           // bytes from one row of the input to the next
	length  uintptr           // numbers in a row under the kernel
	weights unsafe.Pointer    // [taps · length, 32]
	bias    unsafe.Pointer    // [32]
	out     [2]unsafe.Pointer
	outStep uintptr           // bytes
	add     [2]unsafe.Pointer // numbers to add, or nil
	addStep uintptr
	relu    uintptr // 1: negative sums become 0
}

// tileGeneric computes the tile by plain loops, four pixels by four channels at
// a time, which registers hold.
func tileGeneric(t *tile) {
	for g := range 2 {
		for c := 0; c < panel; c += 4 {
			for p := 0; p < group; p += 4 {
				blockGeneric(t, g, p, min(4, group-p), c)
			}
		}
	}
}

// blockGeneric computes up to four pixels from p on and four channels from c on.
// With fewer than four pixels the last is computed more than once.
func blockGeneric(t *tile, g, p, n, c int) {
	var s [4][4]float32
	w := uintptr(4 * c)
	for tap := range t.taps {
		row := func(i int) []float32 {
			at := uintptr(p+min(i, n-1))*t.inStep + tap*t.tapStep
			return unsafe.Slice((*float32)(unsafe.Add(t.in[g], at)), t.length)
		}
		x0, x1, x2, x3 := row(0), row(1), row(2), row(3)
		for k, v := range x0 {
			at := (*[4]float32)(unsafe.Add(t.weights, w))
			addScaled(&s[0], at, v)
			addScaled(&s[1], at, x1[k])
			addScaled(&s[2], at, x2[k])
			addScaled(&s[3], at, x3[k])
			w += 4 * panel
		}
	}
	for i := range n {
		t.finish(g, p+i, c, &s[i])
	}
}

// addScaled adds v·x to s.
func addScaled(s, v *[4]float32, x float32) {
	s[0] += v[0] * x
	s[1] += v[1] * x
	s[2] += v[2] * x
	s[3] += v[3] * x
}

// finish adds bias and shortcut to four channels of a pixel and writes them.
func (t *tile) finish(g, p, c int, s *[4]float32) {
	bias := (*[4]float32)(unsafe.Add(t.bias, 4*c))
	out := (*[4]float32)(unsafe.Add(t.out[g], uintptr(p)*t.outStep+uintptr(4*c)))
	for i := range s {
		v := s[i] + bias[i]
		if t.add[g] != nil {
			v += (*[4]float32)(unsafe.Add(t.add[g], uintptr(p)*t.addStep+uintptr(4*c)))[i]
		}
		if t.relu != 0 {
			v = max(v, 0)
		}
		out[i] = v
	}
}
