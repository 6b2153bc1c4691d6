package web

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"graft/core/recipe"
)

// threeClasses is a report on eight pictures of a, b and c, of which c is rare.
func threeClasses() *report {
	r := &report{
		Count: 8, Correct: 5, Accuracy: 5. / 8, Interval: [2]float64{0.306, 0.863}, Baseline: 0.5, MacroF1: 0.6,
		Classes: []classReport{
			{Name: "a", Support: 4, Predicted: 4, Precision: 0.75, Recall: 0.75, F1: 0.75},
			{Name: "b", Support: 3, Predicted: 4, Precision: 0.5, Recall: 2. / 3, F1: 4. / 7},
			{Name: "c", Support: 1},
		},
		Confusion: [][]int{{3, 1, 0}, {1, 2, 0}, {0, 1, 0}},
		Mistakes:  []int{4, 2, 7},
	}
	for i, is := range []int{0, 0, 0, 0, 1, 1, 1, 2} {
		as := []int{0, 0, 1, 0, 0, 1, 1, 1}[i]
		r.Pictures = append(r.Pictures, verdict{Path: fmt.Sprint(i), Digest: fmt.Sprint("d", i), Class: is, Guesses: []guess{{as, 0.5 + 0.05*float64(i)}}})
		r.Map.Points = append(r.Map.Points, mapPoint{Path: fmt.Sprint(i), Digest: fmt.Sprint("d", i), Class: is, HeldOut: true, X: float64(i), Y: float64(i % 2)})
	}
	return r
}

func TestReportCheck(t *testing.T) {
	if err := threeClasses().check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(r *report){
		"confusion": func(r *report) { r.Confusion = r.Confusion[:2] },
		"picture":   func(r *report) { r.Pictures[0].Class = 3 },
		"guess":     func(r *report) { r.Pictures[0].Guesses[0].Class = -1 },
		"no guess":  func(r *report) { r.Pictures[0].Guesses = nil },
		"mistake":   func(r *report) { r.Mistakes[0] = 8 },
		"point":     func(r *report) { r.Map.Points[1].Class = 9 },
	} {
		r := threeClasses()
		if spoil(r); r.check() == nil {
			t.Errorf("%s out of range: no error", name)
		}
	}
}

func TestCell(t *testing.T) {
	r := threeClasses()
	var paths []string
	for _, v := range r.cell(0, 0) {
		paths = append(paths, v.Path)
	}
	if want := []string{"3", "1", "0"}; !slices.Equal(paths, want) {
		t.Errorf("a taken for a: %v, want %v, the surest first", paths, want)
	}
	if got := r.confusions(); !reflect.DeepEqual(got, [][2]int{{0, 1}, {1, 0}, {2, 1}}) {
		t.Errorf("confusions = %v", got)
	}
}

func TestSorted(t *testing.T) {
	r := threeClasses()
	for _, tc := range []struct {
		by      string
		falling bool
		want    []int
	}{
		{byName, false, []int{0, 1, 2}}, {byName, true, []int{2, 1, 0}},
		{bySupport, true, []int{0, 1, 2}}, {byPrecision, false, []int{2, 1, 0}}, {byRecall, false, []int{2, 1, 0}}, {byF1, true, []int{0, 1, 2}},
	} {
		if got := r.sorted(tc.by, tc.falling); !slices.Equal(got, tc.want) {
			t.Errorf("sorted(%s, %v) = %v, want %v", tc.by, tc.falling, got, tc.want)
		}
	}
}

func TestAccuracyWords(t *testing.T) {
	a := newApp(English)
	want := "5 of 8 held-out pictures are recognised. With other pictures like these, anything between 31% and 86% would not surprise (95% interval). Always saying “a” would be right 50% of the time."
	if got := accuracyWords(a.Words, threeClasses()); got != want {
		t.Errorf("accuracyWords = %q, want %q", got, want)
	}
}

// What is said of a collapse fits the run that collapsed.
func TestCollapseTips(t *testing.T) {
	a := newApp(English)
	only := 0
	r := threeClasses()
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
		j := job{Train: recipe.DefaultTrain()}
		tc.change(&j.Train)
		tips := strings.Join(collapseTips(a.Words, j, r), "\n")
		if !strings.Contains(tips, tc.want) {
			t.Errorf("tips for %+v: %q, want %q in them", j.Train, tips, tc.want)
		}
	}
	j := job{Train: recipe.DefaultTrain()}
	j.Train.Optimizer, j.Train.LearningRate = recipe.OptimizerSGD, 0.05
	if tips := strings.Join(collapseTips(a.Words, j, r), "\n"); strings.Contains(tips, "is high") {
		t.Errorf("0.05 is called high for SGD: %q", tips)
	}
}

// One scale serves both axes, so that distances on the map are those of the
// features.
func TestPlaces(t *testing.T) {
	m := featureMap{Points: []mapPoint{{X: -1, Y: 0}, {X: 1, Y: 0}, {X: 0, Y: 0.5}}}
	p := m.places()
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
	same := featureMap{Points: []mapPoint{{}, {}, {}}}
	if at := same.places()[0]; at != (place{mapW / 2, mapH / 2}) {
		t.Errorf("equal points lie at %v, want the middle", at)
	}
}

func TestDifferences(t *testing.T) {
	page := newApp(English)
	r := recipe.Default()
	a := job{ID: "a", Train: recipe.DefaultTrain(), Recipe: &r, Dataset: "d"}
	b := a
	b.Train.Epochs, b.Train.Mode = 7, recipe.ModeStage4
	got := map[string][]string{}
	for _, d := range differences(page, []job{a, b}) {
		got[d.Title] = d.Values
	}
	want := map[string][]string{
		"What is trained": {"Head", "Head and last stage"}, "Epochs": {"20", "7"},
		"Epochs for the head first": {"–", "5"}, "Backbone’s rate": {"–", "0.01"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("differences = %v, want %v", got, want)
	}
}

func TestCompareWords(t *testing.T) {
	a := newApp(English)
	run := func(name string, value, lo, hi float64) job {
		return job{Name: name, Accuracy: &accuracy{Value: value, Interval: [2]float64{lo, hi}}}
	}
	for _, tc := range []struct {
		runs []job
		want string
	}{
		{[]job{run("x", 0.5, 0.4, 0.6), run("y", 0.9, 0.8, 0.95)}, "“y” is better by more than chance"},
		{[]job{run("x", 0.7, 0.5, 0.85), run("y", 0.8, 0.6, 0.9)}, "may be chance"},
		{[]job{run("x", 0.7, 0.5, 0.85), {}}, "Only finished runs"},
	} {
		if got := compareWords(a.Words, tc.runs); !strings.Contains(got, tc.want) {
			t.Errorf("compareWords = %q, want %q in it", got, tc.want)
		}
	}
}

// A run's link asks for the run; with a recipe beside it, that is kept.
func TestRunLink(t *testing.T) {
	const id = "n4mhmas4wbssdvzfgyvapubq37"
	s := newSession()
	changed, err := s.open("#run=" + id)
	if err != nil || !changed || s.wanted != id || s.view != viewTrain || s.given {
		t.Errorf("open = %v, %v: wants %q in %s, want the run in the train view", changed, err, s.wanted, s.view)
	}
	s = newSession()
	if _, err := s.open(strings.TrimPrefix(recipe.Default().Fragment(), "#") + "&run=" + id); err != nil || s.wanted != id || !s.given {
		t.Errorf("with a recipe: %v, wants %q, given %v", err, s.wanted, s.given)
	}
	s = newSession()
	if changed, _ := s.open("#run=../../etc"); changed || s.wanted != "" {
		t.Errorf("a run that is no id is asked for: %q", s.wanted)
	}
}

func TestPhaseTimes(t *testing.T) {
	a := newApp(English)
	j := job{Epochs: []epoch{{Epoch: 1, Seconds: 2, Phase: "head"}, {Epoch: 2, Seconds: 3, Phase: "head"}, {Epoch: 3, Seconds: 7, Phase: "backbone"}}}
	if got := phaseTimes(a.Words, j); !reflect.DeepEqual(got, []phaseTime{{"head", 5}, {"backbone", 7}}) {
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

func TestClassMarksDiffer(t *testing.T) {
	seen := map[string]bool{}
	for i := range 4 * classColours {
		mark := classColour(i) + classShape(i)
		if seen[mark] {
			t.Errorf("class %d looks like another", i)
		}
		seen[mark] = true
	}
}

func TestHeatOf(t *testing.T) {
	e := explanation{Side: 2, Maps: []activationMap{{"a", []float64{1, 2, 3, 4}}, {"b", []float64{1}}}}
	if v, ok := e.of("a"); !ok || v[3] != 4 {
		t.Errorf("of(a) = %v, %v", v, ok)
	}
	for _, name := range []string{"b", "c"} {
		if v, ok := e.of(name); ok {
			t.Errorf("of(%s) = %v, want none: it is cut off or not there", name, v)
		}
	}
}

func TestRunLabel(t *testing.T) {
	a := newApp(English)
	j := job{Train: recipe.DefaultTrain(), Created: time.Now()}
	j.Train.Preprocess, j.Train.Top, j.Train.Weights = recipe.PreprocessRescale, recipe.TopSoftmax, "imagenet"
	if got, want := runLabel(a.Words, j), "20 epochs · 4 views · imagenet · 1/255 · softmax"; got != want {
		t.Errorf("runLabel = %q, want %q", got, want)
	}
	j.Name = "mine"
	if got := runLabel(a.Words, j); got != "mine" {
		t.Errorf("runLabel = %q, want its name", got)
	}
}

// Features are asked of what made those that the head was trained on.
func TestEmbedURL(t *testing.T) {
	a := newApp(English)
	plain := job{ID: "j", Train: recipe.Train{Weights: "a b"}}
	tuned, rescaled, own, small, bare := plain, plain, plain, plain, plain
	tuned.Tuned = &weightSet{Digest: "t"}
	rescaled.Train.Preprocess = recipe.PreprocessRescale
	own.Train.Weights = ""
	small.Input.Size, bare.Input.Size, bare.Train.Weights = 160, 97, ""
	for _, tc := range []struct {
		j    job
		want string
	}{
		{plain, "/api/v1/embed?weights=a+b"}, {tuned, "/api/v1/embed?job=j"}, {rescaled, "/api/v1/embed?job=j"}, {own, "/api/v1/embed"},
		{small, "/api/v1/embed?size=160&weights=a+b"}, {bare, "/api/v1/embed?size=97"},
	} {
		if got := embedURL(a, tc.j); got != tc.want {
			t.Errorf("embedURL = %s, want %s", got, tc.want)
		}
	}
}
