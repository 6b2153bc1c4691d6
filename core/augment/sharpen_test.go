package augment

import (
	"fmt"
	"testing"

	"graft/core/recipe"
)

// A point of 130 on black: smoothed it is 130·5/13 = 50, its neighbours 10.
func TestSharpen(t *testing.T) {
	src := NewSource(grey(5,
		0, 0, 0, 0, 0,
		0, 0, 0, 0, 0,
		0, 0, 130, 0, 0,
		0, 0, 0, 0, 0,
		0, 0, 0, 0, 26))
	for _, tc := range []struct {
		factor float64
		want   []uint8 // the row in the middle, and the last
	}{
		{0, []uint8{0, 10, 50, 10, 0, 0, 0, 0, 0, 26}}, // the outermost stay
		{1, []uint8{0, 0, 130, 0, 0, 0, 0, 0, 0, 26}},
		{2, []uint8{0, 0, 210, 0, 0, 0, 0, 0, 0, 26}}, // 130·2 − 50
		{0.5, []uint8{0, 5, 90, 5, 0, 0, 0, 0, 0, 26}},
	} {
		got := reds(apply(t, with(5, 5, stepOf(t, "sharpen", set{"factor": recipe.Range(tc.factor, tc.factor)})), src, 0))
		if row := append(got[10:15:15], got[20:]...); fmt.Sprint(row) != fmt.Sprint(tc.want) {
			t.Errorf("factor %g: %v, want %v", tc.factor, row, tc.want)
		}
	}
}

func TestSaltAndPepper(t *testing.T) {
	src := NewSource(grey(1, 128))
	img := apply(t, with(200, 200, stepOf(t, "salt_and_pepper", set{"amount": recipe.Range(0.1, 0.1), "salt": recipe.Number(0.25)})), src, 0)
	count := map[uint8]int{}
	for _, p := range pixelsOf(img) {
		if p[0] != p[1] || p[1] != p[2] {
			t.Fatalf("pixel %v is not grey", p)
		}
		count[p[0]]++
	}
	// Of 40,000: 1,000 ± 4·31 white and 3,000 ± 4·53 black.
	if len(count) != 3 || count[255] < 876 || count[255] > 1124 || count[0] < 2790 || count[0] > 3210 {
		t.Errorf("levels %v, want about 1000 white and 3000 black", count)
	}
}

func TestCovers(t *testing.T) {
	src := NewSource(grey(1, 60))
	for _, tc := range []struct {
		step recipe.Step
		want [3]uint8
	}{
		{stepOf(t, "fill", nil), [3]uint8{124, 116, 104}},
		{stepOf(t, "cutout", set{"level": recipe.Number(200)}), [3]uint8{200, 200, 200}},
	} {
		p := compile(t, with(40, 30, tc.step))
		for view := range 30 {
			img := apply(t, with(40, 30, tc.step), src, view)
			v := p.Draws(src, view)[0].Values
			for i, px := range pixelsOf(img) {
				x, y := float64(i%40), float64(i/40)
				want := [3]uint8{60, 60, 60}
				if x >= v["x"] && x < v["x"]+v["width"] && y >= v["y"] && y < v["y"]+v["height"] {
					want = tc.want
				}
				if px != want {
					t.Fatalf("%s, box %v: (%g, %g) is %v, want %v", tc.step.Op, v, x, y, px, want)
				}
			}
		}
	}
}

// A quarter of 30 rounds to 8; the middle may lie anywhere, so some are cut.
func TestCutoutBox(t *testing.T) {
	p := compile(t, with(40, 30, stepOf(t, "cutout", nil)))
	src := NewSource(grey(1, 60))
	whole, cut := 0, 0
	for view := range 300 {
		v := p.Draws(src, view)[0].Values
		switch {
		case v["width"] == 8 && v["height"] == 8:
			whole++
		case v["width"] < 4 || v["height"] < 4 || v["width"] > 8 || v["height"] > 8:
			t.Fatalf("box %v", v)
		default:
			cut++
		}
	}
	// Of the middles, 33/40 · 23/30 = 63 % leave the square whole.
	if whole < 155 || whole > 223 {
		t.Errorf("%d whole and %d cut squares, want about 190 whole", whole, cut)
	}
}

func TestChannelDropout(t *testing.T) {
	src := of([3]uint8{10, 20, 30})
	seen := map[[3]uint8]int{}
	for view := range 60 {
		seen[pixelsOf(apply(t, with(1, 1, stepOf(t, "channel_dropout", set{"level": recipe.Number(7)})), src, view))[0]]++
	}
	for _, want := range [][3]uint8{{7, 20, 30}, {10, 7, 30}, {10, 20, 7}} {
		if seen[want] < 8 {
			t.Errorf("%v came %d times of 60", want, seen[want])
		}
	}
	if len(seen) != 3 {
		t.Errorf("pixels %v", seen)
	}
}
