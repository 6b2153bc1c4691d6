package augment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"math"
	"strings"
	"testing"
)

// What Draws returns makes what Apply makes, by way of JSON too.
func TestApplyDrawn(t *testing.T) {
	src := NewSource(synthetic(90, 60))
	s := stream{1, 6, 1, 8}
	for _, g := range goldenGroups() {
		for range 5 {
			r := g.random(&s)
			p := compile(t, r)
			dst := image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H))
			view := s.below(100) - 20
			written, err := json.Marshal(p.Draws(src, view))
			if err != nil {
				t.Fatal(err)
			}
			var draws []Draw
			if err := json.Unmarshal(written, &draws); err != nil {
				t.Fatal(err)
			}
			if err := p.ApplyDrawn(dst, src, draws); err != nil {
				t.Fatalf("%s\n%s\n%v", r.JSON(), written, err)
			}
			if want := apply(t, r, src, view); !bytes.Equal(dst.Pix, want.Pix) {
				t.Errorf("%s\n%s: not what Apply makes", r.JSON(), written)
			}
		}
	}
}

// The first draws alone give the picture as it is after those steps.
func TestApplyDrawnPartly(t *testing.T) {
	src := NewSource(synthetic(90, 60))
	r := every()
	p := compile(t, r)
	dst := image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H))
	draws := p.Draws(src, 4)
	for n := range draws {
		if err := p.ApplyDrawn(dst, src, draws[:n]); err != nil {
			t.Fatal(err)
		}
		upTo := r.Clone()
		for i := range upTo.Steps[n:] {
			upTo.Steps[n+i].P = 0
		}
		if want := apply(t, upTo, src, 4); !bytes.Equal(dst.Pix, want.Pix) {
			t.Errorf("the first %d draws: not what the first %d steps make", n, n)
		}
	}
}

// Values are taken as given, whatever the recipe's own range.
func TestApplyDrawnForces(t *testing.T) {
	src := NewSource(grey(3, 10, 20, 30))
	bright := stepOf(t, "brightness", nil)
	bright.P = 0
	p := compile(t, with(3, 1, stepOf(t, "rotation", nil), bright, stepOf(t, "flip_left_right", nil)))
	dst := image.NewNRGBA(image.Rect(0, 0, 3, 1))
	err := p.ApplyDrawn(dst, src, []Draw{
		{Step: 1, Op: "brightness", Applied: true, Values: map[string]float64{"factor": 2}},
		{Step: 0, Op: "rotation", Applied: true, Values: map[string]float64{"degrees": 180}},
		{Step: 2, Op: "flip_left_right"},
	})
	if got := reds(dst); err != nil || fmt.Sprint(got) != fmt.Sprint([]uint8{60, 40, 20}) {
		t.Errorf("turned by 180° and twice as bright: %v, %v, want [60 40 20]", got, err)
	}
}

func TestApplyDrawnErrors(t *testing.T) {
	src := NewSource(synthetic(20, 10))
	off := stepOf(t, "hue", nil)
	off.Off = true
	p := compile(t, with(8, 6, stepOf(t, "rotation", nil), off, stepOf(t, "resized_crop", nil), stepOf(t, "erase", nil)))
	type m = map[string]float64
	box := func(x, y, w, h float64) m { return m{"x": x, "y": y, "width": w, "height": h} }
	good := Draw{Step: 0, Op: "rotation", Applied: true, Values: m{"degrees": 3}}
	for _, tc := range []struct {
		want  string
		draws []Draw
	}{
		{"draws[1]: rotation: step 0 is there twice", []Draw{good, good}},
		{"draws[0]: zoom: step 0: want rotation", []Draw{{Step: 0, Op: "zoom"}}},
		{"step 1: the recipe has none that is not off", []Draw{{Step: 1, Op: "hue"}}},
		{"step 4: the recipe has none", []Draw{{Step: 4, Op: "hue"}}},
		{"step -1: the recipe has none", []Draw{{Step: -1, Op: "hue"}}},
		{"rotation: degrees: missing", []Draw{{Op: "rotation", Applied: true}}},
		{"rotation: 2 values: want 1", []Draw{{Op: "rotation", Applied: true, Values: m{"degrees": 3, "x": 1}}}},
		{"degrees: NaN: want -360 to 360", []Draw{{Op: "rotation", Applied: true, Values: m{"degrees": math.NaN()}}}},
		{"degrees: +Inf: want", []Draw{{Op: "rotation", Applied: true, Values: m{"degrees": math.Inf(1)}}}},
		{"width: 2.5: want a whole number", []Draw{{Step: 2, Op: "resized_crop", Applied: true, Values: box(0, 0, 2.5, 2)}}},
		{"box of 20×10 at (1, 0): want it within 20×10", []Draw{{Step: 2, Op: "resized_crop", Applied: true, Values: box(1, 0, 20, 10)}}},
		{"box of 0×2 at (1, 0): want it within 20×10", []Draw{{Step: 2, Op: "resized_crop", Applied: true, Values: box(1, 0, 0, 2)}}},
		{"box of 8×6 at (0, 1): want it within 8×6", []Draw{{Step: 3, Op: "erase", Applied: true, Values: box(0, 1, 8, 6)}}},
	} {
		dst := image.NewNRGBA(image.Rect(0, 0, 8, 6))
		err := p.ApplyDrawn(dst, src, tc.draws)
		if err == nil || !strings.HasPrefix(err.Error(), "augment: ") || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("error %v, want %q", err, tc.want)
		}
		if !bytes.Equal(dst.Pix, make([]byte, len(dst.Pix))) {
			t.Errorf("%s: written to all the same", tc.want)
		}
	}
	if err := p.ApplyDrawn(image.NewNRGBA(image.Rect(0, 0, 6, 8)), src, nil); err == nil || !strings.Contains(err.Error(), "want 8×6") {
		t.Errorf("error %v", err)
	}
}

// An op to come must say what may be given for its values.
func TestDrawnLimits(t *testing.T) {
	for name, op := range operations {
		if op.batch == nil && len(drawnLimits[name]) != len(op.names) {
			t.Errorf("%s: %d limits, want one for each of %q", name, len(drawnLimits[name]), op.names)
		}
	}
}
