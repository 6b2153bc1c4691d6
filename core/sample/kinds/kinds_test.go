package kinds_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math"
	"runtime"
	"testing"

	"graft/core/sample/kinds"
)

func newDrawer(t *testing.T, side int) *kinds.Drawer {
	t.Helper()
	d, err := kinds.New(side, kinds.Shares{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The weights were trained on these pictures: others would be other weights.
func TestDrawStays(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("fused multiplication moves a level here and there")
	}
	d := newDrawer(t, 48)
	h := sha256.New()
	for i := range uint64(300) {
		pixels, kind, traits := d.Draw(1, i)
		fmt.Fprintln(h, kind, traits[:96])
		h.Write(pixels)
	}
	const want = "e6e427000fc87dfaa095d12b14f06f7c689671079e1a0d3ea3823b5cef3e6474"
	if got := fmt.Sprintf("%x", h.Sum(nil)); got != want {
		t.Errorf("300 pictures hash to %s, want %s: the starter weights' pictures must not change", got, want)
	}
}

func TestDrawDependsOnSeedAndIndexAlone(t *testing.T) {
	d, other := newDrawer(t, 32), newDrawer(t, 32)
	for i := range uint64(20) {
		other.Draw(9, i)
	}
	pixels, kind, traits := d.Draw(5, 11)
	again, sameKind, sameTraits := other.Draw(5, 11)
	if !bytes.Equal(pixels, again) || kind != sameKind || *traits != *sameTraits {
		t.Error("picture 11 of seed 5 depends on what was drawn before")
	}
	if next, _, _ := other.Draw(6, 11); bytes.Equal(pixels, next) {
		t.Error("picture 11 is the same for seeds 5 and 6")
	}
}

func TestEveryKindVaries(t *testing.T) {
	d := newDrawer(t, 32)
	for kind := range kinds.Count {
		a, err := d.DrawKind(2, 0, kind)
		if err != nil {
			t.Fatal(err)
		}
		a = bytes.Clone(a)
		if b, _ := d.DrawKind(2, 1, kind); bytes.Equal(a, b) {
			t.Errorf("two pictures of kind %d are the same", kind)
		}
	}
}

func TestShareOfDishes(t *testing.T) {
	for share, want := range map[kinds.Shares][2]int{{}: {0, 0}, {Dishes: 0.25, Finds: 0.25}: {15, 60}, {Dishes: 1}: {150, 150}, {Finds: 1}: {0, 0}} {
		d, err := kinds.New(32, share)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for i := range uint64(150) {
			if _, kind, _ := d.Draw(4, i); kind >= kinds.First-kinds.Dishes-kinds.Finds && kind < kinds.First-kinds.Finds {
				n++
			}
		}
		if n < want[0] || n > want[1] {
			t.Errorf("%d dishes of 150 pictures with shares %v: want %v", n, share, want)
		}
	}
}

// The first kinds keep their pictures when later ones are drawn among them, and each
// later picture is of the sort that its first one was.
func TestLaterKinds(t *testing.T) {
	shares := kinds.Shares{Dishes: 0.3, Finds: 0.3}
	first, err := kinds.New(32, shares)
	if err != nil {
		t.Fatal(err)
	}
	shares.Later = 0.5
	both, err := kinds.New(32, shares)
	if err != nil {
		t.Fatal(err)
	}
	later := 0
	for i := range uint64(400) {
		want, wantKind, _ := first.Draw(6, i)
		got, kind, _ := both.Draw(6, i)
		if kind < kinds.First {
			if kind != wantKind || !bytes.Equal(got, want) {
				t.Fatalf("picture %d of kind %d is another one beside later kinds (kind %d)", i, wantKind, kind)
			}
			continue
		}
		later++
		if sortOf(kind) != sortOf(wantKind) {
			t.Errorf("picture %d: kind %d (%s) became kind %d (%s)", i, wantKind, sortOf(wantKind), kind, sortOf(kind))
		}
	}
	if later < 130 || later > 220 {
		t.Errorf("%d later kinds of 400 pictures: want about 185 (glyphs and surfaces have none)", later)
	}
}

// sortOf says what a label is of, by the order that the package's doc gives.
func sortOf(kind int) string {
	for _, o := range []struct {
		sort string
		n    int
	}{
		{"thing", kinds.Things}, {"glyph", kinds.Glyphs}, {"surface", kinds.Surfaces}, {"fractal", kinds.Fractals},
		{"dish", kinds.Dishes}, {"find", kinds.Finds}, {"thing", kinds.LaterThings}, {"fractal", kinds.LaterFractals},
		{"dish", kinds.LaterDishes}, {"find", kinds.LaterFinds},
	} {
		if kind < o.n {
			return o.sort
		}
		kind -= o.n
	}
	return "nothing"
}

// Each picture is of one sort, and says so.
func TestTraitsTellTheSort(t *testing.T) {
	d := newDrawer(t, 32)
	borders := []int{kinds.Things, kinds.Glyphs, kinds.Surfaces, kinds.Fractals}
	for i := range uint64(500) {
		_, kind, traits := d.Draw(3, i)
		sort, first := 0, 0
		for kind >= first+borders[sort] {
			first += borders[sort]
			sort++
		}
		for k := range borders {
			if (traits[k] == 1) != (k == sort) {
				t.Fatalf("picture %d of kind %d: sorts told %v, want only %d", i, kind, traits[:4], sort)
			}
		}
		for k, v := range traits {
			if v > 1 {
				t.Fatalf("picture %d: trait %d is %d: want 0 or 1", i, k, v)
			}
		}
	}
}

func TestBounds(t *testing.T) {
	for _, side := range []int{-1, 0, 31, 513} {
		if _, err := kinds.New(side, kinds.Shares{}); err == nil {
			t.Errorf("New(%d): no error, want one", side)
		}
	}
	for _, share := range []kinds.Shares{{Dishes: -0.1}, {Finds: -0.1}, {Dishes: 0.6, Finds: 0.6}, {Dishes: math.NaN()}, {Later: 1.1}, {Later: math.NaN()}} {
		if _, err := kinds.New(32, share); err == nil {
			t.Errorf("New with shares %v: no error, want one", share)
		}
	}
	d := newDrawer(t, 32)
	for _, kind := range []int{-1, kinds.Count} {
		if _, err := d.DrawKind(1, 1, kind); err == nil {
			t.Errorf("DrawKind of kind %d: no error, want one", kind)
		}
	}
	if pixels, _, _ := d.Draw(1, 1); len(pixels) != 3*32*32 {
		t.Errorf("%d bytes for 32×32, want %d", len(pixels), 3*32*32)
	}
}
