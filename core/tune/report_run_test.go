package tune

import (
	"math"
	"strings"
	"testing"

	"graft/core/dataset"
	"graft/core/tune/report"
)

// A run's report agrees with its head and its pictures.
func TestRunReports(t *testing.T) {
	d := open(t, writeDataset(t, 15, 48, redAndBlue))
	res := run(t, d, &stats{batch: 8}, options(t))
	r := res.Report
	if r.Count != res.ValCount || len(r.Pictures) != res.ValCount || r.Accuracy != res.Epochs[len(res.Epochs)-1].ValAccuracy {
		t.Errorf("report on %d pictures, accuracy %g, want %d and %g", r.Count, r.Accuracy, res.ValCount, res.Epochs[len(res.Epochs)-1].ValAccuracy)
	}
	for _, v := range r.Pictures {
		if !strings.HasPrefix(v.Path, res.Classes[v.Class]+"/") {
			t.Errorf("%s is said to be of class %s", v.Path, res.Classes[v.Class])
		}
	}
	if got, want := len(r.Map.Points), res.TrainCount+res.ValCount; got != want {
		t.Errorf("map of %d points, want every picture, %d", got, want)
	}
	// The classes lie apart on the map: that is what it is for.
	var sum [2][2]float64
	for _, p := range r.Map.Points {
		sum[p.Class][0] += float64(p.X) / 15
		sum[p.Class][1] += float64(p.Y) / 15
	}
	if apart := math.Hypot(sum[0][0]-sum[1][0], sum[0][1]-sum[1][1]); apart < 0.1 {
		t.Errorf("the centres of the classes are %g apart, want more", apart)
	}
}

// A head that takes every picture for one class is warned of.
func TestCollapseIsWarnedOf(t *testing.T) {
	res := &Result{Classes: []string{"a", "b"}}
	res.report([]report.Picture{
		{Item: dataset.Item{Path: "one", Class: 0}, Probabilities: []float32{0.9, 0.1}},
		{Item: dataset.Item{Path: "two", Class: 1}, Probabilities: []float32{0.6, 0.4}},
	})
	if all := strings.Join(res.Warnings, "\n"); !strings.Contains(all, `it takes every validation picture for "a"`) {
		t.Errorf("warnings %q, want one of the collapse", res.Warnings)
	}
}
