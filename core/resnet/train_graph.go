package resnet

import (
	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"

	"graft/core/weights/layout"
)

// trainNetwork writes layers in a form whose gradients the backend can compute.
type trainNetwork struct {
	form   trainForm
	folded func(c layout.Conv) (kernel, bias *graph.Node) // with batch normalisation
}

func (n trainNetwork) block(x *graph.Node, b layout.Block) *graph.Node {
	shortcut := x
	if b.Shortcut != nil {
		shortcut = n.conv(x, *b.Shortcut)
	}
	y := rectify(n.conv(x, b.Convs[0]))
	y = rectify(n.conv(y, b.Convs[1]))
	return rectify(graph.Add(n.conv(y, b.Convs[2]), shortcut))
}

func (n trainNetwork) conv(x *graph.Node, c layout.Conv) *graph.Node {
	kernel, bias := n.folded(c)
	if n.form == productForm {
		return matrixProduct(x, kernel, bias, c)
	}
	p := c.Pad()
	y := graph.ConvGeneral(x, kernel, compute.ConvolveAxesConfig{
		InputBatch: 0, InputChannels: 1, InputSpatial: []int{2, 3},
		KernelOutputChannels: 0, KernelInputChannels: 1, KernelSpatial: []int{2, 3},
		OutputBatch: 0, OutputChannels: 1, OutputSpatial: []int{2, 3},
	}, []int{c.Stride, c.Stride}, [][2]int{{p, p}, {p, p}}, nil, nil, 1, 1)
	return graph.Add(y, graph.Reshape(bias, 1, c.Out, 1, 1))
}

// matrixProduct is the convolution of x, [n, h, w, in], with a kernel [k·k·in, out] as a
// matrix product: what is under the kernel at a place is a row.
func matrixProduct(x, kernel, bias *graph.Node, c layout.Conv) *graph.Node {
	parts := underKernel(x, c.Kernel, c.Stride)
	rows := parts[0]
	if len(parts) > 1 {
		rows = graph.Concatenate(parts, -1)
	}
	n, h, w := rows.Shape().Dim(0), rows.Shape().Dim(1), rows.Shape().Dim(2)
	rows = graph.Reshape(rows, n*h*w, c.Kernel*c.Kernel*c.In)
	y := graph.Add(graph.Dot(rows, kernel).Product(), graph.Reshape(bias, 1, c.Out))
	return graph.Reshape(y, n, h, w, c.Out)
}

// underKernel returns what each of the k·k places of a kernel sees of x, [n, h, w,
// c], h and w equal, padded with 0 so that a stride of 1 keeps the size. For a stride
// of 2 rows and columns are split in two by reshaping, behind one more row and column
// of 0 if their number is odd: the gradient of a strided slice is padding between the
// numbers, which ONNX has not.
func underKernel(x *graph.Node, k, stride int) []*graph.Node {
	h, w := (x.Shape().Dim(1)+stride-1)/stride, (x.Shape().Dim(2)+stride-1)/stride
	odd := x.Shape().Dim(1) % stride
	if k > 1 || odd > 0 {
		p := compute.PadAxis{Start: k / 2, End: k/2 + odd}
		x = graph.Pad(x, graph.ScalarZero(x.Graph(), x.DType()), compute.PadAxis{}, p, p, compute.PadAxis{})
	}
	var parts []*graph.Node
	for ky := range k {
		for kx := range k {
			part := x
			if stride == 2 {
				part = phase(x, ky%2, kx%2)
			}
			if y0, x0 := ky/stride, kx/stride; k > 1 {
				part = graph.Slice(part, graph.AxisRange(), graph.AxisRange(y0, y0+h), graph.AxisRange(x0, x0+w), graph.AxisRange())
			}
			parts = append(parts, part)
		}
	}
	return parts
}

// phase takes every second row of x, [n, h, w, c], from y on and every second
// column from x0 on; h and w are even.
func phase(x *graph.Node, y, x0 int) *graph.Node {
	n, h, w, c := x.Shape().Dim(0), x.Shape().Dim(1)/2, x.Shape().Dim(2)/2, x.Shape().Dim(3)
	x = graph.Reshape(x, n, h, 2, w, 2*c)
	x = graph.Slice(x, graph.AxisRange(), graph.AxisRange(), graph.AxisRange(y, y+1), graph.AxisRange(), graph.AxisRange(x0*c, (x0+1)*c))
	return graph.Reshape(x, n, h, w, c)
}

// maxPool is the largest of each 3 by 3 places, 2 apart, of numbers that are not
// negative. Of equal ones the first has the gradient, as in Keras and PyTorch.
func (n trainNetwork) maxPool(x *graph.Node) *graph.Node {
	if n.form == nativeForm {
		p := compute.PadAxis{Start: 1, End: 1}
		x = graph.Pad(x, graph.ScalarZero(x.Graph(), x.DType()), compute.PadAxis{}, compute.PadAxis{}, p, p)
		return graph.MaxPool(x).FullShape().WindowPerAxis(1, 1, 3, 3).StridePerAxis(1, 1, 2, 2).NoPadding().Done()
	}
	parts := underKernel(x, 3, 2)
	y := parts[0]
	for _, part := range parts[1:] {
		y = graph.Max(y, part)
	}
	return y
}
