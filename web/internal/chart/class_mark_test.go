package chart

import (
	"testing"
)

func TestClassMarksDiffer(t *testing.T) {
	seen := map[string]bool{}
	for i := range 4 * ClassColours {
		mark := ClassColour(i) + ClassShape(i)
		if seen[mark] {
			t.Errorf("class %d looks like another", i)
		}
		seen[mark] = true
	}
}
