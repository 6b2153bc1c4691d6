package weights

import (
	"context"
	"errors"
	"io/fs"

	"graft/core/disk/lock"
)

// lockFile waits until no other program holds the lock at path, as huggingface_hub
// does, and returns what gives it back. On a file system without locks it takes none:
// the digest finds what two programs made of one file.
func lockFile(ctx context.Context, path string) (unlock func(), err error) {
	unlock, err = lock.Wait(ctx, path)
	var file *fs.PathError
	if err != nil && ctx.Err() == nil && !errors.As(err, &file) {
		return func() {}, nil
	}
	return unlock, err
}
