package augment

import (
	"image"
	"math"
	"testing"

	"graft/core/recipe"
)

// rows runs an op's row on pixels (red, green, blue).
func rows(op string, v float64, mean [3]float32, px [][3]float32) [][3]float32 {
	var c [3][]float32
	for _, p := range px {
		for i := range c {
			c[i] = append(c[i], p[i])
		}
	}
	d := &drawn{op: operations[op], values: values{v}, mean: mean}
	d.op.row(d, 0, c[0], c[1], c[2])
	out := make([][3]float32, len(px))
	for i := range out {
		out[i] = [3]float32{c[0][i], c[1][i], c[2][i]}
	}
	return out
}

// The vectors in the docstrings of tf.image, which are in float and beyond 1:
// scaled to fit 0…1, under which each operation is linear.
func TestTensorFlowVectors(t *testing.T) {
	scaled := func(k, add float32, px ...[3]float32) [][3]float32 {
		for i := range px {
			for c := range px[i] {
				px[i][c] = px[i][c]*k + add
			}
		}
		return px
	}
	x := [][3]float32{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}}
	for _, tc := range []struct {
		name, op string
		v        float64
		mean     [3]float32
		in, want [][3]float32
	}{
		{"adjust_contrast(x, 2.)", "contrast", 2,
			[3]float32{5.5/24 + 0.25, 6.5/24 + 0.25, 7.5/24 + 0.25},
			scaled(1.0/24, 0.25, x...),
			scaled(1.0/24, 0.25, [][3]float32{{-3.5, -2.5, -1.5}, {2.5, 3.5, 4.5}, {8.5, 9.5, 10.5}, {14.5, 15.5, 16.5}}...)},
		{"adjust_hue(x, 0.2)", "hue", 0.2, [3]float32{},
			scaled(1.0/16, 0, [][3]float32{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}}...),
			scaled(1.0/16, 0, [][3]float32{{2.4, 1, 3}, {5.4, 4, 6}, {8.4, 7, 9}, {11.4, 10, 12}}...)},
		{"adjust_saturation(x, 0.5)", "saturation", 0.5, [3]float32{},
			scaled(1.0/16, 0, [][3]float32{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}}...),
			scaled(1.0/16, 0, [][3]float32{{2, 2.5, 3}, {5, 5.5, 6}, {8, 8.5, 9}, {11, 11.5, 12}}...)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := rows(tc.op, tc.v, tc.mean, tc.in)
			for i := range got {
				for c := range got[i] {
					if math.Abs(float64(got[i][c]-tc.want[i][c])) > 1e-6 {
						t.Errorf("pixel %d = %v, want %v", i, got[i], tc.want[i])
						break
					}
				}
			}
		})
	}
}

// Values worked by hand, with saturation at both ends.
func TestColourValues(t *testing.T) {
	for _, tc := range []struct {
		op       string
		v        float64
		in, want [3]float32
	}{
		{"brightness", 1.5, [3]float32{0.2, 0.5, 0.8}, [3]float32{0.3, 0.75, 1}},
		{"brightness", 0, [3]float32{0.2, 0.5, 0.8}, [3]float32{0, 0, 0}},
		{"contrast", 3, [3]float32{0.2, 0.5, 0.8}, [3]float32{0, 0.5, 1}}, // about 0.5
		{"contrast", 0, [3]float32{0.2, 0.5, 0.8}, [3]float32{0.5, 0.5, 0.5}},
		{"saturation", 0, [3]float32{0.2, 0.5, 0.8}, [3]float32{0.8, 0.8, 0.8}},
		{"saturation", 2, [3]float32{0.2, 0.5, 0.8}, [3]float32{0, 0.4, 0.8}}, // S 0.75 → 1, not 1.5
		{"saturation", 3, [3]float32{0.4, 0.4, 0.4}, [3]float32{0.4, 0.4, 0.4}},
		{"saturation", 3, [3]float32{0, 0, 0}, [3]float32{0, 0, 0}},
		{"hue", 1.0 / 3, [3]float32{1, 0, 0}, [3]float32{0, 1, 0}},
		{"hue", -1.0 / 3, [3]float32{1, 0, 0}, [3]float32{0, 0, 1}},
		{"hue", 0.5, [3]float32{0.9, 0.5, 0.1}, [3]float32{0.1, 0.5, 0.9}},
		{"hue", 0.4, [3]float32{0.3, 0.3, 0.3}, [3]float32{0.3, 0.3, 0.3}},
		{"hue", 0, [3]float32{0.3, 0.9, 0.6}, [3]float32{0.3, 0.9, 0.6}},
	} {
		got := rows(tc.op, tc.v, [3]float32{0.5, 0.5, 0.5}, [][3]float32{tc.in})[0]
		for c := range got {
			if math.Abs(float64(got[c]-tc.want[c])) > 1e-6 {
				t.Errorf("%s(%v, %g) = %v, want %v", tc.op, tc.in, tc.v, got, tc.want)
				break
			}
		}
	}
}

// hsv is the textbook conversion, the long way that saturation and hue save.
func hsv(r, g, b float64) (h, s, v float64) {
	v = max(r, g, b)
	d := v - min(r, g, b)
	if d == 0 {
		return 0, 0, v
	}
	s = d / v
	switch v {
	case r:
		h = math.Mod((g-b)/d+6, 6)
	case g:
		h = (b-r)/d + 2
	default:
		h = (r-g)/d + 4
	}
	return h, s, v
}

func rgbOf(h, s, v float64) [3]float64 {
	f := func(n float64) float64 {
		k := math.Mod(n+h, 6)
		return v - v*s*max(0, min(k, 4-k, 1))
	}
	return [3]float64{f(5), f(3), f(1)}
}

func TestAgainstHSV(t *testing.T) {
	s := stream{5, 6, 7, 8}
	for range 5000 {
		in := [3]float32{float32(s.below(256)) / 255, float32(s.below(256)) / 255, float32(s.below(256)) / 255}
		h, sat, v := hsv(float64(in[0]), float64(in[1]), float64(in[2]))
		k, turn := s.within(0, 3), s.within(-0.5, 0.5)
		for _, tc := range []struct {
			op   string
			v    float64
			want [3]float64
		}{
			{"saturation", k, rgbOf(h, min(1, sat*k), v)},
			{"hue", turn, rgbOf(math.Mod(h+6*turn+6, 6), sat, v)},
		} {
			got := rows(tc.op, tc.v, [3]float32{}, [][3]float32{in})[0]
			for c := range got {
				if math.Abs(float64(got[c])-tc.want[c]) > 2e-6 {
					t.Fatalf("%s(%v, %g) = %v, want %v", tc.op, in, tc.v, got, tc.want)
				}
			}
		}
	}
}

// 8-bit results of whole recipes, worked by hand: v/255·k, times 255.5, cut off.
func TestColourBytes(t *testing.T) {
	rng := func(lo, hi float64) set { return set{"range": recipe.Range(lo, hi)} }
	for _, tc := range []struct {
		name  string
		steps []recipe.Step
		in    []uint8
		want  []uint8
	}{
		{"brightness 0.5", []recipe.Step{stepOf(t, "brightness", rng(0.5, 0.5))}, []uint8{0, 1, 100, 255}, []uint8{0, 0, 50, 127}},
		{"brightness 2", []recipe.Step{stepOf(t, "brightness", rng(2, 2))}, []uint8{0, 1, 100, 200}, []uint8{0, 2, 200, 255}},
		// It saturates before it is darkened again: white stays at half.
		{"up and down", []recipe.Step{stepOf(t, "brightness", rng(2, 2)), stepOf(t, "brightness", rng(0.5, 0.5))},
			[]uint8{0, 1, 100, 200}, []uint8{0, 1, 100, 127}},
		// Mean 100: 100 + 2·(0−100) < 0, 100, 100 + 2·100 = 300 > 255.
		{"contrast 2", []recipe.Step{stepOf(t, "contrast", rng(2, 2))}, []uint8{0, 100, 200, 100}, []uint8{0, 100, 255, 100}},
		{"contrast 0.5", []recipe.Step{stepOf(t, "contrast", rng(0.5, 0.5))}, []uint8{0, 100, 200, 100}, []uint8{50, 100, 150, 100}},
		// The mean is that of the brightened picture, 200.
		{"brightness, contrast", []recipe.Step{stepOf(t, "brightness", rng(2, 2)), stepOf(t, "contrast", rng(0.5, 0.5))},
			[]uint8{80, 100, 120, 100}, []uint8{180, 200, 220, 200}},
		{"contrast twice", []recipe.Step{stepOf(t, "contrast", rng(0.5, 0.5)), stepOf(t, "contrast", rng(0.5, 0.5))},
			[]uint8{0, 100, 200, 100}, []uint8{75, 100, 125, 100}},
		{"blur 0, contrast 0.5", []recipe.Step{stepOf(t, "gaussian_blur", set{"sigma": recipe.Range(0, 0)}), stepOf(t, "contrast", rng(0.5, 0.5))},
			[]uint8{0, 100, 200, 100}, []uint8{50, 100, 150, 100}},
		{"brightness, blur 0, brightness", []recipe.Step{stepOf(t, "brightness", rng(2, 2)),
			stepOf(t, "gaussian_blur", set{"sigma": recipe.Range(0, 0)}), stepOf(t, "brightness", rng(0.5, 0.5))},
			[]uint8{0, 1, 100, 200}, []uint8{0, 1, 100, 127}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := reds(apply(t, with(4, 1, tc.steps...), NewSource(grey(4, tc.in...)), 0))
			for i := range got {
				if got[i] != tc.want[i] {
					t.Fatalf("%v became %v, want %v", tc.in, got, tc.want)
				}
			}
		})
	}
}

func TestEveryByteStays(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 256, 1))
	for i := range img.Pix {
		img.Pix[i] = uint8(i / 4)
	}
	before := append([]uint8(nil), img.Pix...)
	c := newColouring(256, 1, true, false)
	c.pass(img, nil, false, true, nil)
	c.pass(img, nil, true, false, nil)
	for i := range before {
		if i%4 != 3 && img.Pix[i] != before[i] {
			t.Fatalf("byte %d came back as %d", before[i], img.Pix[i])
		}
	}
}

func TestNoise(t *testing.T) {
	src := NewSource(grey(1, 128))
	img := apply(t, with(200, 200, stepOf(t, "gaussian_noise", set{"stddev": recipe.Range(0.1, 0.1)})), src, 0)
	var sum, sq float64
	for i, v := range img.Pix {
		if i%4 != 3 {
			sum += float64(v)
			sq += float64(v) * float64(v)
		}
	}
	n := 200 * 200 * 3.0
	mean, dev := sum/n, math.Sqrt(sq/n-sum/n*sum/n)
	if math.Abs(mean-128) > 0.5 || math.Abs(dev-25.5) > 0.4 {
		t.Errorf("noise of 0.1 on 128 has mean %.2f and deviation %.2f, want 128 and 25.5", mean, dev)
	}
	if img.Pix[0] == img.Pix[1] && img.Pix[1] == img.Pix[2] && img.Pix[4] == img.Pix[5] {
		t.Errorf("channels carry the same noise: %v", img.Pix[:8])
	}
}

// Blur against the definition, in two dimensions and float64.
func TestBlur(t *testing.T) {
	const w, h = 19, 11
	src := NewSource(synthetic(w, h))
	plain := image.NewNRGBA(image.Rect(0, 0, w, h))
	src.Stretch(plain)
	for _, sigma := range []float64{0, 0.1, 0.7, 2, 6} {
		got := apply(t, with(w, h, stepOf(t, "gaussian_blur", set{"sigma": recipe.Range(sigma, sigma)})), src, 0)
		radius := int(math.Ceil(3 * sigma))
		for y := range h {
			for x := range w {
				var sum, total float64
				for j := -radius; j <= radius; j++ {
					for i := -radius; i <= radius; i++ {
						k := 1.0
						if sigma > 0 {
							k = math.Exp(-float64(i*i+j*j) / (2 * sigma * sigma))
						}
						total += k
						sum += k * float64(plain.NRGBAAt(fold(x+i, w), fold(y+j, h)).R)
					}
				}
				want := math.Trunc(sum / total / 255 * 255.5)
				if d := math.Abs(float64(got.NRGBAAt(x, y).R) - want); d > 1 || d > 0 && sigma == 0 {
					t.Fatalf("sigma %g at (%d, %d): %d, want %g", sigma, x, y, got.NRGBAAt(x, y).R, want)
				}
			}
		}
	}
}

func TestFold(t *testing.T) {
	for i, want := range []int{1, 0, 1, 2, 1, 0, 1, 2} { // from -5: period 4 over 0 1 2 1
		if got := fold(i-5, 3); got != want {
			t.Errorf("fold(%d, 3) = %d, want %d", i-5, got, want)
		}
	}
	if fold(7, 1) != 0 {
		t.Errorf("fold(7, 1) = %d, want 0", fold(7, 1))
	}
}

func TestErase(t *testing.T) {
	src := NewSource(grey(1, 60))
	for value, want := range map[string]uint8{"black": 0, "grey": 128, "white": 255} {
		r := with(40, 30, stepOf(t, "erase", set{"value": recipe.Named(value), "scale": recipe.Range(0.1, 0.3)}))
		p := compile(t, r)
		for view := range 50 {
			img := apply(t, r, src, view)
			v := p.Draws(src, view)[0].Values
			box := image.Rect(int(v["x"]), int(v["y"]), int(v["x"]+v["width"]), int(v["y"]+v["height"]))
			if share := v["width"] * v["height"] / 1200; share < 0.08 || share > 0.33 || v["width"]/v["height"] < 0.25 || v["width"]/v["height"] > 4 {
				t.Fatalf("box %v: share %g, aspect %g", box, share, v["width"]/v["height"])
			}
			for y := range 30 {
				for x := range 40 {
					level := uint8(60)
					if (image.Point{x, y}).In(box) {
						level = want
					}
					if got := img.NRGBAAt(x, y); got.R != level || got.G != level || got.B != level || got.A != 255 {
						t.Fatalf("%s, box %v: (%d, %d) = %v, want %d", value, box, x, y, got, level)
					}
				}
			}
		}
	}
	all := with(10, 10, stepOf(t, "erase", set{"scale": recipe.Range(1, 1), "ratio": recipe.Range(1, 1)}))
	if d := compile(t, all).Draws(src, 0)[0]; d.Applied {
		t.Errorf("a box as large as the result was applied: %+v", d)
	}
}

func TestEraseNoise(t *testing.T) {
	r := with(64, 64, stepOf(t, "erase", set{"value": recipe.Named("noise"), "scale": recipe.Range(0.5, 0.5), "ratio": recipe.Range(1, 1)}))
	src := NewSource(grey(1, 60))
	img := apply(t, r, src, 3)
	v := compile(t, r).Draws(src, 3)[0].Values
	var sum float64
	for y := int(v["y"]); y < int(v["y"]+v["height"]); y++ {
		for x := int(v["x"]); x < int(v["x"]+v["width"]); x++ {
			sum += float64(img.NRGBAAt(x, y).R) / (v["width"] * v["height"])
		}
	}
	// Half red's mean of 0.485 and a bit: N(0.485, 0.229) cut at 0 and 1.
	if math.Abs(sum-0.487*255) > 6 {
		t.Errorf("mean red of the noise %.1f, want about %.1f", sum, 0.487*255)
	}
}
