package augment

import (
	"fmt"
	"image"
	"math"
	"testing"

	"graft/core/recipe"
)

// drawnOn applies one step with given values.
func drawnOn(t *testing.T, w, h int, step recipe.Step, src *Source, v map[string]float64) *image.NRGBA {
	t.Helper()
	dst := image.NewNRGBA(image.Rect(0, 0, w, h))
	if err := compile(t, with(w, h, step)).ApplyDrawn(dst, src, []Draw{{Op: step.Op, Applied: true, Values: v}}); err != nil {
		t.Fatal(err)
	}
	return dst
}

// Nine pixels, values at which no interpolation is due.
func TestMoreGeometryExact(t *testing.T) {
	src := NewSource(grey(3,
		10, 20, 30,
		40, 50, 60,
		70, 80, 90))
	black := set{"fill": recipe.Named("constant"), "cval": recipe.Number(7)}
	crop := set{"width": recipe.Number(3), "height": recipe.Number(3), "padding": recipe.Number(1), "cval": recipe.Number(7)}
	for _, tc := range []struct {
		name   string
		w, h   int
		step   recipe.Step
		values map[string]float64
		want   []uint8
	}{
		{"pixel_shift 1, -1", 3, 3, stepOf(t, "pixel_shift", black), map[string]float64{"x": 1, "y": -1}, []uint8{7, 7, 7, 20, 30, 7, 50, 60, 7}},
		{"random_crop inside", 2, 2, stepOf(t, "random_crop", crop), map[string]float64{"x": 1, "y": 0, "width": 2, "height": 2}, []uint8{20, 30, 50, 60}},
		{"random_crop into the padding", 3, 3, stepOf(t, "random_crop", crop), map[string]float64{"x": -1, "y": 1, "width": 3, "height": 3}, []uint8{7, 40, 50, 7, 70, 80, 7, 7, 7}},
		{"scale 1", 3, 3, stepOf(t, "scale", nil), map[string]float64{"factor": 1}, []uint8{10, 20, 30, 40, 50, 60, 70, 80, 90}},
		// Enlarged threefold the middle pixel fills it: samples a third apart.
		{"scale 3", 3, 3, stepOf(t, "scale", nil), map[string]float64{"factor": 3}, []uint8{37, 40, 43, 47, 50, 53, 57, 60, 63}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := reds(drawnOn(t, tc.w, tc.h, tc.step, src, tc.values)); fmt.Sprint(got) != fmt.Sprint(tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

// A border of one on 2×2 is 4×4, scaled back by half: each result pixel is the
// mean of one of the picture and three of the border.
func TestPad(t *testing.T) {
	m := mapOf("pad", frame{9, 9, 20, 10}, 5)
	for _, tc := range []struct{ x, y, u, v float64 }{{0, 0, -5, -5}, {20, 10, 25, 15}, {10, 5, 10, 5}} {
		if u, v := m.xx*tc.x+m.xy*tc.y+m.x0, m.yx*tc.x+m.yy*tc.y+m.y0; u != tc.u || v != tc.v {
			t.Errorf("(%g, %g) is taken from (%g, %g), want (%g, %g)", tc.x, tc.y, u, v, tc.u, tc.v)
		}
	}
	got := reds(apply(t, with(4, 4, stepOf(t, "pad", set{"pixels": recipe.Number(2)})), NewSource(grey(1, 200)), 0))
	if want := []uint8{0, 0, 0, 0, 0, 200, 200, 0, 0, 200, 200, 0, 0, 0, 0, 0}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("padded by its own half: %v, want %v", got, want)
	}
}

// Pictures of 4×2 on a result of 2×2, and the other way.
func TestAspect(t *testing.T) {
	wide, square := NewSource(grey(4, 10, 20, 30, 40, 50, 60, 70, 80)), NewSource(grey(2, 10, 20, 30, 40))
	for _, tc := range []struct {
		name, op string
		src      *Source
		w, h     int
		want     []uint8
	}{
		{"centre of a wide one", "center_crop", wide, 2, 2, []uint8{20, 30, 60, 70}},
		{"centre of one that fits", "center_crop", square, 2, 2, []uint8{10, 20, 30, 40}},
		{"bars above and below", "resize_with_pad", wide, 4, 4, []uint8{0, 0, 0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 0, 0, 0, 0}},
		{"bars aside", "resize_with_pad", square, 4, 2, []uint8{0, 10, 20, 0, 0, 30, 40, 0}},
	} {
		if got := reds(apply(t, with(tc.w, tc.h, stepOf(t, tc.op, nil)), tc.src, 0)); fmt.Sprint(got) != fmt.Sprint(tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

// Every place of the window is equally likely, the padding among them.
func TestRandomCropDraws(t *testing.T) {
	p := compile(t, with(9, 9, stepOf(t, "random_crop", set{"width": recipe.Number(8), "height": recipe.Number(100), "padding": recipe.Number(1)})))
	src := NewSource(synthetic(10, 20))
	at := map[float64]int{}
	for view := range 1000 {
		v := p.Draws(src, view)[0].Values
		at[v["x"]]++
		if v["width"] != 8 || v["height"] != 22 || v["y"] != -1 {
			t.Fatalf("box %v: want 8 wide, and 22 high from -1", v)
		}
	}
	for x := -1.0; x <= 3; x++ {
		if at[x] < 150 || at[x] > 250 {
			t.Errorf("x = %g came %d times of 1000, want about 200", x, at[x])
		}
	}
}

func TestPixelShiftDraws(t *testing.T) {
	p := compile(t, with(30, 30, stepOf(t, "pixel_shift", set{"width": recipe.Number(3), "height": recipe.Number(0)})))
	src := NewSource(grey(1, 9))
	at := map[float64]int{}
	for view := range 600 {
		v := p.Draws(src, view)[0].Values
		at[v["x"]]++
		if v["y"] != 0 {
			t.Fatalf("moved down by %g with height 0", v["y"])
		}
	}
	// numpy's choice(3) times choice([-1, 1]): 0 a third of the time.
	for x, want := range map[float64]int{-2: 100, -1: 100, 0: 200, 1: 100, 2: 100} {
		if math.Abs(float64(at[x]-want)) > 50 {
			t.Errorf("moved by %g %d times of 600, want about %d", x, at[x], want)
		}
	}
}
