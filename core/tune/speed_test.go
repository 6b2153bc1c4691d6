package tune

import (
	"math"
	"testing"
	"time"
)

func fixedClock() func() time.Time {
	at := time.Unix(1e9, 0)
	return func() time.Time { return at }
}

func TestRate(t *testing.T) {
	start := time.Unix(1e9, 0)
	type batch struct {
		seconds float64 // since the start
		n       int
		want    float64 // per second, after the batch
	}
	for _, tc := range []struct {
		name    string
		batches []batch
	}{
		{"the first batch compiles and does not count", []batch{{10, 8, 0}, {11, 8, 8}, {12, 8, 8}}},
		{"steady", []batch{{2, 4, 0}, {4, 4, 2}, {6, 4, 2}, {8, 4, 2}}},
		{"slows down: the fast start is forgotten", []batch{
			{1, 100, 0}, {2, 100, 100}, {3, 100, 100}, {10, 7, 207 / 9.0}, {17, 7, 114 / 15.0}, {24, 7, 1}, {31, 7, 1}}},
		{"batches longer than the window", []batch{{60, 8, 0}, {100, 8, 0.2}, {140, 8, 0.2}, {160, 8, 0.4}}},
		{"no time has passed", []batch{{0, 8, 0}, {0, 8, 0}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var r rate
			r.start(start)
			for i, b := range tc.batches {
				r.add(b.n, start.Add(time.Duration(b.seconds*1e9)))
				if got := r.perSecond(); math.Abs(got-b.want) > 1e-9 {
					t.Errorf("after batch %d: %g per second, want %g", i, got, b.want)
				}
			}
		})
	}
}

func TestReporter(t *testing.T) {
	at := time.Unix(1e9, 0)
	var events []Progress
	o := &Options{Now: func() time.Time { return at }, Progress: func(e Event) { events = append(events, *e.Progress) }}
	r := newReporter(PhaseFeatures, 100, 200, o) // 100 were cached
	for range 10 {
		at = at.Add(100 * time.Millisecond)
		r.add(4)
	}
	r.drop(60) // an unreadable picture
	if n := len(events); n != 1+3+1 {
		t.Errorf("%d events in a second, want the first, three, and the drop", n)
	}
	want := Progress{Phase: PhaseFeatures, Done: 140, Total: 140, PerSecond: 40, SecondsLeft: 0}
	if got := events[len(events)-1]; got != want {
		t.Errorf("last event %+v, want %+v", got, want)
	}
	if got := events[0]; got != (Progress{Phase: PhaseFeatures, Done: 100, Total: 200}) {
		t.Errorf("first event %+v, want 100 of 200 and no speed", got)
	}
	if got := events[3]; got.Done != 136 || math.Abs(got.PerSecond-40) > 1e-9 || math.Abs(got.SecondsLeft-1.6) > 1e-9 {
		t.Errorf("fourth event %+v, want 136 done, 40 a second, 1.6 s left", got)
	}
}
