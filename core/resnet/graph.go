package resnet

import (
	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"

	"graft/core/weights/layout"
)

// Form says how convolutions are written in the graph. Both give the same
// features but for rounding.
type Form int

const (
	// Convolutions uses the backend's own convolution, with channels first: for
	// XLA and ONNX Runtime.
	Convolutions Form = iota
	// Matrices writes a convolution as a matrix product, with channels last: for
	// the pure-Go backend, whose products are fast and nothing else is.
	Matrices
)

// Params is what Graph asks for its kernels and biases: it returns the tensor of that
// name and shape, as a parameter or a constant. Names are those of the convolutions with ".kernel" or ".bias".
type Params func(g *graph.Graph, name string, dims ...int) *graph.Node

// Graph adds the network, of that variant, to a graph. pictures are preprocessed, float32
// of [n, side, side, 3]. It returns the last feature map, [n, places, places,
// FeatureSize], see [Places], and its mean over the picture, the features, [n,
// FeatureSize]. Kernels, with batch normalisation folded in, are [out, in, k, k] in the
// form Convolutions and [k·k·in, out] in the form Matrices.
func Graph(pictures *graph.Node, v layout.Variant, form Form, params Params) (maps, features *graph.Node) {
	maps = lastMap(pictures, v, form, params)
	if form == Convolutions {
		return graph.TransposeAllAxes(maps, 0, 2, 3, 1), graph.ReduceMean(maps, 2, 3)
	}
	return maps, graph.ReduceMean(maps, 1, 2)
}

// lastMap is the last stage's output, in the axes of the form.
func lastMap(pictures *graph.Node, v layout.Variant, form Form, params Params) *graph.Node {
	net := network{form: form, params: params}
	x := pictures
	if form == Convolutions {
		x = graph.TransposeAllAxes(x, 0, 3, 1, 2)
	}
	x = relu(net.conv(x, layout.Stem()))
	x = net.maxPool(x)
	for _, b := range v.Blocks() {
		x = net.block(x, b)
	}
	return x
}

type network struct {
	form   Form
	params Params
}

func (n network) block(x *graph.Node, b layout.Block) *graph.Node {
	shortcut := x
	if b.Shortcut != nil {
		shortcut = n.conv(x, *b.Shortcut)
	}
	y := relu(n.conv(x, b.Convs[0]))
	y = relu(n.conv(y, b.Convs[1]))
	return relu(graph.Add(n.conv(y, b.Convs[2]), shortcut))
}

func relu(x *graph.Node) *graph.Node { return graph.MaxScalar(x, float32(0)) }

func (n network) conv(x *graph.Node, c layout.Conv) *graph.Node {
	if n.form == Matrices {
		return n.matrixConv(x, c)
	}
	kernel := n.params(x.Graph(), c.Name+".kernel", c.Out, c.In, c.Kernel, c.Kernel)
	bias := n.params(x.Graph(), c.Name+".bias", c.Out)
	axes := compute.ConvolveAxesConfig{
		InputBatch: 0, InputChannels: 1, InputSpatial: []int{2, 3},
		KernelOutputChannels: 0, KernelInputChannels: 1, KernelSpatial: []int{2, 3},
		OutputBatch: 0, OutputChannels: 1, OutputSpatial: []int{2, 3},
	}
	p := c.Pad()
	y := graph.ConvGeneral(x, kernel, axes, []int{c.Stride, c.Stride}, [][2]int{{p, p}, {p, p}}, nil, nil, 1, 1)
	return graph.Add(y, graph.Reshape(bias, 1, c.Out, 1, 1))
}

// matrixConv is the convolution as a product: the numbers under the kernel at
// each place become a row.
func (n network) matrixConv(x *graph.Node, c layout.Conv) *graph.Node {
	kernel := n.params(x.Graph(), c.Name+".kernel", c.Kernel*c.Kernel*c.In, c.Out)
	bias := n.params(x.Graph(), c.Name+".bias", c.Out)
	if c.Kernel > 1 {
		p := compute.PadAxis{Start: c.Pad(), End: c.Pad()}
		x = graph.Pad(x, graph.ScalarZero(x.Graph(), x.DType()), compute.PadAxis{}, p, p, compute.PadAxis{})
	}
	size := (x.Shape().Dim(1)-c.Kernel)/c.Stride + 1
	var parts []*graph.Node
	for ky := range c.Kernel {
		for kx := range c.Kernel {
			parts = append(parts, window(x, ky, kx, size, c.Stride))
		}
	}
	rows := parts[0]
	if len(parts) > 1 {
		rows = graph.Concatenate(parts, -1)
	}
	batch := x.Shape().Dim(0)
	rows = graph.Reshape(rows, batch*size*size, c.Kernel*c.Kernel*c.In)
	y := graph.Add(graph.Dot(rows, kernel).Product(), graph.Reshape(bias, 1, c.Out))
	return graph.Reshape(y, batch, size, size, c.Out)
}

// window takes size by size places of x, [n, h, w, c], from (y, x) on, stride
// apart.
func window(x *graph.Node, ky, kx, size, stride int) *graph.Node {
	last := (size-1)*stride + 1
	if stride == 1 && ky == 0 && kx == 0 && last == x.Shape().Dim(1) {
		return x
	}
	return graph.Slice(x, graph.AxisRange(), graph.AxisRange(ky, ky+last).Stride(stride), graph.AxisRange(kx, kx+last).Stride(stride), graph.AxisRange())
}

// maxPool is the largest of each 3 by 3 places, 2 apart, of a picture of
// numbers that are not negative.
func (n network) maxPool(x *graph.Node) *graph.Node {
	zero := graph.ScalarZero(x.Graph(), x.DType())
	p := compute.PadAxis{Start: 1, End: 1}
	if n.form == Convolutions {
		x = graph.Pad(x, zero, compute.PadAxis{}, compute.PadAxis{}, p, p)
		return graph.MaxPool(x).FullShape().WindowPerAxis(1, 1, 3, 3).StridePerAxis(1, 1, 2, 2).NoPadding().Done()
	}
	x = graph.Pad(x, zero, compute.PadAxis{}, p, p, compute.PadAxis{})
	size := (x.Shape().Dim(1)-3)/2 + 1
	y := window(x, 0, 0, size, 2)
	for i := 1; i < 9; i++ {
		y = graph.Max(y, window(x, i/3, i%3, size, 2))
	}
	return y
}
