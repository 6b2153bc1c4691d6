package recipe_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"graft/core/recipe"
)

// Every key of the document is a setting with texts, and the other way round.
func TestSettingsAreTheDocument(t *testing.T) {
	train := recipe.DefaultTrain()
	train.InputSize = 96 // left out where it is 0
	b, err := json.Marshal(train)
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]any
	if err := json.Unmarshal(b, &keys); err != nil {
		t.Fatal(err)
	}
	for _, s := range recipe.Settings() {
		value, ok := keys[s.Name]
		if !ok {
			t.Errorf("setting %s is no key of the document", s.Name)
		}
		delete(keys, s.Name)
		if got := s.Get(train); got != strings.Trim(fmt.Sprint(value), `"`) {
			t.Errorf("%s: Get = %q, the document says %v", s.Name, got, value)
		}
		for _, text := range []recipe.Text{s.Title, s.Help, s.Group.Title()} {
			if text.En == "" || text.Zh == "" {
				t.Errorf("%s: a text is missing: %+v", s.Name, text)
			}
		}
		if got, ok := recipe.LookupSetting(s.Name); !ok || got.Name != s.Name {
			t.Errorf("LookupSetting(%q) = %q, %v", s.Name, got.Name, ok)
		}
	}
	if len(keys) > 0 {
		t.Errorf("keys without a setting: %v", keys)
	}
}

func TestSettingSet(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"epochs", "7", ""},
		{"epochs", "0", "recipe: train.epochs: 0: want 1 to 1000"},
		{"epochs", "x", `recipe: train.epochs: "x": want a whole number`},
		{"learning_rate", "3e-4", ""},
		{"learning_rate", "1e-9", "recipe: train.learning_rate: 1e-9: want 1e-7 to 10"},
		{"learning_rate", "NaN", "recipe: train.learning_rate: NaN: want 1e-7 to 10"},
		{"optimizer", "sgd", ""},
		{"optimizer", "lamb", `recipe: train.optimizer: "lamb" is not known: want one of adam, adamw, sgd`},
		{"mode", "stage4", ""},
		{"preprocess", "", ""},
		{"preprocess", "none", `recipe: train.preprocess: "none" is not known: want one of "", rescale`},
		{"restore_best", "true", ""},
		{"restore_best", "yes", `recipe: train.restore_best: "yes": want true or false`},
		{"seed", "9007199254740992", "recipe: train.seed: 9007199254740992: want 0 to 9007199254740991"},
		{"weights", strings.Repeat("w", 201), "recipe: train.weights: 201 characters: want at most 200"},
	} {
		s, ok := recipe.LookupSetting(tc.name)
		if !ok {
			t.Fatalf("no setting %s", tc.name)
		}
		train := recipe.DefaultTrain()
		err := s.Set(&train, tc.text)
		var fault *recipe.Error
		switch {
		case tc.want == "" && err != nil:
			t.Errorf("%s = %q: %v", tc.name, tc.text, err)
		case tc.want == "" && s.Get(train) != tc.text && s.Get(train) != "0.0003":
			t.Errorf("%s = %q reads back as %q", tc.name, tc.text, s.Get(train))
		case tc.want != "" && (!errors.As(err, &fault) || err.Error() != tc.want || train != recipe.DefaultTrain()):
			t.Errorf("%s = %q: %v, want %s and nothing changed", tc.name, tc.text, err, tc.want)
		}
	}
}

// An old document means what it meant, and the canonical form says everything but a
// size that is the recipe's, so that an old document is what it was.
func TestOldTrainDocument(t *testing.T) {
	got, err := recipe.ParseTrain([]byte(`{"mode":"head","epochs":3,"batch":16,"views":2,"learning_rate":0.01,"validation_split":0.25,"seed":7,"weights":"random"}`))
	if err != nil {
		t.Fatal(err)
	}
	want := recipe.DefaultTrain()
	want.Epochs, want.Batch, want.Views, want.LearningRate, want.ValidationSplit, want.Seed, want.Weights = 3, 16, 2, 0.01, 0.25, 7, "random"
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	r := recipe.Default()
	r.Train = &got
	back, err := recipe.Parse(r.Fragment())
	if err != nil || *back.Train != got || string(back.JSON()) != string(r.JSON()) {
		t.Errorf("through a link: %+v, %v", back.Train, err)
	}
	for _, s := range recipe.Settings() {
		if said := strings.Contains(string(r.JSON()), `"`+s.Name+`":`); said == (s.Name == "input_size") {
			t.Errorf("the canonical form has %s: %v", s.Name, said)
		}
	}
}

func TestTrainTogether(t *testing.T) {
	for _, tc := range []struct{ doc, want string }{
		{`{"mode":"stage4","epochs":5,"head_epochs":5}`, "recipe: train.head_epochs: 5 of 5 epochs"},
		{`{"mode":"stage4","epochs":6}`, ""},
		{`{"mode":"all","epochs":1,"head_epochs":0}`, ""},
		{`{"mode":"head","epochs":1}`, ""},
		{`{"epochs":2,"warmup_epochs":3}`, "recipe: train.warmup_epochs: 3 of 2 epochs"},
		{`{"mode":"stage4","Epochs":5,"HEAD_EPOCHS":5}`, "recipe: train.head_epochs: 5 of 5 epochs"},
	} {
		_, err := recipe.ParseTrain([]byte(tc.doc))
		if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.HasPrefix(err.Error(), tc.want)) {
			t.Errorf("%s: %v, want %q", tc.doc, err, tc.want)
		}
	}
}

func TestSuggestTrain(t *testing.T) {
	repeat := func(n, classes int) (counts []int) {
		for range classes {
			counts = append(counts, n)
		}
		return counts
	}
	for _, tc := range []struct {
		name   string
		counts []int
		want   func(recipe.Train) bool
	}{
		{"none", nil, func(t recipe.Train) bool { return t == recipe.DefaultTrain() }},
		{"one each", repeat(1, 2), func(t recipe.Train) bool { return t.Mode == "head" && t.Views == 8 && t.Batch == 8 }},
		{"200 pictures", repeat(100, 2), func(t recipe.Train) bool {
			return t.Mode == "head" && t.Views == 4 && t.Dropout > 0 && t.LabelSmoothing == 0 && t.ClassWeights == "none" && t.Epochs > 10
		}},
		{"unequal", []int{10, 300}, func(t recipe.Train) bool { return t.Mode == "head" && t.ClassWeights == "balanced" }},
		{"a class too small to tune", []int{3000, 10}, func(t recipe.Train) bool { return t.Mode == "head" }},
		{"2000 pictures", repeat(200, 10), func(t recipe.Train) bool {
			return t.Mode == "stage4" && t.Optimizer == "adamw" && t.LabelSmoothing > 0 && t.Views == 2
		}},
		{"100 classes of one", repeat(1, 100), func(t recipe.Train) bool { return t.Mode == "head" && t.LabelSmoothing > 0 }},
		{"many", repeat(5000, 4), func(t recipe.Train) bool { return t.Views == 1 && t.ValidationSplit == 0.1 }},
	} {
		train, reasons := recipe.SuggestTrain(tc.counts)
		if err := train.Validate(); err != nil || !tc.want(train) {
			t.Errorf("%s: %+v, %v", tc.name, train, err)
		}
		given := map[string]bool{}
		for _, r := range reasons {
			if r.Text.En == "" || r.Text.Zh == "" || strings.Contains(r.Text.En+r.Text.Zh, "%!") || given[r.Setting] {
				t.Errorf("%s: reason %+v", tc.name, r)
			}
			given[r.Setting] = true
		}
		// What differs from the default is explained, but for what its reason covers.
		for _, s := range recipe.Settings() {
			covered := s.Name == "weight_decay" || s.Name == "head_epochs" || s.Name == "batch"
			if s.Get(train) != s.Get(recipe.DefaultTrain()) && !given[s.Name] && !covered {
				t.Errorf("%s: %s is %s without a reason", tc.name, s.Name, s.Get(train))
			}
		}
	}
}

func TestTrainPresets(t *testing.T) {
	for _, p := range recipe.TrainPresets() {
		if err := p.Train.Validate(); err != nil || p.Title.Zh == "" || p.Help.Zh == "" {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
}

func ExampleSuggestTrain() {
	train, reasons := recipe.SuggestTrain([]int{40, 160})
	for _, r := range reasons {
		s, _ := recipe.LookupSetting(r.Setting)
		fmt.Println(r.Setting, s.Get(train))
	}
	// Output:
	// mode head
	// epochs 40
	// views 4
	// schedule cosine
	// dropout 0.2
	// class_weights balanced
	// patience 13
	// restore_best true
}
