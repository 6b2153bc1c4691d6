package augment

import (
	"testing"

	"graft/core/recipe"
)

func TestExtremes(t *testing.T) {
	tests := []struct {
		op, param string
		want      []string // texts
		drawn     string   // of the last
	}{
		{"brightness", "range", []string{"0.50×", "1.00×", "1.50×"}, ""},
		{"rotation", "degrees", []string{"−20°", "0°", "20°"}, `[{"step":0,"op":"rotation","applied":true,"values":{"degrees":20}}]`},
		{"resized_crop", "ratio", []string{"0.50", "1.00", "2.00"}, ""},
		{"elastic", "alpha", []string{"0", "50", "500"}, ""},
		{"rotation", "fill", []string{"Stretch", "Colour", "Mirror", "Repeat"}, ""},
		{"rotation", "p", nil, ""},
		{"mix_up", "alpha", nil, ""},
	}
	for _, tc := range tests {
		o, _ := recipe.Lookup(tc.op)
		step := o.New(0.1)
		list := extremesOf(English, recipe.Default(), step, tc.param)
		if len(list) != len(tc.want) {
			t.Errorf("%s of %s: %d of them, want %d", tc.param, tc.op, len(list), len(tc.want))
			continue
		}
		for i, e := range list {
			if e.text != tc.want[i] {
				t.Errorf("%s of %s, %d: %q, want %q", tc.param, tc.op, i, e.text, tc.want[i])
			}
			if i == len(list)-1 && e.drawn != tc.drawn {
				t.Errorf("%s of %s: drawn %s, want %s", tc.param, tc.op, e.drawn, tc.drawn)
			}
		}
	}
}

// Whatever is shown as an extreme is a recipe that the engine takes.
func TestExtremesOfEverything(t *testing.T) {
	for _, o := range recipe.Ops() {
		for _, p := range o.Params {
			for _, e := range extremesOf(English, recipe.Default(), o.New(0.5), p.Name) {
				r, err := recipe.ParseJSON([]byte(e.recipe))
				if err != nil || len(r.Steps) != 1 || r.Steps[0].P != 1 {
					t.Errorf("%s of %s at %s: %s (%v)", p.Name, o.Name, e.text, e.recipe, err)
				}
			}
		}
	}
}

func TestMatches(t *testing.T) {
	for query, want := range map[string]string{
		"rotation_range": "rotation", "cutmix": "cut_mix", "翻转": "flip_left_right", "randomresizedcrop": "resized_crop",
		"flip  UP": "flip_up_down", "": "hue",
	} {
		o, _ := recipe.Lookup(want)
		if !matches(English, o, query) {
			t.Errorf("%q does not find %s", query, want)
		}
	}
	if o, _ := recipe.Lookup("hue"); matches(English, o, "zebra") {
		t.Error("zebra finds hue")
	}
}
