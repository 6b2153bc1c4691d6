package network

import (
	"context"
	"strings"
	"testing"

	"graft/core/head"
)

// A backend that hangs fails the run with a clear word.
func TestGuard(t *testing.T) {
	g := Guard{Name: "slow", Limit: 20e6}
	block := make(chan struct{})
	defer close(block)
	err := g.All(context.Background(), 2, func(i int) error {
		if i == 1 {
			<-block
		}
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "the backend stopped answering: a step on slow took over 20ms") {
		t.Errorf("all = %v, want a word on the backend", err)
	}
	if again := g.All(context.Background(), 1, func(int) error { return nil }); again != err {
		t.Errorf("after that: %v, want the same", again)
	}
}

func TestScaling(t *testing.T) {
	x := func(a, b, c float32) []float32 {
		x := make([]float32, head.Features)
		x[0], x[1], x[2] = a, b, c
		return x
	}
	// Feature 0 has mean 2 and standard deviation 1, feature 1 is constant,
	// feature 2 has mean 1000 and a spread that is rounding.
	list := [][]float32{x(1, 5, 1000), x(3, 5, 1000.0001)}
	s := Standardising(list)
	got := make([]float32, head.Features)
	s.Apply(got, x(4, 9, 1001))
	if got[0] != 2 || got[1] != 0 || got[2] != 0 {
		t.Errorf("apply(4, 9, 1001) = %v, want 2, 0, 0", got[:3])
	}
	kernel, bias := make([]float32, 2*head.Features), []float32{1, -1}
	copy(kernel, []float32{0.5, -2, 7, 7, 7, 7})
	k, b := s.Fold(kernel, bias)
	// (x-2)/1 * 0.5 + 1 = 0.5 x + 0; (x-2)/1 * -2 - 1 = -2 x + 3
	if k[0] != 0.5 || k[1] != -2 || k[2] != 0 || k[4] != 0 || b[0] != 0 || b[1] != 3 {
		t.Errorf("fold = kernel %v, bias %v, want 0.5, -2, then zeros, and 0, 3", k[:6], b)
	}
}
