package train

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/state"
)

func TestConfusions(t *testing.T) {
	r := rareClass()
	if got := confusions(r); !reflect.DeepEqual(got, [][2]int{{0, 1}, {1, 0}, {2, 1}}) {
		t.Errorf("confusions = %v", got)
	}
}

func TestAccuracyWords(t *testing.T) {
	want := "5 of 8 validation pictures are recognised. With other pictures like these, anything between 31% and 86% would not surprise (95% interval). Guessing “a” every time: 50%."
	if got := accuracyWords(English, rareClass()); got != want {
		t.Errorf("accuracyWords = %q, want %q", got, want)
	}
}

// What is said of a collapse fits the run that collapsed.
func TestCollapseTips(t *testing.T) {
	only := 0
	r := rareClass()
	r.Collapsed = &only
	for _, tc := range []struct {
		change func(t *recipe.Train)
		want   string
	}{
		{func(t *recipe.Train) { t.Top = recipe.TopSoftmax }, "article’s setup"},
		{func(t *recipe.Train) { t.Preprocess = recipe.PreprocessRescale }, "article’s setup"},
		{func(t *recipe.Train) { t.LearningRate = 0.05 }, "0.05 is high"},
		{func(t *recipe.Train) { t.Epochs = 2 }, "more epochs"},
		{func(t *recipe.Train) { t.Weights = "random" }, "ImageNet"},
		{func(t *recipe.Train) {}, "balance the class weights"},
	} {
		j := api.Job{Train: recipe.DefaultTrain()}
		tc.change(&j.Train)
		tips := strings.Join(collapseTips(English, j, r), "\n")
		if !strings.Contains(tips, tc.want) {
			t.Errorf("tips for %+v: %q, want %q in them", j.Train, tips, tc.want)
		}
	}
	j := api.Job{Train: recipe.DefaultTrain()}
	j.Train.Optimizer, j.Train.LearningRate = recipe.OptimizerSGD, 0.05
	if tips := strings.Join(collapseTips(English, j, r), "\n"); strings.Contains(tips, "is high") {
		t.Errorf("0.05 is called high for SGD: %q", tips)
	}
}

// One scale serves both axes, so that distances on the map are those of the
// features.
func TestPlaces(t *testing.T) {
	m := api.FeatureMap{Points: []api.MapPoint{{X: -1, Y: 0}, {X: 1, Y: 0}, {X: 0, Y: 0.5}}}
	p := placesOf(m)
	wide, high := p[1].x-p[0].x, p[0].y-p[2].y
	if math.Abs(wide/high-4) > 1e-9 {
		t.Errorf("2 to the right are %g, 0.5 upwards %g: want one scale", wide, high)
	}
	for _, at := range p {
		if at.x < mapMargin-1e-9 || at.x > mapW-mapMargin+1e-9 || at.y < mapMargin-1e-9 || at.y > mapH-mapMargin+1e-9 {
			t.Errorf("a point lies at %v, want it within the margins", at)
		}
	}
	if got := nearest(p, p[0]); !slices.Equal(got, []int{0, 2, 1}) {
		t.Errorf("nearest = %v, want itself, then the one between", got)
	}
	same := api.FeatureMap{Points: []api.MapPoint{{}, {}, {}}}
	if at := placesOf(same)[0]; at != (place{mapW / 2, mapH / 2}) {
		t.Errorf("equal points lie at %v, want the middle", at)
	}
}

func TestDifferences(t *testing.T) {
	page := state.New(English)
	r := recipe.Default()
	a := api.Job{ID: "a", Train: recipe.DefaultTrain(), Recipe: &r, Dataset: "d"}
	b := a
	b.Train.Epochs, b.Train.Mode = 7, recipe.ModeStage4
	got := map[string][]string{}
	for _, d := range differences(page, []api.Job{a, b}) {
		got[d.Title] = d.Values
	}
	want := map[string][]string{
		"What is trained": {"Last layer", "Last block too"}, "Epochs": {"20", "7"},
		"Epochs for the classifier first": {"–", "5"}, "Backbone’s rate": {"–", "0.01"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("differences = %v, want %v", got, want)
	}
}

func TestCompareWords(t *testing.T) {
	run := func(name string, value, lo, hi float64) api.Job {
		return api.Job{Name: name, Outcome: api.Outcome{Accuracy: &api.Accuracy{Value: value, Interval: [2]float64{lo, hi}}}}
	}
	for _, tc := range []struct {
		runs []api.Job
		want string
	}{
		{[]api.Job{run("x", 0.5, 0.4, 0.6), run("y", 0.9, 0.8, 0.95)}, "“y” is better by more than chance"},
		{[]api.Job{run("x", 0.7, 0.5, 0.85), run("y", 0.8, 0.6, 0.9)}, "may be chance"},
		{[]api.Job{run("x", 0.7, 0.5, 0.85), {}}, "Only finished runs"},
	} {
		if got := compareWords(English, tc.runs); !strings.Contains(got, tc.want) {
			t.Errorf("compareWords = %q, want %q in it", got, tc.want)
		}
	}
}

func TestPhaseTimes(t *testing.T) {
	j := api.Job{Outcome: api.Outcome{Epochs: []api.Epoch{{Number: 1, Seconds: 2, Phase: "head"}, {Number: 2, Seconds: 3, Phase: "head"}, {Number: 3, Seconds: 7, Phase: "backbone"}}}}
	if got := phaseTimes(English, j); !reflect.DeepEqual(got, []phaseTime{{"learn", 5}, {"adapt the network", 7}}) {
		t.Errorf("phaseTimes = %v", got)
	}
}

func TestTypedValues(t *testing.T) {
	for _, tc := range []struct{ setting, typed, want, shown string }{
		{"validation_split", "25 %", "0.25", "25"}, {"validation_split", "7.5", "0.075", "7.5"},
		{"epochs", " 12 ", "12", "12"}, {"learning_rate", "3e-4", "0.0003", "0.0003"},
	} {
		s, _ := recipe.LookupSetting(tc.setting)
		train := recipe.DefaultTrain()
		if err := s.Set(&train, typedValue(s, tc.typed)); err != nil {
			t.Errorf("%s %q: %v", tc.setting, tc.typed, err)
		}
		if got := s.Get(train); got != tc.want || shownValue(s, got) != tc.shown {
			t.Errorf("%s typed as %q = %s, shown as %s, want %s and %s", tc.setting, tc.typed, got, shownValue(s, got), tc.want, tc.shown)
		}
	}
}

func TestRunLabel(t *testing.T) {
	j := api.Job{Train: recipe.DefaultTrain(), Created: time.Now()}
	j.Train.Preprocess, j.Train.Top, j.Train.Weights = recipe.PreprocessRescale, recipe.TopSoftmax, "imagenet"
	if got, want := runLabel(English, j), "20 epochs · 4 copies · imagenet · 1/255 · softmax"; got != want {
		t.Errorf("runLabel = %q, want %q", got, want)
	}
	j.Name = "mine"
	if got := runLabel(English, j); got != "mine" {
		t.Errorf("runLabel = %q, want its name", got)
	}
}

// rareClass is a report on eight pictures of a, b and c, of which c is rare.
func rareClass() *api.Report {
	return &api.Report{
		Count: 8, Correct: 5, Accuracy: 5. / 8, Interval: [2]float64{0.306, 0.863}, Baseline: 0.5, MacroF1: 0.6,
		Classes:   []api.ClassReport{{Name: "a", Support: 4}, {Name: "b", Support: 3}, {Name: "c", Support: 1}},
		Confusion: [][]int{{3, 1, 0}, {1, 2, 0}, {0, 1, 0}},
	}
}
