package sample

import (
	"math"
	"testing"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
	"graft/core/sample/internal/outline"
)

// silhouette is where an animal, alone and facing x, changes a picture.
func silhouette(t *testing.T, class int, seed uint64) []bool {
	t.Helper()
	r := noise.New(noise.Mix(seed, uint64(class)))
	c := canvas.New(72, 72, r)
	c.Scale, c.Sin, c.Cos, c.Tilt = 30, 0, 1, 1
	c.Flat(func(_, _ float64) canvas.RGB { return canvas.RGB{R: 0.5, G: 0.5, B: 0.5} })
	before := append([]canvas.RGB(nil), c.Pix...)
	animals[class](c, r, canvas.Pose{X: 0, Y: 0, Turn: 0, Size: 0.9})
	mask := make([]bool, len(c.Pix))
	for i, p := range c.Pix {
		if sum := p.R + p.G + p.B; math.IsNaN(sum) || math.IsInf(sum, 0) || p.R < 0 || p.G < 0 || p.B < 0 {
			t.Fatalf("%s, seed %d: pixel %d = %v", kinds[2].Classes[class], seed, i, p)
		}
		b := before[i]
		mask[i] = math.Abs(p.R-b.R)+math.Abs(p.G-b.G)+math.Abs(p.B-b.B) > 0.25
	}
	return mask
}

// Animals are told apart by their outlines.
func TestAnimalsAreToldApartByShape(t *testing.T) {
	const each = 12
	var masks [5][each][]bool
	for class := range masks {
		for i := range each {
			m := silhouette(t, class, uint64(i))
			masks[class][i] = m
			n := 0
			for _, on := range m {
				if on {
					n++
				}
			}
			if share := float64(n) / float64(len(m)); share < 0.04 || share > 0.7 {
				t.Errorf("%s, seed %d: %.0f %% of the picture shows it, want 4 to 70 %%", kinds[2].Classes[class], i, 100*share)
			}
		}
	}
	right := 0
	for class := range masks {
		for i := range each {
			best, found := -1.0, -1
			for other := range masks {
				for k := range each {
					if same := overlap(masks[class][i], masks[other][k]); (other != class || k != i) && same > best {
						best, found = same, other
					}
				}
			}
			if found == class {
				right++
			}
		}
	}
	if share := float64(right) / (5 * each); share < 0.85 {
		t.Errorf("the most alike outline is of the same class for %.0f %%, want at least 85 %%", 100*share)
	} else {
		t.Logf("the most alike outline is of the same class for %.0f %%", 100*share)
	}
}

// overlap is intersection over union.
func overlap(a, b []bool) float64 {
	both, any := 0, 0
	for i := range a {
		if a[i] && b[i] {
			both++
		}
		if a[i] || b[i] {
			any++
		}
	}
	return float64(both) / float64(max(any, 1))
}

// Colours do not tell the classes apart: the picture whose mean colour is nearest
// is of the same class hardly more often than by chance.
func TestGardenColoursTellNothing(t *testing.T) {
	const each = 24
	var mean [5][each][3]float64
	for class := range mean {
		for i := range each {
			img := garden(noise.New(noise.Mix(noise.Mix(5, uint64(class)), uint64(i))), 48, class)
			b := img.Bounds()
			n := float64(b.Dx() * b.Dy())
			for y := range b.Dy() {
				for x := range b.Dx() {
					r, g, bl, _ := img.At(x, y).RGBA()
					for k, v := range []uint32{r, g, bl} {
						mean[class][i][k] += float64(v>>8) / n
					}
				}
			}
		}
	}
	right := 0
	for class := range mean {
		for i := range each {
			best, found := math.Inf(1), -1
			for other := range mean {
				for k := range each {
					d := 0.0
					for j := range 3 {
						d += math.Abs(mean[class][i][j] - mean[other][k][j])
					}
					if (other != class || k != i) && d < best {
						best, found = d, other
					}
				}
			}
			if found == class {
				right++
			}
		}
	}
	if share := float64(right) / (5 * each); share > 0.42 {
		t.Errorf("the nearest mean colour is of the same class for %.0f %%, want about 20 %%", 100*share)
	} else {
		t.Logf("the nearest mean colour is of the same class for %.0f %%", 100*share)
	}
}

func TestBlob(t *testing.T) {
	// A diamond, hardly rounded where its sides are straight.
	b := outline.New(noise.New(1), "100,0 50,50 0,100 -50,50 -100,0 -50,-50 0,-100 50,-50", 0)
	for _, tc := range []struct{ x, y, want float64 }{{2, 0, 1}, {0, -1.5, 0.5}, {1, 1, 0.707}, {0.2, 0.2, -0.424}} {
		if got := b.Dist(tc.x, tc.y); math.Abs(got-tc.want) > 0.08 {
			t.Errorf("dist(%g, %g) = %.3f, want about %g", tc.x, tc.y, got, tc.want)
		}
	}
	if got := b.Reach(); math.Abs(got-1) > 0.02 {
		t.Errorf("reach = %g, want 1", got)
	}
	for _, wings := range [][]string{foreWings, hindWings} {
		for _, text := range wings {
			w := outline.New(noise.New(1), text, 0)
			if w.Dist(w.X, w.Y) >= 0 || w.Dist(0, -0.3) <= 0 {
				t.Errorf("wing %q: its middle is outside, or the other side of the body inside", text)
			}
		}
	}
}

func TestShell(t *testing.T) {
	s := newShell(noise.New(3))
	if got := s.radius[shellSteps] / s.radius[0]; math.Abs(got-s.growth) > 1e-9 {
		t.Errorf("a turn grows by %g, want %g", got, s.growth)
	}
	for i := range 200 {
		a := float64(i) * 0.1
		x, y := 0.3*s.size*math.Cos(a), 0.3*s.size*math.Sin(a)
		if inner, outer, turn, far := s.where(x, y); far < inner || far > outer || turn < 0 || turn > 1 {
			t.Fatalf("where(%g, %g) = %g to %g at %g, turn %g: want it between the seams", x, y, inner, outer, far, turn)
		}
	}
}
