package api_test

import (
	"fmt"
	"slices"
	"testing"

	"graft/core/api"
)

// threeClasses is a report on eight pictures of a, b and c, of which c is rare.
func threeClasses() *api.Report {
	r := &api.Report{
		Count: 8, Correct: 5, Accuracy: 5. / 8, Interval: [2]float64{0.306, 0.863}, Baseline: 0.5, MacroF1: 0.6,
		Classes: []api.ClassReport{
			{Name: "a", Support: 4, Predicted: 4, Precision: 0.75, Recall: 0.75, F1: 0.75},
			{Name: "b", Support: 3, Predicted: 4, Precision: 0.5, Recall: 2. / 3, F1: 4. / 7},
			{Name: "c", Support: 1},
		},
		Confusion: [][]int{{3, 1, 0}, {1, 2, 0}, {0, 1, 0}},
		Mistakes:  []int{4, 2, 7},
	}
	for i, is := range []int{0, 0, 0, 0, 1, 1, 1, 2} {
		as := []int{0, 0, 1, 0, 0, 1, 1, 1}[i]
		r.Pictures = append(r.Pictures, api.Verdict{Path: fmt.Sprint(i), Digest: fmt.Sprint("d", i), Class: is, Guesses: []api.ClassGuess{{Class: as, P: 0.5 + 0.05*float32(i)}}})
		r.Map.Points = append(r.Map.Points, api.MapPoint{Path: fmt.Sprint(i), Digest: fmt.Sprint("d", i), Class: is, HeldOut: true, X: float32(i), Y: float32(i % 2)})
	}
	return r
}

func TestReportCheck(t *testing.T) {
	if err := threeClasses().Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(r *api.Report){
		"confusion": func(r *api.Report) { r.Confusion = r.Confusion[:2] },
		"picture":   func(r *api.Report) { r.Pictures[0].Class = 3 },
		"guess":     func(r *api.Report) { r.Pictures[0].Guesses[0].Class = -1 },
		"no guess":  func(r *api.Report) { r.Pictures[0].Guesses = nil },
		"mistake":   func(r *api.Report) { r.Mistakes[0] = 8 },
		"point":     func(r *api.Report) { r.Map.Points[1].Class = 9 },
	} {
		r := threeClasses()
		if spoil(r); r.Check() == nil {
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
