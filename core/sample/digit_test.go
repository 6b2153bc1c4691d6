package sample

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"graft/core/sample/internal/noise"
	"graft/core/sample/internal/outline"
)

func TestHandsAreWellFormed(t *testing.T) {
	for value, ways := range hands {
		if len(ways) < 4 {
			t.Errorf("%d is written in %d ways, want at least 4", value, len(ways))
		}
		for _, way := range ways {
			text := ""
			for i, s := range written(way) {
				if i > 0 {
					text += " / "
				}
				if s.closed {
					text += "@ "
				}
				for k, curve := range s.curves {
					if len(curve) < 2 && k == 0 && len(s.curves) == 1 {
						t.Errorf("%d: %q is a stroke of %d points, want two or more", value, way, len(curve))
					}
					if k > 0 {
						text += " | "
						curve = curve[1:] // the corner is in both
					}
					for j, p := range curve {
						if p.X < 0 || p.X > 70 || p.Y < 0 || p.Y > 100 {
							t.Errorf("%d: %q leaves the box at %v", value, way, p)
						}
						if j > 0 {
							text += " "
						}
						text += fmt.Sprintf("%g,%g", p.X, p.Y)
					}
				}
			}
			if text != way {
				t.Errorf("%d: %q reads as %q", value, way, text)
			}
		}
	}
}

func TestAlong(t *testing.T) {
	straight := outline.Along([]outline.Point{{X: 0, Y: 0}, {X: 4, Y: 8}}, false, 4)
	if want := []outline.Point{{X: 0, Y: 0}, {X: 1, Y: 2}, {X: 2, Y: 4}, {X: 3, Y: 6}, {X: 4, Y: 8}}; len(straight) != 5 || straight[0] != want[0] || straight[4] != want[4] || straight[2] != want[2] {
		t.Errorf("along two points = %v, want %v at its ends and middle", straight, want)
	}
	ring := outline.Along([]outline.Point{{X: 0, Y: 0}, {X: 2, Y: 0}, {X: 2, Y: 2}, {X: 0, Y: 2}}, true, 3)
	if len(ring) != 13 || ring[0] != ring[12] || ring[3] != (outline.Point{X: 2, Y: 0}) {
		t.Errorf("along a ring = %v, want it to pass through its points and close", ring)
	}
}

// written digits lie within the picture, have a black margin and enough ink, at
// the size of MNIST and at others.
func TestDigitFits(t *testing.T) {
	for _, size := range []int{16, 28, 224} {
		for value := range 10 {
			for seed := range uint64(6) {
				img := digit(noise.New(noise.Mix(seed, uint64(value))), size, value)
				if img.Rect.Dx() != size || img.Rect.Dy() != size {
					t.Fatalf("a digit of %d px is %v", size, img.Rect)
				}
				ink, edge := 0.0, uint8(0)
				for y := range size {
					for x := range size {
						v := img.GrayAt(x, y).Y
						ink += float64(v) / 255
						if x == 0 || y == 0 || x == size-1 || y == size-1 {
							edge = max(edge, v)
						}
					}
				}
				if share := ink / float64(size*size); share < 0.03 || share > 0.35 || slices.Max(img.Pix) < 150 {
					t.Errorf("%d, seed %d, %d px: %.1f %% ink, brightest %d", value, seed, size, 100*share, slices.Max(img.Pix))
				}
				if edge > 0 && size > 16 { // a blur of a pixel is wide there
					t.Errorf("%d, seed %d, %d px: ink %d at the edge", value, seed, size, edge)
				}
			}
		}
	}
}

// A digit is nearer to others of its class than of any other, but no two are
// alike: what a classifier that only compares pixels gets right, and that it does
// not get all of them.
func TestDigitsAreToldApartByShape(t *testing.T) {
	const each = 60
	var all [10][each][]float64
	for value := range all {
		for i := range all[value] {
			img := digit(noise.New(noise.Mix(noise.Mix(11, uint64(value)), uint64(i))), 28, value)
			v := make([]float64, len(img.Pix))
			for k, p := range img.Pix {
				v[k] = float64(p) / 255
			}
			all[value][i] = v
		}
	}
	right, total, closest := 0, 0, math.Inf(1)
	for value := range all {
		for i := range each / 3 {
			best, found := math.Inf(1), -1
			for other := range all {
				for k := each / 3; k < each; k++ {
					if d := apart(all[value][i], all[other][k]); d < best {
						best, found = d, other
					}
				}
			}
			closest = min(closest, best)
			total++
			if found == value {
				right++
			}
		}
	}
	if share := float64(right) / float64(total); share < 0.75 || share > 0.995 {
		t.Errorf("the nearest of 40 pictures a class is right for %.1f %%: want 75 to 99.5 %%", 100*share)
	} else {
		t.Logf("the nearest of 40 pictures a class is right for %.1f %%", 100*share)
	}
	if closest < 1 {
		t.Errorf("two pictures are only %.2f apart: want none alike", closest)
	}
}

func apart(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += (a[i] - b[i]) * (a[i] - b[i])
	}
	return sum
}
