package train

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/fault"
	"graft/core/recipe"
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
	shown    bool // the view was open at the last look
	unfolded bool // the settings are shown beside a run on a narrow screen

	asked    map[string]bool // settings whose help is shown
	compared map[string]bool // jobs that are ticked
	deleting string          // job that is about to be deleted
}

func (v *View) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	ctx.Handle(state.JobsChanged, ui.Rerender)
	ctx.Handle(state.DataChanged, ui.Rerender)
	ctx.Handle(nearbyChosen, v.takeNearby)
	handleFetch(ctx, v.App)
	ctx.Handle(state.SessionChanged, func(ctx app.Context, _ app.Action) { v.look(ctx) })
	if app.IsClient {
		rememberNearby(v.App)
		v.Trainer.Refresh(ctx)
		v.shown = v.Session.View() == state.ViewTrain
	}
}

// look asks the server again whenever the view is opened.
func (v *View) look(ctx app.Context) {
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
			app.P().Class("muted").Text(v.T("ResNet-50 stays as it is. A new head, one layer, learns your classes from what the network sees in your pictures and in their augmented views. With a few dozen pictures this takes a minute.")),
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

func (v *View) renderHead(j state.Job) app.UI {
	return app.Header().Class("run-head").Body(
		app.Div().Body(
			app.P().Class("run-state", "state-"+j.State).Role("status").Body(
				app.Span().Class("state-dot"), app.Span().Text(stateName(v.Words, j.State)), v.renderLink()),
			v.renderName(j),
		),
		v.renderFigure(j),
		app.If(j.State == state.JobDone, func() app.UI {
			return app.Div().Class("run-actions").Body(
				app.Button().Type("button").Class("button", "primary").ID("go-recognise").
					OnClick(func(ctx app.Context, _ app.Event) { v.Session.Show(ctx, state.ViewRecognise) }).
					Body(ui.Icon("recognise"), app.Span().Text(v.T("Recognise pictures"))),
				elsewhere.Button(v.Words, "take-trained", j),
			)
		}).ElseIf(!j.Over() && j.State != "", func() app.UI {
			return app.Button().Type("button").Class("button").ID("cancel-training").
				OnClick(func(ctx app.Context, _ app.Event) { v.Trainer.Cancel(ctx) }).
				Body(ui.Icon("stop"), app.Span().Text(v.T("Stop training")))
		}),
	)
}

// renderLink says when the page and the trainer have lost each other.
func (v *View) renderLink() app.UI {
	if v.Trainer.Link != "broken" || v.Trainer.Now.Over() {
		return app.Span().Hidden(true)
	}
	return app.Span().Class("muted").ID("link-broken").Text(v.T("The connection is lost; the trainer goes on. Trying again…"))
}

func stateName(w i18n.Words, is string) string {
	switch is {
	case state.JobQueued:
		return w.T("Waiting")
	case state.JobRunning:
		return w.T("Training")
	case state.JobDone:
		return w.T("Done")
	case state.JobFailed:
		return w.T("Failed")
	case state.JobCancelled:
		return w.T("Stopped")
	}
	return w.T("Asking the trainer")
}

// renderFigure is the number one looks for first, with how far it can be
// trusted.
func (v *View) renderFigure(j state.Job) app.UI {
	acc, ok := j.Figure()
	if !ok {
		return app.Div().Hidden(true)
	}
	about := v.T("of held-out pictures right")
	if j.Accuracy != nil {
		about = fmt.Sprintf(v.T("of held-out pictures right, %s to %s likely"), wholePercent(j.Accuracy.Interval[0]), wholePercent(j.Accuracy.Interval[1]))
	}
	return app.Div().Class("run-figure").Body(
		app.Span().Class("big-figure", "figures").ID("val-accuracy").DataSet("value", acc).Text(ui.FormatPercent(acc)),
		app.Span().Class("muted").Text(about),
	)
}

// renderProgress says where a job is, or how it ended.
func (v *View) renderProgress(j state.Job) app.UI {
	if j.Waits != "" && !j.Over() {
		return app.P().Class("notice").Role("status").ID("train-waits").Body(ui.Icon("warn"), app.Span().Text(waitsText(v.Words, j)))
	}
	switch j.State {
	case state.JobQueued:
		text := v.T("It begins as soon as the trainer is free.")
		if j.Position > 1 {
			text = fmt.Sprintf(v.Plural(j.Position-1, "%d job is before this one.", "%d jobs are before this one."), j.Position-1)
		}
		return app.P().Class("muted").Text(text)
	case state.JobFailed:
		return renderFailure(v.Words, j)
	case state.JobCancelled:
		return app.P().Class("muted").Text(v.T("Stopped. The features computed so far are kept: the next run begins with them."))
	case state.JobDone:
		if j.TrainCount == 0 { // it has ended, and what it took is being asked for
			return app.P().Class("muted").Text(v.T("Reading the result."))
		}
		return app.P().Class("muted", "figures").Text(v.took(j))
	case state.JobRunning:
		return v.renderPhases(j)
	}
	return app.Div().Hidden(true)
}

// waitsText says what a job waits for.
func waitsText(w i18n.Words, j state.Job) string {
	return fmt.Sprintf(w.T("Waiting: %s. It goes on by itself, from where it was."), faults.Words(w, j.Waits))
}

// renderFailure says why a job failed, and what the trainer itself said if that
// is more.
func renderFailure(w i18n.Words, j state.Job) app.UI {
	said := faults.Say(w, j.Failure())
	return app.Div().Class("failure").Body(
		app.P().Class("notice", "notice-error").Role("alert").ID("train-error").Body(ui.Icon("warn"), app.Span().Text(said)),
		app.If(said != j.Error, func() app.UI {
			return app.Details().Class("skipped").Body(
				app.Summary().Text(w.T("In the trainer's own words")),
				app.P().Class("muted", "failure-words").Lang("en").Text(j.Error),
			)
		}),
	)
}

func (v *View) took(j state.Job) string {
	text := v.T("Features in ") + ui.FormatTook(v.Words, seconds(j.Timings.Features))
	for _, p := range phaseTimes(v.Words, j) {
		text += v.T(", ") + p.name + " " + ui.FormatTook(v.Words, seconds(p.seconds))
	}
	if n := j.Timings.Cached; n > 0 {
		text += fmt.Sprintf(v.T(", %s feature vectors from the cache"), ui.FormatCount(n))
	}
	if w := j.Weights.Name; w != "" {
		text += fmt.Sprintf(v.T(". Weights: %s"), weightsTitle(v.App, w))
	}
	if j.ValCount > 0 {
		text += fmt.Sprintf(v.T(". Trained on %s pictures, checked with %s others."), ui.FormatCount(j.TrainCount), ui.FormatCount(j.ValCount))
	}
	return text
}

type phaseTime struct {
	name    string
	seconds float64
}

// phaseTimes is how long each phase of training took, by its epochs.
func phaseTimes(w i18n.Words, j state.Job) []phaseTime {
	var list []phaseTime
	for i, e := range j.Epochs {
		if i == 0 || e.Phase != j.Epochs[i-1].Phase {
			phase := e.Phase
			if phase == "" {
				phase = "head"
			}
			list = append(list, phaseTime{name: strings.ToLower(phaseName(w, phase))})
		}
		list[len(list)-1].seconds += e.Seconds
	}
	return list
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// renderPhases is the way of a running job.
func (v *View) renderPhases(j state.Job) app.UI {
	p := j.Progress
	bar := app.Progress().Class("bar").ID("train-progress").Aria("label", phaseName(v.Words, p.Phase))
	if p.Total > 0 {
		bar = bar.Max(p.Total).Value(p.Done)
	}
	names := phasesOf(j.Train)
	return app.Div().Class("phases").DataSet("phase", p.Phase).Body(
		app.Ol().Class("phase-list").Body(app.Range(names).Slice(func(i int) app.UI { return phaseStep(v.Words, names, i, p.Phase) })),
		bar,
		app.P().Class("figures").ID("phase-detail").Text(phaseDetail(v.Words, j)),
	)
}

// phasesOf are the phases of a run with these settings, in their order.
func phasesOf(t recipe.Train) []string {
	names := []string{"weights", "features", "head"}
	switch t.Mode {
	case recipe.ModeStage4:
		return append(names, "maps", "backbone", "check")
	case recipe.ModeAll:
		return append(names, "backbone", "check")
	}
	return names
}

func phaseStep(w i18n.Words, names []string, i int, now string) app.UI {
	at := slices.Index(names, now)
	class := "phase-ahead"
	switch {
	case i == at:
		class = "phase-now"
	case i < at:
		class = "phase-past"
	}
	li := app.Li().Class(class).Text(phaseName(w, names[i]))
	if i == at {
		li = li.Aria("current", "step")
	}
	return li
}

func phaseName(w i18n.Words, phase string) string {
	switch phase {
	case "weights":
		return w.T("Weights")
	case "features":
		return w.T("Features")
	case "head":
		return w.T("Head")
	case "maps":
		return w.T("Frozen stages")
	case "backbone":
		return w.T("Backbone")
	case "check":
		return w.T("Check")
	}
	return w.T("Starting")
}

// phaseDetail is the line of figures under the bar.
func phaseDetail(w i18n.Words, j state.Job) string {
	p := j.Progress
	text := ""
	switch p.Phase {
	case "weights":
		text = w.T("Fetching the network's weights, once: ") + fmt.Sprintf(w.T("%s of %s"), ui.FormatBytes(p.Done), ui.FormatBytes(p.Total))
	case "features", "maps", "check":
		text = fmt.Sprintf(w.T("%s of %s views seen"), ui.FormatCount(int(p.Done)), ui.FormatCount(int(p.Total)))
		if p.PerSecond > 0 {
			text += fmt.Sprintf(w.T(" · %s pictures/s"), ui.FormatRate(p.PerSecond))
		}
	case "head", "backbone":
		text = fmt.Sprintf(w.T("epoch %d of %d"), min(j.Last().Epoch+1, max(j.Last().Epochs, j.Train.Epochs)), max(j.Last().Epochs, j.Train.Epochs))
		if p.PerSecond > 0 && p.Phase == "head" {
			text += fmt.Sprintf(w.T(" · %s steps/s"), ui.FormatRate(p.PerSecond))
		} else if p.PerSecond > 0 {
			text += fmt.Sprintf(w.T(" · %s pictures/s"), ui.FormatRate(p.PerSecond))
		}
	default:
		return w.T("Opening the data set")
	}
	if left := ui.FormatLeft(w, seconds(p.SecondsLeft)); left != "" {
		text += " · " + fmt.Sprintf(w.T("%s left"), left)
	}
	return text
}

// renderWarnings are what to know before trusting the head.
func (v *View) renderWarnings(j state.Job) app.UI {
	if j.Train.Weights == "random" && j.State == state.JobDone {
		text := v.T("Random weights: this network has never seen anything. Its head tells colours and textures apart at best; repeat it on Starter or ImageNet to see what weights are good for.")
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
func startRequest(a *state.App) (state.JobRequest, string) {
	r := state.JobRequest{Dataset: chosenSet(a), Recipe: a.Session.Recipe().Clone(), Train: trainSettings(a)}
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
