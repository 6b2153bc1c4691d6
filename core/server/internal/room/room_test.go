package room

import (
	"strings"
	"testing"
	"time"
)

// While an archive is being unpacked, one that would find room after it is told to come
// again, not that there is none.
func TestRoomIsPromised(t *testing.T) {
	r := New(1000, 0, t.TempDir())
	granted, err := r.Reserve(t.Context(), 900)
	if err != nil || granted.Bytes != 900 {
		t.Fatalf("reserve = %d, %v", granted.Bytes, err)
	}
	defer func(was time.Duration) { patience = was }(patience)
	patience = 10 * time.Millisecond
	if err := r.Check(t.Context(), 200); err == nil || !strings.Contains(err.Error(), "try again") {
		t.Errorf("check beside it = %v, want to come again", err)
	}
	if err := r.Any(); err != nil {
		t.Errorf("room for a run beside it: %v, want some", err)
	}
	patience = time.Minute
	waited := make(chan Grant)
	go func() {
		g, err := r.Reserve(t.Context(), 500)
		if err != nil {
			t.Error(err)
		}
		waited <- g
	}()
	select {
	case g := <-waited:
		t.Fatalf("%d bytes were promised beside the 900 of 1000", g.Bytes)
	case <-time.After(20 * time.Millisecond):
	}
	granted.Give()
	next := <-waited
	if next.Bytes != 500 {
		t.Errorf("%d bytes are promised once there is room, want 500", next.Bytes)
	}
	next.Give()
	if err := r.Check(t.Context(), 200); err != nil {
		t.Errorf("check after it = %v", err)
	}
	if err := r.Check(t.Context(), 1200); err == nil || !strings.Contains(err.Error(), "delete some") {
		t.Errorf("check of too much = %v, want that it never fits", err)
	}
}
