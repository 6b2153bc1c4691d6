package tune

import (
	"math"
	"testing"

	"graft/core/recipe"
)

func TestLabel(t *testing.T) {
	row := make([]float32, 4)
	label{class: 1, other: 3, share: 0.75}.write(row, 0.2, 2)
	// 0.2/4 each, then 0.8 in the shares 0.75 and 0.25; twice.
	for c, want := range []float32{0.1, 1.3, 0.1, 0.5} {
		if math.Abs(float64(row[c]-want)) > 1e-6 {
			t.Errorf("row %v, want 0.1, 1.3, 0.1, 0.5", row)
			break
		}
	}
	if m := (label{class: 1, other: 3, share: 0.4}).main(); m != 3 {
		t.Errorf("main = %d, want the larger share's 3", m)
	}
	examples := []example{{label: labelOf(0)}, {label: labelOf(0)}, {label: labelOf(0)}, {label: label{0, 1, 0.5}}}
	w := classWeights(recipe.ClassWeightsBalanced, examples, 3)
	// 3.5 of class 0, 0.5 of class 1, none of class 2: 4/(3·3.5), 4/(3·0.5), 1.
	for c, want := range []float64{4 / 10.5, 4 / 1.5, 1} {
		if math.Abs(w[c]-want) > 1e-12 {
			t.Errorf("weights %v, want 4/10.5, 4/1.5, 1", w)
			break
		}
	}
	if w := classWeights(recipe.ClassWeightsNone, examples, 2); w[0] != 1 || w[1] != 1 {
		t.Errorf("no weights = %v", w)
	}
}

// Batches as Keras's generators give them: a pass ends with a smaller one, the
// next epoch goes on where this one ended, and every pass has each example once.
func TestBatches(t *testing.T) {
	var p position
	seen := map[int]int{}
	for _, tc := range []struct {
		n    int
		want []int
	}{{2, []int{4, 4}}, {2, []int{2, 4}}, {0, []int{4, 2}}, {0, []int{4, 4, 2}}} {
		var sizes []int
		for _, b := range p.batches(tc.n, 4, 10, 7) {
			sizes = append(sizes, len(b))
			for _, k := range b {
				seen[k.example]++
			}
		}
		if len(sizes) != len(tc.want) {
			t.Fatalf("batches of %v, want %v", sizes, tc.want)
		}
		for i := range sizes {
			if sizes[i] != tc.want[i] {
				t.Errorf("batches of %v, want %v", sizes, tc.want)
			}
		}
	}
	if p != (position{Pass: 3}) || len(seen) != 10 {
		t.Errorf("position %+v, examples %v, want three passes over ten", p, seen)
	}
	for e, n := range seen {
		if n != 3 {
			t.Errorf("example %d was seen %d times, want 3", e, n)
		}
	}
}
