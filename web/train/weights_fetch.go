package train

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

func handleFetch(ctx app.Context, a *state.App) {
	ctx.Handle(state.RepeatWanted, func(ctx app.Context, action app.Action) {
		if j := a.Trainer.Now; j.ID == action.Value {
			a.Trainer.Start(ctx, repeated(j))
		}
	})
	ctx.Handle(state.FetchWanted, func(ctx app.Context, action app.Action) { a.Trainer.WantFetch(ctx, action.Value.(bool)) })
	ctx.Handle(state.FetchGoesOn, func(ctx app.Context, _ app.Action) { a.Trainer.PollFetch(ctx) })
}

// renderFetch says where ImageNet's weights are, and lets one fetch them or stop.
func renderFetch(a *state.App) app.UI {
	f := a.Trainer.Fetch
	if a.Trainer.Problem != nil || f.State == "" || f.State == api.FetchThere {
		return app.Div().ID("weights-fetch").DataSet("state", f.State).Hidden(true)
	}
	panel := app.Div().ID("weights-fetch").Class("weights-fetch").DataSet("state", f.State)
	status := app.P().Class("muted", "figures").Text(fetchWords(a.Words, f))
	switch f.State {
	case api.FetchRunning:
		bar := app.Progress().Class("bar").Aria("label", a.T("ImageNet’s weights"))
		if f.Total > 0 {
			bar = bar.Max(f.Total).Value(f.Done)
		}
		return panel.Body(status, bar, fetchButton(false, a.T("Stop")))
	case api.FetchFailed:
		return panel.Body(status, fetchButton(true, a.T("Try again")))
	case api.FetchCancelled:
		return panel.Body(status, fetchButton(true, a.T("Go on")))
	case api.FetchNone:
		return panel.Body(status, fetchButton(true, a.T("Fetch them")))
	}
	return panel.Body(status)
}

func fetchButton(on bool, text string) app.UI {
	return app.Button().Type("button").Class("button").ID("weights-fetch-button").
		OnClick(func(ctx app.Context, _ app.Event) { ctx.NewActionWithValue(state.FetchWanted, on) }, app.EventScope(on)).Text(text)
}

// fetchWords is one plain sentence.
func fetchWords(w i18n.Words, f api.WeightsFetch) string {
	switch f.State {
	case api.FetchRunning:
		text := w.T("ImageNet’s weights are being fetched beside the work")
		if f.Total > 0 {
			text += fmt.Sprintf(w.T(": %s of %s"), ui.FormatBytes(float64(f.Done)), ui.FormatBytes(float64(f.Total)))
		}
		if f.PerSecond > 0 {
			text += fmt.Sprintf(w.T(" · %s a second"), ui.FormatBytes(f.PerSecond))
		}
		if left := ui.FormatLeft(w, seconds(f.SecondsLeft)); left != "" {
			text += " · " + fmt.Sprintf(w.T("%s left"), left)
		}
		return text
	case api.FetchFailed:
		return fmt.Sprintf(w.T("ImageNet’s weights could not be fetched (%s). Automatic takes Starter."), faults.Words(w, f.Error))
	case api.FetchCancelled:
		return fmt.Sprintf(w.T("Fetching ImageNet’s weights was stopped at %s; what came is kept."), ui.FormatBytes(float64(f.Done)))
	case api.FetchOffline:
		return w.T("ImageNet’s weights are not here, and the trainer works without a network: `graft weights fetch imagenet` fetches them where there is one.")
	}
	return w.T("ImageNet’s weights, 102 MB, are not on the trainer.")
}

// renderRepeat says of a run on the starter's weights what those are, and offers to
// repeat it on ImageNet's.
func renderRepeat(a *state.App, j api.Job) app.UI {
	if j.State != api.Done || j.Weights.Name != starterWeights || j.Recipe == nil {
		return app.Div().Hidden(true)
	}
	text := a.T("This run is of Starter, trained by us on pictures drawn by code: it has never seen a photograph, nor anything of the sample sets.")
	if a.Trainer.Fetch.State != api.FetchThere {
		text += a.T(" Once ImageNet’s weights are there, it can be repeated on them.")
	}
	id := j.ID
	button := app.If(a.Trainer.Fetch.State == api.FetchThere, func() app.UI {
		return app.Button().Type("button").Class("button").ID("repeat-imagenet").
			OnClick(func(ctx app.Context, _ app.Event) { ctx.NewActionWithValue(state.RepeatWanted, id) }, app.EventScope(id)).
			Text(a.T("Repeat on ImageNet"))
	})
	return app.Div().Class("notice", "repeat").ID("repeat").Body(ui.Icon("info"), app.P().Text(text), button)
}

// repeated is the same run on ImageNet's weights.
func repeated(j api.Job) api.JobRequest {
	r := api.JobRequest{Dataset: j.Dataset, Recipe: j.Recipe.Clone(), Train: j.Train}
	r.Train.Weights = imageNetWeights
	return r
}
