package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestScale(t *testing.T) {
	s := scale{Lo: 0, Hi: 2, From: 400, To: 0}
	for in, want := range map[float64]float64{0: 400, 0.5: 300, 2: 0, 3: 0, -1: 400} {
		if got := s.at(in); got != want {
			t.Errorf("%+v.at(%g) = %g, want %g", s, in, got, want)
		}
	}
	if got := (scale{Lo: 1, Hi: 1, From: 7, To: 9}).at(1); got != 7 {
		t.Errorf("empty scale at 1 = %g, want its start 7", got)
	}
}

func TestTicks(t *testing.T) {
	for _, tc := range []struct {
		lo, hi float64
		n      int
		want   []float64
	}{
		{0, 1, 4, []float64{0, 0.5, 1}},
		{0, 1, 5, []float64{0, 0.2, 0.4, 0.6, 0.8, 1}},
		{0, 0.69, 4, []float64{0, 0.2, 0.4, 0.6, 0.8}},
		{0, 3.1, 4, []float64{0, 1, 2, 3, 4}},
		{0, 0.1, 4, []float64{0, 0.05, 0.1}},
		{5, 5, 2, []float64{5, 5.5, 6}},
		{-1.5, 1.5, 3, []float64{-2, -1, 0, 1, 2}},
	} {
		if got := ticks(tc.lo, tc.hi, tc.n); !near(got, tc.want) {
			t.Errorf("ticks(%g, %g, %d) = %v, want %v", tc.lo, tc.hi, tc.n, got, tc.want)
		}
	}
}

func near(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) < 1e-9 })
}

func TestEpochTicks(t *testing.T) {
	for _, tc := range []struct {
		last, n int
		want    []int
	}{
		{1, 8, []int{1}}, {3, 8, []int{1, 2, 3}}, {20, 8, []int{1, 5, 10, 15, 20}}, {12, 8, []int{1, 2, 4, 6, 8, 10, 12}},
		{23, 8, []int{1, 5, 10, 15, 20, 23}}, {21, 8, []int{1, 5, 10, 15, 21}}, {1000, 8, []int{1, 200, 400, 600, 800, 1000}},
	} {
		if got := epochTicks(tc.last, tc.n); !slices.Equal(got, tc.want) {
			t.Errorf("epochTicks(%d, %d) = %v, want %v", tc.last, tc.n, got, tc.want)
		}
	}
}

func TestSeriesPath(t *testing.T) {
	x, y := scale{Lo: 1, Hi: 3, From: 0, To: 100}, scale{Lo: 0, Hi: 1, From: 50, To: 0}
	s := Series{Values: []float64{0, 0.5, 1}}
	if got, want := s.path(x, y), "M0 50L50 25L100 0"; got != want {
		t.Errorf("path = %q, want %q", got, want)
	}
	s.Values = []float64{0, math.NaN(), 1}
	if got, want := s.path(x, y), "M0 50M100 0"; got != want {
		t.Errorf("path with a gap = %q, want %q", got, want)
	}
}

func TestBounds(t *testing.T) {
	lo, hi := bounds([]Series{{Values: []float64{2, math.NaN()}}, {Values: []float64{math.Inf(1), -1}}})
	if lo != -1 || hi != 2 {
		t.Errorf("bounds = %g, %g, want -1, 2", lo, hi)
	}
	if lo, hi = bounds(nil); lo != 0 || hi != 1 {
		t.Errorf("bounds of nothing = %g, %g, want 0, 1", lo, hi)
	}
}

func TestEpochAt(t *testing.T) {
	for _, tc := range []struct {
		px            float64
		epochs, known int
		want          int
	}{
		{0, 11, 11, 1}, {200, 11, 11, 11}, {100, 11, 11, 6}, {109, 11, 11, 6}, {111, 11, 11, 7}, {200, 11, 4, 4}, {-5, 11, 4, 1}, {50, 11, 0, 0},
	} {
		if got := epochAt(tc.px, 200, tc.epochs, tc.known); got != tc.want {
			t.Errorf("epochAt(%g of 200, %d, %d) = %d, want %d", tc.px, tc.epochs, tc.known, got, tc.want)
		}
	}
}

func TestPanelSaysItsValues(t *testing.T) {
	c := &Chart{Words: English, Epochs: 3}
	p := Panel{Title: "Accuracy", Share: true, Series: []Series{{Name: "validation", Class: "val", Values: []float64{0.5, 0.95}}}}
	if got, want := p.summary(English), "Accuracy: validation from 50% to 95%"; got != want {
		t.Errorf("summary = %q, want %q", got, want)
	}
	y, ticks := p.y()
	drawing := p.drawing(English, c.x(), y, ticks)
	if want := `class="line line-val" d="M0 200L500 20"`; !strings.Contains(drawing, want) {
		t.Errorf("drawing lacks %s:\n%s", want, drawing)
	}
}

func Example_ticks() {
	for _, v := range ticks(0, 0.69, 4) {
		fmt.Print(TickLabel(v), " ")
	}
	// Output: 0 0.2 0.4 0.6 0.8
}
