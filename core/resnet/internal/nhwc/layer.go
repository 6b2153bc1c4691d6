package nhwc

import (
	"fmt"
	"unsafe"
)

// Layer is a convolution.
type Layer struct {
	In, Out int // channels; Out is a multiple of 32
	Kernel  int // side of the kernel
	Stride  int
	Pad     int // zeros around the picture, at most the input's border

	weights []float32 // [Out/32, Kernel, Kernel·In, 32]
	bias    []float32 // [Out]
}

// NewLayer packs a kernel, [out, in, side, side], and a bias, [out], for the
// kernels of this package. They are copied.
func NewLayer(in, out, side, stride, pad int, kernel, bias []float32) (*Layer, error) {
	if out%panel != 0 || len(kernel) != in*out*side*side || len(bias) != out {
		return nil, fmt.Errorf("nhwc: %d to %d channels, kernel of %d numbers, bias of %d: want channels in multiples of %d, %d numbers and %d",
			in, out, len(kernel), len(bias), panel, in*out*side*side, out)
	}
	l := &Layer{In: in, Out: out, Kernel: side, Stride: stride, Pad: pad}
	l.weights, l.bias = aligned(len(kernel)), aligned(len(bias))
	copy(l.bias, bias)
	area := side * side
	for o := range out {
		to := l.weights[o/panel*panel*in*area+o%panel:]
		from := kernel[o*in*area : (o+1)*in*area]
		for tap := range area {
			for c := range in {
				to[(tap*in+c)*panel] = from[c*area+tap]
			}
		}
	}
	return l, nil
}

// Step is what is merged into a convolution's pass.
type Step struct {
	Add  *Plane // a shortcut to add, of the output's shape; or nil
	ReLU bool
}

// Fits reports whether the layer can take in to out: shapes that fit, a border
// for the padding, and no gaps between the pixels under a kernel.
func (l *Layer) Fits(in, out *Plane, s Step) error {
	size := func(n int) int { return (n+2*l.Pad-l.Kernel)/l.Stride + 1 }
	switch {
	case in.Channels != l.In || out.Channels != l.Out || in.Pictures != out.Pictures,
		out.Height != size(in.Height) || out.Width != size(in.Width),
		in.border < l.Pad || l.Kernel > 1 && in.pitch != in.Channels,
		s.Add != nil && (s.Add.Pictures != out.Pictures || s.Add.Height != out.Height || s.Add.Width != out.Width || s.Add.Channels != out.Channels):
		return fmt.Errorf("nhwc: layer %d to %d channels, kernel %d, stride %d, padding %d does not fit planes %v and %v",
			l.In, l.Out, l.Kernel, l.Stride, l.Pad, in.shape(), out.shape())
	}
	return nil
}

func (p *Plane) shape() [6]int {
	return [6]int{p.Pictures, p.Height, p.Width, p.Channels, p.border, p.pitch}
}

// Groups is how many groups of up to 7 pixels the first n pictures of out have:
// what [Layer.Apply] counts in.
func Groups(out *Plane, n int) int { return n * out.Height * across(out) }

// across is the number of groups in a row.
func across(out *Plane) int { return (out.Width + group - 1) / group }

// Bytes of the second-level cache that weights, or the input of a block of
// tiles, may take. Most processors since 2020 have 1 to 2 MiB a core.
const cached = 768 << 10

// Apply computes groups from to to of out, which [Layer.Fits]. Different groups
// may be computed at the same time.
func (l *Layer) Apply(in, out *Plane, s Step, from, to int) {
	block := to - from
	if 4*len(l.weights) <= cached {
		block = 2 // a tile's input stays in the first level, weights in the second
	} else if tileBytes := 4 * rows * l.Stride * l.Stride * l.In; block/2*tileBytes > cached {
		block = 2 * max(1, cached/tileBytes)
	}
	j := job{layer: l, in: in, out: out, step: s}
	j.prepare()
	for at := from; at < to; at += block {
		end := min(at+block, to)
		for c := 0; c < l.Out; c += panel {
			j.panel(c)
			for g := at; g < end; g += 2 {
				j.tile(g, min(g+2, end), c)
			}
		}
	}
}

// job is one call of Apply.
type job struct {
	layer   *Layer
	in, out *Plane
	step    Step
	t       tile

	places  [2]place
	scratch [2][rows * panel]float32 // output, and what is added, of a tile with places left empty
}

// place is where a group of pixels lies.
type place struct{ picture, y, x, n int }

func (j *job) prepare() {
	l := j.layer
	j.t.inStep = uintptr(4 * l.Stride * j.in.pitch)
	j.t.taps = uintptr(l.Kernel)
	j.t.tapStep = uintptr(4 * (j.in.Width + 2*j.in.border) * j.in.pitch)
	j.t.length = uintptr(l.Kernel * l.In)
	if j.step.ReLU {
		j.t.relu = 1
	}
}

// panel takes the 32 channels from c on.
func (j *job) panel(c int) {
	l := j.layer
	j.t.weights = unsafe.Pointer(&l.weights[c*l.Kernel*l.Kernel*l.In])
	j.t.bias = unsafe.Pointer(&l.bias[c])
}

// locate finds group number g.
func (j *job) locate(g int) place {
	n := across(j.out)
	x, row := g%n*group, g/n
	return place{row / j.out.Height, row % j.out.Height, x, min(group, j.out.Width-x)}
}

// tile computes groups g to end, one or two, and the channels from c on.
func (j *job) tile(g, end, c int) {
	l, whole := j.layer, end == g+2
	for i := range 2 {
		p := j.locate(min(g+i, end-1))
		j.places[i] = p
		whole = whole && p.n == group
		j.t.in[i] = unsafe.Pointer(&j.in.data[j.in.at(p.picture, p.y*l.Stride-l.Pad, p.x*l.Stride-l.Pad)])
	}
	if !whole {
		j.partial(end-g, c)
		return
	}
	j.t.outStep = uintptr(4 * j.out.pitch)
	for i, p := range j.places {
		j.t.out[i] = unsafe.Pointer(&j.out.data[j.out.at(p.picture, p.y, p.x)+c])
		if a := j.step.Add; a != nil {
			j.t.add[i] = unsafe.Pointer(&a.data[a.at(p.picture, p.y, p.x)+c])
			j.t.addStep = uintptr(4 * a.pitch)
		}
	}
	kernel(&j.t)
}

// partial computes a tile with places left empty through scratch memory; count
// is the number of its groups.
func (j *job) partial(count, c int) {
	j.t.outStep, j.t.addStep = 4*panel, 4*panel
	for i, p := range j.places {
		j.t.out[i] = unsafe.Pointer(&j.scratch[0][i*group*panel])
		if a := j.step.Add; a != nil {
			j.t.add[i] = unsafe.Pointer(&j.scratch[1][i*group*panel])
			for x := range p.n {
				copy(j.scratch[1][(i*group+x)*panel:][:panel], a.data[a.at(p.picture, p.y, p.x+x)+c:])
			}
		}
	}
	kernel(&j.t)
	for i, p := range j.places[:count] {
		for x := range p.n {
			copy(j.out.data[j.out.at(p.picture, p.y, p.x+x)+c:][:panel], j.scratch[0][(i*group+x)*panel:])
		}
	}
}
