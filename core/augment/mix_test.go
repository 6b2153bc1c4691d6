package augment

import (
	"fmt"
	"image"
	"math"
	"strings"
	"testing"

	"graft/core/recipe"
)

func flat(w, h int, v uint8) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = v
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

func TestMixUp(t *testing.T) {
	a, b, dst := flat(1, 1, 200), flat(1, 1, 100), flat(1, 1, 0)
	for _, tc := range []struct {
		lambda float64
		want   uint8
	}{{1, 200}, {0, 100}, {0.5, 150}, {0.25, 125}, {0.333, 133}, {0.338, 134}} {
		if err := MixUp(dst, a, b, tc.lambda); err != nil || dst.Pix[0] != tc.want || dst.Pix[3] != 255 {
			t.Errorf("MixUp(200, 100, %g) = %v, %v, want %d", tc.lambda, dst.Pix, err, tc.want)
		}
	}
}

// A box of 2×3 on 5×4: 6 of 20 pixels are the other's.
func TestCutMix(t *testing.T) {
	dst := flat(5, 4, 0)
	if lambda, err := CutMix(dst, flat(5, 4, 1), flat(5, 4, 2), image.Rect(3, 1, 9, 4)); err != nil || lambda != 1-6.0/20 {
		t.Errorf("share %g, %v, want 0.7", lambda, err)
	}
	want := []uint8{1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 2, 2, 1, 1, 1, 2, 2}
	if got := reds(dst); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("pixels %v, want %v", got, want)
	}
}

// torchvision: the box has √(1 − λ) of each side, half of it either way, cut off
// to whole pixels and at the edges.
func TestCutMixBox(t *testing.T) {
	at := frame{1, 1, 100, 60}
	for _, tc := range []struct {
		v    values // λ, x, y
		box  image.Rectangle
		want float64
	}{
		{values{0.75, 50, 30}, image.Rect(25, 15, 75, 45), 0.75},
		{values{0.75, 0, 59}, image.Rect(0, 44, 25, 60), 1 - 25*16.0/6000},
		{values{1, 50, 30}, image.Rect(50, 30, 50, 30).Intersect(image.Rect(0, 0, 1, 1)), 1},
		{values{0, 50, 30}, image.Rect(0, 0, 100, 60), 0},
	} {
		if m := cutMix(&drawn{values: tc.v}, at); m.Box != tc.box && !(m.Box.Empty() && tc.box.Empty()) || math.Abs(m.Lambda-tc.want) > 1e-12 {
			t.Errorf("%v: box %v and share %g, want %v and %g", tc.v, m.Box, m.Lambda, tc.box, tc.want)
		}
	}
}

// Beta(α, α): mean ½, variance 1/(4(2α + 1)), symmetric, within 0…1.
func TestBeta(t *testing.T) {
	s := stream{1, 2, 3, 4}
	for _, a := range []float64{0.05, 0.2, 0.4, 1, 2, 10} {
		const n = 20000
		var sum, square, cube float64
		for range n {
			x := s.beta(a) - 0.5
			if !(x >= -0.5 && x <= 0.5) {
				t.Fatalf("alpha %g: drew %g", a, x+0.5)
			}
			sum, square, cube = sum+x, square+x*x, cube+x*x*x
		}
		variance := 1 / (4 * (2*a + 1))
		if math.Abs(sum/n) > 5*math.Sqrt(variance/n) || math.Abs(square/n/variance-1) > 0.06 || math.Abs(cube/n) > 0.005 {
			t.Errorf("alpha %g: mean %.4f, variance %.4f (want %.4f), third moment %.5f", a, 0.5+sum/n, square/n, variance, cube/n)
		}
	}
}

// Batch steps come last, each with its own draw; shares multiply.
func TestMixes(t *testing.T) {
	src := NewSource(synthetic(30, 20))
	r := with(20, 10, stepOf(t, "mix_up", set{"alpha": recipe.Number(5)}), stepOf(t, "invert", nil), stepOf(t, "cut_mix", nil))
	p := compile(t, r)
	if draws := p.Draws(src, 0); len(draws) != 1 || draws[0].Step != 1 {
		t.Errorf("draws of the view %+v, want those of invert alone", draws)
	}
	mixes := p.Mixes(src, 7)
	if len(mixes) != 2 || mixes[0].Op != "mix_up" || mixes[0].Step != 0 || mixes[1].Op != "cut_mix" || mixes[1].Step != 2 {
		t.Fatalf("mixes %+v", mixes)
	}
	if again := p.Mixes(src, 7); fmt.Sprint(again) != fmt.Sprint(mixes) {
		t.Errorf("mixes %+v, and then %+v", mixes, again)
	}
	dst := flat(20, 10, 0)
	got, err := ApplyMixes(dst, flat(20, 10, 240), flat(20, 10, 0), mixes)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, v := range reds(dst) {
		sum += float64(v) / 200 / 240
	}
	if want := mixes[0].Lambda * mixes[1].Lambda; got != want || math.Abs(sum-want) > 0.003 {
		t.Errorf("share %g, seen %g, want %g", got, sum, want)
	}
	never := r.Clone()
	never.Steps[0].P, never.Steps[2].Off = 0, true
	if m := compile(t, never).Mixes(src, 7); len(m) != 1 || m[0].Applied || m[0].Lambda != 1 {
		t.Errorf("mixes %+v, want one that is not applied", m)
	}
}

func ExampleMix() {
	r, err := recipe.Parse(`{"size":[8,4],"steps":[{"op":"cut_mix"}]}`)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := Compile(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	a, b := flat(8, 4, 10), flat(8, 4, 90)
	mixes := plan.Mixes(NewSource(grey(1, 10)), 5)
	lambda, err := ApplyMixes(a, a, b, mixes)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(mixes[0].Op, mixes[0].Box, reds(a)[16:24])
	fmt.Printf("label: %g of the first, %g of the other\n", lambda, 1-lambda)
	// Output:
	// cut_mix (1,2)-(5,4) [10 90 90 90 90 10 10 10]
	// label: 0.75 of the first, 0.25 of the other
}

func ExampleChosen() {
	r, err := recipe.Parse(`{"steps":[{"op":"rand_augment"}]}`)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := Compile(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range plan.Draws(NewSource(grey(1, 10)), 1)[0].Chosen {
		fmt.Printf("%s %.3g\n", c.Op, c.Magnitude)
	}
	// Output:
	// solarize 178
	// autocontrast 0
}

// What cannot be mixed is said, and nothing panics.
func TestMixRefuses(t *testing.T) {
	whole, other, none := flat(4, 3, 1), flat(4, 2, 2), flat(0, 0, 0)
	for name, tc := range map[string]struct {
		dst, a, b *image.NRGBA
		mixes     []Mix
		want      string
	}{
		"another size":      {whole, whole, other, nil, "want one size"},
		"onto another size": {other, whole, whole, nil, "want one size"},
		"empty":             {none, none, none, nil, "not empty"},
		"another operation": {whole, whole, whole, []Mix{{Op: "blend", Applied: true}}, `mix "blend"`},
	} {
		if lambda, err := ApplyMixes(tc.dst, tc.a, tc.b, tc.mixes); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: ApplyMixes = %g, %v, want %q", name, lambda, err, tc.want)
		}
	}
}
