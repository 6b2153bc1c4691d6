package web

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// newTrainView returns the view in which a head is trained.
func newTrainView(a *App) app.UI { return &trainView{App: a} }

// trainView shows the settings, the job under way and the earlier ones.
type trainView struct {
	app.Compo
	*App
	shown    bool // the view was open at the last look
	unfolded bool // the settings are shown beside a run on a narrow screen

	asked    map[string]bool // settings whose help is shown
	compared map[string]bool // jobs that are ticked
	deleting string          // job that is about to be deleted
}

func (v *trainView) OnMount(ctx app.Context) {
	follow(ctx)
	ctx.Handle(jobsChanged, rerender)
	ctx.Handle(dataChanged, rerender)
	ctx.Handle(nearbyChosen, v.takeNearby)
	handleFetch(ctx, v.App)
	ctx.Handle(sessionChanged, func(ctx app.Context, _ app.Action) { v.look(ctx) })
	if app.IsClient {
		rememberNearby(v.App)
		v.Trainer.refresh(ctx)
		v.shown = v.Session.View() == viewTrain
	}
}

// look asks the server again whenever the view is opened.
func (v *trainView) look(ctx app.Context) {
	now := v.Session.View() == viewTrain
	switch {
	case now && !v.shown:
		v.Trainer.refresh(ctx)
	case v.Session.wanted != "" && v.Trainer.asked:
		v.Trainer.join(ctx)
	}
	v.shown = now
}

func (v *trainView) Render() app.UI {
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
func (v *trainView) renderRun() app.UI {
	j := v.Trainer.now
	if j.ID == "" {
		return app.Div().Class("run", "run-empty").ID("train-state").DataSet("state", "none").Body(
			app.Div().Class("run-mark").Body(icon("chart")),
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

func (v *trainView) renderHead(j job) app.UI {
	return app.Header().Class("run-head").Body(
		app.Div().Body(
			app.P().Class("run-state", "state-"+j.State).Role("status").Body(
				app.Span().Class("state-dot"), app.Span().Text(stateName(v.Words, j.State)), v.renderLink()),
			v.renderName(j),
		),
		v.renderFigure(j),
		app.If(j.State == jobDone, func() app.UI {
			return app.Div().Class("run-actions").Body(
				app.Button().Type("button").Class("button", "primary").ID("go-recognise").
					OnClick(func(ctx app.Context, _ app.Event) { v.Session.Show(ctx, viewRecognise) }).
					Body(icon("recognise"), app.Span().Text(v.T("Recognise pictures"))),
				takeButton(v.Words, "take-trained", j),
			)
		}).ElseIf(!j.over() && j.State != "", func() app.UI {
			return app.Button().Type("button").Class("button").ID("cancel-training").
				OnClick(func(ctx app.Context, _ app.Event) { v.Trainer.cancel(ctx) }).
				Body(icon("stop"), app.Span().Text(v.T("Stop training")))
		}),
	)
}

// renderLink says when the page and the trainer have lost each other.
func (v *trainView) renderLink() app.UI {
	if v.Trainer.link != "broken" || v.Trainer.now.over() {
		return app.Span().Hidden(true)
	}
	return app.Span().Class("muted").ID("link-broken").Text(v.T("The connection is lost; the trainer goes on. Trying again…"))
}

// jobTitle names a job by its classes.
func jobTitle(a *App, j job, most int) string {
	names := j.Classes
	if set, ok := a.Trainer.set(j.Dataset); ok && len(names) == 0 {
		for _, c := range set.Classes {
			names = append(names, c.Name)
		}
	}
	if len(names) == 0 {
		return a.T("Fine-tuning")
	}
	title := ""
	for i, n := range names {
		if i == most {
			return title + fmt.Sprintf(a.T(" and %[1]d more##of %[2]d names"), len(names)-most, len(names))
		}
		if i > 0 {
			title += a.T(", ##between names")
		}
		title += n
	}
	return title
}

func stateName(w i18n.Words, state string) string {
	switch state {
	case jobQueued:
		return w.T("Waiting")
	case jobRunning:
		return w.T("Training")
	case jobDone:
		return w.T("Done")
	case jobFailed:
		return w.T("Failed")
	case jobCancelled:
		return w.T("Stopped")
	}
	return w.T("Asking the trainer")
}

// renderFigure is the number one looks for first, with how far it can be
// trusted.
func (v *trainView) renderFigure(j job) app.UI {
	acc, ok := j.figure()
	if !ok {
		return app.Div().Hidden(true)
	}
	about := v.T("of held-out pictures right")
	if j.Accuracy != nil {
		about = fmt.Sprintf(v.T("of held-out pictures right, %s to %s likely"), wholePercent(j.Accuracy.Interval[0]), wholePercent(j.Accuracy.Interval[1]))
	}
	return app.Div().Class("run-figure").Body(
		app.Span().Class("big-figure", "figures").ID("val-accuracy").DataSet("value", acc).Text(formatPercent(acc)),
		app.Span().Class("muted").Text(about),
	)
}

// renderProgress says where a job is, or how it ended.
func (v *trainView) renderProgress(j job) app.UI {
	if j.Waits != "" && !j.over() {
		return app.P().Class("notice").Role("status").ID("train-waits").Body(icon("warn"), app.Span().Text(waitsText(v.Words, j)))
	}
	switch j.State {
	case jobQueued:
		text := v.T("It begins as soon as the trainer is free.")
		if j.Position > 1 {
			text = fmt.Sprintf(v.Plural(j.Position-1, "%d job is before this one.", "%d jobs are before this one."), j.Position-1)
		}
		return app.P().Class("muted").Text(text)
	case jobFailed:
		return renderFailure(v.Words, j)
	case jobCancelled:
		return app.P().Class("muted").Text(v.T("Stopped. The features computed so far are kept: the next run begins with them."))
	case jobDone:
		if j.TrainCount == 0 { // it has ended, and what it took is being asked for
			return app.P().Class("muted").Text(v.T("Reading the result."))
		}
		return app.P().Class("muted", "figures").Text(v.took(j))
	case jobRunning:
		return v.renderPhases(j)
	}
	return app.Div().Hidden(true)
}

// waitsText says what a job waits for.
func waitsText(w i18n.Words, j job) string {
	return fmt.Sprintf(w.T("Waiting: %s. It goes on by itself, from where it was."), words(w, j.Waits))
}

// renderFailure says why a job failed, and what the trainer itself said if that
// is more.
func renderFailure(w i18n.Words, j job) app.UI {
	said := words(w, j.Error)
	return app.Div().Class("failure").Body(
		app.P().Class("notice", "notice-error").Role("alert").ID("train-error").Body(icon("warn"), app.Span().Text(said)),
		app.If(said != j.Error, func() app.UI {
			return app.Details().Class("skipped").Body(
				app.Summary().Text(w.T("In the trainer's own words")),
				app.P().Class("muted", "failure-words").Lang("en").Text(j.Error),
			)
		}),
	)
}

func (v *trainView) took(j job) string {
	text := v.T("Features in ") + formatTook(v.Words, seconds(j.Timings.Features))
	for _, p := range phaseTimes(v.Words, j) {
		text += v.T(", ") + p.name + " " + formatTook(v.Words, seconds(p.seconds))
	}
	if n := j.Timings.Cached; n > 0 {
		text += fmt.Sprintf(v.T(", %s feature vectors from the cache"), formatCount(n))
	}
	if w := j.Weights.Name; w != "" {
		text += fmt.Sprintf(v.T(". Weights: %s"), weightsTitle(v.App, w))
	}
	if j.ValCount > 0 {
		text += fmt.Sprintf(v.T(". Trained on %s pictures, checked with %s others."), formatCount(j.TrainCount), formatCount(j.ValCount))
	}
	return text
}

type phaseTime struct {
	name    string
	seconds float64
}

// phaseTimes is how long each phase of training took, by its epochs.
func phaseTimes(w i18n.Words, j job) []phaseTime {
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
func (v *trainView) renderPhases(j job) app.UI {
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
func phaseDetail(w i18n.Words, j job) string {
	p := j.Progress
	text := ""
	switch p.Phase {
	case "weights":
		text = w.T("Fetching the network's weights, once: ") + fmt.Sprintf(w.T("%s of %s"), formatBytes(p.Done), formatBytes(p.Total))
	case "features", "maps", "check":
		text = fmt.Sprintf(w.T("%s of %s views seen"), formatCount(int(p.Done)), formatCount(int(p.Total)))
		if p.PerSecond > 0 {
			text += fmt.Sprintf(w.T(" · %s pictures/s"), formatRate(p.PerSecond))
		}
	case "head", "backbone":
		text = fmt.Sprintf(w.T("epoch %d of %d"), min(j.last().Epoch+1, max(j.last().Epochs, j.Train.Epochs)), max(j.last().Epochs, j.Train.Epochs))
		if p.PerSecond > 0 && p.Phase == "head" {
			text += fmt.Sprintf(w.T(" · %s steps/s"), formatRate(p.PerSecond))
		} else if p.PerSecond > 0 {
			text += fmt.Sprintf(w.T(" · %s pictures/s"), formatRate(p.PerSecond))
		}
	default:
		return w.T("Opening the data set")
	}
	if left := formatLeft(w, seconds(p.SecondsLeft)); left != "" {
		text += " · " + fmt.Sprintf(w.T("%s left"), left)
	}
	return text
}

// renderWarnings are what to know before trusting the head.
func (v *trainView) renderWarnings(j job) app.UI {
	if j.Train.Weights == "random" && j.State == jobDone {
		text := v.T("Random weights: this network has never seen anything. Its head tells colours and textures apart at best; repeat it on Starter or ImageNet to see what weights are good for.")
		j.Warnings = append([]string{text}, j.Warnings...)
	}
	if v.Reports[j.ID] != nil {
		j.Warnings = slices.DeleteFunc(slices.Clone(j.Warnings), isCollapse) // renderCollapse says more
	}
	if len(j.Warnings) == 0 {
		return app.Div().Hidden(true)
	}
	return app.Div().Class("notice", "notice-warn").ID("train-warnings").Role("status").Body(
		icon("warn"),
		app.Ul().Class("plain-list").Body(app.Range(j.Warnings).Slice(func(i int) app.UI { return app.Li().Text(words(v.Words, j.Warnings[i])) })),
	)
}

// startRequest is what the start button sends, or why it cannot.
func startRequest(a *App) (jobRequest, string) {
	r := jobRequest{Dataset: chosenSet(a), Recipe: a.Session.Recipe().Clone(), Train: trainSettings(a)}
	switch {
	case r.Dataset == "":
		return r, a.T("Upload a data set first.")
	case a.Trainer.asked && a.Trainer.problem != nil:
		return r, a.T("No trainer answers.")
	}
	return r, ""
}

// chosenSet is the data set to train on: the one picked here, else the last one
// uploaded from this browser, else the server's only one.
func chosenSet(a *App) string {
	if a.Trainer.picked != "" {
		return a.Trainer.picked
	}
	if a.Pictures.sent.ID != "" && (len(a.Trainer.sets) == 0 || knownSet(a, a.Pictures.sent.ID)) {
		return a.Pictures.sent.ID
	}
	if len(a.Trainer.sets) > 0 {
		return a.Trainer.sets[0].ID
	}
	return ""
}

func knownSet(a *App, id string) bool {
	for _, s := range a.Trainer.sets {
		if s.ID == id {
			return true
		}
	}
	return false
}
