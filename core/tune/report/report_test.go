package report

import (
	"math"
	"reflect"
	"testing"

	"graft/core/dataset"
	"graft/core/head"
)

// Examples of Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
func TestWilson(t *testing.T) {
	for _, tc := range []struct {
		right, n int
		lo, hi   float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
		{20, 20, 0.8389, 1},
		{0, 0, 0, 1},
	} {
		lo, hi := wilson(tc.right, tc.n)
		if math.Abs(lo-tc.lo) > 5e-5 || math.Abs(hi-tc.hi) > 5e-5 {
			t.Errorf("wilson(%d, %d) = %.4f to %.4f, want %.4f to %.4f", tc.right, tc.n, lo, hi, tc.lo, tc.hi)
		}
	}
}

// pictureOf makes a picture of a class that the head sees with probabilities p;
// without any it is a training picture.
func pictureOf(name string, class int, p ...float32) Picture {
	x := make([]float32, head.Features)
	x[class] = 1 + float32(len(name))
	return Picture{Item: dataset.Item{Path: name, Class: class, Digest: [32]byte{byte(len(name)), name[0]}}, Features: x, Probabilities: p}
}

// Worked by hand: a is taken for a twice and for b once, b for b once, and of c
// there is no validation picture.
func TestReport(t *testing.T) {
	r := New([]string{"a", "b", "c"}, []Picture{
		pictureOf("one", 0, 0.5, 0.4, 0.1),
		pictureOf("train", 2),
		pictureOf("two", 0, 0.3, 0.6, 0.1),
		pictureOf("three", 0, 0.9, 0.05, 0.05),
		pictureOf("four", 1, 0.2, 0.7, 0.1),
		pictureOf("five", 1, 0.05, 0.05, 0.9),
	})
	if r.Count != 5 || r.Correct != 3 || r.Accuracy != 0.6 || r.Baseline != 0.6 {
		t.Errorf("%d of %d right, accuracy %g, baseline %g, want 3 of 5, 0.6 and 0.6", r.Correct, r.Count, r.Accuracy, r.Baseline)
	}
	if want := [][]int{{2, 1, 0}, {0, 1, 1}, {0, 0, 0}}; !reflect.DeepEqual(r.Confusion, want) {
		t.Errorf("confusion %v, want %v", r.Confusion, want)
	}
	want := []ClassReport{
		{Name: "a", Support: 3, Predicted: 2, Precision: 1, Recall: 2. / 3, F1: 0.8},
		{Name: "b", Support: 2, Predicted: 2, Precision: 0.5, Recall: 0.5, F1: 0.5},
		{Name: "c", Support: 0, Predicted: 1},
	}
	if !reflect.DeepEqual(r.Classes, want) {
		t.Errorf("classes %+v, want %+v", r.Classes, want)
	}
	if math.Abs(r.MacroF1-0.65) > 1e-12 {
		t.Errorf("macro F1 %g, want 0.65: the mean over classes that have pictures", r.MacroF1)
	}
	// "five" is the surer mistake.
	if !reflect.DeepEqual(r.Mistakes, []int{4, 1}) || r.Pictures[4].Path != "five" {
		t.Errorf("mistakes %v of %v, want five, then two", r.Mistakes, r.Pictures)
	}
	if got := r.Pictures[1]; got.Class != 0 || got.Guesses[0] != (Guess{Class: 1, P: 0.6}) || len(got.Guesses) != 3 || len(got.Digest) != 64 {
		t.Errorf("verdict %+v, want class 0 taken for 1 with 0.6", got)
	}
	if r.Collapsed != nil {
		t.Errorf("collapsed to %d, want not", *r.Collapsed)
	}
	held := 0
	for _, p := range r.Map.Points {
		if p.HeldOut {
			held++
		}
	}
	if len(r.Map.Points) != 6 || held != 5 {
		t.Errorf("map of %d points, %d held out, want 6 and 5", len(r.Map.Points), held)
	}
}

func TestCollapse(t *testing.T) {
	for _, tc := range []struct {
		name      string
		confusion [][]int
		want      int // the class; -1 for none
	}{
		{"all right", [][]int{{5, 0}, {0, 5}}, -1},
		{"all wrong", [][]int{{0, 5}, {5, 0}}, -1},
		{"all taken for one", [][]int{{0, 5}, {0, 5}}, 1},
		{"all but one", [][]int{{1, 4}, {0, 5}}, -1},
		{"only one class to see", [][]int{{0, 0}, {0, 5}}, -1},
		{"one of three", [][]int{{3, 0, 0}, {3, 0, 0}, {0, 0, 0}}, 0},
	} {
		got := -1
		if c := collapsed(tc.confusion); c != nil {
			got = *c
		}
		if got != tc.want {
			t.Errorf("%s: collapsed to %d, want %d", tc.name, got, tc.want)
		}
	}
}
