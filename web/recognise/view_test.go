package recognise

import (
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/api/client"
	"graft/core/fault"
	"graft/core/recipe"
	"graft/web/internal/state"
	"graft/web/internal/webtest"
)

// mounted is the view with a finished run and its head open.
func mounted(t *testing.T) (*webtest.Page, *View, *state.App) {
	a := state.New(English)
	a.Trainer.Asked = true
	a.Trainer.Jobs = []api.Job{{ID: "j", State: api.Done, Outcome: api.Outcome{Classes: []string{"cat", "dog"}}, Train: recipe.DefaultTrain()}}
	v := &View{recognition: recognition{App: a}, heat: heat{opacity: 70}}
	p := webtest.Mount(t, v)
	p.Do(func(app.Context) {
		v.head = openedHead{Classes: []string{"cat", "dog"}, job: a.Trainer.Jobs[0], number: 1}
	})
	return p, v, a
}

func TestViewWithoutAHead(t *testing.T) {
	a := state.New(English)
	p := webtest.Mount(t, &View{recognition: recognition{App: a}})
	p.Has("Train a classifier first")
	p.Do(func(app.Context) { a.Trainer.Asked, a.Trainer.Problem = true, client.ErrNoServer })
	p.Has("No trainer answers at this address")
	p.Do(func(app.Context) { a.Trainer.Problem = &client.Error{Wire: fault.Wire{Field: "TRAINER_URL"}} })
	p.Has("No trainer is configured here")
	p.Press("#recognise-go-train", func(ctx app.Context) { a.Session.Show(ctx, state.ViewTrain) })
	if a.Session.View() != state.ViewTrain {
		t.Errorf("view = %s, want that to train in", a.Session.View())
	}
}

func TestPicturesAreRecognised(t *testing.T) {
	p, v, a := mounted(t)
	p.Has("What will it be?", "Drop a picture", "cat, dog", "Use it elsewhere")
	p.Do(func(ctx app.Context) {
		v.pictures = []*seen{{ID: 2, Name: "two.jpg", URL: "blob:2", p: []float64{0.25, 0.75}}, {ID: 1, Name: "one.jpg", Error: "no-server"}, {ID: 3, Name: "three"}}
		v.chosen = 2
	})
	p.Has(`data-class="dog"`, "75%", "3 pictures", "not read", "What it looks at")
	p.Do(func(app.Context) { v.chosen = 1 })
	p.Has("one.jpg: ")
	p.Do(func(app.Context) { v.chosen = 3 })
	p.Has("Looking…")
	p.Do(func(app.Context) { a.Trainer.Problem = client.ErrNoServer })
	p.Has("what it looks with, ResNet-50, is at a trainer")
	p.Press("#forget-seen", func(app.Context) { v.forget() })
	p.Lacks("3 pictures")
}

func TestHeatMap(t *testing.T) {
	p, v, _ := mounted(t)
	p.Do(func(ctx app.Context) {
		v.pictures, v.chosen = []*seen{{ID: 2, Name: "two.jpg", URL: "blob:2", p: []float64{0.25, 0.75}}}, 2
		v.heat.known = map[string]*explanation{heatKey(1, 2): {Side: 2, Maps: []activationMap{{Class: "dog", Values: []float64{0, 1, 2, 3}}}}}
	})
	p.Press("#heat-switch", func(ctx app.Context) { v.heat.on = true; v.warm(ctx) })
	p.Has("Bright: what speaks for “dog” most (class activation map, 2×2 places)", "Opacity")
	p.Do(func(app.Context) { v.heat.problem = "no-server" })
	p.Has("notice-error")
	p.Do(func(app.Context) { v.head.job.Train.Top = recipe.TopSoftmax })
	p.Has("there is no heat map")
}

func TestCameraTakesThePicturesPlace(t *testing.T) {
	p, v, _ := mounted(t)
	p.Press("#recognise-camera", func(ctx app.Context) { v.turnCamera(ctx, true) })
	p.Has("Take a picture", "graft-camera")
	p.Do(func(app.Context) { v.shots.State, v.shots.Reason = "failed", "NotAllowedError" })
	p.Has("The browser was told not to give the camera")
	p.Do(func(ctx app.Context) { v.turnCamera(ctx, false) })
	p.Has("Drop a picture")
	p.Do(func(app.Context) { v.problem = "no head is open" })
	p.Has(`id="head-problem"`)
}

func TestHeadOfALink(t *testing.T) {
	const id = "0123456789abcdefG"
	a := state.New(English)
	a.Session.Begin("#r=" + recipe.Default().Code() + "&head=" + id)
	v := &View{recognition: recognition{App: a}}
	webtest.Mount(t, v).Has("From the link", "/api/v1/links/"+id+"/head")
	v.head.job.ID = "link-" + id
	if got := v.fault(errorOf("other-weights")); got == recogniseFault(English, errorOf("other-weights")) {
		t.Errorf("who has a head from a link is told to train again: %q", got)
	}
	for _, reason := range []string{"other-weights", "other-size", "no-server"} {
		if got := recogniseFault(English, errorOf(reason)); got == reason {
			t.Errorf("%s is said as it is", reason)
		}
	}
}

type errorOf string

func (e errorOf) Error() string { return string(e) }
