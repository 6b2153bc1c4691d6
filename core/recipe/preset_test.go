package recipe_test

import (
	"fmt"
	"testing"

	"graft/core/recipe"
)

func TestPresets(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range recipe.Presets() {
		if seen[p.Name] {
			t.Errorf("%s is there twice", p.Name)
		}
		seen[p.Name] = true
		for _, x := range []recipe.Text{p.Title, p.Help} {
			if x.En == "" || x.Zh == "" {
				t.Errorf("%s: a text lacks a language: %+v", p.Name, x)
			}
		}
		if err := p.Recipe.Validate(); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		back, err := recipe.Parse(p.Recipe.Fragment())
		if err != nil || string(back.JSON()) != string(p.Recipe.JSON()) {
			t.Errorf("%s does not survive its link: %v", p.Name, err)
		}
	}
	for _, want := range []string{"article", "imagenet", "light", "heavy", "documents", "medical", "satellite", "digits"} {
		if !seen[want] {
			t.Errorf("no preset %q", want)
		}
	}
	// Letters and digits do not mean the same mirrored.
	for _, p := range recipe.Presets() {
		for _, s := range p.Recipe.Steps {
			if (p.Name == "digits" || p.Name == "documents") && (s.Op == "flip_left_right" || s.Op == "flip_up_down") {
				t.Errorf("%s is mirrored", p.Name)
			}
		}
	}
}

// The caller's changes stay the caller's.
func TestPresetsAreFresh(t *testing.T) {
	recipe.Presets()[1].Recipe.Steps[2].Values["scale"] = recipe.Range(1, 1)
	if lo, _ := recipe.Presets()[1].Recipe.Steps[2].Range("scale"); lo != 0.1 {
		t.Errorf("scale from %g, want 0.1", lo)
	}
}

func ExamplePreset() {
	for _, p := range recipe.Presets() {
		if p.Name == "digits" {
			fmt.Println(p.Title.En, p.Recipe.Size.W, len(p.Recipe.Steps))
		}
	}
	// Output: Digits 28 6
}
