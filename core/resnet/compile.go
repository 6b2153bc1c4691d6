package resnet

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// compiled is the network for one number of pictures.
type compiled struct {
	extractor *Extractor
	graph     *graph.Graph
	params    []compute.Buffer
	pictures  shapes.Shape
	inputs    sync.Pool // of *[]float32 for pictures
}

// input returns memory for the pictures of a run; what is in it is left over.
func (c *compiled) input() *[]float32 {
	if p, ok := c.inputs.Get().(*[]float32); ok {
		return p
	}
	p := make([]float32, c.pictures.Size())
	return &p
}

// graph returns the network for size pictures, compiled on first use.
func (e *Extractor) graph(size int) (g *compiled, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.broken != nil {
		return nil, e.broken
	}
	if g := e.graphs[size]; g != nil {
		return g, nil
	}
	defer catch(&err, "compile")
	g, err = e.compile(size)
	if err != nil {
		return nil, fmt.Errorf("resnet: compile for backend %s: %w", e.backend, err)
	}
	e.graphs[size] = g
	debug.FreeOSMemory() // compiling leaves copies of the weights, hundreds of megabytes
	return g, nil
}

// compile builds and compiles the network. GoMLX reports errors of building by
// panics.
func (e *Extractor) compile(size int) (*compiled, error) {
	list := fold(e.weights, e.form == Matrices)
	data := make(map[string][]float32, 2*len(list))
	for _, f := range list {
		data[f.name+".kernel"], data[f.name+".bias"] = f.kernel, f.bias
	}
	// Constants let ONNX Runtime lay kernels out as it likes them, once, and fold
	// what follows; XLA would compile 94 MB of them into its program.
	constants := e.compute.Capabilities().PreferConstantsForVariables
	var names []string
	params := func(g *graph.Graph, name string, dims ...int) *graph.Node {
		if constants {
			return graph.ConstTensor(g, tensors.FromFlatDataAndDimensions(data[name], dims...))
		}
		names = append(names, name)
		return graph.Parameter(g, name, shapes.Make(dtypes.Float32, dims...))
	}
	pictures := shapes.Make(dtypes.Float32, size, e.side, e.side, 3)
	g := graph.NewGraph(e.compute, fmt.Sprintf("resnet50-%d", size))
	features := Graph(graph.Parameter(g, "pictures", pictures), e.weights.Variant, e.form, params)
	if err := g.Compile(features); err != nil {
		return nil, err
	}
	if !constants && e.params == nil {
		for _, name := range names {
			b, err := e.compute.BufferFromFlatData(0, data[name], g.GetParameterByName(name).Shape())
			if err != nil {
				return nil, err
			}
			e.params = append(e.params, b)
		}
	}
	return &compiled{extractor: e, graph: g, params: e.params, pictures: pictures}, nil
}

// run returns the features of the pictures in input, one after the other.
func (c *compiled) run(input []float32) (features []float32, err error) {
	defer catch(&err, "run")
	b, err := c.extractor.compute.BufferFromFlatData(0, input, c.pictures)
	if err != nil {
		return nil, fmt.Errorf("resnet: run: %w", err)
	}
	defer runtime.KeepAlive(input) // ONNX Runtime reads it where it is
	defer b.Finalize()
	buffers := append([]compute.Buffer{b}, c.params...)
	outputs := c.graph.RunWithBuffers(buffers, make([]bool, len(buffers)), 0)
	defer outputs[0].MustFinalizeAll()
	return tensors.CopyFlatData[float32](outputs[0])
}

// catch turns a panic of GoMLX into an error.
func catch(err *error, what string) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("resnet: %s: %v", what, r)
	}
}
