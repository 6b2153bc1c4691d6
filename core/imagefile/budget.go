package imagefile

import (
	"context"
	"sync"
)

// Budget lets pictures be decoded at the same time as long as they fit together, in
// whatever unit its user counts. It lets through what fits, one taker at a time; what is
// larger than all of it passes when nothing else is out.
type Budget struct {
	mu    sync.Mutex
	limit int64
	out   int64
	freed chan struct{} // has a token after every Give
}

// NewBudget returns a budget of limit.
func NewBudget(limit int64) *Budget {
	return &Budget{limit: limit, freed: make(chan struct{}, 1)}
}

// Take waits until n fits and returns true, or false once ctx is done.
func (b *Budget) Take(ctx context.Context, n int64) bool {
	for {
		b.mu.Lock()
		if b.out == 0 || b.out+n <= b.limit {
			b.out += n
			b.mu.Unlock()
			return true
		}
		b.mu.Unlock()
		select {
		case <-b.freed:
		case <-ctx.Done():
			return false
		}
	}
}

// Give gives back what was taken.
func (b *Budget) Give(n int64) {
	b.mu.Lock()
	b.out -= n
	b.mu.Unlock()
	select {
	case b.freed <- struct{}{}:
	default:
	}
}
