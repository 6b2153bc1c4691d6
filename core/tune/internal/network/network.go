package network

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"graft/core/head"
	"graft/core/tune/internal/optimize"
)

// Body is the part of the backbone that is trained with the head.
type Body struct {
	Input  []int   // shape of what it takes for an example
	Shapes [][]int // of its tensors
	Graph  func(x *graph.Node, get func(i int) *graph.Node) *graph.Node
}

// Network is what is trained: a body, if any, and a dense layer on what comes out
// of it. The values lie on the host, kernel and bias first, then the body's
// tensors; the backend computes losses and gradients.
type Network struct {
	Guard
	Backend compute.Backend
	Workers int // runs of the learning graph at a time
	Chunk   int // examples of such a run
	Applied int // examples of a run of the other
	Classes int
	Inputs  int   // of the dense layer
	Body    *Body // nil: examples are what the dense layer takes
	Scale   Scaling
	Top     *head.Top // between body and dense layer; nil for none
	Dropout bool

	Values  [][]float32
	Shapes  [][]int
	buffers []compute.Buffer // values as they were last uploaded

	learn, apply *graph.Graph
}

// inputShape is the shape of an example.
func (n *Network) inputShape() []int {
	if n.Body == nil {
		return []int{n.Inputs}
	}
	return n.Body.Input
}

// InputSize is how many numbers an example is.
func (n *Network) InputSize() int { return shapes.Make(dtypes.Float32, n.inputShape()...).Size() }

// Upload gives the backend the values as they are.
func (n *Network) Upload() error {
	n.Release()
	for i, v := range n.Values {
		b, err := n.Backend.BufferFromFlatData(0, v, shapes.Make(dtypes.Float32, n.Shapes[i]...))
		if err != nil {
			return err
		}
		n.buffers = append(n.buffers, b)
	}
	return nil
}

func (n *Network) Release() {
	for _, b := range n.buffers {
		_ = b.Finalize() // there is nothing to do about it
	}
	n.buffers = nil
}

// Close releases what the backend holds, unless a run of it never ended.
func (n *Network) Close() {
	if n.Broken != nil {
		return
	}
	n.Release()
	for _, g := range []*graph.Graph{n.learn, n.apply} {
		if g != nil {
			g.Finalize()
		}
	}
}

// Compile builds both graphs.
func (n *Network) Compile() (err error) {
	defer RecoverError(&err)
	if n.learn, err = n.build("learn", true); err != nil {
		return err
	}
	n.apply, err = n.build("apply", false)
	return err
}

// build makes the graph of x, then for learning targets and, with dropout, a
// mask, then the values: to the loss, the logits and the gradient of each value;
// or to the logits and the features.
func (n *Network) build(name string, learning bool) (*graph.Graph, error) {
	g := graph.NewGraph(n.Backend, "tune-"+name)
	param := func(name string, dims ...int) *graph.Node {
		return graph.Parameter(g, name, shapes.Make(dtypes.Float32, dims...))
	}
	size := n.Applied
	if learning {
		size = n.Chunk
	}
	x := param("x", append([]int{size}, n.inputShape()...)...)
	var y, mask *graph.Node
	if learning {
		y = param("y", n.Chunk, n.Classes)
		if n.Dropout {
			mask = param("mask", n.Chunk, n.Inputs)
		}
	}
	var values []*graph.Node
	for i, s := range n.Shapes {
		values = append(values, param(fmt.Sprintf("value%d", i), s...))
	}
	features, inputs := n.forward(x, values)
	if mask != nil {
		inputs = graph.Mul(inputs, mask)
	}
	logits := graph.Add(graph.Dot(inputs, values[0]).Product(), graph.InsertAxes(values[1], 0))
	if !learning {
		return g, g.Compile(logits, features)
	}
	loss := graph.Neg(graph.ReduceAllSum(graph.Mul(y, graph.LogSoftmax(logits))))
	return g, g.Compile(append([]*graph.Node{loss, logits}, graph.Gradient(loss, values...)...)...)
}

// forward returns the features and what the dense layer takes of them.
func (n *Network) forward(x *graph.Node, values []*graph.Node) (features, inputs *graph.Node) {
	if n.Body == nil {
		return x, x
	}
	features = n.Body.Graph(x, func(i int) *graph.Node { return values[2+i] })
	inputs = features
	constant := func(v []float32, dims ...int) *graph.Node {
		return graph.ConstTensor(x.Graph(), tensors.FromFlatDataAndDimensions(v, dims...))
	}
	if n.Top != nil {
		classes := len(n.Top.Bias)
		inputs = graph.Add(graph.Dot(inputs, constant(n.Top.Kernel, head.Features, classes)).Product(), constant(n.Top.Bias, 1, classes))
		inputs = graph.Softmax(inputs)
	}
	mean, inv := make([]float32, n.Inputs), make([]float32, n.Inputs)
	for i := range mean {
		mean[i], inv[i] = float32(n.Scale.Mean[i]), float32(n.Scale.inv[i])
	}
	inputs = graph.Mul(graph.Sub(inputs, constant(mean, 1, n.Inputs)), constant(inv, 1, n.Inputs))
	return features, inputs
}

// ChunkOf is a part of a batch on its way through the graph. Places of examples
// that are not there are 0, and so are their targets: they count for nothing.
type ChunkOf struct {
	Count   int
	X, Y    []float32
	Mask    []float32
	Loss    float64
	Logits  []float32 // [count, classes]
	outputs []*tensors.Tensor
}

func (n *Network) NewChunk() *ChunkOf {
	c := &ChunkOf{X: make([]float32, n.Chunk*n.InputSize()), Y: make([]float32, n.Chunk*n.Classes)}
	if n.Dropout {
		c.Mask = make([]float32, n.Chunk*n.Inputs)
	}
	return c
}

// Gradients runs the chunks, as many at a time as there are workers, and adds
// their gradients to sum in the order of the chunks.
func (n *Network) Gradients(ctx context.Context, chunks []*ChunkOf, sum [][]float32) error {
	for part := range slices.Chunk(chunks, n.Workers) {
		if err := n.All(ctx, len(part), func(i int) error { return n.learnOne(part[i]) }); err != nil {
			return err
		}
		for _, c := range part {
			for i := range sum {
				if err := addTo(sum[i], c.outputs[i]); err != nil {
					return err
				}
			}
			c.outputs = nil
		}
	}
	return nil
}

// addTo adds a tensor to sum and releases it.
func addTo(sum []float32, t *tensors.Tensor) error {
	err := tensors.ConstFlatData(t, func(g []float32) {
		optimize.InParts(len(g), func(from, to int) {
			s, g := sum[from:to], g[from:to]
			for i := range s {
				s[i] += g[i]
			}
		})
	})
	if err != nil {
		return err
	}
	return t.FinalizeAll()
}

func (n *Network) learnOne(c *ChunkOf) error {
	inputs := []numbers{{c.X, append([]int{n.Chunk}, n.inputShape()...)}, {c.Y, []int{n.Chunk, n.Classes}}}
	if n.Dropout {
		inputs = append(inputs, numbers{c.Mask, []int{n.Chunk, n.Inputs}})
	}
	out, err := n.run(n.learn, inputs)
	if err != nil {
		return err
	}
	loss, err := NumbersOf(out[0])
	if err != nil {
		return err
	}
	c.Loss, c.outputs = float64(loss[0]), out[2:]
	c.Logits, err = NumbersOf(out[1])
	return err
}

// Predict returns the logits, [count, classes], and the features, [count, 2048],
// of the examples in c, without dropout.
func (n *Network) Predict(ctx context.Context, c *ChunkOf) (logits, features []float32, err error) {
	err = n.All(ctx, 1, func(int) error {
		out, err := n.run(n.apply, []numbers{{c.X, append([]int{n.Applied}, n.inputShape()...)}})
		if err != nil {
			return err
		}
		if logits, err = NumbersOf(out[0]); err != nil {
			return err
		}
		features, err = NumbersOf(out[1])
		return err
	})
	return logits, features, err
}

type numbers struct {
	data []float32
	dims []int
}

// run executes a graph on these inputs and the values.
func (n *Network) run(g *graph.Graph, inputs []numbers) (out []*tensors.Tensor, err error) {
	defer RecoverError(&err)
	var all []compute.Buffer
	for _, in := range inputs {
		b, err := n.Backend.BufferFromFlatData(0, in.data, shapes.Make(dtypes.Float32, in.dims...))
		if err != nil {
			return nil, err
		}
		defer b.Finalize()
		defer runtime.KeepAlive(in.data) // ONNX Runtime reads it where it is
		all = append(all, b)
	}
	all = append(all, n.buffers...)
	return g.RunWithBuffers(all, make([]bool, len(all)), 0), nil
}

// RecoverError turns a panic with an error, which is how GoMLX reports some
// failures of a backend, into that error. Bugs go on panicking.
func RecoverError(err *error) {
	switch p := recover().(type) {
	case nil:
	case runtime.Error:
		panic(p)
	case error:
		*err = p
	default:
		panic(p)
	}
}

// NumbersOf copies a tensor's numbers and releases it: what the backend holds for
// it is not the garbage collector's.
func NumbersOf(t *tensors.Tensor) ([]float32, error) {
	x, err := tensors.CopyFlatData[float32](t)
	if err != nil {
		return nil, err
	}
	return x, t.FinalizeAll()
}
