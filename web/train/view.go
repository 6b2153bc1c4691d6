package train

import (
	"fmt"
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/fault"
	"graft/web/elsewhere"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// New returns the view in which a head is trained.
func New(a *state.App) app.UI { return &View{App: a} }

// View shows the settings, the job under way and the earlier ones.
type View struct {
	app.Compo
	*state.App
	ctx      app.Context // of the view: those of its elements end with them
	shown    bool        // the view was open at the last look
	unfolded bool        // the settings are shown beside a run on a narrow screen

	asked       map[string]bool // settings whose help is shown
	compared    map[string]bool // jobs that are ticked
	deleting    string          // job that is about to be deleted
	deletingSet string          // data set that is
}

func (v *View) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	v.ctx = ctx
	ctx.Handle(state.JobsChanged, ui.Rerender)
	ctx.Handle(state.DataChanged, ui.Rerender)
	ctx.Handle(nearbyChosen, v.adoptNearby)
	handleFetch(ctx, v.App)
	ctx.Handle(state.TrainingWanted, func(ctx app.Context, _ app.Action) {
		v.Trainer.Picked = ""
		v.Session.Show(ctx, state.ViewTrain)
		v.start(ctx)
	})
	ctx.Handle(state.SessionChanged, func(ctx app.Context, _ app.Action) { v.refreshWhenShown(ctx) })
	if app.IsClient {
		rememberNearby(v.App)
		v.Trainer.Refresh(ctx)
		v.shown = v.Session.View() == state.ViewTrain
	}
}

// refreshWhenShown asks the server again whenever the view is opened.
func (v *View) refreshWhenShown(ctx app.Context) {
	now := v.Session.View() == state.ViewTrain
	switch {
	case now && !v.shown:
		v.Trainer.Refresh(ctx)
	case v.Session.Wanted != "" && v.Trainer.Asked:
		v.Trainer.Join(ctx)
	}
	v.shown = now
}

func (v *View) Render() app.UI {
	return app.Section().ID("train-view").Class("train-view").Body(
		&noTrainer{App: v.App},
		renderNearby(v.App),
		app.Div().Class("train-columns").Body(
			app.Aside().Class("train-side").Body(v.renderSettings()),
			app.Div().Class("train-main").Body(v.renderRun(), v.renderCompare(), v.renderJobs()),
		),
		&picturesDialog{App: v.App},
	)
}

// renderRun is the job shown.
func (v *View) renderRun() app.UI {
	j := v.Trainer.Now
	if j.ID == "" {
		return app.Div().Class("run", "run-empty").ID("train-state").DataSet("state", "none").Body(
			app.Div().Class("run-mark").Body(ui.Icon("chart")),
			app.H2().Text(v.T("Nothing has been trained yet")),
			app.P().Class("muted").Text(v.T("ResNet-50 stays as it is. A new classifier, one layer, learns your classes from what the network sees in your pictures and in their augmented views. With a few dozen pictures this takes a minute.")),
		)
	}
	return app.Div().Class("run").ID("train-state").TabIndex(-1).DataSet("state", j.State).DataSet("job", j.ID).Body(
		v.renderHead(j),
		v.renderProgress(j),
		v.renderWarnings(j),
		renderRepeat(v.App, j),
		v.renderReport(j),
		v.renderCurves(j),
		renderUsed(v.App, j),
		v.renderTools(j),
	)
}

func (v *View) renderHead(j api.Job) app.UI {
	return app.Header().Class("run-head").Body(
		app.Div().Body(
			app.P().Class("run-state", "state-"+string(j.State)).Role("status").Body(
				app.Span().Class("state-dot"), app.Span().Text(stateName(v.Words, j.State)), v.renderLink()),
			v.renderName(j),
		),
		v.renderFigure(j),
		app.If(j.State == api.Done, func() app.UI {
			return app.Div().Class("run-actions").Body(
				app.Button().Type("button").Class("button", "primary").ID("go-recognise").
					OnClick(func(ctx app.Context, _ app.Event) { v.Session.Show(ctx, state.ViewRecognise) }).
					Body(ui.Icon("recognise"), app.Span().Text(v.T("Recognise pictures"))),
				elsewhere.Button(v.Words, "take-trained", j),
			)
		}).ElseIf(!j.State.Final() && j.State != "", func() app.UI {
			return app.Button().Type("button").Class("button").ID("cancel-training").
				OnClick(func(ctx app.Context, _ app.Event) { v.Trainer.Cancel(ctx) }).
				Body(ui.Icon("stop"), app.Span().Text(v.T("Stop training")))
		}),
	)
}

// renderLink says when the page and the trainer have lost each other.
func (v *View) renderLink() app.UI {
	if v.Trainer.Link != "broken" || v.Trainer.Now.State.Final() {
		return app.Span().Hidden(true)
	}
	return app.Span().Class("muted").ID("link-broken").Text(v.T("The connection is lost; the trainer goes on. Trying again…"))
}

func stateName(w i18n.Words, is api.State) string {
	switch is {
	case api.Queued:
		return w.T("Waiting")
	case api.Running:
		return w.T("Training")
	case api.Done:
		return w.T("Done")
	case api.Failed:
		return w.T("Failed")
	case api.Cancelled:
		return w.T("Stopped")
	}
	return w.T("Asking the trainer")
}

// renderFigure is the number one looks for first, with how far it can be
// trusted.
func (v *View) renderFigure(j api.Job) app.UI {
	acc, ok := j.Figure()
	if !ok {
		return app.Div().Hidden(true)
	}
	about := v.T("of validation pictures right")
	if j.Accuracy != nil {
		about = fmt.Sprintf(v.T("of validation pictures right; plausible: %s to %s"), wholePercent(j.Accuracy.Interval[0]), wholePercent(j.Accuracy.Interval[1]))
	}
	return app.Div().Class("run-figure").Body(
		app.Span().Class("big-figure", "figures").ID("val-accuracy").DataSet("value", acc).Text(ui.FormatPercent(acc)),
		app.Span().Class("muted").Text(about),
	)
}

// renderWarnings are what to know before trusting the head.
func (v *View) renderWarnings(j api.Job) app.UI {
	if j.Train.Weights == "random" && j.State == api.Done {
		text := v.T("Random weights: this network has never seen anything. Its classifier tells colours and textures apart at best; repeat it on Starter or ImageNet to see what weights are good for.")
		j.Warnings = append([]string{text}, j.Warnings...)
	}
	warnings := j.Warned()
	if v.Reports[j.ID] != nil { // renderCollapse says more
		warnings = slices.DeleteFunc(warnings, func(f fault.Wire) bool { return f.Code == "tune.warn_collapsed" })
	}
	if len(warnings) == 0 {
		return app.Div().Hidden(true)
	}
	return app.Div().Class("notice", "notice-warn").ID("train-warnings").Role("status").Body(
		ui.Icon("warn"),
		app.Ul().Class("plain-list").Body(app.Range(warnings).Slice(func(i int) app.UI { return app.Li().Text(faults.Say(v.Words, warnings[i])) })),
	)
}

// startRequest is what the start button sends, or why it cannot.
func startRequest(a *state.App) (api.JobRequest, string) {
	r := api.JobRequest{Dataset: chosenSet(a), Recipe: a.Session.Recipe().Clone(), Train: trainSettings(a)}
	switch {
	case r.Dataset == "":
		return r, a.T("Upload a data set first.")
	case a.Trainer.Asked && a.Trainer.Problem != nil:
		return r, a.T("No trainer answers.")
	}
	return r, ""
}

// chosenSet is the data set to train on: the one picked here, else the last one
// uploaded from this browser, else the server's only one.
func chosenSet(a *state.App) string {
	if a.Trainer.Picked != "" {
		return a.Trainer.Picked
	}
	if a.Pictures.Sent.ID != "" && (len(a.Trainer.Sets) == 0 || knownSet(a, a.Pictures.Sent.ID)) {
		return a.Pictures.Sent.ID
	}
	if len(a.Trainer.Sets) > 0 {
		return a.Trainer.Sets[0].ID
	}
	return ""
}

func knownSet(a *state.App, id string) bool {
	for _, s := range a.Trainer.Sets {
		if s.ID == id {
			return true
		}
	}
	return false
}
