package codegen

import (
	"graft/core/recipe"
)

// step is a step that is on, with what it takes from those around it.
type step struct {
	recipe.Step
	kind  recipe.OpKind
	title recipe.Text
	fill  string  // of its run: a run shows one kind of outside, its last step's
	cval  float64 // 0 to 255

	opening bool // it is the first, and sees the picture as it was opened
}

// runs returns the steps that are on, adjacent ones of the same sort together:
// geometry in one run, all else in another, as Graft's plan has them.
func runs(r recipe.Recipe) [][]step {
	out := group(steps(r, false))
	for _, run := range out {
		setFill(run)
	}
	return out
}

// batches returns the steps that mix finished views, which come last wherever
// they stand.
func batches(r recipe.Recipe) []step { return steps(r, true) }

func steps(r recipe.Recipe, batch bool) []step {
	var out []step
	for _, s := range r.Steps {
		o, ok := recipe.Lookup(s.Op)
		if ok && !s.Off && (o.Kind == recipe.Batch) == batch {
			out = append(out, step{Step: s, kind: o.Kind, title: o.Title})
		}
	}
	return out
}

// group puts adjacent steps of one sort together.
func group(all []step) [][]step {
	var out [][]step
	for _, st := range all {
		n := len(out)
		if n == 0 || out[n-1][0].alone() || st.alone() || out[n-1][0].moves() != st.moves() {
			out, n = append(out, nil), n+1
		}
		out[n-1] = append(out[n-1], st)
	}
	return out
}

func (s step) moves() bool { return s.kind == recipe.Geometry }

// alone says that Graft runs the step by itself, not with its neighbours.
func (s step) alone() bool { return s.kind == recipe.Policy || s.Op == "elastic" }

// fits says that the step takes its place in the picture as it was opened, when
// it comes first.
func (s step) fits() bool {
	switch s.Op {
	case "resized_crop", "random_crop", "center_crop", "resize_with_pad":
		return true
	}
	return false
}

func setFill(run []step) {
	fill, cval := "nearest", 0.0
	for _, s := range run {
		if f := s.Choice("fill"); f != "" {
			fill, cval = f, s.Number("cval")
		}
	}
	for i := range run {
		run[i].fill, run[i].cval = fill, cval
	}
}

func (s step) hasFill() bool { return s.Choice("fill") != "" }

func isFlip(s step) bool { return s.Op == "flip_left_right" || s.Op == "flip_up_down" }

// resampled counts the steps of a run that take pixels from between pixels.
func resampled(run []step) int {
	n := 0
	for _, s := range run {
		if s.kind == recipe.Geometry && !isFlip(s) {
			n++
		}
	}
	return n
}
