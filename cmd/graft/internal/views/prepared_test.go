package views

import (
	"context"
	"testing"
	"time"
)

// Pictures wait for room, and one too large for it comes alone.
func TestRoom(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	r := newRoom(ctx, 10)
	if err := r.reserve(25); err != nil {
		t.Fatal(err)
	}
	got := make(chan error)
	go func() { got <- r.reserve(4) }()
	select {
	case <-got:
		t.Fatal("there was room beside a picture larger than all of it")
	case <-time.After(50 * time.Millisecond):
	}
	r.give(25)
	if err := <-got; err != nil {
		t.Fatal(err)
	}
	go func() { got <- r.reserve(7) }()
	stop()
	if err := <-got; err == nil {
		t.Error("who waits is not told that it is over")
	}
}
