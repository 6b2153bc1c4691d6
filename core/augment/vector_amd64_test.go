//go:build amd64 && goexperiment.simd

package augment

import (
	"bytes"
	"image"
	"slices"
	"testing"

	"graft/core/recipe"
)

// Whatever the length of a row, the vector functions and the plain loops give
// the same bits.
func TestVectorRows(t *testing.T) {
	if !vectors {
		t.Skip("no AVX2")
	}
	defer func() { vectors = true }()
	s := stream{3, 1, 4, 1}
	rows := map[string]func(d *drawn, y int, r, g, b []float32){
		"noise": func(d *drawn, _ int, r, g, b []float32) {
			z := make([]float32, 3*len(r))
			(&stream{5, 6, 7, 8}).normals(z)
			addNoise(r, g, b, z, float32(d.values[0]))
		},
		"brightness": brightness, "contrast": contrast, "saturation": saturation, "hue": hue, "grayscale": grayscale,
		"sharpen": func(d *drawn, _ int, r, g, b []float32) {
			if len(r) > 2 {
				sharpenRow(r, slices.Concat(r, g, b), float32(d.values[0]))
			}
		},
	}
	for name, row := range rows {
		for n := range 41 {
			plain, quick := randomLines(&s, n)
			d := &drawn{values: values{s.within(0, 3)}, mean: [3]float32{0.2, 0.5, 0.7}}
			if name == "hue" {
				d.values[0] = s.within(-0.5, 0.5)
			}
			vectors = false
			row(d, 0, plain[0], plain[1], plain[2])
			vectors = true
			row(d, 0, quick[0], quick[1], quick[2])
			for c := range plain {
				if !slices.Equal(plain[c], quick[c]) {
					t.Fatalf("%s of %d values by %v: channel %d = %v, want %v", name, n, d.values[0], c, quick[c], plain[c])
				}
			}
			for _, k := range []rounding{likeTensorFlow, likeTorch, toNearest, downwards} {
				want, got := make([]uint8, 4*n), make([]uint8, 4*n)
				vectors = false
				store(want, k, plain[0], plain[1], plain[2])
				vectors = true
				store(got, k, plain[0], plain[1], plain[2])
				if !bytes.Equal(got, want) {
					t.Fatalf("store of %d values = %v, want %v", n, got, want)
				}
			}
		}
	}
}

// randomLines returns three channels twice. Greys, blacks and whites are among
// them.
func randomLines(s *stream, n int) (a, b [3][]float32) {
	for c := range a {
		a[c] = make([]float32, n)
	}
	for i := range n {
		for c := range a {
			a[c][i] = float32(s.unit())
			switch {
			case i%5 == 0 && c > 0:
				a[c][i] = a[0][i]
			case i%7 == 0:
				a[c][i] = float32(s.below(2))
			}
		}
	}
	for c := range a {
		b[c] = slices.Clone(a[c])
	}
	return a, b
}

func TestVectorBlur(t *testing.T) {
	if !vectors {
		t.Skip("no AVX2")
	}
	defer func() { vectors = true }()
	s := stream{3, 1, 4, 1}
	tmp := newPlaneScratch(64, 1)
	for n := 1; n < 41; n++ {
		src, _ := randomLines(&s, n)
		for radius := 1; radius < 9; radius++ {
			kernel := make([]float32, radius+1)
			fillKernel(kernel, float64(radius)/3)
			want, got := make([]float32, n), make([]float32, n)
			vectors = false
			tmp.blurRow(want, src[0], kernel)
			vectors = true
			tmp.blurRow(got, src[0], kernel)
			if !slices.Equal(got, want) {
				t.Fatalf("row of %d, radius %d = %v, want %v", n, radius, got, want)
			}
		}
	}
}

// Maps at random, so with one sample a pixel and with several.
func TestVectorResample(t *testing.T) {
	if !vectors {
		t.Skip("no AVX2")
	}
	defer func() { vectors = true }()
	src := NewSource(synthetic(101, 67))
	s := stream{3, 1, 4, 1}
	for k := range 600 {
		img := image.NewNRGBA(image.Rect(0, 0, 1+s.below(60), 1+s.below(20)))
		want := image.NewNRGBA(img.Rect)
		m := affine{s.within(-4, 4), s.within(-2, 2), s.within(-20, 120), s.within(-2, 2), s.within(-4, 4), s.within(-20, 90)}
		if k%2 == 0 { // rows stay rows: those of alignedRows
			m.xy, m.yx = 0, 0
		}
		f := fill{mode: fillMode(s.below(4))}
		vectors = false
		resample(want, src.halvings, src.halvings[0].box(), m, f, nil)
		vectors = true
		resample(img, src.halvings, src.halvings[0].box(), m, f, newAlignedRows(img.Rect.Dx()))
		if !bytes.Equal(img.Pix, want.Pix) {
			t.Fatalf("resample by %v to %v differs", m, img.Rect)
		}
	}
}

// Perspectives at random: places that follow no step.
func TestVectorPerspective(t *testing.T) {
	if !vectors {
		t.Skip("no AVX2")
	}
	defer func() { vectors = true }()
	for n := range 60 {
		step := stepOf(t, "perspective", set{"distortion": recipe.Number(float64(n%11) / 10)})
		r, src := with(1+n*13%150, 1+n*7%90, step), NewSource(synthetic(101, 67))
		vectors = false
		want := apply(t, r, src, n)
		vectors = true
		if got := apply(t, r, src, n); !bytes.Equal(got.Pix, want.Pix) {
			t.Fatalf("perspective %d to %v differs", n, r.Size)
		}
	}
}

// Sizes around the blocks of eight, of every quality.
func TestVectorJPEG(t *testing.T) {
	if !vectors {
		t.Skip("no AVX2")
	}
	defer func() { vectors = true }()
	for n := range 120 {
		w, h, quality := 1+n%61, 1+n*7%37, 1+n*83%100
		step := stepOf(t, "jpeg_quality", set{"quality": recipe.Range(float64(quality), float64(quality))})
		r, src := with(w, h, step), NewSource(synthetic(w+3, h+2))
		vectors = false
		want := apply(t, r, src, n)
		vectors = true
		if got := apply(t, r, src, n); !bytes.Equal(got.Pix, want.Pix) {
			t.Fatalf("%d×%d at quality %d differs", w, h, quality)
		}
	}
}
