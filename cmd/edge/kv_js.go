//go:build js && wasm

package main

import (
	"context"
	"errors"
	"fmt"
	"syscall/js"
	"time"

	"graft/core/link"
)

// kvStore is a link.Store on a Workers KV namespace. It calls the namespace
// itself: the client in syumai/workers v0.33 reads a missing key as "<null>"
// and keeps a function for good at every call.
type kvStore struct{ namespace js.Value }

var _ link.Store = (*kvStore)(nil)

func newKVStore(namespace js.Value) *kvStore { return &kvStore{namespace} }

// minTTL is how far ahead an expiry must be for KV to take it.
const minTTL = 60 * time.Second

// Put stores body. One that expires sooner than KV can is kept for as long as
// KV must; link.Handler knows when it ended.
func (s *kvStore) Put(ctx context.Context, key string, body []byte, expires time.Time) error {
	if err := s.check(ctx, "put", key); err != nil {
		return err
	}
	data := js.Global().Get("Uint8Array").New(len(body))
	js.CopyBytesToJS(data, body)
	options := map[string]any{}
	if !expires.IsZero() {
		options["expirationTtl"] = int(max(time.Until(expires), minTTL).Seconds() + 1)
	}
	if _, err := await(s.namespace.Call("put", key, data, options)); err != nil {
		return fmt.Errorf("link: put: %w", err)
	}
	return nil
}

// Get reads what KV has under key.
func (s *kvStore) Get(ctx context.Context, key string) ([]byte, error) {
	if err := s.check(ctx, "get", key); err != nil {
		return nil, err
	}
	v, err := await(s.namespace.Call("get", key, "arrayBuffer"))
	if err != nil {
		return nil, fmt.Errorf("link: get: %w", err)
	}
	if v.IsNull() || v.IsUndefined() {
		return nil, fmt.Errorf("link: get: %s: %w", key, link.ErrNotFound)
	}
	array := js.Global().Get("Uint8Array").New(v)
	body := make([]byte, array.Get("byteLength").Int())
	js.CopyBytesToGo(body, array)
	return body, nil
}

// Delete removes key from KV, which other places hear of within a minute.
func (s *kvStore) Delete(ctx context.Context, key string) error {
	if err := s.check(ctx, "delete", key); err != nil {
		return err
	}
	if _, err := await(s.namespace.Call("delete", key)); err != nil {
		return fmt.Errorf("link: delete: %w", err)
	}
	return nil
}

func (s *kvStore) check(ctx context.Context, verb, key string) error {
	if s.namespace.IsUndefined() {
		return fmt.Errorf("link: %s: no KV namespace is bound to LINKS", verb)
	}
	return link.CheckKey(ctx, verb, key)
}

// await waits for a promise that was made in this request. Both functions are
// released, whichever is called.
func await(promise js.Value) (js.Value, error) {
	type result struct {
		value js.Value
		err   error
	}
	done := make(chan result, 1)
	kept := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- result{value: args[0]}
		return nil
	})
	broken := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- result{err: errors.New(js.Global().Call("String", args[0]).String())}
		return nil
	})
	defer kept.Release()
	defer broken.Release()
	promise.Call("then", kept, broken)
	r := <-done
	return r.value, r.err
}
