// Package linktest holds every link.Store, and every place that serves
// link.Handler, to the same behaviour: the server and the Worker at the edge.
package linktest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"graft/core/ids"
	"graft/core/link"
)

// Run tests the stores that open returns; each call must give an empty one, on this
// machine, for the tests have a clock of their own.
func Run(t *testing.T, open func(t *testing.T) link.Store) {
	for name, test := range map[string]func(*testing.T, link.Store){
		"round trip": roundTrip, "unknown": unknown, "replaces": replaces, "copies": copies,
		"refuses keys": refusesKeys, "cancelled": cancelled, "concurrent": concurrent,
		"parts": parts, "deletes": deletes, "expires": expires,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, open(t)) })
		})
	}
}

func roundTrip(t *testing.T, s link.Store) {
	for _, body := range [][]byte{[]byte(`{"v":1}`), {}, {0, 255, '\n'}, []byte("graft-expires 1\nnot a line of the store's"), bytes.Repeat([]byte("x"), 32<<10)} {
		id := ids.NewLink()
		put(t, s, id, body)
		wantGet(t, s, id, body)
	}
}

func unknown(t *testing.T, s link.Store) {
	unknownKey(t, s, ids.NewLink())
}

func unknownKey(t *testing.T, s link.Store, id string) {
	t.Helper()
	if body, err := s.Get(t.Context(), id); !errors.Is(err, link.ErrNotFound) || body != nil {
		t.Errorf("Get(%s) = %q, %v, want nil, ErrNotFound", id, body, err)
	}
}

func replaces(t *testing.T, s link.Store) {
	id := ids.NewLink()
	put(t, s, id, []byte("a longer first"))
	put(t, s, id, []byte("second"))
	wantGet(t, s, id, []byte("second"))
}

func copies(t *testing.T, s link.Store) {
	id, body := ids.NewLink(), []byte("abc")
	put(t, s, id, body)
	body[0] = 'X'
	got, err := s.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	wantGet(t, s, id, []byte("abc"))
	got[1] = 'Y'
	wantGet(t, s, id, []byte("abc"))
}

func refusesKeys(t *testing.T, s link.Store) {
	for _, id := range []string{"", "short", "../../../etc/passw", "aaaaaaaaaaaaaaaa/", "aaaaaaaaaaaaaaaaaaaaaaaa", "ääääääää1",
		"aaaaaaaaaaaaaaaaa.", "aaaaaaaaaaaaaaaaa.exe", "aaaaaaaaaaaaaaaaa.head.head", "aaaaaaaaaaaaaaaaa/picture", ".head"} {
		if err := s.Put(t.Context(), id, []byte("x"), forever); err == nil {
			t.Errorf("Put(%q) = nil, want an error", id)
		}
		if _, err := s.Get(t.Context(), id); err == nil {
			t.Errorf("Get(%q) = nil, want an error", id)
		}
		if err := s.Delete(t.Context(), id); err == nil {
			t.Errorf("Delete(%q) = nil, want an error", id)
		}
	}
}

func cancelled(t *testing.T, s link.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	id := ids.NewLink()
	if err := s.Put(ctx, id, []byte("x"), forever); !errors.Is(err, context.Canceled) {
		t.Errorf("Put with a cancelled context = %v, want %v", err, context.Canceled)
	}
	if _, err := s.Get(t.Context(), id); !errors.Is(err, link.ErrNotFound) {
		t.Errorf("Get after a cancelled Put = %v, want ErrNotFound", err)
	}
}

var forever time.Time

// A link and its parts do not know of each other.
func parts(t *testing.T, s link.Store) {
	id := ids.NewLink()
	for i, key := range []string{id, id + ".picture", id + ".head", id + ".card"} {
		put(t, s, key, fmt.Appendf(nil, "part %d", i))
	}
	for i, key := range []string{id, id + ".picture", id + ".head", id + ".card"} {
		wantGet(t, s, key, fmt.Appendf(nil, "part %d", i))
	}
	if err := s.Delete(t.Context(), id+".head"); err != nil {
		t.Fatal(err)
	}
	wantGet(t, s, id+".picture", []byte("part 1"))
}

func deletes(t *testing.T, s link.Store) {
	id := ids.NewLink()
	put(t, s, id, []byte("x"))
	for range 2 { // what is not there may be deleted too
		if err := s.Delete(t.Context(), id); err != nil {
			t.Errorf("Delete(%s) = %v, want nil", id, err)
		}
		unknownKey(t, s, id)
	}
}

func expires(t *testing.T, s link.Store) {
	past, soon, later := ids.NewLink(), ids.NewLink(), ids.NewLink()
	for id, at := range map[string]time.Time{past: time.Now().Add(-time.Second), soon: time.Now().Add(1500 * time.Millisecond), later: time.Now().Add(time.Hour)} {
		if err := s.Put(t.Context(), id, []byte(id), at); err != nil {
			t.Fatalf("Put(%s) until %v = %v, want nil", id, at, err)
		}
	}
	unknownKey(t, s, past)
	wantGet(t, s, later, []byte(later))
	time.Sleep(2 * time.Second)
	unknownKey(t, s, soon)
}

func concurrent(t *testing.T, s link.Store) {
	var wg sync.WaitGroup
	shared := ids.NewLink()
	for i := range 8 {
		wg.Go(func() {
			for j := range 10 {
				id, body := ids.NewLink(), fmt.Appendf(nil, "%d-%d", i, j)
				if err := s.Put(t.Context(), id, body, forever); err != nil {
					t.Error(err)
				}
				if err := s.Put(t.Context(), shared, body, forever); err != nil {
					t.Error(err)
				}
				wantGet(t, s, id, body)
				if got, err := s.Get(t.Context(), shared); err != nil || len(got) != len(body) {
					t.Errorf("Get(shared) = %q, %v, want one of the bodies, whole", got, err)
				}
			}
		})
	}
	wg.Wait()
}

func put(t *testing.T, s link.Store, id string, body []byte) {
	t.Helper()
	if err := s.Put(t.Context(), id, body, forever); err != nil {
		t.Fatalf("Put(%s) = %v, want nil", id, err)
	}
}

func wantGet(t *testing.T, s link.Store, id string, want []byte) {
	t.Helper()
	if got, err := s.Get(t.Context(), id); err != nil || !bytes.Equal(got, want) {
		t.Errorf("Get(%s) = %.40q, %v, want %.40q, nil", id, got, err, want)
	}
}
