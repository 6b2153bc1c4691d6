package state

import (
	"slices"
	"strings"
	"testing"

	"graft/core/api"
	"graft/core/recipe"
)

// threeClasses is a report on a, b and c, of which c is rare.
func threeClasses() *api.Report {
	return &api.Report{Classes: []api.ClassReport{
		{Name: "a", Support: 4, Predicted: 4, Precision: 0.75, Recall: 0.75, F1: 0.75},
		{Name: "b", Support: 3, Predicted: 4, Precision: 0.5, Recall: 2. / 3, F1: 4. / 7},
		{Name: "c", Support: 1},
	}}
}

func TestSorted(t *testing.T) {
	r := threeClasses()
	for _, tc := range []struct {
		by      string
		falling bool
		want    []int
	}{
		{ByName, false, []int{0, 1, 2}}, {ByName, true, []int{2, 1, 0}},
		{BySupport, true, []int{0, 1, 2}}, {ByPrecision, false, []int{2, 1, 0}}, {ByRecall, false, []int{2, 1, 0}}, {ByF1, true, []int{0, 1, 2}},
	} {
		if got := SortedClasses(r, tc.by, tc.falling); !slices.Equal(got, tc.want) {
			t.Errorf("sorted(%s, %v) = %v, want %v", tc.by, tc.falling, got, tc.want)
		}
	}
}

// A run's link asks for the run; with a recipe beside it, that is kept.
func TestRunLink(t *testing.T) {
	const id = "n4mhmas4wbssdvzfgyvapubq37"
	s := newSession()
	changed, err := s.open("#run=" + id)
	if err != nil || !changed || s.Wanted != id || s.view != ViewTrain || s.given {
		t.Errorf("open = %v, %v: wants %q in %s, want the run in the train view", changed, err, s.Wanted, s.view)
	}
	s = newSession()
	if _, err := s.open(strings.TrimPrefix(recipe.Default().Fragment(), "#") + "&run=" + id); err != nil || s.Wanted != id || !s.given {
		t.Errorf("with a recipe: %v, wants %q, given %v", err, s.Wanted, s.given)
	}
	s = newSession()
	if changed, _ := s.open("#run=../../etc"); changed || s.Wanted != "" {
		t.Errorf("a run that is no id is asked for: %q", s.Wanted)
	}
}
