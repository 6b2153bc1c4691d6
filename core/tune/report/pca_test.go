package report

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// gaussian returns n rows of width numbers whose standard deviations fall.
func gaussian(n, width int, seed uint64) [][]float32 {
	rng := rand.New(rand.NewPCG(seed, 1))
	rows := make([][]float32, n)
	for i := range rows {
		rows[i] = make([]float32, width)
		a, b := rng.NormFloat64(), rng.NormFloat64()
		for k := range rows[i] {
			// Two directions over noise, far from the origin.
			rows[i][k] = float32(3 + 2*a*math.Sin(float64(k)) + b*math.Cos(float64(2*k)) + 0.3*rng.NormFloat64())
		}
	}
	return rows
}

// The components are eigenvectors of the covariance matrix, formed and fully
// decomposed here, the largest first.
func TestPrincipalAgainstFullDecomposition(t *testing.T) {
	for _, tc := range []struct{ n, width int }{{40, 12}, {9, 30}, {700, 25}, {3, 3}, {2, 5}} {
		rows := gaussian(tc.n, tc.width, uint64(tc.n))
		c := principal(rows, tc.width, 2)
		cov, total := covariance(rows, tc.width)
		values, _ := jacobi(clone(cov))
		first, second := math.Inf(-1), math.Inf(-1)
		for _, v := range values {
			if v > first {
				first, second = v, first
			} else if v > second {
				second = v
			}
		}
		for a, want := range []float64{first, second} {
			if want < 1e-9*total {
				if c.explained[a] != 0 {
					t.Errorf("%v: component %d explains %g, want nothing", tc, a, c.explained[a])
				}
				continue
			}
			if got := c.explained[a] * total; math.Abs(got-want) > 1e-6*first {
				t.Errorf("%v: variance %g along component %d, want %g", tc, got, a, want)
			}
			for i, row := range cov {
				if got, want := dot(row, c.axes[a]), want*c.axes[a][i]; math.Abs(got-want) > 1e-5*first {
					t.Fatalf("%v: covariance times axis %d = %g at %d, want %g", tc, a, got, i, want)
				}
			}
		}
	}
}

func covariance(rows [][]float32, width int) (cov [][]float64, total float64) {
	mean := make([]float64, width)
	for _, x := range rows {
		for i, v := range x {
			mean[i] += float64(v) / float64(len(rows))
		}
	}
	cov = make([][]float64, width)
	for i := range cov {
		cov[i] = make([]float64, width)
		for j := range cov[i] {
			for _, x := range rows {
				cov[i][j] += (float64(x[i]) - mean[i]) * (float64(x[j]) - mean[j])
			}
		}
		total += cov[i][i]
	}
	return cov, total
}

func clone(a [][]float64) [][]float64 {
	b := make([][]float64, len(a))
	for i := range a {
		b[i] = append([]float64(nil), a[i]...)
	}
	return b
}

func TestPrincipalEdges(t *testing.T) {
	same := [][]float32{{1, 2}, {1, 2}, {1, 2}}
	if c := principal(same, 2, 2); c.explained[0] != 0 || c.project(same[0])[0] != 0 {
		t.Errorf("of equal rows: %+v, want nothing explained and all at 0", c)
	}
	if c := principal(same[:1], 2, 2); c.explained[0] != 0 {
		t.Errorf("of one row: %+v, want nothing explained", c)
	}
	// As much variance along each of two axes: one start alone finds only one.
	cross := [][]float32{{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}}
	c := principal(cross, 3, 2)
	if math.Abs(c.explained[0]-0.5) > 1e-9 || math.Abs(c.explained[1]-0.5) > 1e-9 || math.Abs(dot(c.axes[0], c.axes[1])) > 1e-9 {
		t.Errorf("of a cross: %+v, want half along each of two axes at right angles", c)
	}
	line := [][]float32{{-3, 0}, {-1, 0}, {-2, 0}}
	c = principal(line, 2, 2)
	if math.Abs(c.axes[0][0]-1) > 1e-9 || math.Abs(c.axes[0][1]) > 1e-9 || c.explained[1] != 0 {
		t.Errorf("of a line: %+v, want the axis that points to where it grows, and no other", c)
	}
}

func TestPrincipalIsDeterministic(t *testing.T) {
	rows := gaussian(600, 40, 5)
	a, b := principal(rows, 40, 2), principal(rows, 40, 2)
	if !reflect.DeepEqual(a, b) {
		t.Error("two decompositions of the same rows differ")
	}
	for k, axis := range a.axes {
		top := 0.0
		for _, v := range axis {
			if math.Abs(v) > math.Abs(top) {
				top = v
			}
		}
		if top < 0 {
			t.Errorf("axis %d has its largest number %g, want it positive", k, top)
		}
	}
}

func BenchmarkPrincipal(b *testing.B) {
	rows := gaussian(2000, 2048, 1)
	for b.Loop() {
		principal(rows, 2048, 2)
	}
}
