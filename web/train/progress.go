package train

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/ui"
)

// renderProgress says where a job is, or how it ended.
func (v *View) renderProgress(j api.Job) app.UI {
	if j.Waits != "" && !j.State.Final() {
		return app.P().Class("notice").Role("status").ID("train-waits").Body(ui.Icon("warn"), app.Span().Text(waitsText(v.Words, j)))
	}
	switch j.State {
	case api.Queued:
		text := v.T("It begins as soon as the trainer is free.")
		if j.Position > 1 {
			text = fmt.Sprintf(v.Plural(j.Position-1, "%d job is before this one.", "%d jobs are before this one."), j.Position-1)
		}
		return app.P().Class("muted").Text(text)
	case api.Failed:
		return renderFailure(v.Words, j)
	case api.Cancelled:
		return app.P().Class("muted").Text(v.T("Stopped. The features computed so far are kept: the next run begins with them."))
	case api.Done:
		if j.TrainCount == 0 { // it has ended, and what it took is being asked for
			return app.P().Class("muted").Text(v.T("Reading the result."))
		}
		return app.P().Class("muted", "figures").Text(v.took(j))
	case api.Running:
		return v.renderPhases(j)
	}
	return app.Div().Hidden(true)
}

// waitsText says what a job waits for.
func waitsText(w i18n.Words, j api.Job) string {
	return fmt.Sprintf(w.T("Waiting: %s. It goes on by itself, from where it was."), faults.Words(w, j.Waits))
}

// renderFailure says why a job failed, and what the trainer itself said if that
// is more.
func renderFailure(w i18n.Words, j api.Job) app.UI {
	words := faults.Say(w, j.Failure())
	return app.Div().Class("failure").Body(
		app.P().Class("notice", "notice-error").Role("alert").ID("train-error").Body(ui.Icon("warn"), app.Span().Text(words)),
		app.If(words != j.Error, func() app.UI {
			return app.Details().Class("skipped").Body(
				app.Summary().Text(w.T("In the trainer's own words")),
				app.P().Class("muted", "failure-words").Lang("en").Text(j.Error),
			)
		}),
	)
}

func (v *View) took(j api.Job) string {
	text := v.T("Features in ") + ui.FormatTook(v.Words, seconds(j.Timings.FeaturesSeconds))
	for _, p := range phaseTimes(v.Words, j) {
		text += v.T(", ") + p.name + " " + ui.FormatTook(v.Words, seconds(p.seconds))
	}
	if n := j.Timings.FeaturesCached; n > 0 {
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
func phaseTimes(w i18n.Words, j api.Job) []phaseTime {
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
func (v *View) renderPhases(j api.Job) app.UI {
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
	li := app.Li().Class(class).Text(fmt.Sprintf("%d %s", i+1, phaseName(w, names[i])))
	if i == at {
		li = li.Aria("current", "step")
	}
	return li
}

func phaseName(w i18n.Words, phase string) string {
	switch phase {
	case api.PhaseWeights:
		return w.T("Load the network")
	case api.PhaseFeatures:
		return w.T("Look at pictures")
	case api.PhaseHead:
		return w.T("Learn")
	case api.PhaseMaps:
		return w.T("Look with the frozen part")
	case api.PhaseBackbone:
		return w.T("Adapt the network")
	case api.PhaseCheck:
		return w.T("Check")
	}
	return w.T("Starting")
}

// phaseDetail is the line of figures under the bar.
func phaseDetail(w i18n.Words, j api.Job) string {
	p := j.Progress
	text := ""
	switch p.Phase {
	case api.PhaseWeights:
		text = w.T("Fetching the network's weights, once: ") + fmt.Sprintf(w.T("%s of %s"), ui.FormatBytes(float64(p.Done)), ui.FormatBytes(float64(p.Total)))
	case api.PhaseFeatures, api.PhaseMaps, api.PhaseCheck:
		text = fmt.Sprintf(w.T("%s of %s views seen"), ui.FormatCount(p.Done), ui.FormatCount(p.Total))
		if p.PerSecond > 0 {
			text += fmt.Sprintf(w.T(" · %s pictures/s"), ui.FormatRate(p.PerSecond))
		}
	case api.PhaseHead, api.PhaseBackbone:
		text = fmt.Sprintf(w.T("epoch %d of %d"), min(j.Last().Number+1, max(j.Last().Epochs, j.Train.Epochs)), max(j.Last().Epochs, j.Train.Epochs))
		if p.PerSecond > 0 && p.Phase == api.PhaseHead {
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
