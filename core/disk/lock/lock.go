package lock

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gofrs/flock"
)

// pause is how long Wait sleeps between tries.
const pause = 200 * time.Millisecond

// ErrTaken says that another program holds a lock.
var ErrTaken = errors.New("in use by another program")

// Try takes the lock that is the file at path, which it makes, and returns what gives
// it back. It fails with ErrTaken if somebody holds it. The file stays.
func Try(path string) (unlock func(), err error) {
	l := flock.New(path, flock.SetPermissions(0o644)) // others may share a cache
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	if !ok {
		return nil, ErrTaken
	}
	return func() { l.Unlock() }, nil // an error would say that it is not held
}

// Wait is Try, but waits while somebody else holds the lock; it fails with why ctx
// ended.
func Wait(ctx context.Context, path string) (unlock func(), err error) {
	for {
		if unlock, err = Try(path); !errors.Is(err, ErrTaken) {
			return unlock, err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}
