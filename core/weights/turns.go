package weights

import (
	"context"
	"sync"
)

// fetching lets one goroutine at a time fetch what is kept in one place: the next
// finds it there.
var fetching turns

// turns are taken one after the other, those of each key by itself.
type turns struct {
	mu   sync.Mutex
	busy map[string]chan struct{} // closed when the turn ends
}

// enter waits for the key's turn and returns what ends it, or why ctx ended.
func (t *turns) enter(ctx context.Context, key string) (done func(), err error) {
	for {
		t.mu.Lock()
		before, busy := t.busy[key]
		if !busy {
			if t.busy == nil {
				t.busy = make(map[string]chan struct{})
			}
			ended := make(chan struct{})
			t.busy[key] = ended
			t.mu.Unlock()
			return func() { t.end(key, ended) }, nil
		}
		t.mu.Unlock()
		select {
		case <-before:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

func (t *turns) end(key string, ended chan struct{}) {
	t.mu.Lock()
	delete(t.busy, key)
	t.mu.Unlock()
	close(ended)
}
