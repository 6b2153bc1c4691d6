package train

import (
	"fmt"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/api/client"
	"graft/core/fault"
	"graft/core/recipe"
	"graft/web/internal/state"
	"graft/web/internal/webtest"
)

// fullReport is a report with pictures, mistakes and a map.
func fullReport() *api.Report {
	r := rareClass()
	for i, is := range []int{0, 0, 0, 0, 1, 1, 1, 2} {
		as := []int{0, 0, 1, 0, 0, 1, 1, 1}[i]
		v := api.Verdict{Path: fmt.Sprint("picture", i), Digest: fmt.Sprint("d", i), Class: is, Guesses: []api.ClassGuess{{Class: as, P: 0.5 + 0.05*float32(i)}}}
		r.Pictures = append(r.Pictures, v)
		r.Map.Points = append(r.Map.Points, api.MapPoint{Path: v.Path, Digest: v.Digest, Class: is, HeldOut: i%2 == 0, X: float32(i), Y: float32(i % 3)})
	}
	r.Mistakes = []int{4, 2, 7}
	return r
}

func aJob(id string, is api.State) api.Job {
	r := recipe.Default()
	train := recipe.DefaultTrain()
	train.Epochs = 3
	return api.Job{
		ID: id, State: is, Dataset: "set", Recipe: &r, Train: train,
		Created: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC),
		Outcome: api.Outcome{
			Classes: []string{"a", "b", "c"}, TrainCount: 60, ValCount: 8, BestEpoch: 2,
			Epochs: []api.Epoch{
				{Number: 1, Epochs: 3, Loss: 1, Accuracy: 0.5, ValLoss: 1.1, ValAccuracy: 0.5, Seconds: 2, LearningRate: 0.001, Phase: "head"},
				{Number: 2, Epochs: 3, Loss: 0.5, Accuracy: 0.8, ValLoss: 0.7, ValAccuracy: 0.625, Seconds: 2, LearningRate: 0.001, Phase: "head", Best: true},
				{Number: 3, Epochs: 3, Loss: 0.4, Accuracy: 0.9, ValLoss: 0.8, ValAccuracy: 0.625, Seconds: 9, LearningRate: 0.0001, Phase: "backbone"},
			},
			Accuracy: &api.Accuracy{Value: 0.625, Interval: [2]float64{0.3, 0.86}, MacroF1: 0.6},
			Weights:  api.Weights{Name: "starter"},
		},
	}
}

// anApp is a page whose trainer has a data set.
func anApp() *state.App {
	a := state.New(English)
	a.Session.Begin("#view=train")
	a.Trainer.Asked = true
	a.Trainer.Health = api.Health{Status: "ok", Backend: "onnx", Device: "cpu", Weights: "auto", WeightsNow: "starter"}
	a.Trainer.Sets = []api.Dataset{{ID: "set", Classes: []api.Class{{Name: "a", Count: 30}, {Name: "b", Count: 28}}}, {ID: "other"}}
	a.Trainer.Fetch = api.WeightsFetch{State: api.FetchThere}
	return a
}

// mountWith mounts the view, and puts back what is known of the trainer: in a tab
// the view asks for one, and none is there.
func mountWith(t *testing.T, a *state.App) *webtest.Page {
	known := *a.Trainer
	p := webtest.Mount(t, &View{App: a})
	p.Do(func(app.Context) {
		a.Trainer.Asked, a.Trainer.Problem, a.Trainer.Health = known.Asked, known.Problem, known.Health
	})
	return p
}

func TestViewOfEachState(t *testing.T) {
	waiting := aJob("j", api.Running)
	waiting.Waits = "the server's disk is full"
	failed := aJob("j", api.Failed)
	failed.Error = "head: epoch 2: the loss is NaN: want a learning_rate below 0.1"
	queued := aJob("j", api.Queued)
	queued.Position = 3
	running := aJob("j", api.Running)
	running.Progress = api.Progress{Phase: "features", Done: 10, Total: 100, PerSecond: 5, SecondsLeft: 18}
	backbone := aJob("j", api.Running)
	backbone.Train.Mode = recipe.ModeStage4
	backbone.Progress = api.Progress{Phase: "backbone", PerSecond: 5}
	random := aJob("j", api.Done)
	random.Train.Weights, random.Warnings = "random", []string{"2 pictures could not be read and were left out."}
	for name, tc := range map[string]struct {
		job  api.Job
		want []string
	}{
		"none":      {api.Job{}, []string{"Nothing has been trained yet", "Start fine-tuning", "ONNX Runtime on CPU"}},
		"queued":    {queued, []string{"2 jobs are before this one.", "Stop training"}},
		"running":   {running, []string{"10 of 100 views seen", `data-phase="features"`, "Queue another"}},
		"backbone":  {backbone, []string{"Look with the frozen part", "epoch 3 of 3"}},
		"waiting":   {waiting, []string{"Waiting:", `id="train-waits"`}},
		"failed":    {failed, []string{`id="train-error"`, "In the trainer"}},
		"cancelled": {aJob("j", api.Cancelled), []string{"The features computed so far are kept"}},
		"done":      {aJob("j", api.Done), []string{"62.5%", "plausible: 30% to 86%", "Recognise pictures", "Repeat on ImageNet", `id="run-chart"`, "Learning rate"}},
		"random":    {random, []string{"Random weights: this network has never seen anything", "2 pictures"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := anApp()
			p := mountWith(t, a)
			p.Do(func(app.Context) { a.Trainer.Now = tc.job })
			p.Has(tc.want...)
		})
	}
}

func TestReportOfARun(t *testing.T) {
	a := anApp()
	a.Trainer.Now = aJob("j", api.Done)
	a.Reports["j"] = fullReport()
	collapsed := 1
	a.Reports["j"].Collapsed = &collapsed
	v := &View{App: a}
	p := webtest.Mount(t, v)
	p.Has("5 of 8 validation pictures are recognised.", "The classifier has collapsed", `id="confusion"`, `id="class-table"`, "Most confident mistakes", `id="feature-map"`, "taken for")
	p.Press("#delete-run", func(app.Context) { v.deleting = "j" })
	p.Has("Delete this run with its classifier and report?")
	p.Press("#delete-run-no", func(app.Context) { v.deleting = "" })
	p.Lacks("Delete this run with its classifier and report?")
	p.Press("#take-suggested", func(ctx app.Context) { useSuggested(ctx, a) })
	if a.Session.Recipe().Train == nil {
		t.Error("the suggested settings are not in the document")
	}
}

func TestDataSetIsDeletedOnlyWhenAsked(t *testing.T) {
	a := anApp()
	v := &View{App: a}
	p := webtest.Mount(t, v)
	p.Lacks("Delete this data set from the trainer?")
	p.Press("#delete-set", func(app.Context) { v.deletingSet = chosenSet(a) })
	p.Has("Delete this data set from the trainer?", "the pictures in this browser")
	p.Press("#delete-set-no", func(app.Context) { v.deletingSet = "" })
	p.Lacks("Delete this data set from the trainer?")
}

func TestRunsAreCompared(t *testing.T) {
	a := anApp()
	other := aJob("k", api.Done)
	other.Train.Epochs, other.Name = 7, "seven"
	other.Accuracy = &api.Accuracy{Value: 0.95, Interval: [2]float64{0.9, 0.99}, MacroF1: 0.9}
	a.Trainer.Jobs = []api.Job{aJob("j", api.Done), other}
	a.Trainer.Now = a.Trainer.Jobs[0]
	v := &View{App: a}
	p := webtest.Mount(t, v)
	p.Has("All runs", "seven")
	p.Do(func(ctx app.Context) {
		v.tick(ctx, "j", true)
		v.tick(ctx, "k", true)
	})
	p.Has("2 runs compared", "“seven” is better by more than chance", `id="differences"`)
	p.Press("#compare-none", func(app.Context) { v.compared = nil })
	p.Lacks("2 runs compared")
}

func TestSettingsAreSetAndSuggested(t *testing.T) {
	a := anApp()
	v := &View{App: a}
	p := webtest.Mount(t, v)
	for _, mode := range []string{"stage4", "all", "head"} {
		s, _ := recipe.LookupSetting("mode")
		p.Do(func(ctx app.Context) { set(ctx, a, s, mode) })
		if got := string(a.Session.Recipe().Train.Mode); got != mode {
			t.Fatalf("mode = %s, want %s", got, mode)
		}
		p.Has("More settings")
	}
	epochs, _ := recipe.LookupSetting("epochs")
	p.Do(func(ctx app.Context) {
		if set(ctx, a, epochs, "many") {
			t.Error("“many” epochs were taken")
		}
	})
	p.Do(func(ctx app.Context) { v.setWeights(ctx, "random") })
	if got := a.Session.Recipe().Train.Weights; got != "random" {
		t.Errorf("weights = %s", got)
	}
	p.Do(func(ctx app.Context) { v.ask("epochs") })
	p.Has(`aria-expanded`, "4 changed from plain")
}

func TestNobodyTrains(t *testing.T) {
	for name, tc := range map[string]struct {
		problem error
		base    string
		want    string
	}{
		"silence":        {client.ErrNoServer, "", "No trainer answers at this address."},
		"lost":           {client.ErrNoServer, "http://127.0.0.1:8000", "Your trainer does not answer: 127.0.0.1:8000"},
		"none at all":    {&client.Error{Wire: fault.Wire{Field: "TRAINER_URL", Error: "none"}}, "", "No trainer is configured here."},
		"one that fails": {&client.Error{Wire: fault.Wire{Error: "the trainer at x cannot be reached"}}, "", "The trainer does not answer."},
	} {
		t.Run(name, func(t *testing.T) {
			a := anApp()
			a.Trainer.Problem, a.Server.Base = tc.problem, tc.base
			n := &noTrainer{App: a}
			p := webtest.Mount(t, n)
			p.Has(tc.want)
			p.Do(func(ctx app.Context) { n.address = "https://elsewhere.example"; n.ask(ctx, false) })
			if n.message == "" {
				t.Error("an address elsewhere was looked at")
			}
			p.Do(func(app.Context) { n.address, n.found = nearbyAddress, api.Health{Status: "ok", Backend: "go"} })
			if name == "none at all" {
				p.Has("Graft runs on this computer: http://127.0.0.1:8000 (go)")
			}
		})
	}
}

func TestWeightsAreFetched(t *testing.T) {
	for fetch, want := range map[api.FetchState]string{
		api.FetchRunning: "Stop", api.FetchFailed: "Try again", api.FetchCancelled: "Go on", api.FetchNone: "Fetch them", api.FetchOffline: "works without a network",
	} {
		a := anApp()
		p := mountWith(t, a)
		p.Do(func(app.Context) { a.Trainer.Fetch = api.WeightsFetch{State: fetch, Done: 1e6, Total: 1e8} })
		p.Has(want, `data-state="`+string(fetch)+`"`)
	}
}

func TestPicturesOfARun(t *testing.T) {
	a := anApp()
	d := &picturesDialog{App: a}
	p := webtest.Mount(t, d)
	r := fullReport()
	p.Do(func(ctx app.Context) {
		openPictures(ctx, pictureList{Title: "Mistakes", Job: aJob("j", api.Done), Report: r, Pictures: ofVerdicts(verdictsAt(r, r.Mistakes)), At: 1})
	})
	p.Has("Mistakes", "picture2", "Picture 3 of 3: picture7", "What does it look at?")
	p.Do(func(ctx app.Context) { d.explain(ctx, app.Event{}) })
	if a.Session.View() != state.ViewRecognise {
		t.Errorf("view = %s, want that which explains", a.Session.View())
	}
}

func TestMapShowsAPoint(t *testing.T) {
	a := anApp()
	m := &mapView{App: a, Job: aJob("j", api.Done), Report: fullReport()}
	p := webtest.Mount(t, m)
	p.Do(func(app.Context) { m.at, m.only = 1, 1 })
	p.Has("map-ring", "picture0", "recognised, 50%")
	p.Do(func(app.Context) { m.at = 3 })
	p.Has("taken for b")
	p.Do(func(ctx app.Context) { m.open(ctx) })
}
