package augment

import (
	"math"

	"graft/core/recipe"
)

// isBatch says whether a step mixes finished views.
func isBatch(s recipe.Step) bool {
	o, ok := recipe.Lookup(s.Op)
	return ok && o.Kind == recipe.Batch
}

// mixes says whether a recipe has such a step that is on.
func mixes(r recipe.Recipe) bool {
	for _, s := range r.Steps {
		if !s.Off && isBatch(s) {
			return true
		}
	}
	return false
}

// workingOrder returns the indices of the steps that are on, in the order in
// which they work: those that mix come last, wherever they stand.
func workingOrder(r recipe.Recipe) []int {
	var first, last []int
	for i, s := range r.Steps {
		switch {
		case s.Off:
		case isBatch(s):
			last = append(last, i)
		default:
			first = append(first, i)
		}
	}
	return append(first, last...)
}

// cutAfter returns the recipe with the first k steps of order alone. The rest are
// switched off, not removed: steps of one kind keep their draws.
func cutAfter(r recipe.Recipe, order []int, k int) recipe.Recipe {
	r = r.Clone()
	for _, at := range order[k:] {
		r.Steps[at].Off = true
	}
	return r
}

func round2(x float64) float64 { return math.Round(x*100) / 100 }
