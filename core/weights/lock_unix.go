//go:build unix

package weights

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"
)

// lockFile waits until no other process holds the lock, as huggingface_hub does
// (filelock, which uses flock), and returns what gives it back.
func lockFile(ctx context.Context, path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { f.Close() }, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			// A file system without locks: the digest still finds what two made of one.
			return func() { f.Close() }, nil
		}
		if err := sleep(ctx, 200*time.Millisecond); err != nil {
			f.Close()
			return nil, err
		}
	}
}
