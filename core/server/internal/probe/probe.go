package probe

import (
	"errors"
	"sync"
	"time"
)

const (
	Keep   = 5 * time.Second // how often a probe asks at most
	GiveUp = 5 * time.Second // when what is asked counts as silent
)

// Probe asks something that costs a little and may never answer: seldom, and once at
// a time, however often it is wanted.
type Probe struct {
	ask func() error

	mu    sync.Mutex
	asked *question // the latest
}

type question struct {
	began    time.Time
	answered chan struct{}
	err      error // valid once answered is closed
	before   error // the answer to the question before
}

var ErrSilent = errors.New("it does not answer")

// New returns a probe that asks so.
func New(ask func() error) *Probe { return &Probe{ask: ask} }

// Answer returns what the probe's question came to lately: ErrSilent if it has had no
// answer for GiveUp. Who waits less long than that gets the answer before it.
func (p *Probe) Answer(wait time.Duration) error {
	q := p.question()
	silent := time.Until(q.began.Add(GiveUp))
	select {
	case <-q.answered:
		return q.err
	case <-time.After(min(wait, silent)):
	}
	select {
	case <-q.answered: // long ago, perhaps
		return q.err
	default:
	}
	if wait < silent {
		return q.before
	}
	return ErrSilent
}

// question returns the latest question, or a new one if that has an answer of long ago.
func (p *Probe) question() *question {
	p.mu.Lock()
	defer p.mu.Unlock()
	q := &question{began: time.Now(), answered: make(chan struct{})}
	if last := p.asked; last != nil {
		select {
		case <-last.answered:
			if time.Since(last.began) < Keep {
				return last
			}
			q.before = last.err
		default:
			return last
		}
	}
	p.asked = q
	go func() {
		defer close(q.answered)
		q.err = p.ask()
	}()
	return q
}
