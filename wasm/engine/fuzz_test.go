package main

import (
	"image/color"
	"testing"
)

// FuzzDrawn: what the page sends as a recipe and as draws is applied or refused,
// whatever it is.
func FuzzDrawn(f *testing.F) {
	e := newEngine()
	if _, err := e.open("a", photo(f, 20, 15, color.NRGBA{10, 200, 30, 255})); err != nil {
		f.Fatal(err)
	}
	f.Add(turned, `[{"step":0,"op":"rotation","applied":true,"values":{"degrees":40}}]`, 3)
	f.Add(`{"size":[16,16],"steps":[{"op":"mix_up","alpha":1},{"op":"cut_mix"}]}`, `[]`, -1)
	f.Add(`{"size":[3,2],"steps":[{"op":"erase"}]}`, `[{"step":0,"op":"erase","applied":true,"values":{"x":0,"y":0,"width":1,"height":1}}]`, 0)
	f.Fuzz(func(t *testing.T, text, draws string, view int) {
		if r, err := e.drawn("a", text, draws); err == nil && !r.image.Opaque() {
			t.Fatalf("%s with %s: not opaque", text, draws)
		}
		r, lambda, err := e.mixed("a", "a", text, view)
		if err == nil && (!r.image.Opaque() || !(lambda >= 0 && lambda <= 1)) {
			t.Fatalf("%s: lambda %g, opaque %t", text, lambda, r.image.Opaque())
		}
	})
}
