package network

import (
	"context"
	"time"

	"graft/core/fault"
)

// Guard watches over the runs of a backend, some of which can wait for themselves
// for ever: a run that takes longer than the limit fails, and so do all after it.
type Guard struct {
	Name   string // of the backend
	Limit  time.Duration
	Broken error
}

// StepLimit is how long one run of a graph may take, compiling included where a
// backend compiles late.
const StepLimit = 10 * time.Minute

// All calls f with 0 to n-1, all at once. When ctx ends it still waits for what
// runs, since that uses the caller's memory; runs are short.
func (g *Guard) All(ctx context.Context, n int, f func(i int) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if g.Broken != nil {
		return g.Broken
	}
	done := make(chan error, n)
	for i := range n {
		go func() { done <- f(i) }()
	}
	timer := time.NewTimer(g.Limit)
	defer timer.Stop()
	var first error
	for range n {
		select {
		case err := <-done:
			if first == nil {
				first = err
			}
		case <-timer.C:
			g.Broken = silent.Err(g.Name, g.Limit)
			return g.Broken
		}
	}
	return first
}

// silent is why a run fails whose backend stopped answering.
var silent = fault.Define("tune.backend_silent", "the backend stopped answering: a step on {backend} took over {limit}: restart the program, or take another -backend")
