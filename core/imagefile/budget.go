package imagefile

import (
	"context"
	"sync"
)

// Budget lets pictures be decoded at the same time as long as they fit together, in
// whatever unit its user counts. It lets through what fits; what is larger than all of it
// passes when nothing else is out.
type Budget struct {
	mu    sync.Mutex
	limit int64
	out   int64
	freed chan struct{} // closed at the next Give
}

// NewBudget returns a budget of limit.
func NewBudget(limit int64) *Budget {
	return &Budget{limit: limit, freed: make(chan struct{})}
}

// Take waits until n fits and returns true, or false once ctx is done.
func (b *Budget) Take(ctx context.Context, n int64) bool {
	for ctx.Err() == nil {
		b.mu.Lock()
		if b.out == 0 || b.out+n <= b.limit {
			b.out += n
			b.mu.Unlock()
			return true
		}
		freed := b.freed
		b.mu.Unlock()
		select {
		case <-freed:
		case <-ctx.Done():
		}
	}
	return false
}

// Give gives back what was taken.
func (b *Budget) Give(n int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.out -= n
	close(b.freed)
	b.freed = make(chan struct{})
}
