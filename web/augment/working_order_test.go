package augment

import (
	"fmt"
	"testing"

	"graft/core/recipe"
)

func TestCutAfter(t *testing.T) {
	r := emptyRecipe()
	for _, name := range []string{"rotation", "mix_up", "hue", "rotation", "cut_mix"} {
		o, ok := recipe.Lookup(name)
		if !ok {
			t.Fatalf("no operation %q", name)
		}
		r.Steps = append(r.Steps, o.New(1))
	}
	r.Steps[2].Off = true
	order := workingOrder(r)
	if got, want := fmt.Sprint(order), "[0 3 1 4]"; got != want {
		t.Fatalf("workingOrder = %s, want %s", got, want)
	}
	for k, want := range []string{"", " 0", " 0 3", " 0 1 3", " 0 1 3 4"} {
		on := ""
		for i, s := range cutAfter(r, order, k).Steps {
			if !s.Off {
				on += fmt.Sprint(" ", i)
			}
		}
		if on != want {
			t.Errorf("cutAfter(%d) has the steps%s on, want%s", k, on, want)
		}
	}
	if r.Steps[0].Off {
		t.Error("cutAfter changed the recipe that it was given")
	}
	if !mixes(r) || mixes(recipe.Default()) {
		t.Error("mixes is wrong")
	}
}
