package main

import (
	"bytes"
	"image/color"
	"math"
	"testing"
)

// Given the values that a view drew, drawn is render; given others, it is not.
func TestDrawn(t *testing.T) {
	e := newEngine()
	if _, err := e.open("a", photo(t, 60, 50, orange)); err != nil {
		t.Fatal(err)
	}
	want, err := e.render("a", turned, 3)
	if err != nil {
		t.Fatal(err)
	}
	pix := bytes.Clone(want.image.Pix)
	got, err := e.drawn("a", turned, want.draws)
	if err != nil || !bytes.Equal(got.image.Pix, pix) {
		t.Errorf("drawn(%s) differs from the view that drew it (%v)", want.draws, err)
	}
	got, err = e.drawn("a", turned, `[{"step":0,"op":"rotation","applied":true,"values":{"degrees":40}}]`)
	if err != nil || bytes.Equal(got.image.Pix, pix) {
		t.Errorf("drawn at 40° is the view itself (%v)", err)
	}
	for _, bad := range []string{`{`, `[{"step":7,"op":"hue","applied":true}]`, `[{"step":0,"op":"rotation","applied":true,"values":{"degrees":1e9}}]`} {
		if _, err := e.drawn("a", turned, bad); err == nil {
			t.Errorf("drawn(%s) did not fail", bad)
		}
	}
}

// A mix of an orange with a blue picture has as much of each as lambda says.
func TestMixed(t *testing.T) {
	e := newEngine()
	for key, c := range map[string]color.NRGBA{"a": {200, 0, 0, 255}, "b": {0, 0, 200, 255}} {
		if _, err := e.open(key, photo(t, 16, 16, c)); err != nil {
			t.Fatal(err)
		}
	}
	const mix = `{"size":[16,16],"steps":[{"op":"mix_up","alpha":1}]}`
	r, lambda, err := e.mixed("a", "b", mix, 0)
	if err != nil {
		t.Fatal(err)
	}
	blue := float64(r.image.Pix[2])
	if want := 200 * (1 - lambda); lambda <= 0 || lambda >= 1 || math.Abs(blue-want) > 1 {
		t.Errorf("lambda %g and blue %g, want blue %g", lambda, blue, want)
	}
	if _, _, err := e.mixed("a", "none", mix, 0); err == nil {
		t.Error("a mix with a picture that is not open did not fail")
	}
	if r, lambda, err = e.mixed("a", "b", turned, 0); err != nil || lambda != 1 || r.image.Pix[2] != 0 {
		t.Errorf("without a batch step: lambda %g, %v, want 1 and the view alone", lambda, err)
	}
}
