package web

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
)

// newTrainView returns the view in which a head is trained.
func newTrainView() app.UI { return &trainView{} }

// trainView shows the settings, the job under way and the earlier ones.
type trainView struct {
	app.Compo
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
	ctx.Handle(nearbyChosen, takeNearby)
	handleFetch(ctx)
	ctx.Handle(sessionChanged, func(ctx app.Context, _ app.Action) { v.look(ctx) })
	if app.IsClient {
		rememberNearby()
		trainer.refresh(ctx)
		v.shown = session.View() == viewTrain
	}
}

// look asks the server again whenever the view is opened.
func (v *trainView) look(ctx app.Context) {
	now := session.View() == viewTrain
	switch {
	case now && !v.shown:
		trainer.refresh(ctx)
	case session.wanted != "" && trainer.asked:
		trainer.join(ctx)
	}
	v.shown = now
}

func (v *trainView) Render() app.UI {
	return app.Section().ID("train-view").Class("train-view").Body(
		&noTrainer{},
		renderNearby(),
		app.Div().Class("train-columns").Body(
			app.Aside().Class("train-side").Body(v.renderSettings()),
			app.Div().Class("train-main").Body(v.renderRun(), v.renderCompare(), v.renderJobs()),
		),
		&picturesDialog{},
	)
}

// renderRun is the job shown.
func (v *trainView) renderRun() app.UI {
	j := trainer.now
	if j.ID == "" {
		return app.Div().Class("run", "run-empty").ID("train-state").DataSet("state", "none").Body(
			app.Div().Class("run-mark").Body(icon("chart")),
			app.H2().Text(T("Nothing has been trained yet")),
			app.P().Class("muted").Text(T("ResNet-50 stays as it is. A new head, one layer, learns your classes from what the network sees in your pictures and in their augmented views. With a few dozen pictures this takes a minute.")),
		)
	}
	return app.Div().Class("run").ID("train-state").TabIndex(-1).DataSet("state", j.State).DataSet("job", j.ID).Body(
		v.renderHead(j),
		v.renderProgress(j),
		v.renderWarnings(j),
		renderRepeat(j),
		v.renderReport(j),
		v.renderCurves(j),
		renderUsed(j),
		v.renderTools(j),
	)
}

func (v *trainView) renderHead(j job) app.UI {
	return app.Header().Class("run-head").Body(
		app.Div().Body(
			app.P().Class("run-state", "state-"+j.State).Role("status").Body(
				app.Span().Class("state-dot"), app.Span().Text(stateName(j.State)), v.renderLink()),
			v.renderName(j),
		),
		v.renderFigure(j),
		app.If(j.State == jobDone, func() app.UI {
			return app.Div().Class("run-actions").Body(
				app.Button().Type("button").Class("button", "primary").ID("go-recognise").
					OnClick(func(ctx app.Context, _ app.Event) { session.Show(ctx, viewRecognise) }).
					Body(icon("recognise"), app.Span().Text(T("Recognise pictures"))),
				takeButton("take-trained", j),
			)
		}).ElseIf(!j.over() && j.State != "", func() app.UI {
			return app.Button().Type("button").Class("button").ID("cancel-training").
				OnClick(func(ctx app.Context, _ app.Event) { trainer.cancel(ctx) }).
				Body(icon("stop"), app.Span().Text(T("Stop training")))
		}),
	)
}

// renderLink says when the page and the trainer have lost each other.
func (v *trainView) renderLink() app.UI {
	if trainer.link != "broken" || trainer.now.over() {
		return app.Span().Hidden(true)
	}
	return app.Span().Class("muted").ID("link-broken").Text(T("The connection is lost; the trainer goes on. Trying again…"))
}

// jobTitle names a job by its classes.
func jobTitle(j job, most int) string {
	names := j.Classes
	if set, ok := trainer.set(j.Dataset); ok && len(names) == 0 {
		for _, c := range set.Classes {
			names = append(names, c.Name)
		}
	}
	if len(names) == 0 {
		return T("Fine-tuning")
	}
	title := ""
	for i, n := range names {
		if i == most {
			return title + fmt.Sprintf(T(" and %[1]d more##of %[2]d names"), len(names)-most, len(names))
		}
		if i > 0 {
			title += T(", ##between names")
		}
		title += n
	}
	return title
}

func stateName(state string) string {
	switch state {
	case jobQueued:
		return T("Waiting")
	case jobRunning:
		return T("Training")
	case jobDone:
		return T("Done")
	case jobFailed:
		return T("Failed")
	case jobCancelled:
		return T("Stopped")
	}
	return T("Asking the trainer")
}

// renderFigure is the number one looks for first, with how far it can be
// trusted.
func (v *trainView) renderFigure(j job) app.UI {
	acc, ok := j.figure()
	if !ok {
		return app.Div().Hidden(true)
	}
	about := T("of held-out pictures right")
	if j.Accuracy != nil {
		about = fmt.Sprintf(T("of held-out pictures right, %s to %s likely"), wholePercent(j.Accuracy.Interval[0]), wholePercent(j.Accuracy.Interval[1]))
	}
	return app.Div().Class("run-figure").Body(
		app.Span().Class("big-figure", "figures").ID("val-accuracy").DataSet("value", acc).Text(formatPercent(acc)),
		app.Span().Class("muted").Text(about),
	)
}

// renderProgress says where a job is, or how it ended.
func (v *trainView) renderProgress(j job) app.UI {
	if j.Waits != "" && !j.over() {
		return app.P().Class("notice").Role("status").ID("train-waits").Body(icon("warn"), app.Span().Text(waitsText(j)))
	}
	switch j.State {
	case jobQueued:
		text := T("It begins as soon as the trainer is free.")
		if j.Position > 1 {
			text = fmt.Sprintf(Plural(j.Position-1, "%d job is before this one.", "%d jobs are before this one."), j.Position-1)
		}
		return app.P().Class("muted").Text(text)
	case jobFailed:
		return renderFailure(j)
	case jobCancelled:
		return app.P().Class("muted").Text(T("Stopped. The features computed so far are kept: the next run begins with them."))
	case jobDone:
		if j.TrainCount == 0 { // it has ended, and what it took is being asked for
			return app.P().Class("muted").Text(T("Reading the result."))
		}
		return app.P().Class("muted", "figures").Text(v.took(j))
	case jobRunning:
		return v.renderPhases(j)
	}
	return app.Div().Hidden(true)
}

// waitsText says what a job waits for.
func waitsText(j job) string {
	return fmt.Sprintf(T("Waiting: %s. It goes on by itself, from where it was."), words(j.Waits))
}

// renderFailure says why a job failed, and what the trainer itself said if that
// is more.
func renderFailure(j job) app.UI {
	said := words(j.Error)
	return app.Div().Class("failure").Body(
		app.P().Class("notice", "notice-error").Role("alert").ID("train-error").Body(icon("warn"), app.Span().Text(said)),
		app.If(said != j.Error, func() app.UI {
			return app.Details().Class("skipped").Body(
				app.Summary().Text(T("In the trainer's own words")),
				app.P().Class("muted", "failure-words").Lang("en").Text(j.Error),
			)
		}),
	)
}

func (v *trainView) took(j job) string {
	text := T("Features in ") + formatTook(seconds(j.Timings.Features))
	for _, p := range phaseTimes(j) {
		text += T(", ") + p.name + " " + formatTook(seconds(p.seconds))
	}
	if n := j.Timings.Cached; n > 0 {
		text += fmt.Sprintf(T(", %s feature vectors from the cache"), formatCount(n))
	}
	if w := j.Weights.Name; w != "" {
		text += fmt.Sprintf(T(". Weights: %s"), weightsTitle(w))
	}
	if j.ValCount > 0 {
		text += fmt.Sprintf(T(". Trained on %s pictures, checked with %s others."), formatCount(j.TrainCount), formatCount(j.ValCount))
	}
	return text
}

type phaseTime struct {
	name    string
	seconds float64
}

// phaseTimes is how long each phase of training took, by its epochs.
func phaseTimes(j job) []phaseTime {
	var list []phaseTime
	for i, e := range j.Epochs {
		if i == 0 || e.Phase != j.Epochs[i-1].Phase {
			phase := e.Phase
			if phase == "" {
				phase = "head"
			}
			list = append(list, phaseTime{name: strings.ToLower(phaseName(phase))})
		}
		list[len(list)-1].seconds += e.Seconds
	}
	return list
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// renderPhases is the way of a running job.
func (v *trainView) renderPhases(j job) app.UI {
	p := j.Progress
	bar := app.Progress().Class("bar").ID("train-progress").Aria("label", phaseName(p.Phase))
	if p.Total > 0 {
		bar = bar.Max(p.Total).Value(p.Done)
	}
	names := phasesOf(j.Train)
	return app.Div().Class("phases").DataSet("phase", p.Phase).Body(
		app.Ol().Class("phase-list").Body(app.Range(names).Slice(func(i int) app.UI { return phaseStep(names, i, p.Phase) })),
		bar,
		app.P().Class("figures").ID("phase-detail").Text(phaseDetail(j)),
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

func phaseStep(names []string, i int, now string) app.UI {
	at := slices.Index(names, now)
	class := "phase-ahead"
	switch {
	case i == at:
		class = "phase-now"
	case i < at:
		class = "phase-past"
	}
	li := app.Li().Class(class).Text(phaseName(names[i]))
	if i == at {
		li = li.Aria("current", "step")
	}
	return li
}

func phaseName(phase string) string {
	switch phase {
	case "weights":
		return T("Weights")
	case "features":
		return T("Features")
	case "head":
		return T("Head")
	case "maps":
		return T("Frozen stages")
	case "backbone":
		return T("Backbone")
	case "check":
		return T("Check")
	}
	return T("Starting")
}

// phaseDetail is the line of figures under the bar.
func phaseDetail(j job) string {
	p := j.Progress
	text := ""
	switch p.Phase {
	case "weights":
		text = T("Fetching the network's weights, once: ") + fmt.Sprintf(T("%s of %s"), formatBytes(p.Done), formatBytes(p.Total))
	case "features", "maps", "check":
		text = fmt.Sprintf(T("%s of %s views seen"), formatCount(int(p.Done)), formatCount(int(p.Total)))
		if p.PerSecond > 0 {
			text += fmt.Sprintf(T(" · %s pictures/s"), formatRate(p.PerSecond))
		}
	case "head", "backbone":
		text = fmt.Sprintf(T("epoch %d of %d"), min(j.last().Epoch+1, max(j.last().Epochs, j.Train.Epochs)), max(j.last().Epochs, j.Train.Epochs))
		if p.PerSecond > 0 && p.Phase == "head" {
			text += fmt.Sprintf(T(" · %s steps/s"), formatRate(p.PerSecond))
		} else if p.PerSecond > 0 {
			text += fmt.Sprintf(T(" · %s pictures/s"), formatRate(p.PerSecond))
		}
	default:
		return T("Opening the data set")
	}
	if left := formatLeft(seconds(p.SecondsLeft)); left != "" {
		text += " · " + fmt.Sprintf(T("%s left"), left)
	}
	return text
}

// renderWarnings are what to know before trusting the head.
func (v *trainView) renderWarnings(j job) app.UI {
	if j.Train.Weights == "random" && j.State == jobDone {
		text := T("Random weights: this network has never seen anything. Its head tells colours and textures apart at best; repeat it on Starter or ImageNet to see what weights are good for.")
		j.Warnings = append([]string{text}, j.Warnings...)
	}
	if reports[j.ID] != nil {
		j.Warnings = slices.DeleteFunc(slices.Clone(j.Warnings), isCollapse) // renderCollapse says more
	}
	if len(j.Warnings) == 0 {
		return app.Div().Hidden(true)
	}
	return app.Div().Class("notice", "notice-warn").ID("train-warnings").Role("status").Body(
		icon("warn"),
		app.Ul().Class("plain-list").Body(app.Range(j.Warnings).Slice(func(i int) app.UI { return app.Li().Text(words(j.Warnings[i])) })),
	)
}

// startRequest is what the start button sends, or why it cannot.
func startRequest() (jobRequest, string) {
	r := jobRequest{Dataset: chosenSet(), Recipe: session.Recipe().Clone(), Train: trainSettings()}
	switch {
	case r.Dataset == "":
		return r, T("Upload a data set first.")
	case trainer.asked && trainer.problem != nil:
		return r, T("No trainer answers.")
	}
	return r, ""
}

// chosenSet is the data set to train on: the one picked here, else the last one
// uploaded from this browser, else the server's only one.
func chosenSet() string {
	if trainer.picked != "" {
		return trainer.picked
	}
	if pictures.sent.ID != "" && (len(trainer.sets) == 0 || knownSet(pictures.sent.ID)) {
		return pictures.sent.ID
	}
	if len(trainer.sets) > 0 {
		return trainer.sets[0].ID
	}
	return ""
}

func knownSet(id string) bool {
	for _, s := range trainer.sets {
		if s.ID == id {
			return true
		}
	}
	return false
}
