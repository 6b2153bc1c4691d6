package augment

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"graft/core/recipe"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// goldenOps is fixed, so that an op to come changes none of these results.
var goldenOps = []string{
	"flip_left_right", "flip_up_down", "resized_crop", "rotation", "width_shift", "height_shift", "shear", "zoom",
	"brightness", "contrast", "saturation", "hue", "gaussian_noise", "gaussian_blur", "erase",
}

// randomRecipe draws a valid recipe: any of these ops, any values in their ranges.
func randomRecipe(s *stream) recipe.Recipe {
	r := recipe.Recipe{V: recipe.Version, Seed: s.next() % (recipe.MaxSeed + 1),
		Size: recipe.Size{W: 1 + s.below(64), H: 1 + s.below(64)}}
	if s.below(4) == 0 {
		r.Size = recipe.Size{W: 64, H: 64}
	}
	for range 1 + s.below(7) {
		o, _ := recipe.Lookup(goldenOps[s.below(len(goldenOps))])
		step := o.New(1)
		if s.below(3) == 0 {
			step.P = s.unit()
		}
		step.Off = s.below(8) == 0
		for _, p := range o.Params {
			switch p.Kind {
			case recipe.KindNumber:
				step.Values[p.Name] = recipe.Number(s.within(p.Min, p.Max))
			case recipe.KindRange:
				lo := s.within(p.Min, p.Max)
				step.Values[p.Name] = recipe.Range(lo, s.within(lo, p.Max))
			case recipe.KindChoice:
				step.Values[p.Name] = recipe.Named(p.Choices[s.below(len(p.Choices))].Name)
			}
		}
		r.Steps = append(r.Steps, step)
	}
	return r
}

// TestGolden holds 320 results to the hashes in testdata: whatever platform it
// runs on, the pixels are these. Changing one changes what a shared link shows.
func TestGolden(t *testing.T) {
	var sources []*Source
	for _, size := range [][2]int{{1, 1}, {3, 2}, {64, 64}, {101, 37}, {37, 101}, {320, 240}, {900, 611}, {16, 2000}} {
		sources = append(sources, NewSource(synthetic(size[0], size[1])))
	}
	var out strings.Builder
	s := stream{2, 7, 1, 8}
	for i := range 320 {
		r := randomRecipe(&s)
		if err := r.Validate(); err != nil {
			t.Fatal(err)
		}
		src, view := sources[i%len(sources)], i/len(sources)%9
		img := image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H))
		if err := compile(t, r).Apply(img, src, view); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%03d %d×%d view %d %.8x %.16x\n", i, src.W(), src.H(), view,
			sha256.Sum256(r.JSON()), sha256.Sum256(img.Pix))
	}
	name := filepath.Join("testdata", "golden", "TestGolden", "hashes.txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	got, wanted := strings.Split(out.String(), "\n"), strings.Split(string(want), "\n")
	if len(got) != len(wanted) {
		t.Fatalf("%d results, want %d", len(got), len(wanted))
	}
	for i := range got {
		if got[i] != wanted[i] {
			t.Errorf("got  %s\nwant %s", got[i], wanted[i])
		}
	}
}
