package tune

import (
	"context"
	"time"
)

// guard watches over the runs of a backend, some of which can wait for themselves
// for ever: a run that takes longer than the limit fails, and so do all after it.
type guard struct {
	name   string // of the backend
	limit  time.Duration
	broken error
}

// stepLimit is how long one run of a graph may take, compiling included where a
// backend compiles late.
const stepLimit = 10 * time.Minute

// all calls f with 0 to n-1, all at once. When ctx ends it still waits for what
// runs, since that uses the caller's memory; runs are short.
func (g *guard) all(ctx context.Context, n int, f func(i int) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if g.broken != nil {
		return g.broken
	}
	done := make(chan error, n)
	for i := range n {
		go func() { done <- f(i) }()
	}
	timer := time.NewTimer(g.limit)
	defer timer.Stop()
	var first error
	for range n {
		select {
		case err := <-done:
			if first == nil {
				first = err
			}
		case <-timer.C:
			g.broken = silent.Err(g.name, g.limit)
			return g.broken
		}
	}
	return first
}
