package augment

import (
	"bytes"
	"fmt"
	"image"
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"

	"graft/core/recipe"
)

// every returns a recipe with each op once, in the menu's order.
func every() recipe.Recipe {
	r := with(48, 40)
	for _, o := range recipe.Ops() {
		r.Steps = append(r.Steps, o.New(1))
	}
	return r
}

func TestEveryOpIsBuilt(t *testing.T) {
	compile(t, every())
	for name := range operations {
		if _, ok := recipe.Lookup(name); !ok {
			t.Errorf("%q is built, but no recipe can name it", name)
		}
	}
}

// Each op, alone at its defaults, changes the picture in some view, and only
// where p lets it.
func TestEveryOpActs(t *testing.T) {
	src := NewSource(synthetic(300, 220)) // larger than a random_crop
	for _, o := range recipe.Ops() {
		t.Run(o.Name, func(t *testing.T) {
			r := with(48, 40, o.New(1))
			plain := image.NewNRGBA(image.Rect(0, 0, 48, 40))
			src.Stretch(plain)
			if o.Kind == recipe.Batch { // takes two pictures: TestMixes
				if img := apply(t, r, src, 0); !bytes.Equal(img.Pix, plain.Pix) {
					t.Error("changes a single picture")
				}
				return
			}
			changed := 0
			for view := range 5 {
				if img := apply(t, r, src, view); !bytes.Equal(img.Pix, plain.Pix) {
					changed++
				}
			}
			want := 4
			if o.Kind == recipe.Policy { // may choose to do nothing
				want = 1
			}
			if changed < want {
				t.Errorf("%d of 5 views differ from the plain picture, want %d", changed, want)
			}
			r.Steps[0].P = 0
			if img := apply(t, r, src, 0); !bytes.Equal(img.Pix, plain.Pix) {
				t.Error("applied with p = 0")
			}
			r.Steps[0].P, r.Steps[0].Off = 1, true
			if img := apply(t, r, src, 0); !bytes.Equal(img.Pix, plain.Pix) {
				t.Error("applied though off")
			}
		})
	}
}

func TestProbability(t *testing.T) {
	src := NewSource(grey(1, 9))
	flip := stepOf(t, "flip_left_right", nil)
	for _, p := range []float64{0, 0.1, 0.5, 0.9, 1} {
		flip.P = p
		plan := compile(t, with(4, 4, flip))
		const n = 4000
		hits := 0
		for view := range n {
			if plan.Draws(src, view)[0].Applied {
				hits++
			}
		}
		if tol := 4 * math.Sqrt(p*(1-p)/n); math.Abs(float64(hits)/n-p) > tol {
			t.Errorf("p = %g: applied %d of %d times", p, hits, n)
		}
	}
}

// The draw for p comes first and always: a step's values do not depend on p.
func TestValuesDoNotDependOnP(t *testing.T) {
	src := NewSource(synthetic(30, 20))
	sure, half := every(), every()
	for i := range half.Steps {
		half.Steps[i].P = 0.5
	}
	a, b := compile(t, sure), compile(t, half)
	applied := 0
	for view := range 50 {
		da, db := a.Draws(src, view), b.Draws(src, view)
		for i := range db {
			if db[i].Applied {
				applied++
				if !reflect.DeepEqual(da[i].Values, db[i].Values) {
					t.Fatalf("view %d, %s: %v with p = 0.5, %v with p = 1", view, db[i].Op, db[i].Values, da[i].Values)
				}
			}
		}
	}
	if steps := 50 * len(b.Draws(src, 0)); applied < steps*2/5 || applied > steps*3/5 {
		t.Errorf("%d of %d steps applied", applied, steps)
	}
}

func byOp(draws []Draw) map[string][]map[string]float64 {
	m := make(map[string][]map[string]float64)
	for _, d := range draws {
		m[d.Op] = append(m[d.Op], d.Values)
	}
	return m
}

// Adding, moving and switching steps leaves the draws of the others.
func TestStreamsAreIndependent(t *testing.T) {
	src := NewSource(synthetic(30, 20))
	rot, hue, zoom := stepOf(t, "rotation", nil), stepOf(t, "hue", nil), stepOf(t, "zoom", nil)
	off := rot.Clone()
	off.Off = true
	draws := func(view int, steps ...recipe.Step) map[string][]map[string]float64 {
		return byOp(compile(t, with(24, 24, steps...)).Draws(src, view))
	}
	for view := range 20 {
		base := draws(view, rot, hue, rot)
		if reflect.DeepEqual(base["rotation"][0], base["rotation"][1]) {
			t.Fatalf("view %d: two rotations drew the same: %v", view, base["rotation"])
		}
		for name, got := range map[string]map[string][]map[string]float64{
			"a zoom in front":  draws(view, zoom, rot, hue, rot),
			"a zoom between":   draws(view, rot, zoom, hue, rot),
			"hue moved":        draws(view, hue, rot, rot),
			"a third rotation": draws(view, rot, hue, rot, rot),
		} {
			if !reflect.DeepEqual(got["hue"], base["hue"]) || !reflect.DeepEqual(got["rotation"][:2], base["rotation"]) {
				t.Errorf("view %d, %s: %v, want %v", view, name, got, base)
			}
		}
		if got := draws(view, off, hue, rot); !reflect.DeepEqual(got["rotation"], base["rotation"][1:]) {
			t.Errorf("view %d: with the first rotation off, the second drew %v, want %v", view, got["rotation"], base["rotation"][1:])
		}
	}
}

// Another seed, view or picture draws anew; another size of result does not.
func TestWhatDrawsDependOn(t *testing.T) {
	a, b := synthetic(30, 20), synthetic(30, 20)
	b.Digest[31] ^= 1
	draw := func(r recipe.Recipe, s *Source, view int) float64 {
		return compile(t, r).Draws(s, view)[0].Values["degrees"]
	}
	r := with(24, 24, stepOf(t, "rotation", nil))
	base := draw(r, NewSource(a), 0)
	if got := draw(r, NewSource(a), 0); got != base {
		t.Errorf("drew %g and then %g", base, got)
	}
	if got := draw(r, NewSource(a), 1); got == base {
		t.Error("view 1 draws what view 0 does")
	}
	if got := draw(r, NewSource(b), 0); got == base {
		t.Error("another picture draws the same")
	}
	seeded := r.Clone()
	seeded.Seed++
	if got := draw(seeded, NewSource(a), 0); got == base {
		t.Error("another seed draws the same")
	}
	large := r.Clone()
	large.Size = recipe.Size{W: 99, H: 50}
	if got := draw(large, NewSource(a), 0); got != base {
		t.Errorf("another size draws %g, want %g", got, base)
	}
}

func TestDrawsIndexTheRecipe(t *testing.T) {
	off := stepOf(t, "hue", nil)
	off.Off = true
	flip := stepOf(t, "flip_left_right", nil)
	draws := compile(t, with(9, 9, off, flip, stepOf(t, "zoom", nil))).Draws(NewSource(grey(1, 9)), 0)
	if len(draws) != 2 || draws[0].Step != 1 || draws[1].Step != 2 || draws[0].Op != "flip_left_right" || draws[0].Values != nil || len(draws[1].Values) != 2 {
		t.Errorf("draws %+v", draws)
	}
}

func TestApplyNeedsSize(t *testing.T) {
	p := compile(t, with(10, 8))
	src := NewSource(grey(1, 9))
	wrong := image.NewNRGBA(image.Rect(0, 0, 8, 10))
	for _, err := range []error{p.Apply(wrong, src, 0), p.Plain(wrong, src)} {
		if err == nil || !strings.Contains(err.Error(), "8×10") || !strings.Contains(err.Error(), "want 10×8") {
			t.Errorf("error %v", err)
		}
	}
	bad := with(10, 8, recipe.Step{Op: "explode"})
	if _, err := Compile(bad); err == nil {
		t.Error("an unknown op compiled")
	}
}

// dst may be a part of a larger picture: nothing outside it is touched.
func TestApplyOnPart(t *testing.T) {
	src := NewSource(synthetic(90, 60))
	want := apply(t, every(), src, 2)
	big := image.NewNRGBA(image.Rect(0, 0, 60, 60))
	for i := range big.Pix {
		big.Pix[i] = 77
	}
	part := big.SubImage(image.Rect(5, 9, 53, 49)).(*image.NRGBA)
	if err := compile(t, every()).Apply(part, src, 2); err != nil {
		t.Fatal(err)
	}
	for y := range 60 {
		for x := range 60 {
			i := big.PixOffset(x, y)
			inside := (image.Point{x, y}).In(part.Rect)
			if inside && !bytes.Equal(big.Pix[i:i+4], want.Pix[want.PixOffset(x-5, y-9):][:4]) {
				t.Fatalf("(%d, %d) differs from the same on a picture of its own", x, y)
			}
			if !inside && big.Pix[i] != 77 {
				t.Fatalf("(%d, %d) outside was written", x, y)
			}
		}
	}
}

// A plan carries nothing over from one view, or picture, to the next.
func TestPlanHasNoMemory(t *testing.T) {
	a, b := NewSource(synthetic(90, 60)), NewSource(synthetic(33, 71))
	used := compile(t, every())
	dst := image.NewNRGBA(image.Rect(0, 0, 48, 40))
	for view := range 5 {
		for _, s := range []*Source{a, b} {
			if err := used.Apply(dst, s, view); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(dst.Pix, apply(t, every(), s, view).Pix) {
				t.Fatalf("view %d differs from that of a fresh plan", view)
			}
		}
	}
}

func TestSourceIsShared(t *testing.T) {
	src := NewSource(synthetic(90, 60))
	want := apply(t, every(), src, 7).Pix
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if !bytes.Equal(apply(t, every(), src, 7).Pix, want) {
				t.Error("another goroutine got other pixels")
			}
		})
	}
	wg.Wait()
}

func TestNoAllocations(t *testing.T) {
	src := NewSource(synthetic(300, 200))
	r := every()
	r.Steps = append(r.Steps, stepOf(t, "rotation", nil)) // geometry after colour
	for name, r := range map[string]recipe.Recipe{"every op": r, "article": article(t), "default": recipe.Default()} {
		p := compile(t, r)
		dst := image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H))
		view := 0
		if n := testing.AllocsPerRun(20, func() {
			if err := p.Apply(dst, src, view); err != nil {
				t.Fatal(err)
			}
			view++
		}); n != 0 {
			t.Errorf("%s: %g allocations a picture, want none", name, n)
		}
		if n := testing.AllocsPerRun(5, func() { _ = p.Plain(dst, src) }); n != 0 {
			t.Errorf("%s: plain allocates %g times, want never", name, n)
		}
	}
}

// However a recipe piles up, results are opaque and nothing panics.
func TestExtremes(t *testing.T) {
	out := stepOf(t, "zoom", set{"range": recipe.Range(4, 4), "fill": recipe.Named("reflect")})
	in := stepOf(t, "zoom", set{"range": recipe.Range(0.1, 0.1), "fill": recipe.Named("wrap")})
	shear := stepOf(t, "shear", set{"degrees": recipe.Number(60), "fill": recipe.Named("wrap")})
	for name, s := range map[string]recipe.Step{"out": out, "in": in, "shear": shear} {
		for _, size := range [][2]int{{1, 1}, {1, 300}, {300, 1}, {40, 30}} {
			r := with(16, 12)
			for range recipe.MaxSteps {
				r.Steps = append(r.Steps, s)
			}
			if img := apply(t, r, NewSource(synthetic(size[0], size[1])), 1); !img.Opaque() {
				t.Errorf("%s of %v is not opaque", name, size)
			}
		}
	}
}

func benchmark(b *testing.B, r recipe.Recipe, w, h int) {
	src := NewSource(synthetic(w, h))
	p := compile(b, r)
	dst := image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H))
	b.ReportAllocs()
	view := 0
	for b.Loop() {
		if err := p.Apply(dst, src, view); err != nil {
			b.Fatal(err)
		}
		view++
	}
}

func BenchmarkArticle(b *testing.B) { benchmark(b, article(b), 512, 384) }

func BenchmarkDefault(b *testing.B) { benchmark(b, recipe.Default(), 512, 384) }

func BenchmarkPlain(b *testing.B) { benchmark(b, with(224, 224), 512, 384) }

func BenchmarkOps(b *testing.B) {
	for _, o := range recipe.Ops() {
		b.Run(o.Name, func(b *testing.B) { benchmark(b, with(224, 224, o.New(1)), 512, 384) })
	}
}

func BenchmarkNewSource12MP(b *testing.B) {
	p := picture(image.NewNRGBA(image.Rect(0, 0, 4000, 3000)))
	for b.Loop() {
		NewSource(p)
	}
}

func ExamplePlan() {
	r, err := recipe.Parse(`{"seed":7,"size":[3,1],"steps":[{"op":"flip_left_right"}]}`)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := Compile(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	dst := image.NewNRGBA(image.Rect(0, 0, 3, 1))
	if err := plan.Apply(dst, NewSource(grey(3, 10, 20, 30)), 0); err != nil {
		fmt.Println(err)
	}
	fmt.Println(reds(dst))
	// Output: [30 20 10]
}

func ExampleDraw() {
	r, err := recipe.Parse(`{"steps":[{"op":"rotation","degrees":20},{"op":"hue","p":0}]}`)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := Compile(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range plan.Draws(NewSource(grey(1, 10)), 0) {
		fmt.Printf("%s %t %.1f\n", d.Op, d.Applied, d.Values["degrees"])
	}
	// Output:
	// rotation true 3.4
	// hue false 0.0
}

func ExampleSource() {
	src := NewSource(grey(4, 0, 100, 200, 100))
	small := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	src.Stretch(small)
	fmt.Println(src.W(), src.H(), reds(small))
	// Output: 4 1 [50 150]
}
