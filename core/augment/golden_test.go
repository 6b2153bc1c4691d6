package augment

import (
	"crypto/sha256"
	"encoding/binary"
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

// goldenGroup is a number of random recipes of one to so many steps of ops.
type goldenGroup struct {
	name  string
	ops   []string
	steps int
	count int
}

// mixedOps is fixed, so that an op to come changes none of the mixed results:
// it adds a group of its own.
var mixedOps = []string{
	"flip_left_right", "flip_up_down", "resized_crop", "rotation", "width_shift", "height_shift", "shear", "zoom",
	"brightness", "contrast", "saturation", "hue", "gaussian_noise", "gaussian_blur", "erase",
	"random_crop", "center_crop", "resize_with_pad", "pixel_shift", "scale", "pad", "perspective", "elastic",
	"brightness_delta", "gamma", "grayscale", "channel_shift", "invert", "posterize", "solarize", "equalize", "autocontrast",
	"rescale", "samplewise_normalization", "salt_and_pepper", "sharpen", "jpeg_quality", "fill", "cutout", "channel_dropout",
	"color_jitter", "rand_augment", "trivial_augment", "auto_augment",
}

func goldenGroups() []goldenGroup {
	var groups []goldenGroup
	for _, o := range recipe.Ops() {
		if o.Kind == recipe.Batch {
			continue // of two views: TestMixes
		}
		groups = append(groups, goldenGroup{o.Name, []string{o.Name}, 2, 20})
	}
	for i := range 28 {
		groups = append(groups, goldenGroup{fmt.Sprintf("mixed-%d", i), mixedOps, 7, 25})
	}
	return groups
}

// random draws a valid recipe of the group: any values in their ranges.
func (g goldenGroup) random(s *stream) recipe.Recipe {
	r := recipe.Recipe{V: recipe.Version, Seed: s.next() % (recipe.MaxSeed + 1),
		Size: recipe.Size{W: 1 + s.below(64), H: 1 + s.below(64)}}
	if s.below(4) == 0 {
		r.Size = recipe.Size{W: 64, H: 64}
	}
	for range 1 + s.below(g.steps) {
		o, _ := recipe.Lookup(g.ops[s.below(len(g.ops))])
		step := o.New(1)
		if s.below(3) == 0 {
			step.P = s.unit()
		}
		step.Off = s.below(8) == 0
		for _, p := range o.Params {
			step.Values[p.Name] = randomValue(s, p)
		}
		r.Steps = append(r.Steps, step)
	}
	return r
}

func randomValue(s *stream, p recipe.Param) recipe.Value {
	switch p.Kind {
	case recipe.KindRange:
		lo := s.within(p.Min, p.Max)
		return recipe.Range(lo, s.within(lo, p.Max))
	case recipe.KindChoice:
		return recipe.Named(p.Choices[s.below(len(p.Choices))].Name)
	default:
		return recipe.Number(s.within(p.Min, p.Max))
	}
}

// TestGolden holds more than a thousand (recipe, picture, view) to their
// hashes: whatever platform it runs on, the pixels are these. Changing one
// changes what a shared link shows. A line of the file is a group: the digest of
// its hashes, and 16 bits of each to tell which one differs first.
func TestGolden(t *testing.T) {
	var sources []*Source
	for _, size := range [][2]int{{1, 1}, {3, 2}, {64, 64}, {101, 37}, {37, 101}, {320, 240}, {900, 611}, {16, 2000}} {
		sources = append(sources, NewSource(synthetic(size[0], size[1])))
	}
	groups := goldenGroups()
	lines := make([]string, len(groups))
	total := 0
	for i, g := range groups {
		lines[i] = g.line(t, sources)
		total += g.count
	}
	if total < 1000 {
		t.Errorf("%d results, want 1000", total)
	}
	name := filepath.Join("testdata", "golden", "TestGolden", "hashes.txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(file)), "\n") {
		name, _, _ := strings.Cut(line, " ")
		wanted[name] = line
	}
	for i, g := range groups {
		if lines[i] != wanted[g.name] {
			t.Errorf("%s: %s", g.name, firstDifference(strings.Fields(lines[i]), strings.Fields(wanted[g.name])))
		}
		delete(wanted, g.name)
	}
	for name := range wanted {
		t.Errorf("%s: in the file, but no group", name)
	}
}

// line makes the group's results.
func (g goldenGroup) line(t *testing.T, sources []*Source) string {
	t.Helper()
	seed := sha256.Sum256([]byte(g.name))
	s := stream{binary.LittleEndian.Uint64(seed[:]), 2, 7, 1}
	all := sha256.New()
	var short strings.Builder
	for i := range g.count {
		r := g.random(&s)
		if err := r.Validate(); err != nil {
			t.Fatal(err)
		}
		img := image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H))
		if err := compile(t, r).Apply(img, sources[i%len(sources)], i/len(sources)); err != nil {
			t.Fatal(err)
		}
		h := sha256.Sum256(append(r.JSON(), img.Pix...))
		all.Write(h[:])
		fmt.Fprintf(&short, " %.2x", h)
	}
	return fmt.Sprintf("%s %.16x%s", g.name, all.Sum(nil), short.String())
}

func firstDifference(got, want []string) string {
	if len(want) == 0 {
		return "not in the file"
	}
	for i := 2; i < min(len(got), len(want)); i++ {
		if got[i] != want[i] {
			return fmt.Sprintf("result %d is the first that differs: %s, want %s", i-2, got[i], want[i])
		}
	}
	return fmt.Sprintf("%d results with digest %s, want %d with %s", len(got)-2, got[1], len(want)-2, want[1])
}
