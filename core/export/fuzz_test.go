package export_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"graft/core/augment"
	"graft/core/export"
	"graft/core/recipe"
)

// FuzzStems: whatever the names, no two pictures share a file, and none leaves
// its folder.
func FuzzStems(f *testing.F) {
	f.Add("a.jpg\na.png\na.jpg (2)\na.jpg", "x\nX\n..\n")
	f.Fuzz(func(t *testing.T, names, classes string) {
		var all []export.Picture
		cs := strings.Split(classes, "\n")
		for i, n := range strings.Split(names, "\n") {
			all = append(all, export.Picture{Class: cs[i%len(cs)], Name: n})
		}
		seen := map[string]bool{}
		for i, stem := range export.Stems(all) {
			for _, file := range []string{export.ViewFile(all[i].Class, stem, 1, export.PNG), export.OriginalFile(all[i].Class, stem, all[i].Name)} {
				low := strings.ToLower(file)
				if seen[low] || strings.Count(file, "/") > 1 || strings.HasPrefix(file, "/") || slices.Contains(strings.Split(file, "/"), "..") {
					t.Fatalf("%q of %q: there already, or outside", file, all)
				}
				seen[low] = true
			}
		}
	})
}

// FuzzManifest: whatever the recipe and the names, each entry is one line, and
// reads back as it was written.
func FuzzManifest(f *testing.F) {
	for _, o := range recipe.Ops() {
		r := recipe.Recipe{V: recipe.Version, Size: recipe.Size{W: 9, H: 5}, Steps: []recipe.Step{o.New(1)}}
		f.Add(r.JSON(), "cats/a\u2028\n.jpg", 3)
	}
	f.Fuzz(func(t *testing.T, doc []byte, name string, view int) {
		r, err := recipe.ParseJSON(doc)
		if err != nil {
			return
		}
		h := export.NewHeader("v1", r, export.DefaultOptions(), 3, true)
		var head export.Header
		readLine(t, h.JSON(), &head)
		if r.Train = nil; string(head.Recipe.JSON()) != string(r.JSON()) {
			t.Fatalf("the manifest's recipe is %s, want %s", head.Recipe.JSON(), r.JSON())
		}
		plan, err := augment.Compile(r)
		if err != nil {
			t.Fatal(err)
		}
		src, _ := picture(t)
		l := export.Line{Original: name, View: &view, Draws: plan.Draws(src, view)}
		var back export.Line
		readLine(t, l.JSON(), &back)
		if *back.View != view || len(back.Draws) != len(l.Draws) || back.Original != strings.ToValidUTF8(name, "\ufffd") && !strings.Contains(back.Original, "\ufffd") {
			t.Fatalf("%s came back as %+v", l.JSON(), back)
		}
		for i, d := range l.Draws {
			for name, v := range d.Values {
				if back.Draws[i].Values[name] != v {
					t.Fatalf("%s: %s came back as %g, want %g", d.Op, name, back.Draws[i].Values[name], v)
				}
			}
		}
	})
}

func readLine(t *testing.T, line []byte, into any) {
	t.Helper()
	if bytes.Count(line, []byte("\n")) != 1 || line[len(line)-1] != '\n' {
		t.Fatalf("%q is not one line", line)
	}
	if err := json.Unmarshal(line, into); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
}
