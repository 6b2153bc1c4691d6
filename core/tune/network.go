package tune

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
)

// body is the part of the backbone that is trained with the head.
type body struct {
	input  []int   // shape of what it takes for an example
	shapes [][]int // of its tensors
	graph  func(x *graph.Node, get func(i int) *graph.Node) *graph.Node
}

// network is what is trained: a body, if any, and a dense layer on what comes out
// of it. The values lie on the host, kernel and bias first, then the body's
// tensors; the backend computes losses and gradients.
type network struct {
	guard
	backend compute.Backend
	workers int // runs of the learning graph at a time
	chunk   int // examples of such a run
	applied int // examples of a run of the other
	classes int
	inputs  int   // of the dense layer
	body    *body // nil: examples are what the dense layer takes
	scale   scaling
	top     *head.Top // between body and dense layer; nil for none
	dropout bool

	values  [][]float32
	shapes  [][]int
	buffers []compute.Buffer // values as they were last uploaded

	learn, apply *graph.Graph
}

// inputShape is the shape of an example.
func (n *network) inputShape() []int {
	if n.body == nil {
		return []int{n.inputs}
	}
	return n.body.input
}

// inputSize is how many numbers an example is.
func (n *network) inputSize() int { return shapes.Make(dtypes.Float32, n.inputShape()...).Size() }

// upload gives the backend the values as they are.
func (n *network) upload() error {
	n.release()
	for i, v := range n.values {
		b, err := n.backend.BufferFromFlatData(0, v, shapes.Make(dtypes.Float32, n.shapes[i]...))
		if err != nil {
			return err
		}
		n.buffers = append(n.buffers, b)
	}
	return nil
}

func (n *network) release() {
	for _, b := range n.buffers {
		_ = b.Finalize() // there is nothing to do about it
	}
	n.buffers = nil
}

// close releases what the backend holds, unless a run of it never ended.
func (n *network) close() {
	if n.broken != nil {
		return
	}
	n.release()
	for _, g := range []*graph.Graph{n.learn, n.apply} {
		if g != nil {
			g.Finalize()
		}
	}
}

// compile builds both graphs.
func (n *network) compile() (err error) {
	defer recoverError(&err)
	if n.learn, err = n.build("learn", true); err != nil {
		return err
	}
	n.apply, err = n.build("apply", false)
	return err
}

// build makes the graph of x, then for learning targets and, with dropout, a
// mask, then the values: to the loss, the logits and the gradient of each value;
// or to the logits and the features.
func (n *network) build(name string, learning bool) (*graph.Graph, error) {
	g := graph.NewGraph(n.backend, "tune-"+name)
	param := func(name string, dims ...int) *graph.Node {
		return graph.Parameter(g, name, shapes.Make(dtypes.Float32, dims...))
	}
	size := n.applied
	if learning {
		size = n.chunk
	}
	x := param("x", append([]int{size}, n.inputShape()...)...)
	var y, mask *graph.Node
	if learning {
		y = param("y", n.chunk, n.classes)
		if n.dropout {
			mask = param("mask", n.chunk, n.inputs)
		}
	}
	var values []*graph.Node
	for i, s := range n.shapes {
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
func (n *network) forward(x *graph.Node, values []*graph.Node) (features, inputs *graph.Node) {
	if n.body == nil {
		return x, x
	}
	features = n.body.graph(x, func(i int) *graph.Node { return values[2+i] })
	inputs = features
	constant := func(v []float32, dims ...int) *graph.Node {
		return graph.ConstTensor(x.Graph(), tensors.FromFlatDataAndDimensions(v, dims...))
	}
	if n.top != nil {
		classes := len(n.top.Bias)
		inputs = graph.Add(graph.Dot(inputs, constant(n.top.Kernel, head.Features, classes)).Product(), constant(n.top.Bias, 1, classes))
		inputs = graph.Softmax(inputs)
	}
	mean, inv := make([]float32, n.inputs), make([]float32, n.inputs)
	for i := range mean {
		mean[i], inv[i] = float32(n.scale.mean[i]), float32(n.scale.inv[i])
	}
	inputs = graph.Mul(graph.Sub(inputs, constant(mean, 1, n.inputs)), constant(inv, 1, n.inputs))
	return features, inputs
}

// chunkOf is a part of a batch on its way through the graph. Places of examples
// that are not there are 0, and so are their targets: they count for nothing.
type chunkOf struct {
	count   int
	x, y    []float32
	mask    []float32
	loss    float64
	logits  []float32 // [count, classes]
	outputs []*tensors.Tensor
}

func (n *network) newChunk() *chunkOf {
	c := &chunkOf{x: make([]float32, n.chunk*n.inputSize()), y: make([]float32, n.chunk*n.classes)}
	if n.dropout {
		c.mask = make([]float32, n.chunk*n.inputs)
	}
	return c
}

// gradients runs the chunks, as many at a time as there are workers, and adds
// their gradients to sum in the order of the chunks.
func (n *network) gradients(ctx context.Context, chunks []*chunkOf, sum [][]float32) error {
	for part := range slices.Chunk(chunks, n.workers) {
		if err := n.all(ctx, len(part), func(i int) error { return n.learnOne(part[i]) }); err != nil {
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
		inParts(len(g), func(from, to int) {
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

func (n *network) learnOne(c *chunkOf) error {
	inputs := []numbers{{c.x, append([]int{n.chunk}, n.inputShape()...)}, {c.y, []int{n.chunk, n.classes}}}
	if n.dropout {
		inputs = append(inputs, numbers{c.mask, []int{n.chunk, n.inputs}})
	}
	out, err := n.run(n.learn, inputs)
	if err != nil {
		return err
	}
	loss, err := numbersOf(out[0])
	if err != nil {
		return err
	}
	c.loss, c.outputs = float64(loss[0]), out[2:]
	c.logits, err = numbersOf(out[1])
	return err
}

// predict returns the logits, [count, classes], and the features, [count, 2048],
// of the examples in c, without dropout.
func (n *network) predict(ctx context.Context, c *chunkOf) (logits, features []float32, err error) {
	err = n.all(ctx, 1, func(int) error {
		out, err := n.run(n.apply, []numbers{{c.x, append([]int{n.applied}, n.inputShape()...)}})
		if err != nil {
			return err
		}
		if logits, err = numbersOf(out[0]); err != nil {
			return err
		}
		features, err = numbersOf(out[1])
		return err
	})
	return logits, features, err
}

type numbers struct {
	data []float32
	dims []int
}

// run executes a graph on these inputs and the values.
func (n *network) run(g *graph.Graph, inputs []numbers) (out []*tensors.Tensor, err error) {
	defer recoverError(&err)
	var all []compute.Buffer
	for _, in := range inputs {
		b, err := n.backend.BufferFromFlatData(0, in.data, shapes.Make(dtypes.Float32, in.dims...))
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

// recoverError turns a panic with an error, which is how GoMLX reports some
// failures of a backend, into that error. Bugs go on panicking.
func recoverError(err *error) {
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

// numbersOf copies a tensor's numbers and releases it: what the backend holds for
// it is not the garbage collector's.
func numbersOf(t *tensors.Tensor) ([]float32, error) {
	x, err := tensors.CopyFlatData[float32](t)
	if err != nil {
		return nil, err
	}
	return x, t.FinalizeAll()
}
