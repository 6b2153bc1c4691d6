package augment

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"testing"

	"graft/core/recipe"
)

// of makes a picture of one row from pixels.
func of(px ...[3]uint8) *Source {
	img := image.NewNRGBA(image.Rect(0, 0, len(px), 1))
	for i, p := range px {
		img.SetNRGBA(i, 0, color.NRGBA{p[0], p[1], p[2], 255})
	}
	return NewSource(picture(img))
}

func pixelsOf(img *image.NRGBA) [][3]uint8 {
	var out [][3]uint8
	for i := 0; i < len(img.Pix); i += 4 {
		out = append(out, [3]uint8(img.Pix[i:i+3]))
	}
	return out
}

// Bytes of whole recipes worked by hand, on four grey pixels.
func TestGreyBytes(t *testing.T) {
	rng := func(name string, v float64) set { return set{name: recipe.Range(v, v)} }
	for _, tc := range []struct {
		name  string
		steps []recipe.Step
		in    []uint8
		want  []uint8
	}{
		{"invert", []recipe.Step{stepOf(t, "invert", nil)}, []uint8{0, 1, 100, 255}, []uint8{255, 254, 155, 0}},
		// 4 bits: & 0xf0.
		{"posterize 4", []recipe.Step{stepOf(t, "posterize", rng("bits", 4))}, []uint8{15, 16, 200, 255}, []uint8{0, 16, 192, 240}},
		{"posterize 1", []recipe.Step{stepOf(t, "posterize", rng("bits", 1))}, []uint8{0, 127, 128, 255}, []uint8{0, 0, 128, 128}},
		{"posterize 8", []recipe.Step{stepOf(t, "posterize", rng("bits", 8))}, []uint8{0, 127, 128, 255}, []uint8{0, 127, 128, 255}},
		{"solarize 128", []recipe.Step{stepOf(t, "solarize", rng("threshold", 128))}, []uint8{0, 127, 128, 255}, []uint8{0, 127, 127, 0}},
		{"solarize 256", []recipe.Step{stepOf(t, "solarize", rng("threshold", 256))}, []uint8{0, 127, 128, 255}, []uint8{0, 127, 128, 255}},
		// 50…150 → 0…255: 60·2.55 − 127.5 = 25.5, cut off; 90·2.55 − 127.5 is a
		// little below 102 in float64, for PIL as for us.
		{"autocontrast", []recipe.Step{stepOf(t, "autocontrast", nil)}, []uint8{50, 60, 90, 150}, []uint8{0, 25, 101, 255}},
		{"autocontrast, flat", []recipe.Step{stepOf(t, "autocontrast", nil)}, []uint8{70, 70, 70, 70}, []uint8{70, 70, 70, 70}},
		// Four pixels are too few to spread: step (4 − 1)/255 = 0.
		{"equalize, few", []recipe.Step{stepOf(t, "equalize", nil)}, []uint8{50, 60, 90, 150}, []uint8{50, 60, 90, 150}},
		// 0.2·255 = 51 added; 240 saturates.
		{"delta 0.2", []recipe.Step{stepOf(t, "brightness_delta", set{"delta": recipe.Number(0)}), stepOf(t, "rescale", set{"factor": recipe.Number(1), "offset": recipe.Number(0.2)})},
			[]uint8{0, 100, 200, 240}, []uint8{51, 151, 251, 255}},
		// Half, and a tenth of 255: 25.5 → 26, 50 + 25.5, 127.5 + 25.5.
		{"rescale", []recipe.Step{stepOf(t, "rescale", set{"factor": recipe.Number(0.5), "offset": recipe.Number(0.1)})},
			[]uint8{0, 100, 200, 255}, []uint8{26, 76, 126, 153}},
		// (100/255)² ·255 = 39.2; (200/255)² ·255 = 156.9.
		{"gamma 2", []recipe.Step{stepOf(t, "gamma", rng("range", 2))}, []uint8{0, 100, 200, 255}, []uint8{0, 39, 157, 255}},
		{"gamma 1", []recipe.Step{stepOf(t, "gamma", rng("range", 1))}, []uint8{0, 100, 200, 255}, []uint8{0, 100, 200, 255}},
		// √(100/255) · 255 = 159.7.
		{"gamma 0.5", []recipe.Step{stepOf(t, "gamma", rng("range", 0.5))}, []uint8{0, 100, 200, 255}, []uint8{0, 160, 226, 255}},
		// The mean, 150, goes to 128.
		{"samplewise center", []recipe.Step{stepOf(t, "samplewise_normalization", set{"mode": recipe.Named("center")})},
			[]uint8{100, 140, 160, 200}, []uint8{78, 118, 138, 178}},
		// Deviation √((50² + 10² + 10² + 50²)/4) = 36.06; a quarter of 255 a deviation:
		// ±50 → ±88.4, ±10 → ±17.7.
		{"samplewise", []recipe.Step{stepOf(t, "samplewise_normalization", nil)},
			[]uint8{100, 140, 160, 200}, []uint8{40, 110, 146, 216}},
		{"samplewise, flat", []recipe.Step{stepOf(t, "samplewise_normalization", nil)}, []uint8{9, 9, 9, 9}, []uint8{128, 128, 128, 128}},
		// What follows sees whole bytes: 101·0.5 is stored as 50 before its lowest bit goes.
		{"brightness, posterize 7", []recipe.Step{stepOf(t, "brightness", rng("range", 0.5)), stepOf(t, "posterize", rng("bits", 7))},
			[]uint8{0, 101, 102, 103}, []uint8{0, 50, 50, 50}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := reds(apply(t, with(4, 1, tc.steps...), NewSource(grey(4, tc.in...)), 0))
			if fmt.Sprint(got) != fmt.Sprint(tc.want) {
				t.Errorf("%v became %v, want %v", tc.in, got, tc.want)
			}
		})
	}
}

// Pixels of whole recipes, where channels matter.
func TestColourPixels(t *testing.T) {
	for _, tc := range []struct {
		name string
		step recipe.Step
		in   [][3]uint8
		want [][3]uint8
	}{
		// 0.2989·200 + 0.587·100 + 0.114·50 = 124.18; white is 0.9999 of itself.
		{"grayscale", stepOf(t, "grayscale", nil), [][3]uint8{{200, 100, 50}, {255, 255, 255}}, [][3]uint8{{124, 124, 124}, {255, 255, 255}}},
		// Each channel on its own: red 10…20, green flat, blue 0…255.
		{"autocontrast", stepOf(t, "autocontrast", nil), [][3]uint8{{10, 7, 0}, {20, 7, 255}}, [][3]uint8{{0, 7, 0}, {255, 7, 255}}},
		// (100/255 − 0.485)/0.229 = −0.4054; a quarter of 255 a deviation: 128 − 25.8.
		// (100/255 − 0.456)/0.224 = −0.2850: 109.8. (100/255 − 0.406)/0.225 = −0.0615: 124.1.
		{"featurewise", stepOf(t, "featurewise_normalization", nil), [][3]uint8{{100, 100, 100}}, [][3]uint8{{102, 110, 124}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := pixelsOf(apply(t, with(len(tc.in), 1, tc.step), of(tc.in...), 0))
			if fmt.Sprint(got) != fmt.Sprint(tc.want) {
				t.Errorf("%v became %v, want %v", tc.in, got, tc.want)
			}
		})
	}
}

// Equalize on 1024 pixels: 512 of level 10, 256 of 20, 256 of 30. The step is
// (1024 − 256)/255 = 3; tables: 10 → 1/3 = 0, 20 → 513/3 = 171, 30 → 769/3 = 256,
// held at 255.
func TestEqualize(t *testing.T) {
	levels := make([]uint8, 1024)
	for i := range levels {
		levels[i] = []uint8{10, 20, 10, 30}[i%4]
	}
	got := reds(apply(t, with(32, 32, stepOf(t, "equalize", nil)), NewSource(grey(32, levels...)), 0))
	for i, v := range got[:4] {
		if want := []uint8{0, 171, 0, 255}[i]; v != want {
			t.Errorf("level %d became %d, want %d", levels[i], v, want)
		}
	}
}

// Keras holds a shifted channel within the extremes of the whole picture.
func TestChannelShift(t *testing.T) {
	src := of([3]uint8{40, 100, 120}, [3]uint8{60, 90, 200})
	p := compile(t, with(2, 1, stepOf(t, "channel_shift", nil)))
	dst := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	for _, tc := range []struct {
		levels float64
		want   string
	}{
		{30, "[[70 130 150] [90 120 200]]"},
		{-30, "[[40 70 90] [40 60 170]]"},
		{255, "[[200 200 200] [200 200 200]]"},
	} {
		d := Draw{Op: "channel_shift", Applied: true, Values: map[string]float64{"levels": tc.levels}}
		if err := p.ApplyDrawn(dst, src, []Draw{d}); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(pixelsOf(dst)); got != tc.want {
			t.Errorf("by %g: %s, want %s", tc.levels, got, tc.want)
		}
	}
}

// unitPower against the standard library over the whole of its domain.
func TestUnitPower(t *testing.T) {
	s := stream{1, 2, 3, 4}
	worst := 0.0
	for range 200000 {
		x, p := float32(s.unit()), s.within(0.1, 5)
		if s.below(4) == 0 {
			x = float32(exp(-20 * s.unit()))
		}
		want := math.Pow(float64(x), p)
		worst = max(worst, math.Abs(float64(unitPower(x, p))-want)/max(want, 1e-9))
	}
	if worst > 2e-7 {
		t.Errorf("relative error %g, want below 2e-7", worst)
	}
	for _, p := range []float64{0.1, 1, 5} {
		if unitPower(0, p) != 0 || unitPower(1, p) != 1 {
			t.Errorf("0 and 1 to the power of %g: %g and %g", p, unitPower(0, p), unitPower(1, p))
		}
	}
}

// PIL's Color and Contrast, as policies use them. Grey of (200, 100, 50) is 124;
// at 1.5 red is 200·1.5 − 124/2 = 238.
func TestTorchvisionBlends(t *testing.T) {
	line := func() ([]float32, []float32, []float32) {
		return []float32{200.0 / 255, 0}, []float32{100.0 / 255, 0}, []float32{50.0 / 255, 0}
	}
	r, g, b := line()
	blendGrey(&drawn{values: values{1.5}}, 0, r, g, b)
	for c, want := range []float64{238, 88, 13} {
		if got := 255 * float64([]float32{r[0], g[0], b[0]}[c]); math.Abs(got-want) > 0.01 {
			t.Errorf("colour 1.5: channel %d = %.2f, want %.2f", c, got, want)
		}
	}
	// The mean grey of the two pixels is 62; at 0.5 red is 100 + 31.
	r, g, b = line()
	d := &drawn{values: values{0.5}, tally: new(tally)}
	addGrey(d.tally, r, g, b)
	concludeMean(d, 2)
	blendMean(d, 0, r, g, b)
	for c, want := range []float64{131, 81, 56} {
		if got := 255 * float64([]float32{r[0], g[0], b[0]}[c]); math.Abs(got-want) > 0.01 {
			t.Errorf("contrast 0.5: channel %d = %.2f, want %.2f", c, got, want)
		}
	}
}
