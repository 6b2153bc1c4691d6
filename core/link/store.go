package link

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
)

// ErrNotFound is what Get returns for an id that no document is kept under.
var ErrNotFound = errors.New("link: no such link")

// ErrFull is what Put returns when there is no room for the document.
var ErrFull = errors.New("link: no room is left")

// Store keeps documents by id. Get returns an error that is ErrNotFound for an
// id that was never put, whatever the store. Put replaces what was there. Both
// copy the bytes. Ids are those of NewID; any other is an error. A Store is
// safe for concurrent use.
type Store interface {
	Put(ctx context.Context, id string, body []byte) error
	Get(ctx context.Context, id string) ([]byte, error)
}

// MemStore is a Store that forgets everything when the program ends.
type MemStore struct {
	mu   sync.RWMutex
	docs map[string][]byte
}

var _ Store = (*MemStore)(nil)

// NewMemStore returns an empty store.
func NewMemStore() *MemStore { return &MemStore{docs: map[string][]byte{}} }

// Put keeps a copy of body under id.
func (s *MemStore) Put(ctx context.Context, id string, body []byte) error {
	if err := check(ctx, "put", id); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.docs[id] = bytes.Clone(body)
	return nil
}

// Get returns a copy of what is kept under id.
func (s *MemStore) Get(ctx context.Context, id string) ([]byte, error) {
	if err := check(ctx, "get", id); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	body, ok := s.docs[id]
	if !ok {
		return nil, fmt.Errorf("link: get: %s: %w", id, ErrNotFound)
	}
	return bytes.Clone(body), nil
}

// check refuses what no store should be asked for.
func check(ctx context.Context, verb, id string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("link: %s: %w", verb, err)
	}
	if !ValidID(id) {
		return fmt.Errorf("link: %s: id %.40q: want %d letters and digits", verb, id, idLength)
	}
	return nil
}
