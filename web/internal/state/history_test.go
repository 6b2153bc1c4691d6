package state

import (
	"testing"

	"graft/core/recipe"
)

func withSeed(seed uint64) recipe.Recipe {
	r := recipe.Default()
	r.Seed = seed
	return r
}

func TestHistory(t *testing.T) {
	// Each word is one event: "tag=seed" an edit, "endEdit", "undo", "redo".
	edit := func(tag string, seed uint64) func(*history) {
		return func(h *history) { h.Apply(tag, withSeed(seed)) }
	}
	undo := func(h *history) { h.undo() }
	redo := func(h *history) { h.redo() }
	endEdit := func(h *history) { h.endEdit() }
	tests := []struct {
		name         string
		do           []func(*history)
		now          uint64
		past, future int
	}{
		{"nothing", nil, 42, 0, 0},
		{"undo of nothing", []func(*history){undo, redo}, 42, 0, 0},
		{"edits", []func(*history){edit("", 1), edit("", 2)}, 2, 2, 0},
		{"an edit that changes nothing", []func(*history){edit("", 42)}, 42, 0, 0},
		{"undo", []func(*history){edit("", 1), edit("", 2), undo}, 1, 1, 1},
		{"undo, redo", []func(*history){edit("", 1), undo, redo}, 1, 1, 0},
		{"an edit ends the future", []func(*history){edit("", 1), undo, edit("", 2)}, 2, 1, 0},
		{"a drag is one step", []func(*history){edit("a", 1), edit("a", 2), edit("a", 3)}, 3, 1, 0},
		{"a drag undone at once", []func(*history){edit("a", 1), edit("a", 2), undo}, 42, 0, 1},
		{"two drags of one slider", []func(*history){edit("a", 1), endEdit, edit("a", 2), undo}, 1, 1, 1},
		{"two sliders", []func(*history){edit("a", 1), edit("b", 2), undo}, 1, 1, 1},
		{"no joining after undo", []func(*history){edit("a", 1), edit("a", 2), undo, edit("a", 3), undo}, 42, 0, 1},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			h := history{now: recipe.Default()}
			for _, do := range tc.do {
				do(&h)
			}
			if h.now.Seed != tc.now || len(h.past) != tc.past || len(h.future) != tc.future {
				t.Errorf("seed %d, past %d, future %d, want %d, %d, %d", h.now.Seed, len(h.past), len(h.future), tc.now, tc.past, tc.future)
			}
		})
	}
}

func TestHistoryIsBounded(t *testing.T) {
	h := history{now: recipe.Default()}
	for seed := range uint64(maxHistory + 50) {
		h.Apply("", withSeed(1000+seed))
	}
	if len(h.past) != maxHistory {
		t.Errorf("past = %d, want %d", len(h.past), maxHistory)
	}
	for h.undo() {
	}
	if h.now.Seed != 1000+49 {
		t.Errorf("oldest seed = %d, want %d: the last %d edits stay", h.now.Seed, 1000+49, maxHistory)
	}
}
