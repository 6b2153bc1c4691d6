package augment

import (
	"crypto/sha256"
	"fmt"
	"math"
	"testing"

	"graft/core/recipe"
)

// The pixels that Pillow 12 (libjpeg-turbo, save and open) gives, as the SHA-256
// of their RGB bytes: identical, at sides that blocks do and do not divide.
func TestJPEGIsLibjpegs(t *testing.T) {
	for _, tc := range []struct {
		w, h, quality int
		want          string
	}{
		{41, 35, 5, "04e131ffd28cef31"},
		{41, 35, 75, "fe1d1cabb5e0f3b6"},
		{64, 48, 30, "a9ddc18f502de1b7"},
		{50, 37, 30, "1326d86991219bc7"},
		{50, 37, 100, "170ac512a61c86be"},
		{3, 4, 30, "ed079bcf2b3b2291"},
		{1, 1, 75, "5084e1f27c4ea797"},
		{34, 66, 5, "90bfd4c5478478f0"},
	} {
		q := float64(tc.quality)
		img := apply(t, with(tc.w, tc.h, stepOf(t, "jpeg_quality", set{"quality": recipe.Range(q, q)})), NewSource(synthetic(tc.w, tc.h)), 0)
		var rgb []byte
		for _, p := range pixelsOf(img) {
			rgb = append(rgb, p[:]...)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(rgb))[:16]; got != tc.want {
			t.Errorf("%d×%d, quality %d: %s, want %s", tc.w, tc.h, tc.quality, got, tc.want)
		}
	}
}

// The integer DCT against its definition.
func TestDCT(t *testing.T) {
	s := stream{1, 2, 3, 4}
	var in, block [64]int32
	for i := range in {
		in[i] = int32(s.below(256)) - 128
	}
	block = in
	forwardDCT(&block)
	basis := func(k, x int) float64 {
		c := math.Cos(float64(2*x+1) * float64(k) * math.Pi / 16)
		if k == 0 {
			c *= math.Sqrt2 / 2
		}
		return c / 2
	}
	for v := range 8 {
		for u := range 8 {
			want := 0.0
			for i, p := range in {
				want += float64(p) * basis(u, i%8) * basis(v, i/8)
			}
			if got := float64(block[8*v+u]) / 8; math.Abs(got-want) > 0.5 {
				t.Errorf("coefficient (%d, %d) = %.2f, want %.2f", u, v, got, want)
			}
		}
	}
	for i := range block {
		block[i] = quantized(block[i], 8)
	}
	inverseDCT(&block)
	for i := range block {
		if d := block[i] - in[i]; d < -2 || d > 2 {
			t.Errorf("pixel %d came back as %d, want %d", i, block[i], in[i])
		}
	}
}

func TestQuality(t *testing.T) {
	var j jpegCoder
	for _, tc := range []struct {
		quality      int
		luma, chroma int32 // of the constant part
	}{{50, 16, 17}, {100, 1, 1}, {75, 8, 9}, {10, 80, 85}, {1, 255, 255}} {
		if j.setQuality(tc.quality); j.luma[0] != tc.luma || j.chroma[0] != tc.chroma {
			t.Errorf("quality %d: %d and %d, want %d and %d", tc.quality, j.luma[0], j.chroma[0], tc.luma, tc.chroma)
		}
	}
}
