package resnet

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"runtime"
	"runtime/debug"

	"graft/core/backend"
	"graft/core/onnxfile"
	"graft/core/weights"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
)

// onnxEngine runs the network as an ONNX model.
type onnxEngine struct {
	backend *backend.Backend
	model   compute.Executable
	table   *table
	side    int
	places  int       // most pictures of a run
	input   []float32 // [places, 3, side, side]; there is one run at a time
}

func newONNXEngine(b *backend.Backend, w *weights.Set, run, side int) (*onnxEngine, error) {
	if run == 0 {
		run = runPictures(b, side)
	}
	m := onnxfile.New("resnet50")
	maps, features := AddBackbone(m, w, m.Input("image", onnxfile.Any, 3, side, side))
	m.Output(features, onnxfile.Any, FeatureSize)
	m.Output(maps, onnxfile.Any, FeatureSize, Places(side), Places(side))
	var file bytes.Buffer
	if _, err := m.WriteTo(&file); err != nil {
		return nil, fmt.Errorf("resnet: compile for backend %s: %w", b, err)
	}
	model, err := b.LoadONNX(&file)
	if err != nil {
		return nil, fmt.Errorf("resnet: compile for backend %s: %w", b, err)
	}
	debug.FreeOSMemory() // loading leaves copies of the weights, hundreds of megabytes
	e := &onnxEngine{backend: b, model: model, table: tableOf(w.Preprocess), side: side, places: run}
	e.input = make([]float32, run*3*side*side)
	return e, nil
}

func (e *onnxEngine) sizes() sizes { return sizes{run: e.places, parallel: 1} }

func (e *onnxEngine) run(_ context.Context, pictures []*image.NRGBA, features, maps [][]float32) error {
	each := 3 * e.side * e.side
	for i, m := range pictures {
		e.table.fillPlanes(e.input[i*each:(i+1)*each], m)
	}
	shape := shapes.Make(dtypes.Float32, len(pictures), 3, e.side, e.side)
	in, err := e.backend.Compute.BufferFromFlatData(0, e.input[:len(pictures)*each], shape)
	if err != nil {
		return err
	}
	defer runtime.KeepAlive(e.input) // ONNX Runtime reads it where it is
	defer in.Finalize()
	results, err := e.model.Execute([]compute.Buffer{in}, nil, 0)
	if err != nil {
		return err
	}
	defer results[0].Finalize()
	defer results[1].Finalize()
	if err := parts(results[0], FeatureSize, features); err != nil || maps == nil {
		return err
	}
	if err := parts(results[1], FeatureSize*Places(e.side)*Places(e.side), maps); err != nil {
		return err
	}
	for i, m := range maps {
		maps[i] = channelsLast(m)
	}
	return nil
}

// parts takes the numbers of a buffer, size for each of out.
func parts(b compute.Buffer, size int, out [][]float32) error {
	flat := make([]float32, size*len(out))
	if err := b.ToFlatData(flat); err != nil {
		return err
	}
	for i := range out {
		out[i] = flat[i*size : (i+1)*size : (i+1)*size]
	}
	return nil
}

func (e *onnxEngine) close() { e.model.Finalize() }
