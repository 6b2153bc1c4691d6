package line_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"graft/core/line"
)

// hall is a line whose calls are served as the test says, and written down.
type hall struct {
	*line.Line
	mu     sync.Mutex
	served []string
	leave  map[string]func()
}

func newHall(lim line.Limits) *hall {
	return &hall{Line: line.New(lim), leave: map[string]func(){}}
}

// call is made by a client, the part of its name before a dot, and waits.
func (h *hall) call(ctx context.Context, name string) {
	go func() {
		client, _, _ := strings.Cut(name, ".")
		leave, err := h.Enter(ctx, client)
		h.mu.Lock()
		defer h.mu.Unlock()
		if err != nil {
			name += ": " + err.Error()
		}
		h.served = append(h.served, name)
		h.leave[name] = leave
	}()
	synctest.Wait()
}

// end ends the calls that were served, the first one first, until all are.
func (h *hall) end() {
	for i := 0; ; i++ {
		synctest.Wait()
		h.mu.Lock()
		if i == len(h.served) {
			h.mu.Unlock()
			return
		}
		leave := h.leave[h.served[i]]
		h.mu.Unlock()
		if leave != nil {
			leave()
			leave() // twice is once
		}
	}
}

func TestTurns(t *testing.T) {
	one := line.Limits{Places: 1, Each: 1, Waiting: 20, WaitingEach: 10, Retry: time.Second}
	two := line.Limits{Places: 2, Each: 2, Waiting: 20, WaitingEach: 10, Retry: time.Second}
	two1 := line.Limits{Places: 2, Each: 1, Waiting: 20, WaitingEach: 10, Retry: time.Second}
	for _, tc := range []struct {
		name  string
		lim   line.Limits
		calls string
		want  string
	}{
		{"one client, in order", one, "a.1 a.2 a.3", "a.1 a.2 a.3"},
		{"who comes late does not wait for all of another's", one, "a.1 a.2 a.3 a.4 b.1", "a.1 a.2 b.1 a.3 a.4"},
		{"each in turn", one, "a.1 a.2 a.3 b.1 b.2 c.1", "a.1 a.2 b.1 c.1 a.3 b.2"},
		{"alone all places", two, "a.1 a.2 a.3", "a.1 a.2 a.3"},
		{"who holds fewer goes first", two, "a.1 a.2 a.3 b.1 b.2", "a.1 a.2 b.1 a.3 b.2"},
		{"one place each", two1, "a.1 a.2 b.1 c.1", "a.1 b.1 a.2 c.1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHall(tc.lim)
				for _, name := range strings.Fields(tc.calls) {
					h.call(t.Context(), name)
				}
				h.end()
				if got := strings.Join(h.served, " "); got != tc.want {
					t.Errorf("served %s, want %s", got, tc.want)
				}
				if n := h.Waiting(); n != 0 {
					t.Errorf("%d wait at the end, want none", n)
				}
			})
		})
	}
}

func TestFull(t *testing.T) {
	l := line.New(line.Limits{Places: 1, Each: 1, Waiting: 2, WaitingEach: 1, Retry: 1500 * time.Millisecond})
	synctest.Test(t, func(t *testing.T) {
		h := &hall{Line: l, leave: map[string]func(){}}
		for _, name := range strings.Fields("a.1 a.2 a.3 b.1 c.1") {
			h.call(t.Context(), name)
		}
		want := []string{
			"a.1", "a.3: this client has too many requests waiting: try again in 2 s",
			"c.1: the server has more to do than it can: try again in 2 s",
		}
		if !slices.Equal(h.served, want) {
			t.Errorf("before one left: %q, want %q", h.served, want)
		}
		h.end()
		if got := h.served[3:]; !slices.Equal(got, []string{"a.2", "b.1"}) {
			t.Errorf("afterwards %q, want a.2 and b.1", got)
		}
		var full *line.FullError
		leave, err := l.Enter(t.Context(), "c")
		if errors.As(err, &full) || err != nil {
			t.Fatalf("with nobody in it: %v", err)
		}
		leave()
	})
}

func TestCancelled(t *testing.T) {
	why := errors.New("gone home")
	synctest.Test(t, func(t *testing.T) {
		h := newHall(line.Limits{Places: 1, Each: 1, Waiting: 9, WaitingEach: 9, Retry: time.Second})
		ctx, cancel := context.WithCancelCause(t.Context())
		h.call(t.Context(), "a.1")
		h.call(ctx, "b.1")
		h.call(t.Context(), "b.2")
		h.call(t.Context(), "c.1")
		cancel(why)
		h.end()
		want := []string{"a.1", "b.1: gone home", "b.2", "c.1"}
		if !slices.Equal(h.served, want) {
			t.Errorf("served %q, want %q", h.served, want)
		}
		if _, err := h.Enter(ctx, "d"); !errors.Is(err, why) {
			t.Errorf("Enter with a context that has ended: %v, want %v", err, why)
		}
	})
}

// No place is lost or given twice, whatever comes and goes at once.
func TestManyAtOnce(t *testing.T) {
	const places = 3
	l := line.New(line.Limits{Places: places, Each: 2, Waiting: 1000, WaitingEach: 1000, Retry: time.Second})
	var mu sync.Mutex
	in, most := 0, 0
	var wait sync.WaitGroup
	for i := range 400 {
		wait.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i%7)*200*time.Microsecond+time.Microsecond)
			if i%2 == 0 {
				ctx = t.Context()
			}
			defer cancel()
			leave, err := l.Enter(ctx, fmt.Sprint(i%5))
			if err != nil {
				return
			}
			mu.Lock()
			in++
			most = max(most, in)
			mu.Unlock()
			time.Sleep(50 * time.Microsecond)
			mu.Lock()
			in--
			mu.Unlock()
			leave()
		})
	}
	wait.Wait()
	if most > places {
		t.Errorf("%d at once, want at most %d", most, places)
	}
	var leaves []func()
	for i := range places {
		leave, err := l.Enter(t.Context(), fmt.Sprint("new", i))
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leave)
	}
	for _, leave := range leaves {
		leave()
	}
}
