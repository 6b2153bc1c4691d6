package tune

import (
	"context"
	"fmt"
	"runtime"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"graft/core/resnet"
	"graft/core/tune/internal/network"
)

// frozen is the part of the backbone that stays as it is: pixels to the maps that
// the part behind it takes.
type frozen struct {
	network.Guard
	backend compute.Backend
	chunk   int // pictures of a run
	workers int // runs at a time
	in, out []int
	graph   *graph.Graph
	params  []compute.Buffer
}

func newFrozen(tr *resnet.Trainable) (f *frozen, err error) {
	defer network.RecoverError(&err)
	b := tr.Backend()
	f = &frozen{backend: b.Compute, chunk: 8, workers: 1, in: []int{tr.Side(), tr.Side(), 3}, out: tr.Input()}
	if b.Inline != nil {
		f.backend, f.chunk, f.workers = b.Inline, 1, runtime.GOMAXPROCS(0)
	} else if b.Device != "cpu" {
		f.chunk = 64
	}
	f.chunk, f.workers = forArea(f.chunk, f.workers, tr.Side())
	f.Guard = network.Guard{Name: b.String(), Limit: network.StepLimit}
	data := tr.Fixed()
	// As in core/resnet: constants where the backend wants them, else parameters.
	constants := f.backend.Capabilities().PreferConstantsForVariables
	var names []string
	f.graph = graph.NewGraph(f.backend, "tune-frozen")
	x := graph.Parameter(f.graph, "pictures", shapes.Make(dtypes.Float32, append([]int{f.chunk}, f.in...)...))
	maps := tr.Maps(x, func(g *graph.Graph, name string, dims ...int) *graph.Node {
		if constants {
			return graph.ConstTensor(g, tensors.FromFlatDataAndDimensions(data[name], dims...))
		}
		names = append(names, name)
		return graph.Parameter(g, name, shapes.Make(dtypes.Float32, dims...))
	})
	if err := f.graph.Compile(maps); err != nil {
		return nil, err
	}
	for _, name := range names {
		p, err := f.backend.BufferFromFlatData(0, data[name], f.graph.GetParameterByName(name).Shape())
		if err != nil {
			return nil, err
		}
		f.params = append(f.params, p)
	}
	return f, nil
}

func (f *frozen) close() {
	if f.Broken != nil {
		return // what will not end still holds the memory
	}
	f.graph.Finalize()
	for _, p := range f.params {
		_ = p.Finalize() // there is nothing to do about it
	}
}

// through feeds the maps of the examples that pixels brings.
func (f *frozen) through(ctx context.Context, pixels feed, list []example, use func(i int, x []float32) error) error {
	size := shapes.Make(dtypes.Float32, f.in...).Size()
	each := shapes.Make(dtypes.Float32, f.out...).Size()
	buf := make([]float32, f.workers*f.chunk*size)
	from, count := 0, 0
	flush := func() error {
		outs := make([][]float32, (count+f.chunk-1)/f.chunk)
		if err := f.All(ctx, len(outs), func(i int) (err error) {
			outs[i], err = f.run(buf[i*f.chunk*size:][:f.chunk*size])
			return err
		}); err != nil {
			return err
		}
		for k := range count {
			if err := use(from+k, outs[k/f.chunk][k%f.chunk*each:][:each]); err != nil {
				return err
			}
		}
		from, count = from+count, 0
		return nil
	}
	err := pixels.each(ctx, list, func(_ int, x []float32) error {
		copy(buf[count*size:], x)
		if count++; count == f.workers*f.chunk {
			return flush()
		}
		return nil
	})
	if err != nil || count == 0 {
		return err
	}
	return flush()
}

func (f *frozen) run(pictures []float32) (maps []float32, err error) {
	defer network.RecoverError(&err)
	b, err := f.backend.BufferFromFlatData(0, pictures, shapes.Make(dtypes.Float32, append([]int{f.chunk}, f.in...)...))
	if err != nil {
		return nil, err
	}
	defer runtime.KeepAlive(pictures) // ONNX Runtime reads it where it is
	defer b.Finalize()
	all := append([]compute.Buffer{b}, f.params...)
	out := f.graph.RunWithBuffers(all, make([]bool, len(all)), 0)
	if len(out) != 1 {
		return nil, fmt.Errorf("%d outputs: want the maps", len(out))
	}
	return network.NumbersOf(out[0])
}
