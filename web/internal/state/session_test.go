package state

import (
	"strings"
	"testing"

	"graft/core/recipe"
)

func TestFragmentView(t *testing.T) {
	tests := []struct{ fragment, want string }{
		{"", ""},
		{"#", ""},
		{"#r=abc", ViewAugment},
		{"r=abc&view=data", ViewData},
		{"#view=train&r=abc", ViewTrain},
		{"#view=recognise", ViewRecognise},
		{"#view=elsewhere", ""},
		{"#r=abc&view=elsewhere", ViewAugment},
		{"#step-3", ""},
	}
	for _, tc := range tests {
		if got := fragmentView(tc.fragment); got != tc.want {
			t.Errorf("fragmentView(%q) = %q, want %q", tc.fragment, got, tc.want)
		}
	}
}

func TestSessionFragmentRoundTrip(t *testing.T) {
	a := newSession()
	a.Apply("", recipe.Presets()[1].Recipe)
	train := recipe.DefaultTrain()
	train.Epochs = 3
	a.now.Train = &train
	a.view = ViewTrain

	b := newSession()
	changed, err := b.open(a.Fragment())
	if err != nil || !changed {
		t.Fatalf("open(%q) = %v, %v, want true, nil", a.Fragment(), changed, err)
	}
	if got, want := string(b.Recipe().JSON()), string(a.Recipe().JSON()); got != want {
		t.Errorf("recipe = %s, want %s", got, want)
	}
	if train := b.Recipe().Train; b.View() != ViewTrain || train == nil || train.Epochs != 3 {
		t.Errorf("view %q, training %+v, want %q and 3 epochs", b.View(), train, ViewTrain)
	}
	if changed, err := b.open(a.Fragment()); changed || err != nil {
		t.Errorf("opened again: changed %v, %v, want false, nil", changed, err)
	}
	b.undo()
	if got, want := string(b.Recipe().JSON()), string(recipe.Default().JSON()); got != want {
		t.Errorf("after undo = %s, want the recipe before: %s", got, want)
	}
}

func TestSessionRefusesBadFragments(t *testing.T) {
	unknown := recipe.Default()
	unknown.Steps[0].Op = "sharpen_teeth"
	for _, fragment := range []string{"#r=garbage", "#r=!!", "#" + unknown.Fragment()[1:], "#r=" + strings.Repeat("A", 100)} {
		s := newSession()
		changed, err := s.open(fragment)
		if err == nil || changed {
			t.Errorf("open(%q) = %v, %v, want false and an error", fragment, changed, err)
		}
		if got, want := string(s.Recipe().JSON()), string(recipe.Default().JSON()); got != want || len(s.past) != 0 {
			t.Errorf("open(%q) left %s with %d in the past, want %s and 0", fragment, got, len(s.past), want)
		}
	}
}

// Back and Forward open views; what was edited meanwhile stays, and so do the
// steps to undo.
func TestBackOpensViewsOnly(t *testing.T) {
	s := newSession()
	left := s.Fragment()
	s.view = ViewData
	r := recipe.Default()
	r.Seed = 7
	s.Apply("", r)
	if !s.back(left) || s.View() != ViewAugment || s.Recipe().Seed != 7 || len(s.past) != 1 {
		t.Errorf("back(%q): view %s, seed %d, %d in the past; want augment, 7 and 1", left, s.View(), s.Recipe().Seed, len(s.past))
	}
	for fragment, want := range map[string]string{left + "&view=train": ViewTrain, "#view=recognise": ViewRecognise, "": ViewAugment} {
		if s.back(fragment); s.View() != want {
			t.Errorf("back(%q) opens %s, want %s", fragment, s.View(), want)
		}
	}
	s.view = ViewAugment
	if s.back("") {
		t.Error("back to the open view is a change")
	}
}

func TestDrawSeed(t *testing.T) {
	for range 1000 {
		if seed := drawSeed(7); seed == 7 || seed < 1 || seed > 999_999 {
			t.Fatalf("drawSeed(7) = %d, want another one, 1 to 999999", seed)
		}
	}
}
