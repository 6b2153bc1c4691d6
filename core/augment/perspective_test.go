package augment

import (
	"bytes"
	"image"
	"math"
	"testing"

	"graft/core/recipe"
)

// The corners of the result, moved, are taken from the corners of the picture;
// the map of a plain trapezium is worked by hand.
func TestPerspectiveMap(t *testing.T) {
	at := frame{50, 50, 101, 51} // corners at 0, 100 and 0, 50
	s := stream{3, 1, 4, 1}
	a := params{0.6}
	for range 50 {
		var v values
		drawPerspective(&a, &s, at, &v)
		m := perspective(&v, at)
		for i, want := range [4][2]float64{{0, 0}, {100, 0}, {100, 50}, {0, 50}} {
			if x, y, _ := m.at(v[2*i], v[2*i+1]); math.Abs(x-want[0]) > 1e-6 || math.Abs(y-want[1]) > 1e-6 {
				t.Fatalf("corners %v: corner %d is taken from (%g, %g), want %v", v, i, x, y, want)
			}
		}
	}
	// The top edge shrinks from 0…100 to 25…75. The diagonals of that trapezium
	// cross at two thirds... of the way up: what is there is the middle.
	m := perspective(&values{25, 0, 75, 0, 100, 50, 0, 50}, at)
	if x, y, _ := m.at(50, 50.0/3); math.Abs(x-50) > 1e-9 || math.Abs(y-25) > 1e-9 {
		t.Errorf("the crossing of the diagonals shows (%g, %g), want (50, 25)", x, y)
	}
	if m := perspective(&values{0, 0, 50, 25, 100, 50, 0, 50}, at); !m.flat() {
		t.Error("three corners on a line gave a map")
	}
}

// Half of a side of 100 times 0.4 is 20: torchvision's bounds, both ends met.
func TestPerspectiveDraws(t *testing.T) {
	p := compile(t, with(100, 50, stepOf(t, "perspective", set{"distortion": recipe.Number(0.4)})))
	src := NewSource(grey(1, 9))
	for name, want := range map[string][2]float64{
		"top_left_x": {0, 20}, "top_left_y": {0, 10}, "top_right_x": {79, 99}, "top_right_y": {0, 10},
		"bottom_right_x": {79, 99}, "bottom_right_y": {39, 49}, "bottom_left_x": {0, 20}, "bottom_left_y": {39, 49},
	} {
		lo, hi := math.Inf(1), math.Inf(-1)
		for view := range 300 {
			v := p.Draws(src, view)[0].Values[name]
			lo, hi = min(lo, v), max(hi, v)
		}
		if lo != want[0] || hi != want[1] {
			t.Errorf("%s from %g to %g, want %v", name, lo, hi, want)
		}
	}
}

// Projective maps compose as matrices do: through both, one after the other.
func TestProjectiveComposition(t *testing.T) {
	a := projective{affine{1.1, 0.2, 3, -0.1, 0.9, 5}, 0.002, 0.001}
	b := projective{affine{0.8, -0.3, 7, 0.2, 1.2, -4}, -0.001, 0.003}
	for _, p := range [][2]float64{{0, 0}, {10, 20}, {33, 4}} {
		x, y, _ := b.at(p[0], p[1])
		x, y, _ = a.at(x, y)
		u, v, _ := a.of(b).at(p[0], p[1])
		if math.Abs(x-u) > 1e-9 || math.Abs(y-v) > 1e-9 {
			t.Errorf("%v goes to (%g, %g), want (%g, %g)", p, u, v, x, y)
		}
	}
	// near is the derivative.
	_, _, near := a.at(10, 20)
	x0, y0, _ := a.at(10-1e-4, 20)
	x1, y1, _ := a.at(10+1e-4, 20)
	if math.Abs(near.xx-(x1-x0)/2e-4) > 1e-6 || math.Abs(near.yx-(y1-y0)/2e-4) > 1e-6 {
		t.Errorf("a step along x goes (%g, %g), want (%g, %g)", near.xx, near.yx, (x1-x0)/2e-4, (y1-y0)/2e-4)
	}
}

// Pixels against the definition in float64.
func TestPerspectivePixels(t *testing.T) {
	src := NewSource(synthetic(40, 30))
	m := projective{affine{0.9, 0.1, 2, -0.05, 0.8, 3}, 0.004, -0.003}
	for mode := fillNearest; mode <= fillWrap; mode++ {
		dst := image.NewNRGBA(image.Rect(0, 0, 40, 30))
		resampleProjective(dst, src.halvings, src.halvings[0].box(), m, fill{mode, 99}, nil)
		for y := range 30 {
			for x := range 40 {
				u, v, _ := m.at(float64(x)+0.5, float64(y)+0.5)
				want, sure := bilinear(src.halvings[0], u, v, mode, 99)
				if mode == fillConstant && (math.Abs(u-20) > 19 || math.Abs(v-15) > 14) {
					continue // where the picture ends is resample's to say
				}
				if got := float64(dst.NRGBAAt(x, y).R); sure && math.Abs(got-want) > 1 {
					t.Fatalf("fill %d: (%d, %d) = %g, want %g", mode, x, y, got, want)
				}
			}
		}
	}
}

// A turn in the same run as a perspective goes through the same matrix: with no
// distortion it is the turn alone.
func TestPerspectiveInRun(t *testing.T) {
	src := NewSource(synthetic(90, 60))
	none := stepOf(t, "perspective", set{"distortion": recipe.Number(0), "fill": recipe.Named("reflect")})
	turn := stepOf(t, "rotation", set{"fill": recipe.Named("reflect")})
	a := apply(t, with(48, 40, turn), src, 3)
	b := apply(t, with(48, 40, turn, none), src, 3)
	off := 0
	for i := range a.Pix {
		if d := int(a.Pix[i]) - int(b.Pix[i]); d > 2 || d < -2 {
			off++
		}
	}
	if off > len(a.Pix)/50 {
		t.Errorf("%d of %d bytes differ", off, len(a.Pix))
	}
}

// With no strength nothing moves; with some, what moves does so smoothly and by
// about as much as the noise says.
func TestElastic(t *testing.T) {
	ramp := image.NewNRGBA(image.Rect(0, 0, 100, 100))
	for i := 0; i < len(ramp.Pix); i += 4 {
		v := uint8(i / 4 % 100 * 2)
		ramp.Pix[i], ramp.Pix[i+1], ramp.Pix[i+2], ramp.Pix[i+3] = v, v, v, 255
	}
	src := NewSource(picture(ramp))
	at := func(alpha, sigma float64) *image.NRGBA {
		return apply(t, with(100, 100, stepOf(t, "elastic", set{"alpha": recipe.Number(alpha), "sigma": recipe.Number(sigma)})), src, 1)
	}
	if img := at(0, 5); !bytes.Equal(img.Pix, ramp.Pix) {
		t.Error("alpha 0 moved something")
	}
	img := at(200, 4)
	var sum, square, jump float64
	n := 0.0
	for y := 15; y < 85; y++ {
		for x := 15; x < 85; x++ {
			d := (float64(img.NRGBAAt(x, y).R) - float64(2*x)) / 2 // pixels moved
			e := (float64(img.NRGBAAt(x+1, y).R) - float64(2*x+2)) / 2
			sum, square, jump, n = sum+d, square+d*d, math.Max(jump, math.Abs(d-e)), n+1
		}
	}
	// Even noise has deviation 1/√3; a Gaussian of sigma 4 leaves 1/(2·4·√π) of it:
	// 0.0407, times 100 pixels is 4.1.
	if dev := math.Sqrt(square/n - sum/n*sum/n); dev < 2.7 || dev > 5.5 {
		t.Errorf("moved by %.2f pixels (deviation), want about 4.1", dev)
	}
	if jump > 4 {
		t.Errorf("neighbours moved %.1f pixels apart", jump)
	}
}
