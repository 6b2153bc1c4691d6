package fetch

import (
	"testing"

	"graft/core/api"
)

// A fetch that ends between a look at the cache and one at its state has not
// vanished.
func TestStatusLooksTwice(t *testing.T) {
	looks := 0
	f := New(Source{
		There:   func() bool { looks++; return looks > 1 },
		Offline: func() bool { return false },
	}, nil)
	if s := f.Status(); s.State != api.FetchThere {
		t.Errorf("status = %+v, want the weights there", s)
	}
}
