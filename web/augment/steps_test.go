package augment

import (
	"strings"
	"testing"

	"graft/core/recipe"
)

func TestMoveStep(t *testing.T) {
	tests := []struct {
		from, to int
		want     string
	}{
		{0, 0, "a b c d"},
		{0, 3, "b c d a"},
		{3, 0, "d a b c"},
		{1, 2, "a c b d"},
		{2, 1, "a c b d"},
		{-1, 2, "a b c d"},
		{1, 4, "a b c d"},
	}
	for _, tc := range tests {
		steps := []recipe.Step{{Op: "a"}, {Op: "b"}, {Op: "c"}, {Op: "d"}}
		moveStep(steps, tc.from, tc.to)
		var names []string
		for _, s := range steps {
			names = append(names, s.Op)
		}
		if got := strings.Join(names, " "); got != tc.want {
			t.Errorf("moveStep(%d, %d) = %s, want %s", tc.from, tc.to, got, tc.want)
		}
	}
}

func TestSetValueKeepsTheOrder(t *testing.T) {
	r := recipe.Range(0.5, 1.5)
	tests := []struct {
		thumb int
		x     float64
		want  recipe.Value
	}{
		{0, 0.7, recipe.Range(0.7, 1.5)},
		{0, 2, recipe.Range(1.5, 1.5)},
		{1, 2, recipe.Range(0.5, 2)},
		{1, 0.1, recipe.Range(0.5, 0.5)},
	}
	for _, tc := range tests {
		if got := setValue(r, tc.thumb, tc.x); got != tc.want {
			t.Errorf("setValue(0.5–1.5, %d, %g) = %v, want %v", tc.thumb, tc.x, got, tc.want)
		}
	}
	if got := setValue(recipe.Number(1), 0, 3); got != recipe.Number(3) {
		t.Errorf("setValue(1, 0, 3) = %v, want 3", got)
	}
}

func TestNewStepOfEveryOperationIsValid(t *testing.T) {
	for _, o := range recipe.Ops() {
		r := emptyRecipe()
		r.Steps = append(r.Steps, newStep(o))
		if err := r.Validate(); err != nil {
			t.Errorf("%s: %v", o.Name, err)
		}
	}
}

func TestSummary(t *testing.T) {
	o, _ := recipe.Lookup("resized_crop")
	if got, want := summary(English, o.New(0.8)), "80\u202f% · 10–100\u202f% · 0.50–2.00"; got != want {
		t.Errorf("summary = %q, want %q", got, want)
	}
	o, _ = recipe.Lookup("rotation")
	if got, want := summary(English, o.New(1)), "±20°"; got != want {
		t.Errorf("summary = %q, want %q", got, want)
	}
}

func TestPresets(t *testing.T) {
	now := recipe.Default()
	now.Seed = 7
	train := recipe.DefaultTrain()
	now.Train = &train
	for _, p := range presets {
		r := p.with(now)
		if err := r.Validate(); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		if r.Seed != 7 || r.Train == nil {
			t.Errorf("%s: seed %d, train %v, want both as before", p.Name, r.Seed, r.Train)
		}
		if !p.is(r) {
			t.Errorf("%s: is not itself", p.Name)
		}
	}
	if p, ok := presetOf(now); !ok || p.Name != "gentle" || presets[1].is(now) {
		t.Error("the default recipe is not recognised as the first preset")
	}
	const article = `{"v":1,"seed":42,"size":[200,200],"steps":[{"op":"flip_left_right","p":0.5},{"op":"flip_up_down","p":0.5},` +
		`{"op":"resized_crop","scale":[0.1,1],"ratio":[0.5,2]},{"op":"brightness","range":[0.5,1.5]},{"op":"hue","delta":0.5}]}`
	if got := string(presets[1].Recipe.JSON()); got != article {
		t.Errorf("article = %s, want %s", got, article)
	}
}
