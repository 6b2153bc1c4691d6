package resnet

import (
	"image"
	"image/draw"
	"image/png"
	"math"
	"os"
	"strings"
	"testing"

	"graft/core/weights"
)

func openPNG(t *testing.T, name string) *image.NRGBA {
	t.Helper()
	f, err := os.Open(originals + name + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewNRGBA(m.Bounds())
	draw.Draw(out, out.Rect, m, m.Bounds().Min, draw.Src)
	return out
}

// Whole pictures, resized, cut and turned into numbers as the originals do. The
// pixels are theirs to the byte, so the tolerance is that of one multiplication:
// a level is 1/58 in torchvision's numbers and 1 in Keras's.
func TestEvaluation(t *testing.T) {
	bytes := weights.Preprocess{Name: "bytes", Scale: 1, Std: [3]float32{1, 1, 1}}
	for _, tc := range []struct {
		picture, golden string
		e               weights.Evaluation
		p               weights.Preprocess
		tolerance       float64
	}{
		{"small", "torchvision", weights.Torchvision().Evaluation(), weights.Torchvision(), 1e-6},
		{"tall", "torchvision", weights.Torchvision().Evaluation(), weights.Torchvision(), 1e-6},
		{"small", "keras", weights.Keras().Evaluation(), weights.Keras(), 2e-5},
		{"tall", "keras", weights.Keras().Evaluation(), weights.Keras(), 2e-5},
		{"tall", "bicubic", weights.Evaluation{Resize: 235, Filter: weights.Bicubic}, bytes, 0},
	} {
		m, err := Cut(openPNG(t, tc.picture), tc.e)
		if err != nil {
			t.Fatal(err)
		}
		pixels := make([]float32, Side*Side*3)
		tableOf(tc.p).fill(pixels, m)
		worst := 0.0
		for i, want := range readGolden(t, tc.picture+"_"+tc.golden+".f32") {
			x, y := i/3%32*7, i/3/32*7
			worst = max(worst, math.Abs(float64(pixels[(y*Side+x)*3+i%3]-want)))
		}
		if worst > tc.tolerance {
			t.Errorf("%s, %s: pixels differ by up to %g, want at most %g", tc.picture, tc.golden, worst, tc.tolerance)
		}
	}
}

func TestEvaluationRefuses(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 10, 10))
	for _, e := range []weights.Evaluation{{Resize: 200, Filter: weights.Bilinear}, {Resize: 5000, Filter: weights.Bilinear}, {Resize: 256, Filter: "lanczos"}, {}} {
		if _, err := Cut(m, e); err == nil {
			t.Errorf("%+v was taken", e)
		}
	}
	for _, r := range []image.Rectangle{{}, image.Rect(0, 0, 1000, 2)} {
		if _, err := Cut(image.NewNRGBA(r), weights.Torchvision().Evaluation()); err == nil || !strings.Contains(err.Error(), "strip") {
			t.Errorf("a picture of %v: %v", r.Size(), err)
		}
	}
}

// A picture that begins elsewhere than at 0, 0 is the same picture.
func TestEvaluationBounds(t *testing.T) {
	m := openPNG(t, "tall")
	moved := image.NewNRGBA(m.Rect.Sub(image.Pt(3, 5)))
	draw.Draw(moved, moved.Rect, m, m.Rect.Min, draw.Src)
	for _, e := range []weights.Evaluation{{Filter: weights.Nearest}, {Resize: 235, Filter: weights.Bicubic}} {
		a, err := Cut(m, e)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Cut(moved, e)
		if err != nil {
			t.Fatal(err)
		}
		for y := range Side {
			for x := range Side {
				if a.NRGBAAt(a.Rect.Min.X+x, a.Rect.Min.Y+y) != b.NRGBAAt(b.Rect.Min.X+x, b.Rect.Min.Y+y) {
					t.Fatalf("%+v: pixel %d,%d differs", e, x, y)
				}
			}
		}
	}
}
