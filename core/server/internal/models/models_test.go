package models

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"graft/core/server/internal/exchange"
	"graft/core/weights"
)

// keyOf is a model by the name of its weights, whatever that is.
func keyOf(name string, side int) Key {
	return Key{Backbone{Name: weights.Name{Kind: weights.KindFile, Path: name}}, side}
}

// none loads a model of nothing.
func none(context.Context, Key, func(done, total int64)) (*Model, error) {
	return &Model{Close: func() {}}, nil
}

// However many weight sets are asked for at once, few are loaded at a time.
func TestModelsAreBounded(t *testing.T) {
	var mu sync.Mutex
	loaded, most := 0, 0
	count := func(n int) {
		mu.Lock()
		defer mu.Unlock()
		loaded += n
		most = max(most, loaded)
	}
	ms := New(func(ctx context.Context, key Key, _ func(done, total int64)) (*Model, error) {
		if strings.HasPrefix(key.Name.String(), "bad") {
			return nil, errors.New("not there")
		}
		count(1)
		return &Model{Close: func() { count(-1) }}, nil
	})
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			if _, release, err := ms.Use(t.Context(), keyOf("good", 32+i%20), nil); err != nil {
				t.Error(err)
			} else {
				time.Sleep(time.Millisecond)
				release()
			}
			if _, _, err := ms.Use(t.Context(), keyOf(fmt.Sprint("bad", i), 224), nil); err == nil {
				t.Error("use of bad weights = nil, want an error")
			}
		})
	}
	all.Wait()
	if most > 2*maxModels || loaded > maxModels {
		t.Errorf("%d models at a time and %d at the end, want at most %d and %d", most, loaded, 2*maxModels, maxModels)
	}
	_, one, _ := ms.Use(t.Context(), keyOf("one", 224), nil)
	_, two, _ := ms.Use(t.Context(), keyOf("one", 160), nil)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, _, err := ms.Use(ctx, keyOf("three", 224), nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("use of a third model = %v, want that it waits", err)
	}
	one()
	two()
}

// Models are loaded once, shared, and dropped when there are too many.
func TestModels(t *testing.T) {
	var log []string
	load := func(ctx context.Context, key Key, _ func(done, total int64)) (*Model, error) {
		log = append(log, "+"+key.Name.String())
		return &Model{Close: func() { log = append(log, "-"+key.Name.String()) }}, nil
	}
	ms := New(load)
	use := func(name string) func() {
		t.Helper()
		_, release, err := ms.Use(t.Context(), keyOf(name, 224), nil)
		if err != nil {
			t.Fatal(err)
		}
		return release
	}
	a := use("a")
	use("a")()
	use("b")()
	use("c")() // b goes: a is in use
	a()
	a() // once is enough
	use("a")()
	use("b")() // c goes: a was used later
	ms.Close()
	if got, want := fmt.Sprint(log[:6]), "[+a +b -b +c -c +b]"; got != want || len(log) != 8 {
		t.Errorf("loads and closes %v, want %s, then a and b closed", log, want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := ms.Use(ctx, keyOf("a", 224), nil); err == nil && ctx.Err() == nil {
		t.Error("use with a cancelled context = nil, want an error")
	}
}

// Two networks that are never out of use do not keep a third one out for ever.
func TestUsersDoNotCrowdOut(t *testing.T) {
	ms := New(none)
	crowd := exchange.WithClient(t.Context(), "192.0.2.1")
	ctx, stop := context.WithCancel(crowd)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for ctx.Err() == nil {
				_, release, err := ms.Use(ctx, keyOf(fmt.Sprint("random:", i%maxModels), 224), func(done, total int64) {})
				if err == nil {
					time.Sleep(time.Duration(1+i) * time.Millisecond)
					release()
				}
			}
		})
	}
	for both := false; !both; time.Sleep(time.Millisecond) {
		ms.mu.Lock()
		both = ms.busy() == maxModels
		ms.mu.Unlock()
	}
	third, cancel := context.WithTimeout(exchange.WithClient(t.Context(), "192.0.2.2"), 5*time.Second)
	defer cancel()
	for range 20 {
		_, release, err := ms.Use(third, keyOf("third", 224), func(done, total int64) {})
		if err != nil {
			t.Fatalf("a third network: %v", err)
		}
		release()
	}
	stop()
	all.Wait()
	if len(ms.waiting) != 0 || ms.busy() != 0 {
		t.Errorf("%d wait and %d are in use at the end, want none", len(ms.waiting), ms.busy())
	}
}
