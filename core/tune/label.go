package tune

import "graft/core/recipe"

// label is the class of an example, or the two that a mixed view is of.
type label struct {
	class int
	other int     // of the picture mixed in
	share float64 // of class; the rest is of other. 1 for a view that is not mixed
}

func labelOf(class int) label { return label{class, class, 1} }

// write adds weight times the label, smoothed, to row, one number a class:
// (1 − smoothing) at the classes and smoothing spread over all.
func (l label) write(row []float32, smoothing, weight float64) {
	for c := range row {
		row[c] += float32(weight * smoothing / float64(len(row)))
	}
	row[l.class] += float32(weight * (1 - smoothing) * l.share)
	row[l.other] += float32(weight * (1 - smoothing) * (1 - l.share))
}

// main is the class that has the larger share.
func (l label) main() int {
	if l.share < 0.5 {
		return l.other
	}
	return l.class
}

// classWeights are what an example of each class counts for. Balanced, as in
// scikit-learn: n / (classes · n of the class), so that the mean over the
// examples is 1.
func classWeights(kind string, examples []example, classes int) []float64 {
	w := make([]float64, classes)
	for c := range w {
		w[c] = 1
	}
	if kind != recipe.ClassWeightsBalanced {
		return w
	}
	count := make([]float64, classes)
	for _, e := range examples {
		count[e.label.class] += e.label.share
		count[e.label.other] += 1 - e.label.share
	}
	for c, n := range count {
		if n > 0 {
			w[c] = float64(len(examples)) / (float64(classes) * n)
		}
	}
	return w
}

// weigh returns what an example with that label counts for.
func (l label) weigh(weights []float64) float64 {
	return l.share*weights[l.class] + (1-l.share)*weights[l.other]
}
