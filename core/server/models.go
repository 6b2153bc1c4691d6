package server

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"graft/core/api"
	"graft/core/backend"
	"graft/core/disk"
	"graft/core/line"
	"graft/core/recipe"
	"graft/core/resnet"
	"graft/core/tune"
	"graft/core/weights"
)

// model is a backbone that is ready to make features.
type model struct {
	tune.Extractor
	weights tune.Weights
	network *weights.Set
	close   func() // waits for features under way and releases the memory
}

// modelKey says which model is meant: a backbone for pictures of side by side pixels.
type modelKey struct {
	backbone
	side int
}

// loader makes a model, which may mean a download.
type loader func(ctx context.Context, key modelKey, progress func(done, total int64)) (*model, error)

// resnetLoader loads ResNet-50.
func resnetLoader(cfg Config) loader {
	return func(ctx context.Context, key modelKey, progress func(done, total int64)) (*model, error) {
		o := cfg.Hub
		o.Progress = progress
		w, err := key.load(ctx, o)
		if err != nil && ctx.Err() == nil && errors.Is(err, weights.ErrUnavailable) && disk.Machine(err) == nil {
			return nil, weights.ErrUnavailableFor.Err(weights.Reason(err, o)) // visitors read this
		}
		if err != nil {
			return nil, err
		}
		ex, err := resnet.NewExtractor(cfg.Backend, w, resnet.ExtractorOptions{Side: key.side})
		if err != nil {
			return nil, err
		}
		return &model{Extractor: ex, weights: tune.WeightsOf(w), network: w, close: ex.Close}, nil
	}
}

// awaitWeights returns when the weights of a model can be read. ImageNet's are
// fetched once for everyone, and nobody who waits for them keeps a model's place.
func (s *Server) awaitWeights(ctx context.Context, key modelKey, progress func(done, total int64)) error {
	if !isImageNet(key) {
		return nil
	}
	return s.fetch.await(ctx, progress)
}

// mustAwait says whether awaitWeights would wait.
func (s *Server) mustAwait(key modelKey) bool {
	return isImageNet(key) && !s.models.has(key) && s.fetch.status().State != api.FetchThere
}

// isOwn says whether a model is the one for requests that name neither weights nor size.
func (s *Server) isOwn(key modelKey) bool {
	own, err := s.weightsName("")
	return err == nil && key == modelKey{backbone{name: own}, recipe.DefaultInput}
}

func isImageNet(key modelKey) bool {
	return key.name == imageNet
}

// maxModels is how many models are used at a time and how many stay in memory:
// a second one lets someone recognise with one weight set, or at one size, while a
// job trains on another. Each takes 100 MB and as much as a gigabyte of the backend's memory.
const maxModels = 2

// models loads models when they are first needed and keeps the latest.
type models struct {
	load  loader
	await func(ctx context.Context, key modelKey, progress func(done, total int64)) error // returns when what load reads is there; nil: always
	own   func(key modelKey) bool                                                         // is it the server's own, which keeps its place whatever others load; nil: none is
	line  *line.Line                                                                      // in which clients wait who would have one loaded; nil: they do not

	mu      sync.Mutex
	slots   map[modelKey]*slot
	freed   chan struct{} // closed when a slot is no longer used
	waiting []*modelKey   // who waits for a slot, and for which
}

// slot is the place of one model.
type slot struct {
	turn  chan struct{} // holds one while somebody loads
	model *model        // nil until loaded; guarded by turn
	users int           // guarded by models.mu, as is used
	used  time.Time
}

func newModels(load loader) *models {
	return &models{load: load, slots: map[modelKey]*slot{}, freed: make(chan struct{})}
}

// use returns a model, loading it if it is not there, and
// what to call when it is no longer used. One caller loads; the others wait
// for it, and try themselves if it fails. Who wants one model more than may be
// used waits until another is free; so nobody may use two.
func (ms *models) use(ctx context.Context, key modelKey, progress func(done, total int64)) (*model, func(), error) {
	if ms.await != nil && !ms.has(key) {
		if err := ms.await(ctx, key, progress); err != nil {
			return nil, nil, fmt.Errorf("weights %q: %w", key.name.Short(), err)
		}
	}
	leave, err := ms.turn(ctx, key)
	if err != nil {
		return nil, nil, fmt.Errorf("weights %q: %w", key.name.Short(), err)
	}
	defer leave()
	sl, err := ms.enter(ctx, key)
	if err != nil {
		return nil, nil, fmt.Errorf("weights %q: %w", key.name.Short(), err)
	}
	m, err := sl.get(ctx, func() (*model, error) {
		ms.trim() // what is to go makes room first
		return ms.load(ctx, key, progress)
	})
	if err != nil {
		ms.leave(sl)
		return nil, nil, fmt.Errorf("weights %q: %w", key.name.Short(), err)
	}
	ms.trim()
	return m, sync.OnceFunc(func() { ms.leave(sl) }), nil
}

// turn waits until who asks may have a model loaded. A job need not wait, nor who wants
// one that is there or the server's own: others cannot take that away.
func (ms *models) turn(ctx context.Context, key modelKey) (leave func(), err error) {
	if ms.line == nil || clientOf(ctx) == "" || ms.isOwn(key) || ms.has(key) {
		return func() {}, nil
	}
	return turn(ctx, ms.line)
}

func (ms *models) isOwn(key modelKey) bool { return ms.own != nil && ms.own(key) }

// has says whether a model is there, or somebody loads it already.
func (ms *models) has(key modelKey) bool {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	return ms.slots[key] != nil
}

func (sl *slot) get(ctx context.Context, load func() (*model, error)) (*model, error) {
	select {
	case sl.turn <- struct{}{}:
		defer func() { <-sl.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if sl.model != nil {
		return sl.model, nil
	}
	m, err := load()
	if err == nil {
		sl.model = m
	}
	backend.FreeMemory() // what it was made from takes as much as the model
	return m, err
}

// enter takes a use of a slot. Who has to wait stands in a line, past which no client
// gets, not even to join those who use the slot that it wants: a few of them could keep
// it for ever.
func (ms *models) enter(ctx context.Context, key modelKey) (*slot, error) {
	var place *modelKey // in the line; nil before it waits
	defer func() {
		if place != nil {
			ms.mu.Lock()
			ms.waiting = slices.DeleteFunc(ms.waiting, func(p *modelKey) bool { return p == place })
			ms.wake() // it is the next one's turn
			ms.mu.Unlock()
		}
	}()
	for {
		ms.mu.Lock()
		sl, freed := ms.slots[key], ms.freed
		used := sl != nil && sl.users > 0
		first := len(ms.waiting) == 0 || ms.waiting[0] == place
		if ms.isOwn(key) || used && clientOf(ctx) == "" || first && (used || ms.busy() < maxModels) {
			if sl == nil {
				sl = &slot{turn: make(chan struct{}, 1)}
				ms.slots[key] = sl
			}
			sl.users++
			sl.used = time.Now()
			ms.mu.Unlock()
			return sl, nil
		}
		if place == nil {
			place = &key
			ms.waiting = append(ms.waiting, place)
		}
		ms.mu.Unlock()
		select {
		case <-freed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// wake lets everyone who waits look again. The caller holds mu.
func (ms *models) wake() {
	close(ms.freed)
	ms.freed = make(chan struct{})
}

// busy counts the slots that are used, but for the server's own. The caller holds mu.
func (ms *models) busy() int {
	n := 0
	for key, sl := range ms.slots {
		if sl.users > 0 && !ms.isOwn(key) {
			n++
		}
	}
	return n
}

// leave ends a use. A model that could not be loaded takes nobody's place.
func (ms *models) leave(sl *slot) {
	ms.mu.Lock()
	if sl.users--; sl.users == 0 {
		ms.wake()
	}
	for key, s := range ms.slots {
		if s == sl && s.users == 0 && s.model == nil {
			delete(ms.slots, key)
		}
	}
	ms.mu.Unlock()
	ms.trim()
}

// trim drops what is over the number of models kept, unused for longest first, but never
// the server's own.
func (ms *models) trim() {
	ms.mu.Lock()
	var drop []*slot
	for len(ms.slots) > maxModels {
		key, oldest := modelKey{}, (*slot)(nil)
		for k, s := range ms.slots {
			if s.users == 0 && !ms.isOwn(k) && (oldest == nil || s.used.Before(oldest.used)) {
				key, oldest = k, s
			}
		}
		if oldest == nil {
			break
		}
		delete(ms.slots, key)
		drop = append(drop, oldest)
	}
	ms.mu.Unlock()
	for _, s := range drop {
		s.release()
	}
}

// release frees the model of a slot that nobody can enter any more.
func (sl *slot) release() {
	sl.turn <- struct{}{}
	defer func() { <-sl.turn }()
	if sl.model != nil {
		sl.model.close()
		sl.model = nil
		backend.FreeMemory() // a few hundred megabytes, which are wanted for the next
	}
}

// close releases every model that nobody uses. One that is in use is left to
// the end of the program.
func (ms *models) close() {
	ms.mu.Lock()
	var idle []*slot
	for _, sl := range ms.slots {
		if sl.users == 0 {
			idle = append(idle, sl)
		}
	}
	ms.slots = map[modelKey]*slot{}
	ms.mu.Unlock()
	for _, sl := range idle {
		sl.release()
	}
}
