package server

import (
	"context"
	"sync"

	"graft/core/server/internal/exchange"
)

// Streams of events last as long as their job, so nobody waits for a place: who has as
// many as may be is told so. A tab has one for each job that it shows.
const (
	maxStreams     = 1000
	maxStreamsEach = 30
)

// streams counts the streams of events that are open.
type streams struct {
	mu   sync.Mutex
	open map[string]int // by client
	all  int
}

// enter takes a place for a stream of who asks, or fails with errStreams or
// errOwnStreams.
func (s *streams) enter(ctx context.Context) (leave func(), err error) {
	name := exchange.Client(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := s.open[name]; n >= maxStreamsEach {
		return nil, errOwnStreams.Err(n, maxStreamsEach)
	}
	if s.all >= maxStreams {
		return nil, errStreams.Err(s.all, maxStreams)
	}
	if s.open == nil {
		s.open = map[string]int{}
	}
	s.open[name]++
	s.all++
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.all--
		if s.open[name]--; s.open[name] == 0 {
			delete(s.open, name)
		}
	}), nil
}
