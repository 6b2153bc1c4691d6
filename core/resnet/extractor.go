package resnet

import (
	"context"
	"errors"
	"fmt"
	"image"
	"runtime"
	"sync"
	"time"

	"graft/core/backend"

	"github.com/gomlx/compute"
)

// ExtractorOptions are the options of NewExtractor.
type ExtractorOptions struct {
	// Batch is how many pictures are computed together; 0 lets the backend
	// decide, for throughput.
	Batch int `json:"batch"`
}

// Extractor computes features. It is safe for concurrent use; calls share the
// processors.
type Extractor struct {
	backend *backend.Backend
	compute compute.Backend
	weights *Weights
	table   *table
	form    Form
	side    int
	batch   int // what Batch returns
	chunk   int // the most pictures of one run of the network

	slots chan struct{} // one for each run that may go on at once
	limit time.Duration // for one run, see errStalled

	maps mapper

	mu     sync.Mutex
	params []compute.Buffer // the weights, where they are not constants of the graph
	graphs map[int]*compiled
	broken error
}

// NewExtractor prepares the network with these weights on the backend, which
// takes about a second. The backend must stay open while the extractor is used.
func NewExtractor(b *backend.Backend, w *Weights, o ExtractorOptions) (*Extractor, error) {
	form := Convolutions
	if b.MatrixConv {
		form = Matrices
	}
	return newExtractor(b, w, o, form, Side)
}

func newExtractor(b *backend.Backend, w *Weights, o ExtractorOptions, form Form, side int) (*Extractor, error) {
	if o.Batch < 0 || o.Batch > 1024 {
		return nil, fmt.Errorf("resnet: extractor: batch %d: want 0 to 1024", o.Batch)
	}
	e := &Extractor{
		backend: b, compute: b.Compute, weights: w, table: w.Preprocess.table(), form: form, side: side,
		limit: 5 * time.Minute, graphs: make(map[int]*compiled),
	}
	parallel := 1
	if b.Inline != nil {
		e.compute, parallel = b.Inline, runtime.GOMAXPROCS(0)
	}
	e.slots = make(chan struct{}, parallel)
	e.batch, e.chunk = o.Batch, o.Batch
	if o.Batch == 0 {
		e.batch, e.chunk = 8, 8
		if b.Device != "cpu" {
			e.batch, e.chunk = 64, 64
		}
	}
	if b.Inline != nil {
		// One picture a run, on each processor another: a batch in one product is
		// no faster (148 ms of processor time a picture for batches of 1, 2, 4).
		e.chunk = 1
		if o.Batch == 0 {
			e.batch = 4 * parallel
		}
	}
	if _, err := e.graph(e.runSize(e.chunk)); err != nil {
		return nil, err
	}
	return e, nil
}

// Batch is how many pictures a call of Features computes best: fewer leave
// processors idle or places of a batch empty, more gain nothing.
func (e *Extractor) Batch() int { return e.batch }

// Weights are the weights that the extractor runs with.
func (e *Extractor) Weights() *Weights { return e.weights }

// Features returns the features of each picture, in order. Pictures must be 224
// by 224 pixels and opaque. When ctx ends it returns at once; what is being
// computed then finishes in the background.
func (e *Extractor) Features(ctx context.Context, pictures []*image.NRGBA) ([][]float32, error) {
	for i, m := range pictures {
		if b := m.Bounds(); b.Dx() != e.side || b.Dy() != e.side {
			return nil, fmt.Errorf("resnet: picture %d is %d by %d pixels: want %d by %d", i, b.Dx(), b.Dy(), e.side, e.side)
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	features := make([][]float32, len(pictures))
	var wg sync.WaitGroup
	for _, r := range e.split(len(pictures)) {
		if err := e.acquire(ctx); err != nil {
			cancel(err)
			break
		}
		wg.Go(func() {
			list, err := e.run(ctx, pictures[r.from:r.to])
			if err != nil {
				cancel(err)
			}
			copy(features[r.from:r.to], list)
		})
	}
	wg.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return features, nil
}

// Logits returns the logits of each picture, in order: the network's own
// classes, before softmax. It fails if the weights came without their last
// layer. Pictures are as for Features.
func (e *Extractor) Logits(ctx context.Context, pictures []*image.NRGBA) ([][]float32, error) {
	if e.weights.classifier == nil {
		return nil, e.weights.noClassifier()
	}
	features, err := e.Features(ctx, pictures)
	if err != nil {
		return nil, err
	}
	logits := make([][]float32, len(features))
	for i, f := range features {
		if logits[i], err = e.weights.Logits(f); err != nil {
			return nil, err
		}
	}
	return logits, nil
}

type span struct{ from, to int }

// split divides n pictures into runs of the network. The network is compiled for
// one picture and for a full run (ONNX Runtime through compute-onnx v0.1.5 takes
// no convolution of variable size), so a short rest goes one by one and a long
// one in a run with empty places.
func (e *Extractor) split(n int) []span {
	var list []span
	for from := 0; from < n; {
		to := min(from+e.chunk, n)
		if n-from <= e.chunk/4 {
			to = from + 1
		}
		list = append(list, span{from, to})
		from = to
	}
	return list
}

// runSize is the number of places in the run that computes n pictures.
func (e *Extractor) runSize(n int) int {
	if n > 1 {
		return e.chunk
	}
	return n
}

func (e *Extractor) acquire(ctx context.Context) error {
	select {
	case e.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// errStalled is what a backend that stopped answering is reported as.
var errStalled = errors.New("the backend stopped answering (GoMLX's Go backend can wait for its own workers for ever): restart the program, or take another -backend")

// run computes the features of pictures. It holds a slot, which is freed when
// the computation ends, even if that is after run has returned.
func (e *Extractor) run(ctx context.Context, pictures []*image.NRGBA) ([][]float32, error) {
	type result struct {
		features [][]float32
		err      error
	}
	done := make(chan result, 1)
	go func() {
		features, err := e.runOnce(pictures)
		<-e.slots
		done <- result{features, err}
	}()
	timer := time.NewTimer(e.limit)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.features, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-timer.C:
		err := fmt.Errorf("resnet: %d pictures on backend %s took over %v: %w", len(pictures), e.backend, e.limit, errStalled)
		e.mu.Lock()
		e.broken = err
		e.mu.Unlock()
		return nil, err
	}
}

// runOnce computes the features of pictures in one run.
func (e *Extractor) runOnce(pictures []*image.NRGBA) ([][]float32, error) {
	size := e.runSize(len(pictures))
	g, err := e.graph(size)
	if err != nil {
		return nil, err
	}
	each := e.side * e.side * 3
	input := g.input()
	defer g.inputs.Put(input)
	for i, m := range pictures {
		e.table.fill((*input)[i*each:(i+1)*each], m)
	}
	flat, err := g.run(*input)
	if err != nil {
		return nil, err
	}
	features := make([][]float32, len(pictures))
	for i := range features {
		features[i] = flat[i*FeatureSize : (i+1)*FeatureSize : (i+1)*FeatureSize]
	}
	return features, nil
}

// Close waits for what is being computed and releases the network. The
// extractor must not be used after.
func (e *Extractor) Close() {
	for range cap(e.slots) {
		e.mu.Lock()
		broken := e.broken
		e.mu.Unlock()
		if broken != nil {
			return // what will not end still holds the memory
		}
		e.slots <- struct{}{}
	}
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
	e.maps.close()
	e.broken = errors.New("resnet: the extractor is closed")
	for range cap(e.slots) {
		<-e.slots
	}
}
