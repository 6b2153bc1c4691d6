//go:build !(js && wasm)

package link

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"graft/core/disk"
	"graft/core/ids"
)

// FileStore is a Store of one file a key in one directory. What Put returned
// from without an error survives a crash. There is none in wasm: the edge has
// no files.
//
// A file is what was put, behind a line that says when it expires if it does:
// in the file itself, so that a copy of the directory is a copy of the store.
type FileStore struct{ dir string }

var _ Store = (*FileStore)(nil)

// expiryLine begins a file that expires, followed by seconds since 1970 and a
// newline; and, with 0 for never, one whose own bytes begin like it.
const expiryLine = "graft-expires "

const maxExpiryLine = len(expiryLine) + 21

// OpenFileStore returns the store in dir, which it makes if it is not there.
func OpenFileStore(dir string) (*FileStore, error) {
	if err := disk.MakeDir(dir); err != nil {
		return nil, fmt.Errorf("link: open store: %w", err)
	}
	return &FileStore{dir}, nil
}

// Put writes body beside its final place, then renames: a crash or a full disk
// leaves what was there before.
func (s *FileStore) Put(ctx context.Context, key string, body []byte, expires time.Time) error {
	if err := CheckKey(ctx, "put", key); err != nil {
		return err
	}
	err := disk.Replace(s.path(key), disk.Private, func(w io.Writer) error {
		_, err := io.WriteString(w, firstLine(body, expires))
		if err == nil {
			_, err = w.Write(body)
		}
		return err
	})
	if err != nil {
		return putError(err)
	}
	return nil
}

func firstLine(body []byte, expires time.Time) string {
	switch {
	case !expires.IsZero():
		return expiryLine + strconv.FormatInt(expires.Unix(), 10) + "\n"
	case bytes.HasPrefix(body, []byte(expiryLine)):
		return expiryLine + "0\n"
	}
	return ""
}

// putError is ErrFull if the disk is.
func putError(err error) error {
	if disk.Full(err) {
		return fmt.Errorf("link: put: %w: %w", ErrFull, err)
	}
	return fmt.Errorf("link: put: %w", err)
}

// Get reads what is kept under key.
func (s *FileStore) Get(ctx context.Context, key string) ([]byte, error) {
	if err := CheckKey(ctx, "get", key); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(s.path(key))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("link: get: %w", err)
	}
	expires, body := split(data)
	if err != nil || expired(expires, time.Now()) {
		return nil, fmt.Errorf("link: get: %s: %w", key, ErrNotFound)
	}
	return body, nil
}

// split takes the line with the expiry off a file's bytes.
func split(data []byte) (expires time.Time, body []byte) {
	rest, ok := bytes.CutPrefix(data, []byte(expiryLine))
	if !ok {
		return time.Time{}, data
	}
	line, body, _ := bytes.Cut(rest, []byte("\n"))
	if at, err := strconv.ParseInt(string(line), 10, 64); err == nil && at != 0 {
		expires = time.Unix(at, 0)
	}
	return expires, body
}

// Delete removes the file.
func (s *FileStore) Delete(ctx context.Context, key string) error {
	if err := CheckKey(ctx, "delete", key); err != nil {
		return err
	}
	if err := os.Remove(s.path(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("link: delete: %w", err)
	}
	if err := disk.SyncDir(s.dir); err != nil {
		return fmt.Errorf("link: delete: %w", err)
	}
	return nil
}

// Sweep removes the files that have expired by now and returns how many. It
// reads the first line of every file, and stops when ctx is done.
func (s *FileStore) Sweep(ctx context.Context, now time.Time) (removed int, err error) {
	list, err := os.ReadDir(s.dir)
	if err != nil {
		return 0, fmt.Errorf("link: sweep: %w", err)
	}
	for _, f := range list {
		key := strings.TrimSuffix(f.Name(), ".json")
		if ctx.Err() != nil || !validKey(key) || filepath.Base(s.path(key)) != f.Name() {
			continue
		}
		if expires, ok := s.expiry(key); ok && expired(expires, now) && os.Remove(s.path(key)) == nil {
			removed++
		}
	}
	return removed, ctx.Err()
}

// Clear removes the parts of links that a crash kept from being made, or from being
// deleted whole: those without a document. Nobody may be making links meanwhile.
func (s *FileStore) Clear() error {
	list, err := os.ReadDir(s.dir)
	if err != nil {
		return fmt.Errorf("link: clear: %w", err)
	}
	for _, f := range list {
		key := f.Name()
		id, _, parted := strings.Cut(key, ".")
		if !parted || !validKey(key) {
			continue // not a part
		}
		if _, err := os.Lstat(s.path(id)); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.Remove(s.path(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("link: clear: %w", err)
		}
	}
	return nil
}

// expiry reads the beginning of a file only.
func (s *FileStore) expiry(key string) (time.Time, bool) {
	f, err := os.Open(s.path(key))
	if err != nil {
		return time.Time{}, false
	}
	defer f.Close()
	begin := make([]byte, maxExpiryLine)
	n, err := io.ReadFull(f, begin)
	if err != nil && err != io.ErrUnexpectedEOF {
		return time.Time{}, false
	}
	expires, _ := split(begin[:n])
	return expires, true
}

// path is ID.json for a document and ID.PART for a part.
func (s *FileStore) path(key string) string {
	if ids.ValidLink(key) {
		key += ".json"
	}
	return filepath.Join(s.dir, key)
}
