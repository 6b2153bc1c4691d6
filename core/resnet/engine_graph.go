package resnet

import (
	"context"
	"fmt"
	"image"
	"runtime"
	"runtime/debug"
	"sync"

	"graft/core/backend"
	"graft/core/weights"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// graphEngine runs the network as GoMLX's graph, compiled for one picture and
// for a full run.
type graphEngine struct {
	backend  *backend.Backend
	compute  compute.Backend
	weights  *weights.Set
	table    *table
	form     Form
	side     int
	places   int // most pictures of a run
	parallel int

	mu     sync.Mutex
	params []compute.Buffer // the weights, where they are not constants of the graph
	graphs map[int]*compiled
}

// newGraphEngine prepares the network in that form for runs of run pictures; 0
// leaves their number to the backend.
func newGraphEngine(b *backend.Backend, w *weights.Set, run, side int, form Form) (*graphEngine, error) {
	e := &graphEngine{
		backend: b, compute: b.Compute, weights: w, table: tableOf(w.Preprocess), form: form,
		side: side, places: run, parallel: 1, graphs: make(map[int]*compiled),
	}
	if b.Inline != nil {
		// One picture a run, on each processor another: a batch in one product is
		// no faster (148 ms of processor time a picture for batches of 1, 2, 4).
		e.compute, e.parallel, e.places = b.Inline, runtime.GOMAXPROCS(0), 1
	}
	if e.places == 0 {
		e.places = runPictures(b, side)
	}
	if _, err := e.graph(e.places); err != nil {
		return nil, err
	}
	return e, nil
}

func (e *graphEngine) sizes() sizes { return sizes{run: e.places, parallel: e.parallel, fixed: true} }

func (e *graphEngine) run(_ context.Context, pictures []*image.NRGBA, features, maps [][]float32) error {
	size := 1
	if len(pictures) > 1 {
		size = e.places
	}
	g, err := e.graph(size)
	if err != nil {
		return err
	}
	each := e.side * e.side * 3
	input := g.input()
	defer g.inputs.Put(input)
	for i, m := range pictures {
		e.table.fill((*input)[i*each:(i+1)*each], m)
	}
	return g.run(*input, features, maps)
}

func (e *graphEngine) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for size, g := range e.graphs {
		g.graph.Finalize()
		delete(e.graphs, size)
	}
	for _, b := range e.params {
		_ = b.Finalize() // there is nothing to do about it
	}
	e.params = nil
}

// compiled is the network for one number of pictures.
type compiled struct {
	engine   *graphEngine
	graph    *graph.Graph
	params   []compute.Buffer
	pictures shapes.Shape
	inputs   sync.Pool // of *[]float32 for pictures
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
func (e *graphEngine) graph(size int) (g *compiled, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
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
func (e *graphEngine) compile(size int) (*compiled, error) {
	list := fold(e.weights, e.form == Matrices)
	data := make(map[string][]float32, 2*len(list))
	for _, f := range list {
		data[f.Name+".kernel"], data[f.Name+".bias"] = f.kernel, f.bias
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
	maps, features := Graph(graph.Parameter(g, "pictures", pictures), e.weights.Variant, e.form, params)
	if err := g.Compile(features, maps); err != nil {
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
	return &compiled{engine: e, graph: g, params: e.params, pictures: pictures}, nil
}

// run computes the pictures in input.
func (c *compiled) run(input []float32, features, maps [][]float32) (err error) {
	defer catch(&err, "run")
	b, err := c.engine.compute.BufferFromFlatData(0, input, c.pictures)
	if err != nil {
		return err
	}
	defer runtime.KeepAlive(input) // ONNX Runtime reads it where it is
	defer b.Finalize()
	buffers := append([]compute.Buffer{b}, c.params...)
	outputs := c.graph.RunWithBuffers(buffers, make([]bool, len(buffers)), 0)
	defer outputs[0].MustFinalizeAll()
	defer outputs[1].MustFinalizeAll()
	if err := copyOut(outputs[0], features); err != nil || maps == nil {
		return err
	}
	return copyOut(outputs[1], maps)
}

// copyOut copies what a run computed: an equal part of t for each place of the run,
// the first of them to out.
func copyOut(t *tensors.Tensor, out [][]float32) error {
	flat, err := tensors.CopyFlatData[float32](t)
	if err != nil {
		return err
	}
	size := len(flat) / t.Shape().Dim(0)
	for i := range out {
		out[i] = flat[i*size : (i+1)*size : (i+1)*size]
	}
	return nil
}

// catch turns a panic of GoMLX into an error.
func catch(err *error, what string) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("resnet: %s: %v", what, r)
	}
}
