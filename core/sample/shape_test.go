package sample

import (
	"math"
	"testing"
)

func TestDistances(t *testing.T) {
	for _, tc := range []struct {
		name      string
		got, want float64
	}{
		{"circle outside", circle(3, 4, 2), 3},
		{"circle inside", circle(0, 1, 2), -1},
		{"oval's tip", oval(2, 0, 2, 1), 0},
		{"oval's side", oval(0, 1, 2, 1), 0},
		{"oval's middle", oval(0, 0, 2, 1), -1},
		{"pill beside", pill(0.3, 2, 1, 0.5), 1.5},
		{"pill beyond", pill(4, 4, 1, 1), 4},
		{"panel beside", panel(3, 0, 1, 2, 0.5), 2},
		{"panel's corner", panel(4, 6, 1, 2, 0), 5},
		{"panel inside", panel(0, 0, 1, 2, 0.5), -1},
		{"bend", bend(2, 5, 0.5), 3},
		{"dome's top", dome(2)(2), 2},
		{"dome's edge", dome(2)(0), 0},
		{"dome's flat", dome(2)(9), 2},
		{"smooth half way", smooth(2, 4, 3), 0.5},
		{"smooth falling", smooth(4, 2, 2), 1},
	} {
		if math.Abs(tc.got-tc.want) > 1e-12 {
			t.Errorf("%s = %g, want %g", tc.name, tc.got, tc.want)
		}
	}
}

func TestPoseIn(t *testing.T) {
	// A quarter turn: x of the inner plane points along y of the table.
	p := pose{1, 2, math.Pi / 2, 2}.in(3, 0, 0.5, 0.25)
	want := pose{1, 8, math.Pi/2 + 0.5, 0.5}
	for _, d := range []float64{p.x - want.x, p.y - want.y, p.turn - want.turn, p.size - want.size} {
		if math.Abs(d) > 1e-12 {
			t.Fatalf("in = %+v, want %+v", p, want)
		}
	}
}

func TestCanvasTableAndPixelAreInverse(t *testing.T) {
	c := &canvas{w: 100, h: 80, scale: 30, sin: 0.6, cos: 0.8, tilt: 0.9}
	u, v := c.table(17, 63)
	x, y := c.pixel(u, v)
	if math.Abs(x-17.5) > 1e-9 || math.Abs(y-63.5) > 1e-9 {
		t.Errorf("pixel(table(17, 63)) = %g, %g, want 17.5, 63.5", x, y)
	}
	// The plane of a pose gives what table and the pose give.
	p := pose{0.3, -0.2, 0.7, 1.5}
	m := c.plane(p)
	a, b := m.at(17, 63)
	q := p.in(a, b, 0, 1)
	if math.Abs(q.x-u) > 1e-9 || math.Abs(q.y-v) > 1e-9 {
		t.Errorf("plane.at = %g, %g, which is %g, %g on the table: want %g, %g", a, b, q.x, q.y, u, v)
	}
}
