package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"graft/web/internal/i18n"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// States of fetching ImageNet's weights.
const (
	fetchNone      = "none"
	fetchRunning   = "running"
	fetchThere     = "there"
	fetchFailed    = "failed"
	fetchCancelled = "cancelled"
	fetchOffline   = "offline"
)

// weightsFetch is what the server says of fetching ImageNet's weights beside the
// work. Its State is "" where an older server says nothing.
type weightsFetch struct {
	State       string  `json:"state"`
	Done        float64 `json:"done"`  // bytes
	Total       float64 `json:"total"` // 0 while unknown
	PerSecond   float64 `json:"per_second"`
	SecondsLeft float64 `json:"seconds_left"`
	Error       string  `json:"error"`
}

const fetchPath = "/api/v1/weights/fetch"

func (a api) weightsFetch(ctx context.Context) (f weightsFetch, err error) {
	err = a.call(ctx, http.MethodGet, fetchPath, nil, &f)
	return f, err
}

// setFetch begins to fetch, or stops.
func (a api) setFetch(ctx context.Context, on bool) (f weightsFetch, err error) {
	method := http.MethodPost
	if !on {
		method = http.MethodDelete
	}
	err = a.call(ctx, method, fetchPath, nil, &f)
	return f, err
}

// Actions of what the visitor presses, and of a fetch that goes on. The view acts on
// them, for a button may be gone before the server has answered, and go-app then
// drops the answer.
const (
	repeatWanted = "repeat-wanted"
	fetchWanted  = "fetch-wanted"
	fetchGoesOn  = "fetch-goes-on"
)

func handleFetch(ctx app.Context, a *App) {
	ctx.Handle(repeatWanted, func(ctx app.Context, action app.Action) {
		if j := a.Trainer.now; j.ID == action.Value {
			a.Trainer.start(ctx, repeated(j))
		}
	})
	ctx.Handle(fetchWanted, func(ctx app.Context, action app.Action) { a.Trainer.wantFetch(ctx, action.Value.(bool)) })
	ctx.Handle(fetchGoesOn, func(ctx app.Context, _ app.Action) { a.Trainer.pollFetch(ctx) })
}

// takeFetch keeps what the server says, and asks again while it goes on.
func (t *trainerState) takeFetch(ctx app.Context, f weightsFetch) {
	if t.fetch.State == fetchRunning && f.State == fetchThere {
		notify(ctx, toastInfo, t.app.T("ImageNet’s weights are there: new runs on Automatic use them."))
	}
	t.fetch = f
	if f.State == fetchRunning {
		ctx.NewAction(fetchGoesOn)
	}
}

// pollFetch asks once more in a second, unless that is going to happen already.
func (t *trainerState) pollFetch(ctx app.Context) {
	if t.polling {
		return
	}
	t.polling = true
	ctx.After(time.Second, func(ctx app.Context) {
		ctx.Async(func() {
			f, err := t.app.Server.weightsFetch(ctx)
			ctx.Dispatch(func(ctx app.Context) {
				t.polling = false
				t.takeFetch(ctx, t.heardOf(f, err))
				ctx.NewAction(jobsChanged)
			})
		})
	})
}

// heardOf is what the server says, or where that could not be heard what it said
// last: a fetch that was going on is asked after again.
func (t *trainerState) heardOf(f weightsFetch, err error) weightsFetch {
	if err != nil {
		return t.fetch
	}
	return f
}

// wantFetch begins to fetch, or stops, as the visitor wishes.
func (t *trainerState) wantFetch(ctx app.Context, on bool) {
	ctx.Async(func() {
		f, err := t.app.Server.setFetch(context.Background(), on)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				notify(ctx, toastError, trErr(t.app.Words, err))
				return
			}
			t.takeFetch(ctx, f)
			ctx.NewAction(jobsChanged)
		})
	})
}

// renderFetch says where ImageNet's weights are, and lets one fetch them or stop.
func renderFetch(a *App) app.UI {
	f := a.Trainer.fetch
	if a.Trainer.problem != nil || f.State == "" || f.State == fetchThere {
		return app.Div().ID("weights-fetch").DataSet("state", f.State).Hidden(true)
	}
	panel := app.Div().ID("weights-fetch").Class("weights-fetch").DataSet("state", f.State)
	said := app.P().Class("muted", "figures").Text(fetchWords(a.Words, f))
	switch f.State {
	case fetchRunning:
		bar := app.Progress().Class("bar").Aria("label", a.T("ImageNet’s weights"))
		if f.Total > 0 {
			bar = bar.Max(f.Total).Value(f.Done)
		}
		return panel.Body(said, bar, fetchButton(false, a.T("Stop")))
	case fetchFailed:
		return panel.Body(said, fetchButton(true, a.T("Try again")))
	case fetchCancelled:
		return panel.Body(said, fetchButton(true, a.T("Go on")))
	case fetchNone:
		return panel.Body(said, fetchButton(true, a.T("Fetch them")))
	}
	return panel.Body(said)
}

func fetchButton(on bool, text string) app.UI {
	return app.Button().Type("button").Class("button").ID("weights-fetch-button").
		OnClick(func(ctx app.Context, _ app.Event) { ctx.NewActionWithValue(fetchWanted, on) }, app.EventScope(on)).Text(text)
}

// fetchWords is one plain sentence.
func fetchWords(w i18n.Words, f weightsFetch) string {
	switch f.State {
	case fetchRunning:
		text := w.T("ImageNet’s weights are being fetched beside the work")
		if f.Total > 0 {
			text += fmt.Sprintf(w.T(": %s of %s"), formatBytes(f.Done), formatBytes(f.Total))
		}
		if f.PerSecond > 0 {
			text += fmt.Sprintf(w.T(" · %s a second"), formatBytes(f.PerSecond))
		}
		if left := formatLeft(w, seconds(f.SecondsLeft)); left != "" {
			text += " · " + fmt.Sprintf(w.T("%s left"), left)
		}
		return text
	case fetchFailed:
		return fmt.Sprintf(w.T("ImageNet’s weights could not be fetched (%s). Automatic takes Starter."), words(w, f.Error))
	case fetchCancelled:
		return fmt.Sprintf(w.T("Fetching ImageNet’s weights was stopped at %s; what came is kept."), formatBytes(f.Done))
	case fetchOffline:
		return w.T("ImageNet’s weights are not here, and the trainer works without a network: `graft weights fetch imagenet` fetches them where there is one.")
	}
	return w.T("ImageNet’s weights, 102 MB, are not on the trainer.")
}

// renderRepeat says of a run on the starter's weights what those are, and offers to
// repeat it on ImageNet's.
func renderRepeat(a *App, j job) app.UI {
	if j.State != jobDone || j.Weights.Name != starterWeights || j.Recipe == nil {
		return app.Div().Hidden(true)
	}
	text := a.T("This run is of Starter, trained by us on pictures drawn by code: it has never seen a photograph, nor anything of the sample sets.")
	if a.Trainer.fetch.State != fetchThere {
		text += a.T(" Once ImageNet’s weights are there, it can be repeated on them.")
	}
	id := j.ID
	button := app.If(a.Trainer.fetch.State == fetchThere, func() app.UI {
		return app.Button().Type("button").Class("button").ID("repeat-imagenet").
			OnClick(func(ctx app.Context, _ app.Event) { ctx.NewActionWithValue(repeatWanted, id) }, app.EventScope(id)).
			Text(a.T("Repeat on ImageNet"))
	})
	return app.Div().Class("notice", "repeat").ID("repeat").Body(icon("info"), app.P().Text(text), button)
}

// repeated is the same run on ImageNet's weights.
func repeated(j job) jobRequest {
	r := jobRequest{Dataset: j.Dataset, Recipe: j.Recipe.Clone(), Train: j.Train}
	r.Train.Weights = imageNetWeights
	return r
}
