package scene

import (
	"image"
	"math"
	"testing"
)

func TestSolids(t *testing.T) {
	o := vec{}
	for _, tc := range []struct {
		name      string
		got, want float64
	}{
		{"ball", ball(vec{0, 3, 4}, o, 2), 3},
		{"limb beside", limb(vec{0.5, 2, 0}, o, vec{1, 0, 0}, 0.5, 0.5), 1.5},
		{"limb beyond", limb(vec{4, 4, 0}, o, vec{1, 0, 0}, 1, 1), 4},
		{"block", block(vec{3, 0, 0}, o, vec{1, 2, 2}, 0.1), 2},
		{"block inside", block(o, o, vec{1, 2, 3}, 0), -1},
		{"drum", drum(vec{3, 0.5, 0}, o, 0, 1, 2, 2, 0), 1},
		{"drum above", drum(vec{0, 4, 0}, o, 0, 1, 2, 2, 0), 3},
		{"ring", ring(vec{5, 0, 0}, o, vec{y: 1}, 2, 1), 2},
		{"ring's hole", ring(o, o, vec{y: 1}, 2, 0.5), 1.5},
		{"ellipsoid's tip", ellipsoid(vec{3, 0, 0}, o, vec{3, 2, 1}), 0},
		{"blend far apart", blend(1, 5, 0.5), 1},
		{"blend together", blend(1, 1, 0.4), 0.9},
		{"carve", carve(-1, -3, 0.1), 3},
	} {
		if math.Abs(tc.got-tc.want) > 1e-12 {
			t.Errorf("%s = %g, want %g", tc.name, tc.got, tc.want)
		}
	}
}

func TestFacingIsARotation(t *testing.T) {
	m := facing(25, -10, 40)
	p := vec{1, 2, 3}
	q := m.back(m.of(p))
	if q.sub(p).len() > 1e-12 || math.Abs(m[0].dot(m[1])) > 1e-12 || m[0].cross(m[1]).sub(m[2]).len() > 1e-12 {
		t.Errorf("facing(25, -10, 40) = %v: want a right-handed rotation", m)
	}
	if z := facing(90, 0, 0).of(vec{1, 0, 0}); z.sub(vec{0, 0, 1}).len() > 1e-12 {
		t.Errorf("x turned by 90 degrees = %v, want z", z)
	}
}

func TestCurveMeetsItsPoints(t *testing.T) {
	pts := []vec{{0, 0, 0}, {1, 2, 0}, {3, 1, 1}}
	c := curve(pts, 4)
	for i, want := range pts {
		if c[2*i].sub(want).len() > 1e-12 {
			t.Errorf("point %d = %v, want %v", 2*i, c[2*i], want)
		}
	}
	d, along := rope(vec{0, 0, 1}, c, func(float64) float64 { return 0.25 })
	if math.Abs(d-0.75) > 1e-12 || along != 0 {
		t.Errorf("rope = %g at %g, want 0.75 at 0", d, along)
	}
}

// Light that falls on a ball shades it, and it shades the floor.
func TestLight(t *testing.T) {
	s := &stage{
		parts: []part{
			{centre: vec{y: 1}, radius: 1.01, dist: func(p vec) float64 { return ball(p, vec{y: 1}, 1) }, look: func(vec) look { return look{colour: vec{1, 1, 1}} }},
			{radius: 50, dist: func(p vec) float64 { return p.y }, look: func(vec) look { return look{colour: vec{1, 1, 1}} }},
		},
		sky: func(_, _ vec) vec { return vec{9, 9, 9} },
		key: vec{0, 1, 0}, keyTint: vec{1, 1, 1}, soft: 0.05,
		eye: vec{0, 1, 6}, aim: vec{0, 1, 0}, width: 4,
	}
	at := func(p vec) float64 { return s.light(s.eye, p.sub(s.eye).unit()).x }
	top, low, under, open := at(vec{0, 1.9, 0.43}), at(vec{0, 0.6, 0.916}), at(vec{0, 0, 0.95}), at(vec{3, 0, 2})
	if !(top > 0.8 && low < 0.05 && under < 0.1 && open > 0.95) {
		t.Errorf("top %g, underside %g, floor below %g, floor in the open %g: want light, dark, dark, light", top, low, under, open)
	}
	if sky := at(vec{0, 5, 0}); sky != 9 {
		t.Errorf("sky = %g, want 9", sky)
	}
}

func TestRows(t *testing.T) {
	a, err := Rows("cat", 40, 30, 10, 12)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Rows("cat", 40, 30, 11, 12)
	if err != nil {
		t.Fatal(err)
	}
	if a.Bounds() != image.Rect(0, 10, 40, 12) || b.Bounds() != image.Rect(0, 11, 40, 12) {
		t.Fatalf("bounds %v and %v", a.Bounds(), b.Bounds())
	}
	for x := range 40 {
		if a.NRGBAAt(x, 11) != b.NRGBAAt(x, 11) {
			t.Errorf("pixel %d of row 11 depends on which rows are drawn", x)
		}
	}
	for _, r := range [][4]int{{0, 30, 0, 1}, {40, 30, -1, 2}, {40, 30, 5, 5}, {40, 30, 29, 31}} {
		if _, err := Rows("cat", r[0], r[1], r[2], r[3]); err == nil {
			t.Errorf("Rows(%v) gave no error", r)
		}
	}
	if _, err := Rows("dog", 40, 30, 0, 1); err == nil {
		t.Error("Rows of an unknown scene gave no error")
	}
}
