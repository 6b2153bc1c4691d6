package augment

import (
	"testing"

	"graft/core/recipe"
)

func scaleOf(t *testing.T, op, param string) paramScale {
	t.Helper()
	o, ok := recipe.Lookup(op)
	if !ok {
		t.Fatalf("no operation %q", op)
	}
	p, ok := o.Param(param)
	if !ok {
		t.Fatalf("%s has no parameter %q", op, param)
	}
	return paramScale{p}
}

func TestParamScaleText(t *testing.T) {
	tests := []struct {
		op, param string
		value     float64
		want      string
	}{
		{"rotation", "degrees", 20, "20°"},
		{"rotation", "degrees", 12.5, "12.5°"},
		{"width_shift", "fraction", 0.1, "10\u202f%"},
		{"width_shift", "fraction", 0.125, "12.5\u202f%"},
		{"resized_crop", "scale", 1, "100\u202f%"},
		{"resized_crop", "ratio", 0.75, "0.75"},
		{"gaussian_noise", "stddev", 0.02, "2.0\u202f%"},
		{"gaussian_noise", "stddev", 0.005, "0.5\u202f%"},
		{"gaussian_blur", "sigma", 2, "2.0\u202fpx"},
		{"brightness", "range", 0.5, "0.50×"},
		{"hue", "delta", 0.05, "0.05\u202fturn"},
		{"brightness", "range", 1.0 / 3, "0.3333×"},
	}
	for _, tc := range tests {
		if got := scaleOf(t, tc.op, tc.param).Text(English, tc.value); got != tc.want {
			t.Errorf("%s.%s: Text(%g) = %q, want %q", tc.op, tc.param, tc.value, got, tc.want)
		}
	}
}

func TestParamScaleParse(t *testing.T) {
	tests := []struct {
		op, param, text string
		want            float64
	}{
		{"rotation", "degrees", "20", 20},
		{"rotation", "degrees", " 12,5° ", 12.5},
		{"rotation", "degrees", "999", 180},
		{"rotation", "degrees", "−5", 0},
		{"resized_crop", "scale", "50 %", 0.5},
		{"resized_crop", "scale", "7%", 0.07},
		{"resized_crop", "scale", "0", 0.01},
		{"brightness", "range", "1.25×", 1.25},
		{"gaussian_noise", "stddev", "2.5", 0.025},
		{"hue", "delta", "0.1 turn", 0.1},
	}
	for _, tc := range tests {
		got, err := scaleOf(t, tc.op, tc.param).Parse(English, tc.text)
		if err != nil || got != tc.want {
			t.Errorf("%s.%s: Parse(%q) = %g, %v, want %g", tc.op, tc.param, tc.text, got, err, tc.want)
		}
	}
	for _, bad := range []string{"", "abc", "1.2.3", "NaN", "%"} {
		if got, err := scaleOf(t, "brightness", "range").Parse(English, bad); err == nil {
			t.Errorf("Parse(%q) = %g, want an error", bad, got)
		}
	}
}

// Every number and range of every operation: what a slider says is valid, its
// ends are the bounds, and text reads back as what it was written from.
func TestParamScaleOfEveryOperation(t *testing.T) {
	for _, o := range recipe.Ops() {
		for _, p := range append([]recipe.Param{probabilityParam}, o.Params...) {
			if p.Kind == recipe.KindChoice {
				continue
			}
			s := paramScale{p}
			if got := s.Value(0, p.Default.X); got != p.Min {
				t.Errorf("%s.%s: first position = %g, want %g", o.Name, p.Name, got, p.Min)
			}
			if got := s.Value(s.Positions(), p.Default.X); got != p.Max {
				t.Errorf("%s.%s: last position = %g, want %g", o.Name, p.Name, got, p.Max)
			}
			for position := range s.Positions() + 1 {
				v := s.Value(position, p.Default.X)
				if !s.Log && s.Position(v) != position {
					t.Errorf("%s.%s: Position(Value(%d)) = %d", o.Name, p.Name, position, s.Position(v))
				}
				if back, err := s.Parse(English, s.Text(English, v)); err != nil || back != v {
					t.Errorf("%s.%s: Parse(Text(%g)) = %g, %v", o.Name, p.Name, v, back, err)
				}
			}
		}
	}
}

// On a logarithmic slider each key press must change the value, both ways.
func TestParamScaleLogMovesWithEveryKey(t *testing.T) {
	s := scaleOf(t, "resized_crop", "ratio")
	for _, by := range []int{1, -1} {
		v := s.Min
		if by < 0 {
			v = s.Max
		}
		for presses := 0; v != s.Max && by > 0 || v != s.Min && by < 0; presses++ {
			next := s.Value(s.Position(v)+by, v)
			if float64(by)*(next-v) <= 0 || presses > 500 {
				t.Fatalf("key %+d at %g gives %g", by, v, next)
			}
			v = next
		}
	}
}

func TestParamScaleSummary(t *testing.T) {
	tests := []struct {
		op, param string
		value     recipe.Value
		want      string
	}{
		{"rotation", "degrees", recipe.Number(20), "±20°"},
		{"rotation", "cval", recipe.Number(128), "128"},
		{"rotation", "fill", recipe.Named("wrap"), "Repeat"},
		{"brightness", "range", recipe.Range(0.5, 1.5), "0.50–1.50×"},
		{"resized_crop", "scale", recipe.Range(0.1, 1), "10–100\u202f%"},
	}
	for _, tc := range tests {
		if got := scaleOf(t, tc.op, tc.param).Summary(English, tc.value); got != tc.want {
			t.Errorf("%s.%s: Summary = %q, want %q", tc.op, tc.param, got, tc.want)
		}
	}
}
