package link

import (
	"sync"
	"time"
)

// Limiter says whether a client may make another link now. It is safe for
// concurrent use.
type Limiter interface {
	Allow(client string) bool
}

// Bucket is a Limiter in memory: each client may make burst links at once, and
// then one more every interval (a token bucket).
type Bucket struct {
	burst    int
	interval time.Duration
	now      func() time.Time

	mu   sync.Mutex
	full map[string]time.Time // when a client's bucket is full again
}

var _ Limiter = (*Bucket)(nil)

// maxClients bounds the memory of a Bucket. Beyond it, those are forgotten whose
// bucket is full; if none is, all are.
const maxClients = 1 << 14

// NewBucket returns a limiter that knows no client yet.
func NewBucket(burst int, interval time.Duration) *Bucket {
	return &Bucket{burst: burst, interval: interval, now: time.Now, full: map[string]time.Time{}}
}

// Allow takes a token of client's, if there is one.
func (b *Bucket) Allow(client string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	full := b.full[client]
	if full.Before(now) {
		full = now
	}
	full = full.Add(b.interval)
	if full.Sub(now) > time.Duration(b.burst)*b.interval {
		return false
	}
	if len(b.full) >= maxClients {
		b.forget(now)
	}
	b.full[client] = full
	return true
}

func (b *Bucket) forget(now time.Time) {
	for client, full := range b.full {
		if full.Before(now) {
			delete(b.full, client)
		}
	}
	if len(b.full) >= maxClients {
		clear(b.full)
	}
}
