package line

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Limits bound a line. Each must be positive.
type Limits struct {
	Places      int           // calls that are served at once
	Each        int           // of them, those of one client
	Waiting     int           // calls that wait
	WaitingEach int           // of them, those of one client
	Retry       time.Duration // after which one who is turned away may come again
}

// Line is a line in front of some places. It is safe for concurrent use.
type Line struct {
	lim Limits

	mu      sync.Mutex
	held    int // places that are taken
	waiting int
	clients map[string]*client
	turns   []*client // those that wait, the one whose turn comes next first
}

// client is who has a place or waits for one; nobody else is remembered.
type client struct {
	name  string
	held  int
	calls []chan struct{} // that wait; closed when they are served
}

// FullError says that a call was turned away.
type FullError struct {
	Client bool          // it is this client who has too many calls, not all together
	Retry  time.Duration // after which it may come again
}

func (e *FullError) Error() string {
	who := "the server has more to do than it can"
	if e.Client {
		who = "this client has too many requests waiting"
	}
	return fmt.Sprintf("%s: try again in %d s", who, e.Seconds())
}

// Seconds is Retry in whole seconds, at least one, as a Retry-After header says it.
func (e *FullError) Seconds() int { return max(1, int((e.Retry+time.Second-1)/time.Second)) }

// New returns a line without anybody in it. It panics if a limit is not positive.
func New(lim Limits) *Line {
	if lim.Places < 1 || lim.Each < 1 || lim.Waiting < 1 || lim.WaitingEach < 1 || lim.Retry <= 0 {
		panic(fmt.Sprintf("line: limits %+v: want positive ones", lim))
	}
	return &Line{lim: lim, clients: map[string]*client{}}
}

// Enter returns when a client has a place, with what gives it back; that may be called
// more than once. Of those who wait, it is the turn of one who holds the fewest places,
// and among these of the one who was not served for longest. It fails with a *FullError,
// at once, or with the cause of ctx when that ends first.
func (l *Line) Enter(ctx context.Context, name string) (leave func(), err error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	l.mu.Lock()
	c := l.clients[name]
	if c == nil {
		c = &client{name: name}
		l.clients[name] = c
	}
	if l.held < l.lim.Places && c.held < l.lim.Each && len(c.calls) == 0 {
		l.give(c)
		l.mu.Unlock()
		return l.leave(c), nil
	}
	if full := l.full(c); full != nil {
		l.forget(c)
		l.mu.Unlock()
		return nil, full
	}
	served := make(chan struct{})
	if c.calls = append(c.calls, served); len(c.calls) == 1 {
		l.turns = append(l.turns, c)
	}
	l.waiting++
	l.mu.Unlock()
	select {
	case <-served:
		return l.leave(c), nil
	case <-ctx.Done():
		l.giveUp(c, served)
		return nil, context.Cause(ctx)
	}
}

// full says whether a call of c may wait no more. The caller holds mu.
func (l *Line) full(c *client) *FullError {
	switch {
	case len(c.calls) >= l.lim.WaitingEach:
		return &FullError{Client: true, Retry: l.lim.Retry}
	case l.waiting >= l.lim.Waiting:
		return &FullError{Retry: l.lim.Retry}
	}
	return nil
}

// Waiting returns how many calls wait.
func (l *Line) Waiting() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.waiting
}

// give takes a place for c. The caller holds mu.
func (l *Line) give(c *client) {
	l.held++
	c.held++
}

func (l *Line) leave(c *client) func() {
	return sync.OnceFunc(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.held--
		c.held--
		l.serve()
		l.forget(c)
	})
}

// giveUp takes a call out of the line, or hands on the place that it was just given.
func (l *Line) giveUp(c *client, served chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.Index(c.calls, served); i >= 0 {
		c.calls = slices.Delete(c.calls, i, i+1)
		l.waiting--
		if len(c.calls) == 0 {
			l.turns = slices.DeleteFunc(l.turns, func(o *client) bool { return o == c })
		}
	} else {
		l.held--
		c.held--
		l.serve()
	}
	l.forget(c)
}

// serve gives the places that are free to those whose turn it is. The caller holds mu.
func (l *Line) serve() {
	for l.held < l.lim.Places {
		next := -1
		for i, c := range l.turns {
			if c.held < l.lim.Each && (next < 0 || c.held < l.turns[next].held) {
				next = i
			}
		}
		if next < 0 {
			return
		}
		c := l.turns[next]
		l.turns = slices.Delete(l.turns, next, next+1)
		close(c.calls[0])
		if c.calls = c.calls[1:]; len(c.calls) > 0 {
			l.turns = append(l.turns, c)
		}
		l.waiting--
		l.give(c)
	}
}

// forget drops a client that has no call here. The caller holds mu.
func (l *Line) forget(c *client) {
	if c.held == 0 && len(c.calls) == 0 {
		delete(l.clients, c.name)
	}
}
