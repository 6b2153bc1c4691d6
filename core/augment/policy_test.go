package augment

import (
	"bytes"
	"image"
	"math"
	"testing"

	"graft/core/recipe"
)

// The spaces as torchvision lists them.
func TestMagnitudes(t *testing.T) {
	at := frame{100, 100, 224, 112}
	for _, tc := range []struct {
		name string
		got  float64
		want float64
	}{
		{"rand shear_x 9 of 31", randMagnitude(opShearX, 9, 31, at), 0.3 * 9 / 30},
		{"rand translate_x 30", randMagnitude(opTranslateX, 30, 31, at), 150.0 / 331 * 224},
		{"rand translate_y 30", randMagnitude(opTranslateY, 30, 31, at), 150.0 / 331 * 112},
		{"rand rotate 10", randMagnitude(opRotate, 10, 31, at), 10},
		{"rand color 30", randMagnitude(opColor, 30, 31, at), 0.9},
		{"rand posterize 9", randMagnitude(opPosterize, 9, 31, at), 7},   // 8 − round(1.2)
		{"rand posterize 30", randMagnitude(opPosterize, 30, 31, at), 4}, // 8 − 4
		{"rand solarize 9", randMagnitude(opSolarize, 9, 31, at), 178.5}, // 255·21/30
		{"auto posterize 8 of 10", randMagnitude(opPosterize, 8, 10, at), 4},
		{"auto rotate 9 of 10", randMagnitude(opRotate, 9, 10, at), 30},
		{"auto color 4 of 10", randMagnitude(opColor, 4, 10, at), 0.4},
		{"auto solarize 5 of 10", randMagnitude(opSolarize, 5, 10, at), 255 - 255*5.0/9},
		{"trivial rotate 30", magnitude(opRotate, 30, 31, trivialMost[opRotate]), 135},
		{"trivial posterize 30", magnitude(opPosterize, 30, 31, trivialMost[opPosterize]), 2},
		{"trivial translate_x 15", magnitude(opTranslateX, 15, 31, trivialMost[opTranslateX]), 16},
		{"equalize has none", randMagnitude(opEqualize, 9, 31, at), 0},
	} {
		if math.Abs(tc.got-tc.want) > 1e-9 {
			t.Errorf("%s = %g, want %g", tc.name, tc.got, tc.want)
		}
	}
}

// counts returns how often each operation was chosen in n views, and how often
// its magnitude was negative.
func counts(t *testing.T, s recipe.Step, n int) (chosen, negative map[string]int) {
	chosen, negative = map[string]int{}, map[string]int{}
	p := compile(t, with(64, 64, s))
	src := NewSource(grey(1, 9))
	for view := range n {
		for _, c := range p.Draws(src, view)[0].Chosen {
			chosen[c.Op]++
			if c.Magnitude < 0 {
				negative[c.Op]++
			}
		}
	}
	return chosen, negative
}

func TestRandAugmentDraws(t *testing.T) {
	const n = 2800
	chosen, negative := counts(t, stepOf(t, "rand_augment", set{"num_ops": recipe.Number(3)}), n)
	if len(chosen) != 13 { // identity does nothing and is not told
		t.Errorf("chose %v, want 13 operations", chosen)
	}
	for op, k := range chosen {
		if math.Abs(float64(k)-3*n/14.0) > 4*math.Sqrt(3*n/14.0) {
			t.Errorf("%s came %d times, want about %d", op, k, 3*n/14)
		}
		if half := float64(k) / 2; negative[op] > 0 && math.Abs(float64(negative[op])-half) > 4*math.Sqrt(half/2) {
			t.Errorf("%s was negative %d times of %d", op, negative[op], k)
		}
	}
	for _, op := range []string{"posterize", "solarize", "equalize", "autocontrast"} {
		if negative[op] != 0 {
			t.Errorf("%s was negative", op)
		}
	}
}

func TestTrivialAugmentDraws(t *testing.T) {
	p := compile(t, with(64, 64, stepOf(t, "trivial_augment", nil)))
	src := NewSource(grey(1, 9))
	most := map[string]float64{}
	for view := range 3000 {
		d := p.Draws(src, view)[0]
		if len(d.Chosen) > 1 {
			t.Fatalf("chose %v, want one", d.Chosen)
		}
		for _, c := range d.Chosen {
			most[c.Op] = max(most[c.Op], math.Abs(c.Magnitude))
		}
	}
	for op, want := range map[string]float64{"rotate": 135, "shear_y": 0.99, "translate_x": 32, "solarize": 255, "posterize": 8} {
		if most[op] != want {
			t.Errorf("largest magnitude of %s is %g, want %g", op, most[op], want)
		}
	}
}

// How often each operation comes follows from the table of pairs.
func TestAutoAugmentDraws(t *testing.T) {
	want := map[string]float64{}
	for _, pair := range imageNetPolicy {
		for _, o := range pair {
			want[policyOps[o.op].name] += o.p / 25
		}
	}
	const n = 4000
	chosen, _ := counts(t, stepOf(t, "auto_augment", nil), n)
	for op, p := range want {
		if math.Abs(float64(chosen[op])-p*n) > 4*math.Sqrt(p*n)+1 {
			t.Errorf("%s came %d times, want about %.0f", op, chosen[op], p*n)
		}
	}
}

func TestColorJitterDraws(t *testing.T) {
	p := compile(t, with(64, 64, stepOf(t, "color_jitter", nil)))
	src := NewSource(grey(1, 9))
	first := map[string]int{}
	for view := range 800 {
		d := p.Draws(src, view)[0]
		if len(d.Chosen) != 4 {
			t.Fatalf("chose %v, want all four", d.Chosen)
		}
		first[d.Chosen[0].Op]++
		for _, c := range d.Chosen {
			if most := map[string]float64{"hue": 0.1}[c.Op]; math.Abs(c.Magnitude) > max(most, 0.4) || most > 0 && math.Abs(c.Magnitude) > most {
				t.Errorf("%s by %g", c.Op, c.Magnitude)
			}
		}
	}
	for op, k := range first {
		if k < 140 || k > 260 {
			t.Errorf("%s came first %d times of 800, want about 200", op, k)
		}
	}
}

// A policy's pixels are those of the operations it has chosen, one by one.
func TestPolicyPixels(t *testing.T) {
	src := NewSource(synthetic(60, 50))
	policy := compile(t, with(60, 50, stepOf(t, "rand_augment", set{"fill": recipe.Named("reflect")})))
	choose := func(v ...float64) *image.NRGBA {
		d := Draw{Op: "rand_augment", Applied: true, Values: map[string]float64{}}
		for i, name := range policyNames {
			d.Values[name] = 0
			if i < len(v) {
				d.Values[name] = v[i]
			}
		}
		dst := image.NewNRGBA(image.Rect(0, 0, 60, 50))
		if err := policy.ApplyDrawn(dst, src, []Draw{d}); err != nil {
			t.Fatal(err)
		}
		return dst
	}
	reflected := func(s recipe.Step) recipe.Step {
		s.Values["fill"] = recipe.Named("reflect")
		return s
	}
	factor := func(f float64) set { return set{"range": recipe.Range(f, f)} }
	for _, tc := range []struct {
		name string
		got  *image.NRGBA
		want *image.NRGBA
	}{
		{"nothing", choose(), apply(t, with(60, 50), src, 0)},
		{"invert, solarize", choose(opInvert, 0, opSolarize, 100.5),
			apply(t, with(60, 50, stepOf(t, "invert", nil), stepOf(t, "solarize", set{"threshold": recipe.Range(100.5, 100.5)})), src, 0)},
		{"brightness 1.3 between identities", choose(opIdentity, 0, opBrightness, 0.3, opIdentity, 0), apply(t, with(60, 50, stepOf(t, "brightness", factor(1.3))), src, 0)},
		{"equalize, sharpness 0.1", choose(opEqualize, 0, opSharpness, -0.9),
			apply(t, with(60, 50, stepOf(t, "equalize", nil), stepOf(t, "sharpen", set{"factor": recipe.Range(0.1, 0.1)})), src, 0)},
		{"translate 7.9 right, 3 up", choose(opTranslateX, 7.9, opTranslateY, -3),
			drawnOn(t, 60, 50, reflected(stepOf(t, "pixel_shift", nil)), src, map[string]float64{"x": -7, "y": 3})},
		{"rotate", choose(opPosterize, 8, opRotate, 25),
			drawnOn(t, 60, 50, reflected(stepOf(t, "rotation", nil)), src, map[string]float64{"degrees": 25})},
	} {
		if !bytes.Equal(tc.got.Pix, tc.want.Pix) {
			t.Errorf("%s: other pixels", tc.name)
		}
	}
	// shear_x 0.5 about the upper left corner: row y is moved left by (y + ½)/2.
	img := choose(opShearX, 0.5)
	row := src.halvings[0].pix[20*src.halvings[0].stride:]
	want := float64(row[4*20])*0.75 + float64(row[4*21])*0.25 // at 10.5 + 10.25 = 20.75
	if got := float64(img.NRGBAAt(10, 20).R); math.Abs(got-want) > 1 {
		t.Errorf("sheared pixel is %g, want %.1f", got, want)
	}
}
