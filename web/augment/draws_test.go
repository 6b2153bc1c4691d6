package augment

import (
	"testing"
)

func TestDrawText(t *testing.T) {
	tests := []struct{ json, title, want string }{
		{`{"op":"flip_left_right","applied":true}`, "Flip left–right", ""},
		{`{"op":"rotation","applied":true,"values":{"degrees":-12.34}}`, "Rotation", "−12.3°"},
		{`{"op":"width_shift","applied":true,"values":{"fraction":0.0432}}`, "Width shift", "4.3\u202f%"},
		{`{"op":"zoom","applied":true,"values":{"x":1.037,"y":0.9}}`, "Zoom", "×1.04\u202f↔ ×0.9\u202f↕"},
		{`{"op":"brightness","applied":true,"values":{"factor":1.5}}`, "Brightness", "×1.5"},
		{`{"op":"hue","applied":true,"values":{"delta":-0.0421}}`, "Hue", "−0.042\u202fturn"},
		{`{"op":"gaussian_blur","applied":true,"values":{"sigma":1.234}}`, "Blur", "1.23\u202fpx"},
		{`{"op":"gaussian_noise","applied":true,"values":{"stddev":0.0512}}`, "Gaussian noise", "5.1\u202f%"},
		{`{"op":"resized_crop","applied":true,"values":{"x":12,"y":30,"width":320,"height":241}}`, "Resized crop", "320 × 241 px at 12, 30"},
		{`{"op":"rand_augment","applied":true,"values":{"op1":5,"magnitude1":-12.5,"op2":14,"magnitude2":0},"chosen":[{"op":"rotate","magnitude":-12.5},{"op":"invert","magnitude":0}]}`, "RandAugment", "rotate −12.5, invert"},
		{`{"op":"from_the_future","applied":true,"values":{"a":0.126}}`, "from_the_future", "0.13"},
	}
	for _, tc := range tests {
		all := parseDraws("[" + tc.json + "]")
		if len(all) != 1 {
			t.Fatalf("parseDraws(%s) = %v", tc.json, all)
		}
		if got := all[0].text(English); got != tc.want || all[0].title(English) != tc.title {
			t.Errorf("%s: %q %q, want %q %q", tc.json, all[0].title(English), got, tc.title, tc.want)
		}
	}
	if got := parseDraws("{broken"); got != nil {
		t.Errorf("parseDraws(broken) = %v, want nil", got)
	}
}
