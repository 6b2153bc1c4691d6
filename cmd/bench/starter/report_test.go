package main

import (
	"math"
	"testing"
)

// Wilson's interval, worked by hand for 13 of 24: (0.5417+0.0800)/1.16006 ± …
func TestInterval(t *testing.T) {
	lo, hi := tally{13, 24}.interval()
	if math.Abs(lo-0.3507) > 5e-4 || math.Abs(hi-0.7211) > 5e-4 {
		t.Errorf("interval of 13 of 24 is %.4f to %.4f, want 0.3507 to 0.7211", lo, hi)
	}
	if lo, hi := (tally{}).interval(); lo != 0 || hi != 1 {
		t.Errorf("interval of nothing is %v to %v, want 0 to 1", lo, hi)
	}
}

func TestParse(t *testing.T) {
	o, err := parse([]string{"-sets", "", "-photos", "a=b", "-weights", "x,y"})
	if err != nil || len(o.sets) != 0 || len(o.photos) != 1 || len(o.weights) != 2 {
		t.Errorf("parse = %+v, %v", o, err)
	}
	for _, bad := range [][]string{{"-photos", "folder"}, {"-seeds", "0"}, {"-each", "1"}} {
		if _, err := parse(bad); err == nil {
			t.Errorf("parse(%q): no error, want one", bad)
		}
	}
}
