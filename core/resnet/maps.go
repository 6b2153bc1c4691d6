package resnet

import (
	"context"
	"fmt"
	"image"
	"runtime"
	"sync"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Map is the output of the last stage for one picture: what the network sees at
// each place. Its mean over the places is the picture's features.
type Map struct {
	Side   int       // places in each direction: 7 for a picture of 224 pixels
	Values []float32 // [Side, Side, FeatureSize]
}

// Map returns the last feature map of a picture, which is as for Features. The
// first call compiles a network of its own, which takes about a second and as
// much memory as the weights. When ctx ends it returns at once; what is being
// computed then finishes in the background.
func (e *Extractor) Map(ctx context.Context, picture *image.NRGBA) (*Map, error) {
	if b := picture.Bounds(); b.Dx() != e.side || b.Dy() != e.side {
		return nil, fmt.Errorf("resnet: map: the picture is %d by %d pixels: want %d by %d", b.Dx(), b.Dy(), e.side, e.side)
	}
	if err := e.acquire(ctx); err != nil {
		return nil, err
	}
	type result struct {
		m   *Map
		err error
	}
	done := make(chan result, 1)
	go func() {
		m, err := e.maps.run(e, picture)
		<-e.slots
		done <- result{m, err}
	}()
	timer := time.NewTimer(e.limit)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.m, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-timer.C:
		err := fmt.Errorf("resnet: a feature map on backend %s took over %v: %w", e.backend, e.limit, errStalled)
		e.mu.Lock()
		e.broken = err
		e.mu.Unlock()
		return nil, err
	}
}

// mapper is the network up to its last map, for one picture, compiled on first
// use. Only one picture goes through it at a time.
type mapper struct {
	mu      sync.Mutex
	compute compute.Backend
	form    Form
	graph   *graph.Graph
	params  []compute.Buffer // the weights, where they are not constants of the graph
}

func (p *mapper) run(e *Extractor, picture *image.NRGBA) (m *Map, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer catch(&err, "map")
	if p.graph == nil {
		if err := p.compile(e); err != nil {
			return nil, fmt.Errorf("resnet: compile the map for backend %s: %w", e.backend, err)
		}
	}
	shape := shapes.Make(dtypes.Float32, 1, e.side, e.side, 3)
	input := make([]float32, shape.Size())
	e.weights.Preprocess.table().fill(input, picture)
	b, err := p.compute.BufferFromFlatData(0, input, shape)
	if err != nil {
		return nil, fmt.Errorf("resnet: map: %w", err)
	}
	defer runtime.KeepAlive(input) // ONNX Runtime reads it where it is
	defer b.Finalize()
	buffers := append([]compute.Buffer{b}, p.params...)
	outputs := p.graph.RunWithBuffers(buffers, make([]bool, len(buffers)), 0)
	defer outputs[0].MustFinalizeAll()
	flat, err := tensors.CopyFlatData[float32](outputs[0])
	if err != nil {
		return nil, fmt.Errorf("resnet: map: %w", err)
	}
	return &Map{e.side / 32, flat}, nil
}

// compile builds and compiles the network. GoMLX reports errors of building by
// panics.
func (p *mapper) compile(e *Extractor) error {
	p.compute, p.form = e.backend.Compute, Convolutions
	if e.backend.Inline != nil {
		p.compute = e.backend.Inline
	}
	if e.backend.MatrixConv {
		p.form = Matrices
	}
	data := make(map[string][]float32)
	for _, f := range fold(e.weights, p.form == Matrices) {
		data[f.name+".kernel"], data[f.name+".bias"] = f.kernel, f.bias
	}
	constants := p.compute.Capabilities().PreferConstantsForVariables // as for the features
	var names []string
	params := func(g *graph.Graph, name string, dims ...int) *graph.Node {
		if constants {
			return graph.ConstTensor(g, tensors.FromFlatDataAndDimensions(data[name], dims...))
		}
		names = append(names, name)
		return graph.Parameter(g, name, shapes.Make(dtypes.Float32, dims...))
	}
	g := graph.NewGraph(p.compute, "resnet50-map")
	x := lastMap(graph.Parameter(g, "pictures", shapes.Make(dtypes.Float32, 1, e.side, e.side, 3)), e.weights.Variant, p.form, params)
	if p.form == Convolutions {
		x = graph.TransposeAllAxes(x, 0, 2, 3, 1)
	}
	if err := g.Compile(x); err != nil {
		g.Finalize()
		return err
	}
	for _, name := range names {
		b, err := p.compute.BufferFromFlatData(0, data[name], g.GetParameterByName(name).Shape())
		if err != nil {
			g.Finalize()
			return err
		}
		p.params = append(p.params, b)
	}
	p.graph = g
	return nil
}

// close releases the network; nobody may be running it.
func (p *mapper) close() {
	if p.graph != nil {
		p.graph.Finalize()
	}
	for _, b := range p.params {
		_ = b.Finalize() // there is nothing to do about it
	}
	p.graph, p.params = nil, nil
}
