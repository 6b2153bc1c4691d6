package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"graft/core/backend"
	"graft/core/disk"
	"graft/core/line"
	"graft/core/resnet"
	"graft/core/server/internal/exchange"
	"graft/core/tune"
	"graft/core/weights"
)

// Model is a backbone that is ready to make features.
type Model struct {
	tune.Extractor
	Weights tune.Weights
	Network *weights.Set
	Close   func() // waits for features under way and releases the memory
}

// Key says which model is meant: a backbone for pictures of side by side pixels.
type Key struct {
	Backbone
	Side int
}

// Load makes a model, which may mean a download.
type Load func(ctx context.Context, key Key, progress func(done, total int64)) (*Model, error)

// ResNet loads ResNet-50.
func ResNet(b *backend.Backend, hub weights.Options) Load {
	return func(ctx context.Context, key Key, progress func(done, total int64)) (*Model, error) {
		o := hub
		o.Progress = progress
		w, err := key.Load(ctx, o)
		if err != nil && ctx.Err() == nil && errors.Is(err, weights.ErrUnavailable) && disk.Machine(err) == nil {
			return nil, weights.ErrUnavailableFor.Err(weights.Reason(err, o)) // visitors read this
		}
		if err != nil {
			return nil, err
		}
		ex, err := resnet.NewExtractor(b, w, resnet.ExtractorOptions{Side: key.Side})
		if err != nil {
			return nil, err
		}
		return &Model{Extractor: ex, Weights: tune.WeightsOf(w), Network: w, Close: ex.Close}, nil
	}
}

// maxModels is how many models are used at a time and how many stay in memory:
// a second one lets someone recognise with one weight set, or at one size, while a
// job trains on another. Each takes 100 MB and as much as a gigabyte of the backend's memory.
const maxModels = 2

// Models loads models when they are first needed and keeps the latest.
type Models struct {
	load  Load
	Await func(ctx context.Context, key Key, progress func(done, total int64)) error // returns when what load reads is there; nil: always
	Own   func(key Key) bool                                                         // is it the server's own, which keeps its place whatever others load; nil: none is
	Line  *line.Line                                                                 // in which clients wait who would have one loaded; nil: they do not

	mu      sync.Mutex
	slots   map[Key]*slot
	freed   chan struct{} // closed when a slot is no longer used
	waiting []*Key        // who waits for a slot, and for which
}

// slot is the place of one model.
type slot struct {
	turn  chan struct{} // holds one while somebody loads
	model *Model        // nil until loaded; guarded by turn
	users int           // guarded by models.mu, as is used
	used  time.Time
}

func New(load Load) *Models {
	return &Models{load: load, slots: map[Key]*slot{}, freed: make(chan struct{})}
}

// Use returns a model, loading it if it is not there, and
// what to call when it is no longer used. One caller loads; the others wait
// for it, and try themselves if it fails. Who wants one model more than may be
// used waits until another is free; so nobody may use two.
func (ms *Models) Use(ctx context.Context, key Key, progress func(done, total int64)) (*Model, func(), error) {
	if ms.Await != nil && !ms.Has(key) {
		if err := ms.Await(ctx, key, progress); err != nil {
			return nil, nil, fmt.Errorf("weights %q: %w", key.Name.Short(), err)
		}
	}
	leave, err := ms.turn(ctx, key)
	if err != nil {
		return nil, nil, fmt.Errorf("weights %q: %w", key.Name.Short(), err)
	}
	defer leave()
	sl, err := ms.enter(ctx, key)
	if err != nil {
		return nil, nil, fmt.Errorf("weights %q: %w", key.Name.Short(), err)
	}
	m, err := sl.get(ctx, func() (*Model, error) {
		ms.trim() // what is to go makes room first
		return ms.load(ctx, key, progress)
	})
	if err != nil {
		ms.leave(sl)
		return nil, nil, fmt.Errorf("weights %q: %w", key.Name.Short(), err)
	}
	ms.trim()
	return m, sync.OnceFunc(func() { ms.leave(sl) }), nil
}

// turn waits until who asks may have a model loaded. A job need not wait, nor who wants
// one that is there or the server's own: others cannot take that away.
func (ms *Models) turn(ctx context.Context, key Key) (leave func(), err error) {
	if ms.Line == nil || exchange.Client(ctx) == "" || ms.isOwn(key) || ms.Has(key) {
		return func() {}, nil
	}
	return exchange.Turn(ctx, ms.Line)
}

func (ms *Models) isOwn(key Key) bool { return ms.Own != nil && ms.Own(key) }

// Has says whether a model is there, or somebody loads it already.
func (ms *Models) Has(key Key) bool {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	return ms.slots[key] != nil
}

func (sl *slot) get(ctx context.Context, load func() (*Model, error)) (*Model, error) {
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
func (ms *Models) enter(ctx context.Context, key Key) (*slot, error) {
	var place *Key // in the line; nil before it waits
	defer func() {
		if place != nil {
			ms.mu.Lock()
			ms.waiting = slices.DeleteFunc(ms.waiting, func(p *Key) bool { return p == place })
			ms.wake() // it is the next one's turn
			ms.mu.Unlock()
		}
	}()
	for {
		ms.mu.Lock()
		sl, freed := ms.slots[key], ms.freed
		used := sl != nil && sl.users > 0
		first := len(ms.waiting) == 0 || ms.waiting[0] == place
		if ms.isOwn(key) || used && exchange.Client(ctx) == "" || first && (used || ms.busy() < maxModels) {
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
func (ms *Models) wake() {
	close(ms.freed)
	ms.freed = make(chan struct{})
}

// busy counts the slots that are used, but for the server's own. The caller holds mu.
func (ms *Models) busy() int {
	n := 0
	for key, sl := range ms.slots {
		if sl.users > 0 && !ms.isOwn(key) {
			n++
		}
	}
	return n
}

// leave ends a use. A model that could not be loaded takes nobody's place.
func (ms *Models) leave(sl *slot) {
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
func (ms *Models) trim() {
	ms.mu.Lock()
	var drop []*slot
	for len(ms.slots) > maxModels {
		key, oldest := Key{}, (*slot)(nil)
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
		sl.model.Close()
		sl.model = nil
		backend.FreeMemory() // a few hundred megabytes, which are wanted for the next
	}
}

// Close releases every model that nobody uses. One that is in use is left to
// the end of the program.
func (ms *Models) Close() {
	ms.mu.Lock()
	var idle []*slot
	for _, sl := range ms.slots {
		if sl.users == 0 {
			idle = append(idle, sl)
		}
	}
	ms.slots = map[Key]*slot{}
	ms.mu.Unlock()
	for _, sl := range idle {
		sl.release()
	}
}
