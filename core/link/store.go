package link

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"graft/core/ids"
)

// ErrNotFound is what Get returns for a key that nothing is kept under.
var ErrNotFound = errors.New("link: no such link")

// ErrFull is what Put returns when there is no room for more.
var ErrFull = errors.New("link: no room is left")

// Store keeps bytes by key: an id that ids.NewLink made, or an id, a dot and the name
// of a part, as in "0123456789abcdefG.picture". Any other key is an error.
//
// Put replaces what was there, and keeps it until expires, for good if that is
// zero. Get returns an error that is ErrNotFound for a key that was never put,
// was deleted or has expired, whatever the store. Delete of what is not there
// is no error. Put and Get copy the bytes. A Store is safe for concurrent use.
type Store interface {
	Put(ctx context.Context, key string, body []byte, expires time.Time) error
	Get(ctx context.Context, key string) ([]byte, error)
	Delete(ctx context.Context, key string) error
}

// MemStore is a Store that forgets everything when the program ends.
type MemStore struct {
	mu   sync.RWMutex
	kept map[string]memValue
}

type memValue struct {
	body    []byte
	expires time.Time
}

var _ Store = (*MemStore)(nil)

// NewMemStore returns an empty store.
func NewMemStore() *MemStore { return &MemStore{kept: map[string]memValue{}} }

// Put keeps a copy of body under key.
func (s *MemStore) Put(ctx context.Context, key string, body []byte, expires time.Time) error {
	if err := CheckKey(ctx, "put", key); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[key] = memValue{bytes.Clone(body), expires}
	return nil
}

// Get returns a copy of what is kept under key.
func (s *MemStore) Get(ctx context.Context, key string) ([]byte, error) {
	if err := CheckKey(ctx, "get", key); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	v, ok := s.kept[key]
	if !ok || expired(v.expires, time.Now()) {
		return nil, fmt.Errorf("link: get: %s: %w", key, ErrNotFound)
	}
	return append([]byte{}, v.body...), nil
}

// Delete forgets what is kept under key.
func (s *MemStore) Delete(ctx context.Context, key string) error {
	if err := CheckKey(ctx, "delete", key); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.kept, key)
	return nil
}

func expired(at, now time.Time) bool { return !at.IsZero() && !now.Before(at) }

// CheckKey returns nil if a store may be asked to do verb with key: ctx is not
// over, and key has the form that Store describes.
func CheckKey(ctx context.Context, verb, key string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("link: %s: %w", verb, err)
	}
	if !validKey(key) {
		return fmt.Errorf("link: %s: key %.40q: want the id of a link, and perhaps a part", verb, key)
	}
	return nil
}

func validKey(key string) bool {
	id, part, parted := strings.Cut(key, ".")
	return ids.ValidLink(id) && (!parted || part == partPicture || part == partHead || part == partCard)
}
