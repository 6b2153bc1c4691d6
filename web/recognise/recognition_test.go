package recognise

import (
	"testing"
)

func TestBars(t *testing.T) {
	classes := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	p := []float64{0, 0.1, 0.5, 0, 0, 0.4, 0, 0}
	if got := bars(classes, p); len(got) != 8 || got[0].Class != "a" || got[2].P != 0.5 {
		t.Errorf("bars of eight = %v, want the head's order", got)
	}
	got := bars(append(classes, "i"), append(p, 0.2))
	if len(got) != barsShown || got[0].Class != "c" || got[1].Class != "f" || got[2].Class != "i" {
		t.Errorf("bars of nine = %v, want the likeliest first", got)
	}
	if top := best(classes, p); top.Class != "c" || top.P != 0.5 {
		t.Errorf("best = %v, want c at 0.5", top)
	}
}
