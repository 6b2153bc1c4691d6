package tune

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"

	"graft/core/head"
)

// stats is a small extractor: colour means and edge strengths of 8×8 cells,
// mixed into 2048 features by fixed signed sums with a ReLU.
type stats struct {
	batch  int
	side   int            // of the pictures; 0: 224
	seen   []*image.NRGBA // every picture, in order
	calls  int
	before func(ctx context.Context) error // run at the start of each call, if not nil
}

func (e *stats) Batch() int { return e.batch }

func (e *stats) Side() int { return cmp.Or(e.side, 224) }

func (e *stats) Features(ctx context.Context, pictures []*image.NRGBA) ([][]float32, error) {
	e.calls++
	if e.before != nil {
		if err := e.before(ctx); err != nil {
			return nil, err
		}
	}
	out := make([][]float32, len(pictures))
	for i, p := range pictures {
		if p.Rect != image.Rect(0, 0, e.Side(), e.Side()) {
			return nil, fmt.Errorf("a picture of %v", p.Rect)
		}
		e.seen = append(e.seen, p)
		out[i] = mix(cells(p))
	}
	return out, nil
}

// cells returns mean red, green, blue and edge strength of 8×8 cells, 0 to 1.
func cells(p *image.NRGBA) []float64 {
	side := p.Rect.Dx()
	n, cell := 8, side/8
	area := float64(cell * cell)
	s := make([]float64, 4*n*n)
	for y := range side {
		for x := range side {
			at := s[4*(y*n/side*n+x*n/side):]
			i := p.PixOffset(x, y)
			for c := range 3 {
				at[c] += float64(p.Pix[i+c]) / (255 * area)
			}
			if x%cell > 0 {
				d := float64(p.Pix[i+1]) - float64(p.Pix[i-3])
				at[3] += d * d / (255 * 255 * area)
			}
		}
	}
	return s
}

func mix(s []float64) []float32 {
	rng := rand.New(rand.NewPCG(1, 1))
	f := make([]float32, head.Features)
	for i := range f {
		sum := 0.5
		for range 6 {
			sum += rng.Float64()*s[rng.IntN(len(s))] - rng.Float64()*s[rng.IntN(len(s))]
		}
		f[i] = float32(max(0, sum))
	}
	return f
}

func goBackend(t testing.TB) compute.Backend {
	t.Helper()
	b, err := gobackend.New("ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Finalize)
	return b
}

// writeDataset writes n pictures for each of the colours, a class each: a blob
// of the colour, wandering and varied, on noise.
func writeDataset(t testing.TB, n, side int, colours map[string]color.NRGBA) string {
	t.Helper()
	dir := t.TempDir()
	for name, c := range colours {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			rng := rand.New(rand.NewPCG(uint64(i), uint64(c.R)<<16|uint64(c.G)<<8|uint64(c.B)))
			writePNG(t, filepath.Join(dir, name, fmt.Sprintf("%02d.png", i)), blob(rng, side, c))
		}
	}
	return dir
}

func blob(rng *rand.Rand, side int, c color.NRGBA) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	grey := 60 + rng.IntN(130)
	cx, cy := side/4+rng.IntN(side/2), side/4+rng.IntN(side/2)
	r, light := side/6+rng.IntN(side/6), 0.6+0.4*rng.Float64()
	for y := range side {
		for x := range side {
			p := color.NRGBA{uint8(grey + rng.IntN(40)), uint8(grey + rng.IntN(40)), uint8(grey + rng.IntN(40)), 255}
			if (x-cx)*(x-cx)+(y-cy)*(y-cy) < r*r {
				p = color.NRGBA{uint8(light * float64(c.R)), uint8(light * float64(c.G)), uint8(light * float64(c.B)), 255}
			}
			img.SetNRGBA(x, y, p)
		}
	}
	return img
}

func writePNG(t testing.TB, name string, img image.Image) {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

var redAndBlue = map[string]color.NRGBA{"blue": {30, 60, 220, 255}, "red": {220, 50, 30, 255}}
