package augment

import (
	"fmt"
	"image"
	"math"
	"testing"

	"graft/core/recipe"
)

// at returns a map of one op with values v on a result of w×h.
func mapOf(op string, at frame, v ...float64) affine {
	var vals values
	copy(vals[:], v)
	return operations[op].affine(&vals, at)
}

// warped is the picture seen through m.
func warped(p *Source, w, h int, m affine, f fill) *image.NRGBA {
	dst := image.NewNRGBA(image.Rect(0, 0, w, h))
	resample(dst, p.halvings, p.halvings[0].box(), m, f, newAlignedRows(dst.Rect.Dx()))
	return dst
}

// Nine pixels, every op at a value where no interpolation is due.
func TestGeometryExact(t *testing.T) {
	src := NewSource(grey(3,
		10, 20, 30,
		40, 50, 60,
		70, 80, 90))
	at := frame{3, 3, 3, 3}
	constant := fill{fillConstant, 7}
	for _, tc := range []struct {
		name string
		m    affine
		fill fill
		want []uint8
	}{
		{"nothing", identity, fill{}, []uint8{10, 20, 30, 40, 50, 60, 70, 80, 90}},
		{"flip_left_right", mapOf("flip_left_right", at), constant, []uint8{30, 20, 10, 60, 50, 40, 90, 80, 70}},
		{"flip_up_down", mapOf("flip_up_down", at), constant, []uint8{70, 80, 90, 40, 50, 60, 10, 20, 30}},
		{"rotation 90", mapOf("rotation", at, 90), constant, []uint8{30, 60, 90, 20, 50, 80, 10, 40, 70}},
		{"rotation -90", mapOf("rotation", at, -90), constant, []uint8{70, 40, 10, 80, 50, 20, 90, 60, 30}},
		{"rotation 180", mapOf("rotation", at, 180), constant, []uint8{90, 80, 70, 60, 50, 40, 30, 20, 10}},
		{"width_shift 1/3, constant", mapOf("width_shift", at, 1.0/3), constant, []uint8{20, 30, 7, 50, 60, 7, 80, 90, 7}},
		{"width_shift 1/3, nearest", mapOf("width_shift", at, 1.0/3), fill{}, []uint8{20, 30, 30, 50, 60, 60, 80, 90, 90}},
		{"width_shift -2/3, reflect", mapOf("width_shift", at, -2.0/3), fill{mode: fillReflect}, []uint8{20, 10, 10, 50, 40, 40, 80, 70, 70}},
		{"width_shift 2/3, wrap", mapOf("width_shift", at, 2.0/3), fill{mode: fillWrap}, []uint8{30, 10, 20, 60, 40, 50, 90, 70, 80}},
		{"height_shift -1/3, constant", mapOf("height_shift", at, -1.0/3), constant, []uint8{7, 7, 7, 10, 20, 30, 40, 50, 60}},
		{"zoom 1/3", mapOf("zoom", at, 1.0/3, 1.0/3), fill{}, []uint8{37, 40, 43, 47, 50, 53, 57, 60, 63}},
		{"crop of the lower right four, seen at 1.5", mapOf("resized_crop", at, 1, 1, 2, 2), fill{},
			// Samples at 5/6, 3/2 and 13/6 of the centres: the first sees what lies
			// beyond the box, the last what lies beyond the picture.
			[]uint8{43, 50, 55, 63, 70, 75, 78, 85, 90}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := reds(warped(src, 3, 3, tc.m, tc.fill))
			if fmt.Sprint(got) != fmt.Sprint(tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

// Matrices as Keras documents them: theta, shear and zoom about the centre of
// the pixels, worked through for a point.
func TestKerasMatrices(t *testing.T) {
	at := frame{100, 80, 11, 7} // centre (5.5, 3.5)
	sin, cos := math.Sin(math.Pi/6), math.Cos(math.Pi/6)
	for _, tc := range []struct {
		name   string
		m      affine
		x, y   float64 // in the result, from the centre
		ix, iy float64 // where that is in the picture, from the centre
	}{
		// [[cos, −sin], [sin, cos]] on (2, −1)
		{"rotation 30", mapOf("rotation", at, 30), 2, -1, 2*cos + sin, 2*sin - cos},
		// [[1, −sin], [0, cos]] on (2, −1)
		{"shear 30", mapOf("shear", at, 30), 2, -1, 2 + sin, -cos},
		{"zoom 0.5, 2", mapOf("zoom", at, 0.5, 2), 2, -1, 1, -2},
		{"width_shift 0.2", mapOf("width_shift", at, 0.2), 2, -1, 2 + 2.2, -1},
		{"height_shift -0.1", mapOf("height_shift", at, -0.1), 2, -1, 2, -1 - 0.7},
	} {
		x, y := tc.x+5.5, tc.y+3.5
		gx := tc.m.xx*x + tc.m.xy*y + tc.m.x0 - 5.5
		gy := tc.m.yx*x + tc.m.yy*y + tc.m.y0 - 3.5
		if math.Abs(gx-tc.ix) > 1e-12 || math.Abs(gy-tc.iy) > 1e-12 {
			t.Errorf("%s: (%g, %g) is taken from (%g, %g), want (%g, %g)", tc.name, tc.x, tc.y, gx, gy, tc.ix, tc.iy)
		}
	}
}

// The fast loop against the definition in float64, for every fill, at scales
// that need no smaller copy of the picture.
func TestBilinear(t *testing.T) {
	src := NewSource(synthetic(40, 30))
	s := stream{3, 1, 4, 1}
	for mode := fillNearest; mode <= fillWrap; mode++ {
		for range 40 {
			m := affine{s.within(-1.3, 1.3), s.within(-0.5, 0.5), s.within(-40, 60), s.within(-0.5, 0.5), s.within(-1.3, 1.3), s.within(-30, 50)}
			img := warped(src, 25, 20, m, fill{mode, 99})
			for y := range 20 {
				for x := range 25 {
					px, py := float64(x)+0.5, float64(y)+0.5
					want, sure := bilinear(src.halvings[0], m.xx*px+m.xy*py+m.x0, m.yx*px+m.yy*py+m.y0, mode, 99)
					if got := float64(img.NRGBAAt(x, y).R); sure && math.Abs(got-want) > 1 {
						t.Fatalf("fill %d, map %+v: (%d, %d) = %g, want %g", mode, m, x, y, got, want)
					}
				}
			}
		}
	}
}

// bilinear is the definition; sure is false within rounding of a jump.
func bilinear(l halving, x, y float64, mode fillMode, cval float64) (v float64, sure bool) {
	w, h := float64(l.w), float64(l.h)
	const eps = 1e-3
	jump := func(c, dom float64) bool { r := math.Mod(math.Mod(c, dom)+dom, dom); return r < eps || r > dom-eps }
	if mode == fillConstant {
		if jump(x-0.5, w-1) || jump(y-0.5, h-1) {
			return 0, false
		}
		if x < 0.5 || y < 0.5 || x > w-0.5 || y > h-0.5 { // beyond the outermost pixels' centres
			return cval, true
		}
	}
	fold := func(i, n int) int {
		switch mode {
		case fillReflect:
			if i = (i%(2*n) + 2*n) % (2 * n); i >= n {
				i = 2*n - 1 - i
			}
			return i
		case fillWrap:
			return (i%n + n) % n
		}
		return min(max(i, 0), n-1)
	}
	x, y = x-0.5, y-0.5
	ix, iy := int(math.Floor(x)), int(math.Floor(y))
	fx, fy := x-float64(ix), y-float64(iy)
	at := func(i, j int) float64 { return float64(l.pix[fold(j, l.h)*l.stride+4*fold(i, l.w)]) }
	top := at(ix, iy)*(1-fx) + at(ix+1, iy)*fx
	bottom := at(ix, iy+1)*(1-fx) + at(ix+1, iy+1)*fx
	return top*(1-fy) + bottom*fy, true
}

// A pattern finer than the result's pixels must come out as its mean, whatever
// the scale along either axis: no aliasing.
func TestMinification(t *testing.T) {
	for _, size := range [][2]int{{64, 64}, {640, 480}, {1000, 250}, {123, 777}} {
		img := image.NewNRGBA(image.Rect(0, 0, size[0], size[1]))
		for i := 0; i < len(img.Pix); i += 4 {
			x, y := i/4%size[0], i/4/size[0]
			v := uint8((x + y) % 2 * 200)
			img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = v, v, v, 255
		}
		dst := image.NewNRGBA(image.Rect(0, 0, 20, 20))
		NewSource(picture(img)).Stretch(dst)
		for i, v := range reds(dst) {
			if v < 90 || v > 110 {
				t.Fatalf("%v: pixel %d of the result is %d, want about 100", size, i, v)
			}
		}
	}
}

// A ramp keeps its place at every scale: no shift by half a pixel.
func TestStretchKeepsPlace(t *testing.T) {
	for _, w := range []int{7, 64, 100, 255, 640, 3000} {
		img := image.NewNRGBA(image.Rect(0, 0, w, 9))
		for i := 0; i < len(img.Pix); i += 4 {
			v := uint8((float64(i/4%w) + 0.5) / float64(w) * 240)
			img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = v, v, v, 255
		}
		dst := image.NewNRGBA(image.Rect(0, 0, 60, 5))
		NewSource(picture(img)).Stretch(dst)
		for x := 5; x < 55; x++ {
			want := (float64(x) + 0.5) / 60 * 240
			if got := float64(dst.NRGBAAt(x, 2).R); math.Abs(got-want) > 1.5 {
				t.Errorf("ramp of %d px: at %d of 60 it is %g, want %.1f", w, x, got, want)
			}
		}
	}
}

func TestSameSizeIsCopy(t *testing.T) {
	p := synthetic(61, 47)
	dst := image.NewNRGBA(p.Image.Rect)
	NewSource(p).Stretch(dst)
	if string(dst.Pix) != string(p.Image.Pix) {
		t.Error("a picture stretched to its own size changed")
	}
	img := apply(t, with(61, 47, stepOf(t, "flip_left_right", nil)), NewSource(p), 0)
	for y := range 47 {
		for x := range 61 {
			if img.NRGBAAt(x, y) != p.Image.NRGBAAt(60-x, y) {
				t.Fatalf("flipped pixel (%d, %d) is not its mirror", x, y)
			}
		}
	}
}

// Steps compose in order: shifting and then flipping is not flipping and then
// shifting; and one resampling is made of a run, so undoing a zoom is exact.
func TestComposition(t *testing.T) {
	src := NewSource(grey(4, 10, 20, 30, 40))
	shift := stepOf(t, "width_shift", set{"fraction": recipe.Number(0.25), "fill": recipe.Named("constant")})
	flip := stepOf(t, "flip_left_right", nil)
	at := frame{4, 1, 4, 1}
	one := values{0.25}
	for _, tc := range []struct {
		name string
		ops  []drawn
		want []uint8
	}{
		{"shift, flip", []drawn{{op: operations["width_shift"], applied: true, values: one}, {op: operations["flip_left_right"], applied: true}}, []uint8{0, 40, 30, 20}},
		{"flip, shift", []drawn{{op: operations["flip_left_right"], applied: true}, {op: operations["width_shift"], applied: true, values: one}}, []uint8{30, 20, 10, 0}},
	} {
		p := compile(t, with(4, 1, shift, flip))
		p.drawn = tc.ops
		m, _, _ := p.compose(p.stages[0], at)
		if got := reds(warped(src, 4, 1, m.affine, p.stages[0].fill)); fmt.Sprint(got) != fmt.Sprint(tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
	big := NewSource(synthetic(50, 50))
	there := stepOf(t, "zoom", set{"range": recipe.Range(4, 4)})
	back := stepOf(t, "zoom", set{"range": recipe.Range(0.25, 0.25)})
	if img := apply(t, with(50, 50, there, back), big, 0); string(img.Pix) != string(big.halvings[0].pix) {
		t.Error("zooming out and back in one run lost something")
	}
}

// A run of geometry after colour takes what the colour left.
func TestGeometryAfterColour(t *testing.T) {
	src := NewSource(grey(3, 10, 20, 30))
	dark := stepOf(t, "brightness", set{"range": recipe.Range(2, 2)})
	img := apply(t, with(3, 1, dark, stepOf(t, "flip_left_right", nil)), src, 0)
	if got := reds(img); fmt.Sprint(got) != "[60 40 20]" {
		t.Errorf("brightened and flipped: %v, want [60 40 20]", got)
	}
}

// The fill of a run is that of its last step that has one, applied or not.
func TestFillOfRun(t *testing.T) {
	fillOf := func(steps ...recipe.Step) fill { return compile(t, with(9, 9, steps...)).stages[0].fill }
	wrap := stepOf(t, "rotation", set{"fill": recipe.Named("wrap")})
	constant := stepOf(t, "zoom", set{"fill": recipe.Named("constant"), "cval": recipe.Number(9)})
	off := constant.Clone()
	off.Off = true
	never := constant.Clone()
	never.P = 0
	flip := stepOf(t, "flip_left_right", nil)
	for _, tc := range []struct {
		name  string
		steps []recipe.Step
		want  fill
	}{
		{"none", []recipe.Step{flip}, fill{}},
		{"last wins", []recipe.Step{wrap, constant, flip}, fill{fillConstant, 9}},
		{"off does not count", []recipe.Step{wrap, off}, fill{fillWrap, 0}},
		{"improbable does", []recipe.Step{wrap, never}, fill{fillConstant, 9}},
	} {
		if got := fillOf(tc.steps...); got != tc.want {
			t.Errorf("%s: fill %+v, want %+v", tc.name, got, tc.want)
		}
	}
}

func TestCropDraws(t *testing.T) {
	src := NewSource(synthetic(300, 200))
	p := compile(t, with(20, 20, stepOf(t, "resized_crop", nil)))
	var small, wide int
	for view := range 2000 {
		v := p.Draws(src, view)[0].Values
		share, ratio := v["width"]*v["height"]/60000, v["width"]/v["height"]
		if v["x"] < 0 || v["y"] < 0 || v["x"]+v["width"] > 300 || v["y"]+v["height"] > 200 {
			t.Fatalf("view %d: box %v leaves the picture", view, v)
		}
		if share < 0.095 || share > 1 || ratio < 0.48 || ratio > 2.1 {
			t.Fatalf("view %d: box %v has share %g, aspect %g", view, v, share, ratio)
		}
		if share < 0.4 {
			small++
		}
		if ratio > 1 {
			wide++
		}
	}
	// A share a fits if its aspect r has a·r <= 1.5 and a/r <= 2/3. Integrating
	// that over a and log r: 52.4 % are small, 65.7 % wide; ± 4 standard errors.
	if small < 959 || small > 1137 || wide < 1229 || wide > 1399 {
		t.Errorf("%d of 2000 boxes below 40 %% of the area, %d wider than high", small, wide)
	}
}

// No box of this aspect fits: the largest in the middle, held to the bounds.
func TestCropFallback(t *testing.T) {
	for _, tc := range []struct {
		w, h int
		want values // x, y, w, h
	}{
		{400, 100, values{150, 0, 100, 100}},
		{100, 400, values{0, 150, 100, 100}},
		{100, 100, values{0, 0, 100, 100}},
	} {
		a := readBox(stepOf(t, "resized_crop", set{"scale": recipe.Range(1, 1), "ratio": recipe.Range(1, 1)}))
		s := stream{1, 2, 3, 4}
		var v values
		if drawCrop(&a, &s, frame{tc.w, tc.h, 10, 10}, &v); v != tc.want {
			t.Errorf("%d×%d: box %v, want %v", tc.w, tc.h, v, tc.want)
		}
	}
}

// A step that is not applied leaves the plain picture, whatever its fill.
func TestFillOfNothing(t *testing.T) {
	src := NewSource(synthetic(3, 2))
	want := apply(t, with(53, 12), src, 0)
	for name := range fillModes {
		never := stepOf(t, "rotation", set{"fill": recipe.Named(name), "cval": recipe.Number(99)})
		never.P = 0
		if got := apply(t, with(53, 12, never), src, 0); string(got.Pix) != string(want.Pix) {
			t.Errorf("%s: other pixels than the plain picture's", name)
		}
	}
}
