package codegen_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"graft/core/codegen"
	"graft/core/recipe"
)

var update = flag.Bool("update", false, "rewrite testdata/golden")

// sheets are recipes that testdata/check.py runs besides one of each operation.
var sheets = map[string]string{
	"with-article":     `{"size":[96,96],"steps":[{"op":"flip_left_right","p":0.5},{"op":"resized_crop","scale":[0.1,1],"ratio":[0.5,2]},{"op":"brightness","range":[0.5,1.5]},{"op":"hue","delta":0.5}]}`,
	"with-chances":     `{"size":[96,96],"steps":[{"op":"flip_left_right","p":0.3},{"op":"rotation","p":0.4},{"op":"zoom","p":0.6},{"op":"flip_up_down","p":0.5},{"op":"shear","p":0.5},{"op":"hue","p":0.7},{"op":"brightness","p":0.5},{"op":"erase","p":0.5}]}`,
	"with-colours":     `{"size":[96,96],"steps":[{"op":"hue","delta":0.2},{"op":"contrast"},{"op":"brightness"},{"op":"saturation"},{"op":"erase","value":"grey"}]}`,
	"with-constant":    `{"size":[96,96],"steps":[{"op":"rotation","degrees":40,"fill":"constant","cval":128}]}`,
	"with-generator":   `{"size":[96,96],"steps":[{"op":"rotation"},{"op":"width_shift"},{"op":"height_shift"},{"op":"shear"},{"op":"zoom"},{"op":"flip_left_right","p":0.5},{"op":"flip_up_down","p":0.5},{"op":"brightness"}]}`,
	"with-noise-erase": `{"size":[96,96],"steps":[{"op":"erase","value":"noise"}]}`,
	"with-oblong":      `{"size":[96,64],"steps":[{"op":"flip_up_down","p":0.5},{"op":"rotation","degrees":45},{"op":"zoom","range":[0.7,0.9]},{"op":"gaussian_blur"}]}`,
	"with-order":       `{"size":[96,96],"steps":[{"op":"zoom"},{"op":"rotation"},{"op":"contrast"},{"op":"width_shift"}]}`,
	"with-crop":        `{"size":[96,96],"steps":[{"op":"random_crop","width":64,"height":48,"padding":8,"fill":"reflect"}]}`,
	"with-late-crop":   `{"size":[96,96],"steps":[{"op":"hue"},{"op":"random_crop","width":64,"height":48},{"op":"resized_crop","p":0.5},{"op":"center_crop"}]}`,
	"with-mixes":       `{"size":[96,96],"steps":[{"op":"mix_up","p":0.5},{"op":"cut_mix","p":0.5},{"op":"invert"}]}`,
	"with-reflect":     `{"size":[96,96],"steps":[{"op":"rotation","degrees":40,"fill":"reflect"}]}`,
	"with-seed":        `{"seed":9007199254740991,"size":[96,96],"steps":[{"op":"flip_left_right","p":0.5}]}`,
	"with-wrap":        `{"size":[96,96],"steps":[{"op":"rotation","degrees":40,"fill":"wrap"}]}`,
}

// TestGolden holds the code of every sheet, and of every operation at its
// defaults, to testdata/golden, which testdata/check.py runs.
func TestGolden(t *testing.T) {
	want := map[string]string{"default.py": golden(recipe.Default())}
	for name, text := range sheets {
		want[name+".py"] = golden(parse(t, text))
	}
	for _, op := range recipe.Ops() {
		r := recipe.Recipe{V: 1, Seed: 42, Size: recipe.Size{W: 96, H: 96}, Steps: []recipe.Step{op.New(1)}}
		want[op.Name+".py"] = golden(r)
	}
	dir := filepath.Join("testdata", "golden")
	if *update {
		rewrite(t, dir, want)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if _, ok := want[f.Name()]; !ok {
			t.Errorf("%s belongs to no recipe: go test ./core/codegen -update removes it", f.Name())
		}
	}
	for name, text := range want {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Errorf("%v: go test ./core/codegen -update writes it", err)
		} else if string(got) != text {
			t.Errorf("%s is stale: go test ./core/codegen -update, then testdata/check.py", name)
		}
	}
}

func rewrite(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range want {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// golden is a recipe in all libraries, each in a cell with its notes.
func golden(r recipe.Recipe) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# recipe: %s\n", r.JSON())
	for _, c := range codegen.All(r) {
		same := "differs"
		if c.Exact {
			same = "exact"
		}
		fmt.Fprintf(&b, "\n# %%%% %s, %s\n%s", c.Name, same, c.Text)
		for _, n := range c.Notes {
			fmt.Fprintf(&b, "# note: %s\n# 说明：%s\n", n.En, n.Zh)
		}
	}
	return b.String()
}
