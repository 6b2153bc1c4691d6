package resnet

import (
	"context"
	"errors"
	"fmt"
	"image"
	"sync"
	"time"

	"graft/core/backend"
	"graft/core/weights"
)

// ExtractorOptions are the options of NewExtractor.
type ExtractorOptions struct {
	// Batch is how many pictures are computed together; 0 lets the backend
	// decide, for throughput.
	Batch int `json:"batch"`
	// Side is the width and height in pixels of the pictures, MinSide to MaxSide; 0
	// is [Side]. Time and memory go with its square.
	Side int `json:"side"`
}

// Extractor is the network compiled for a backend with a set of weights, for pictures of
// one size: it computes their features. It is safe for concurrent use; calls share the
// processors.
type Extractor struct {
	backend *backend.Backend
	weights *weights.Set
	engine  engine
	sizes   sizes
	side    int
	batch   int // what Batch returns

	slots chan struct{} // one for each run that may go on at once
	limit time.Duration // for one run, see errStalled

	mu     sync.Mutex
	broken error
}

// NewExtractor compiles the network with these weights for the backend, which takes about
// a second and 100 MB. It fails if an option is out of range, or if the backend refuses
// the network. The backend must stay open while the extractor is used; Close releases the
// network.
func NewExtractor(b *backend.Backend, w *weights.Set, o ExtractorOptions) (*Extractor, error) {
	if o.Batch < 0 || o.Batch > 1024 {
		return nil, fmt.Errorf("resnet: extractor: batch %d: want 0 to 1024", o.Batch)
	}
	if o.Side == 0 {
		o.Side = Side
	}
	if err := CheckSide(o.Side); err != nil {
		return nil, err
	}
	engine, err := newEngine(b, w, o.Batch, o.Side)
	if err != nil {
		return nil, err
	}
	return newExtractor(b, w, o, engine, o.Side), nil
}

// newExtractor returns an extractor that runs the engine, which it closes.
func newExtractor(b *backend.Backend, w *weights.Set, o ExtractorOptions, en engine, side int) *Extractor {
	e := &Extractor{
		backend: b, weights: w, engine: en, sizes: en.sizes(), side: side, batch: o.Batch, limit: 5 * time.Minute,
	}
	e.slots = make(chan struct{}, e.sizes.parallel)
	if o.Batch == 0 {
		e.batch = e.sizes.run * e.sizes.parallel
	}
	return e
}

// Batch is how many pictures a call of Features computes best: fewer leave
// processors idle or places of a batch empty, more gain nothing.
func (e *Extractor) Batch() int { return e.batch }

// Side is the width and height in pixels of the pictures that Features takes.
func (e *Extractor) Side() int { return e.side }

// Weights are the weights that the extractor runs with.
func (e *Extractor) Weights() *weights.Set { return e.weights }

// Features returns the features of each picture, in order. Pictures must be
// Side by Side pixels and opaque. When ctx ends it returns at once; what is being
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
	for _, r := range e.sizes.split(len(pictures)) {
		if err := e.acquire(ctx); err != nil {
			cancel(err)
			break
		}
		wg.Go(func() {
			list, _, err := e.run(ctx, pictures[r.from:r.to], false)
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
	if e.weights.Classes() == 0 {
		return nil, noClassifier(e.weights)
	}
	features, err := e.Features(ctx, pictures)
	if err != nil {
		return nil, err
	}
	logits := make([][]float32, len(features))
	for i, f := range features {
		if logits[i], err = Logits(e.weights, f); err != nil {
			return nil, err
		}
	}
	return logits, nil
}

type span struct{ from, to int }

// split divides n pictures into runs. An engine with places for one or for a
// full run gets a short rest one by one and a long one with places left empty;
// any other gets a rest in parts of like length, one for each processor.
func (s sizes) split(n int) []span {
	var list []span
	for from := 0; from < n; {
		length := min(s.run, n-from)
		switch rest := n - from; {
		case s.fixed && rest <= s.run/4:
			length = 1
		case !s.fixed && rest < s.run*s.parallel:
			parts := s.parallel - len(list)%s.parallel
			length = min(length, (rest+parts-1)/parts)
		}
		list = append(list, span{from, from + length})
		from += length
	}
	return list
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
var errStalled = errors.New("the backend stopped answering: restart the program, or take another -backend")

// run computes the features of pictures and, if asked for, their last feature
// maps, which come second. It holds a slot, which is freed when the computation ends, even if that
// is after run has returned.
func (e *Extractor) run(ctx context.Context, pictures []*image.NRGBA, withMaps bool) ([][]float32, [][]float32, error) {
	if err := e.state(); err != nil {
		<-e.slots
		return nil, nil, err
	}
	// Not named results: the computation may outlive the call and read them.
	features := make([][]float32, len(pictures))
	var maps [][]float32
	if withMaps {
		maps = make([][]float32, len(pictures))
	}
	done := make(chan error, 1)
	go func() {
		err := e.engine.run(ctx, pictures, features, maps)
		<-e.slots
		done <- err
	}()
	timer := time.NewTimer(e.limit)
	defer timer.Stop()
	select {
	case err := <-done:
		if err != nil {
			return nil, nil, fmt.Errorf("resnet: backend %s: %w", e.backend, err)
		}
		return features, maps, nil
	case <-ctx.Done():
		return nil, nil, context.Cause(ctx)
	case <-timer.C:
		err := fmt.Errorf("resnet: %d pictures on backend %s took over %v: %w", len(pictures), e.backend, e.limit, errStalled)
		e.mu.Lock()
		e.broken = err
		e.mu.Unlock()
		return nil, nil, err
	}
}

// state is why the extractor cannot be used, or nil.
func (e *Extractor) state() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.broken
}

// Close waits for what is being computed and releases the network. The
// extractor must not be used after.
func (e *Extractor) Close() {
	for range cap(e.slots) {
		if e.state() != nil {
			return // what will not end still holds the memory
		}
		e.slots <- struct{}{}
	}
	e.engine.close()
	e.mu.Lock()
	e.broken = errors.New("resnet: the extractor is closed")
	e.mu.Unlock()
	for range cap(e.slots) {
		<-e.slots
	}
}
