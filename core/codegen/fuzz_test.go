package codegen_test

import (
	"strings"
	"testing"

	"graft/core/codegen"
	"graft/core/recipe"
)

// FuzzAll: whatever the recipe, each snippet is whole Python: no verb that was
// not filled in, no number that Python does not know, every bracket closed.
func FuzzAll(f *testing.F) {
	for _, o := range recipe.Ops() {
		r := recipe.Recipe{V: recipe.Version, Size: recipe.Size{W: 9, H: 5}, Steps: []recipe.Step{o.New(0.25)}}
		f.Add(r.JSON())
		r.Steps[0].P = 1
		f.Add(r.JSON())
	}
	f.Add(recipe.Default().JSON())
	f.Fuzz(func(t *testing.T, doc []byte) {
		r, err := recipe.ParseJSON(doc)
		if err != nil {
			return
		}
		for _, c := range codegen.All(r) {
			for _, bad := range []string{"%!", "NaN", "Inf", "{library}"} {
				if strings.Contains(c.Text, bad) {
					t.Fatalf("%s has %q in it:\n%s", c.Name, bad, c.Text)
				}
			}
			for _, pair := range []string{"()", "[]", "{}"} {
				if a, b := strings.Count(c.Text, pair[:1]), strings.Count(c.Text, pair[1:]); a != b {
					t.Fatalf("%s has %d %c and %d %c:\n%s", c.Name, a, pair[0], b, pair[1], c.Text)
				}
			}
			for _, n := range c.Notes {
				if n.En == "" || n.Zh == "" || strings.Contains(n.En+n.Zh, "%!") {
					t.Fatalf("%s: note %+v", c.Name, n)
				}
			}
		}
	})
}
