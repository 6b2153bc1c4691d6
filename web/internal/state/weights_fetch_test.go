package state

import (
	"errors"
	"reflect"
	"testing"

	"graft/core/api"
)

// An answer that got lost ends no fetch: what was said last still holds, and while
// that is running the page goes on asking.
func TestFetchOutlivesALostAnswer(t *testing.T) {
	a := New(English)
	running := api.WeightsFetch{State: api.FetchRunning, Done: 7}
	s := Trainer{app: a, Fetch: running}
	if got := s.heardOf(api.WeightsFetch{}, errors.New("Failed to fetch")); !reflect.DeepEqual(got, running) {
		t.Errorf("after a lost answer: %+v, want %+v", got, running)
	}
	there := api.WeightsFetch{State: api.FetchThere}
	if got := s.heardOf(there, nil); !reflect.DeepEqual(got, there) {
		t.Errorf("%+v, want what was said", got)
	}
}
