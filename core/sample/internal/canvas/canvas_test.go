package canvas

import (
	"math"
	"testing"
)

func TestDistances(t *testing.T) {
	for _, tc := range []struct {
		name      string
		got, want float64
	}{
		{"circle outside", Circle(3, 4, 2), 3},
		{"circle inside", Circle(0, 1, 2), -1},
		{"oval's tip", Oval(2, 0, 2, 1), 0},
		{"oval's side", Oval(0, 1, 2, 1), 0},
		{"oval's middle", Oval(0, 0, 2, 1), -1},
		{"pill beside", Pill(0.3, 2, 1, 0.5), 1.5},
		{"pill beyond", Pill(4, 4, 1, 1), 4},
		{"panel beside", Panel(3, 0, 1, 2, 0.5), 2},
		{"panel's corner", Panel(4, 6, 1, 2, 0), 5},
		{"panel inside", Panel(0, 0, 1, 2, 0.5), -1},
		{"bend", Bend(2, 5, 0.5), 3},
		{"dome's top", Dome(2)(2), 2},
		{"dome's edge", Dome(2)(0), 0},
		{"dome's flat", Dome(2)(9), 2},
		{"smooth half way", Smooth(2, 4, 3), 0.5},
		{"smooth falling", Smooth(4, 2, 2), 1},
	} {
		if math.Abs(tc.got-tc.want) > 1e-12 {
			t.Errorf("%s = %g, want %g", tc.name, tc.got, tc.want)
		}
	}
}

func TestPoseIn(t *testing.T) {
	// A quarter turn: x of the inner plane points along y of the table.
	p := Pose{X: 1, Y: 2, Turn: math.Pi / 2, Size: 2}.In(3, 0, 0.5, 0.25)
	want := Pose{X: 1, Y: 8, Turn: math.Pi/2 + 0.5, Size: 0.5}
	for _, d := range []float64{p.X - want.X, p.Y - want.Y, p.Turn - want.Turn, p.Size - want.Size} {
		if math.Abs(d) > 1e-12 {
			t.Fatalf("in = %+v, want %+v", p, want)
		}
	}
}

func TestCanvasTableAndPixelAreInverse(t *testing.T) {
	c := &Canvas{W: 100, H: 80, Scale: 30, Sin: 0.6, Cos: 0.8, Tilt: 0.9}
	u, v := c.Table(17, 63)
	x, y := c.Pixel(u, v)
	if math.Abs(x-17.5) > 1e-9 || math.Abs(y-63.5) > 1e-9 {
		t.Errorf("pixel(table(17, 63)) = %g, %g, want 17.5, 63.5", x, y)
	}
	// The plane of a pose gives what table and the pose give.
	p := Pose{X: 0.3, Y: -0.2, Turn: 0.7, Size: 1.5}
	m := c.Plane(p)
	a, b := m.At(17, 63)
	q := p.In(a, b, 0, 1)
	if math.Abs(q.X-u) > 1e-9 || math.Abs(q.Y-v) > 1e-9 {
		t.Errorf("plane.at = %g, %g, which is %g, %g on the table: want %g, %g", a, b, q.X, q.Y, u, v)
	}
}
