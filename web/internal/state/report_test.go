package state

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"graft/core/recipe"
)

// threeClasses is a report on eight pictures of a, b and c, of which c is rare.
func threeClasses() *Report {
	r := &Report{
		Count: 8, Correct: 5, Accuracy: 5. / 8, Interval: [2]float64{0.306, 0.863}, Baseline: 0.5, MacroF1: 0.6,
		Classes: []ClassReport{
			{Name: "a", Support: 4, Predicted: 4, Precision: 0.75, Recall: 0.75, F1: 0.75},
			{Name: "b", Support: 3, Predicted: 4, Precision: 0.5, Recall: 2. / 3, F1: 4. / 7},
			{Name: "c", Support: 1},
		},
		Confusion: [][]int{{3, 1, 0}, {1, 2, 0}, {0, 1, 0}},
		Mistakes:  []int{4, 2, 7},
	}
	for i, is := range []int{0, 0, 0, 0, 1, 1, 1, 2} {
		as := []int{0, 0, 1, 0, 0, 1, 1, 1}[i]
		r.Pictures = append(r.Pictures, Verdict{Path: fmt.Sprint(i), Digest: fmt.Sprint("d", i), Class: is, Guesses: []Guess{{as, 0.5 + 0.05*float64(i)}}})
		r.Map.Points = append(r.Map.Points, MapPoint{Path: fmt.Sprint(i), Digest: fmt.Sprint("d", i), Class: is, HeldOut: true, X: float64(i), Y: float64(i % 2)})
	}
	return r
}

func TestReportCheck(t *testing.T) {
	if err := threeClasses().check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(r *Report){
		"confusion": func(r *Report) { r.Confusion = r.Confusion[:2] },
		"picture":   func(r *Report) { r.Pictures[0].Class = 3 },
		"guess":     func(r *Report) { r.Pictures[0].Guesses[0].Class = -1 },
		"no guess":  func(r *Report) { r.Pictures[0].Guesses = nil },
		"mistake":   func(r *Report) { r.Mistakes[0] = 8 },
		"point":     func(r *Report) { r.Map.Points[1].Class = 9 },
	} {
		r := threeClasses()
		if spoil(r); r.check() == nil {
			t.Errorf("%s out of range: no error", name)
		}
	}
}

func TestCell(t *testing.T) {
	r := threeClasses()
	var paths []string
	for _, v := range r.Cell(0, 0) {
		paths = append(paths, v.Path)
	}
	if want := []string{"3", "1", "0"}; !slices.Equal(paths, want) {
		t.Errorf("a taken for a: %v, want %v, the surest first", paths, want)
	}
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
		if got := r.Sorted(tc.by, tc.falling); !slices.Equal(got, tc.want) {
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
