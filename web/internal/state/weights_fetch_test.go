package state

import (
	"errors"
	"testing"
)

// An answer that got lost ends no fetch: what was said last still holds, and while
// that is running the page goes on asking.
func TestFetchOutlivesALostAnswer(t *testing.T) {
	a := New(English)
	running := WeightsFetch{State: FetchRunning, Done: 7}
	s := Trainer{app: a, Fetch: running}
	if got := s.heardOf(WeightsFetch{}, errors.New("Failed to fetch")); got != running {
		t.Errorf("after a lost answer: %+v, want %+v", got, running)
	}
	there := WeightsFetch{State: FetchThere}
	if got := s.heardOf(there, nil); got != there {
		t.Errorf("%+v, want what was said", got)
	}
}
