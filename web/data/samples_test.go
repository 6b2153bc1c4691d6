package data

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	drawn "graft/core/sample"
	"graft/web/internal/state"
)

// The page offers every set that can be drawn, with its classes and words for it.
func TestSampleSetsAreThoseThatCanBeDrawn(t *testing.T) {
	kinds := drawn.Kinds()
	if len(kinds) != len(sampleSets) {
		t.Fatalf("the page offers %d sets of %d", len(sampleSets), len(kinds))
	}
	ids := map[string]bool{}
	for i, k := range kinds {
		s := sampleSets[i]
		if s.name != k.Name || !slices.Equal(s.classes, k.Classes) || s.each != k.PerClass {
			t.Errorf("set %d is %s of %d %q, want %s of %d %q", i, s.name, s.each, s.classes, k.Name, k.PerClass, k.Classes)
		}
		if s.title == "" || s.about == "" || ids[s.id()] {
			t.Errorf("%s: a text is missing, or its id %s is another's: %+v", s.name, s.id(), s)
		}
		ids[s.id()] = true
		for pick := range strings.FieldsSeq(s.shown) {
			class, index, _ := strings.Cut(pick, ":")
			if n, err := strconv.Atoi(index); err != nil || n < 0 || n >= s.each || !slices.Contains(k.Classes, class) {
				t.Errorf("%s shows %q: want class:index of a picture that it has", s.name, pick)
			}
		}
	}
}

// Pictures of the sets are drawn when the view that shows them is open, and once.
func TestSampleStripsAreDrawnWhenSeen(t *testing.T) {
	a := state.New(English)
	m := sampleMenu{App: a}
	if m.due() {
		t.Error("drawn behind another view")
	}
	if a.Session.Begin("#view=data"); !m.due() {
		t.Error("not drawn in its view")
	}
	if m.strips = map[string]string{}; m.due() {
		t.Error("drawn twice")
	}
}
