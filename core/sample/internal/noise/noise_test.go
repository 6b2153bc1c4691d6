package noise

import (
	"math"
	"testing"
)

func TestRandIsSplitmix64(t *testing.T) {
	// First values of the reference implementation for seed 1234567.
	r := New(1234567)
	for i, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423} {
		if got := r.Uint64(); got != want {
			t.Errorf("value %d = %d, want %d", i, got, want)
		}
	}
}

func TestNoise(t *testing.T) {
	sum, least, most := 0.0, 1.0, 0.0
	const n = 20000
	r := New(3)
	for range n {
		x, y, z := r.In(-300, 300), r.In(-300, 300), r.In(-300, 300)
		for _, v := range []float64{At2(x, y), At3(x, y, z), Sum2(x, y, 3), Sum3(x, y, z, 3)} {
			sum += v / 4
			least, most = min(least, v), max(most, v)
		}
		if d := math.Abs(At2(x, y) - At2(x+1e-6, y-1e-6)); d > 1e-5 {
			t.Fatalf("At2 jumps by %g at %g, %g: want it smooth", d, x, y)
		}
		if d := math.Abs(At3(x, y, z) - At3(x+1e-6, y, z-1e-6)); d > 1e-5 {
			t.Fatalf("At3 jumps by %g at %g, %g, %g: want it smooth", d, x, y, z)
		}
	}
	if least < 0 || most > 1 || math.Abs(sum/n-0.5) > 0.05 || most-least < 0.8 {
		t.Errorf("noise within [%g, %g], mean %g: want nearly all of [0, 1], mean 0.5", least, most, sum/n)
	}
}

func TestDraws(t *testing.T) {
	r := New(0)
	hits := 0
	for range 10000 {
		if x := r.In(-2, 3); x < -2 || x >= 3 {
			t.Fatalf("In(-2, 3) = %g", x)
		}
		if n := r.Intn(7); n < 0 || n > 6 {
			t.Fatalf("Intn(7) = %d", n)
		}
		if r.Chance(0.25) {
			hits++
		}
	}
	if hits < 2350 || hits > 2650 {
		t.Errorf("Chance(0.25) was true %d times of 10000", hits)
	}
	if Mix(1, 2) == Mix(2, 1) || Mix(0, 0) == Mix(0, 1) {
		t.Error("Mix does not tell its arguments apart")
	}
}
