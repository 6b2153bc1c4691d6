//go:build !(js && wasm)

package link

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// FileStore is a Store of one file a document in one directory. What Put
// returned from without an error survives a crash. There is none in wasm: the
// edge has no files.
type FileStore struct{ dir string }

var _ Store = (*FileStore)(nil)

// OpenFileStore returns the store in dir, which it makes if it is not there.
func OpenFileStore(dir string) (*FileStore, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("link: open store: %w", err)
	}
	return &FileStore{dir}, nil
}

// Put writes body beside its final place, then renames: a crash or a full disk
// leaves what was there before.
func (s *FileStore) Put(ctx context.Context, id string, body []byte) error {
	if err := check(ctx, "put", id); err != nil {
		return err
	}
	f, err := os.CreateTemp(s.dir, ".new-*")
	if err != nil {
		return putError(err)
	}
	_, err = f.Write(body)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), s.path(id))
	}
	if err != nil {
		os.Remove(f.Name())
		return putError(err)
	}
	return syncDir(s.dir)
}

// putError is ErrFull if the disk is.
func putError(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("link: put: %w: %w", ErrFull, err)
	}
	return fmt.Errorf("link: put: %w", err)
}

// Get reads what is kept under id.
func (s *FileStore) Get(ctx context.Context, id string) ([]byte, error) {
	if err := check(ctx, "get", id); err != nil {
		return nil, err
	}
	body, err := os.ReadFile(s.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("link: get: %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("link: get: %w", err)
	}
	return body, nil
}

func (s *FileStore) path(id string) string { return filepath.Join(s.dir, id+".json") }

// syncDir makes a rename in dir survive a power cut. Systems that cannot sync
// a directory say so with an error that means nothing to the caller.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("link: put: %w", err)
	}
	d.Sync()
	return d.Close()
}
