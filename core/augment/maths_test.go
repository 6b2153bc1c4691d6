package augment

import (
	"math"
	"testing"
)

// ulps returns how far got is from want in units of want's last place.
func ulps(got, want float64) float64 {
	if got == want {
		return 0
	}
	return math.Abs(got-want) / (math.Nextafter(math.Abs(want), math.Inf(1)) - math.Abs(want))
}

func TestExpLog(t *testing.T) {
	s := stream{1, 2, 3, 4}
	for range 20_000 {
		x := s.within(-30, 30)
		if u := ulps(exp(x), math.Exp(x)); u > 2 {
			t.Fatalf("exp(%g) = %g, %g ulp from %g", x, exp(x), u, math.Exp(x))
		}
		y := math.Exp(x)
		if u := ulps(log(y), math.Log(y)); u > 2 {
			t.Fatalf("log(%g) = %g, %g ulp from %g", y, log(y), u, math.Log(y))
		}
	}
	if exp(0) != 1 || log(1) != 0 || exp(-1000) != 0 {
		t.Errorf("exp(0), log(1), exp(-1000) = %g, %g, %g, want 1, 0, 0", exp(0), log(1), exp(-1000))
	}
}

func TestSincos(t *testing.T) {
	for _, tc := range []struct{ deg, sin, cos float64 }{
		{0, 0, 1}, {90, 1, 0}, {180, 0, -1}, {-90, -1, 0}, {270, -1, 0}, {-180, 0, -1}, {360, 0, 1},
	} {
		if s, c := sincosDeg(tc.deg); s != tc.sin || c != tc.cos {
			t.Errorf("sincosDeg(%g) = %g, %g, want %g, %g exactly", tc.deg, s, c, tc.sin, tc.cos)
		}
	}
	for deg := -180.0; deg <= 180; deg += 0.37 {
		s, c := sincosDeg(deg)
		if math.Abs(s-math.Sin(deg*math.Pi/180)) > 8e-16 || math.Abs(c-math.Cos(deg*math.Pi/180)) > 8e-16 {
			t.Fatalf("sincosDeg(%g) = %g, %g", deg, s, c)
		}
	}
}

// The first outputs of the reference implementation for state 1, 2, 3, 4.
func TestXoshiro(t *testing.T) {
	s := stream{1, 2, 3, 4}
	for i, want := range []uint64{
		41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205,
		9973669472204895162, 14011001112246962877, 12406186145184390807,
	} {
		if got := s.next(); got != want {
			t.Errorf("output %d = %d, want %d", i, got, want)
		}
	}
}

func TestNormal(t *testing.T) {
	s := stream{1, 2, 3, 4}
	const n = 400_000
	var m [5]float64
	var beyond1, beyondEdge int
	draws := make([]float32, n)
	s.normals(draws)
	for _, z := range draws {
		x := float64(z)
		p := 1.0
		for k := range m {
			m[k] += p / n
			p *= x
		}
		if math.Abs(x) > 1 {
			beyond1++
		}
		if math.Abs(x) > zigEdge {
			beyondEdge++
		}
	}
	// Moments 0, 1, 0, 3 and tails 2(1−Φ): 0.31731 and 5.76e-4; tolerances are
	// five standard errors of n draws.
	for _, tc := range []struct {
		name           string
		got, want, tol float64
	}{
		{"mean", m[1], 0, 0.008}, {"variance", m[2], 1, 0.012}, {"third moment", m[3], 0, 0.031}, {"fourth moment", m[4], 3, 0.078},
		{"beyond one", float64(beyond1) / n, 0.31731, 0.0037},
		{"beyond the last layer", float64(beyondEdge) / n, 5.76e-4, 1.9e-4},
	} {
		if math.Abs(tc.got-tc.want) > tc.tol {
			t.Errorf("%s = %g, want %g ± %g", tc.name, tc.got, tc.want, tc.tol)
		}
	}
}
