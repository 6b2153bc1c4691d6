package train

import (
	"fmt"
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/chart"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// comparedRuns are the jobs that are ticked, newest first, at most as many as
// there are colours.
func (v *View) comparedRuns() []api.Job {
	var list []api.Job
	for _, j := range v.Trainer.Jobs {
		if j.ID == v.Trainer.Now.ID {
			j = v.Trainer.Now
		}
		if v.compared[j.ID] && len(list) < chart.ClassColours {
			list = append(list, j)
		}
	}
	return list
}

// renderCompare shows runs side by side: curves over one another, how good they
// became, and what differs in their settings.
func (v *View) renderCompare() app.UI {
	runs := v.comparedRuns()
	if len(runs) < 2 {
		return app.Div().Class("compare-runs").Hidden(true)
	}
	return app.Section().Class("compare-runs").ID("compare-runs").Aria("label", v.T("Runs compared")).Body(
		app.Header().Class("jobs-head").Body(
			app.H2().Text(fmt.Sprintf(v.T("%d runs compared"), len(runs))),
			app.Button().Type("button").Class("link-button").ID("compare-none").OnClick(func(app.Context, app.Event) { v.compared = nil }).Text(v.T("Close")),
		),
		compareChart(v.Words, runs),
		app.P().Class("report-words").ID("compare-words").Text(compareWords(v.Words, runs)),
		renderDifferences(v.App, runs),
	)
}

// compareChart lays the validation curves of runs over one another.
func compareChart(w i18n.Words, runs []api.Job) *chart.Chart {
	c := &chart.Chart{Words: w, ID: "compare-chart", Title: w.T("Validation curves"),
		Panels: []chart.Panel{{Title: w.T("Validation accuracy"), Share: true}, {Title: w.T("Validation loss")}}}
	for i, j := range runs {
		acc, loss := curves(w, j.Epochs)
		for k, s := range []chart.Series{acc[1], loss[1]} {
			s.Name, s.Class = runLabel(w, j), chart.ClassColour(i)
			c.Panels[k].Series = append(c.Panels[k].Series, s)
		}
		c.Epochs = max(c.Epochs, len(j.Epochs))
	}
	return c
}

// compareWords says which run is better, if that can be said.
func compareWords(w i18n.Words, runs []api.Job) string {
	var best, next *api.Job
	for i := range runs {
		j := &runs[i]
		if j.Accuracy == nil {
			continue
		}
		switch {
		case best == nil || j.Accuracy.Value > best.Accuracy.Value:
			best, next = j, best
		case next == nil || j.Accuracy.Value > next.Accuracy.Value:
			next = j
		}
	}
	if next == nil {
		return w.T("Only finished runs have an accuracy to compare.")
	}
	if best.Dataset != next.Dataset {
		return w.T("The runs are on different data sets: their accuracies cannot be compared.")
	}
	if best.Accuracy.Interval[0] <= next.Accuracy.Interval[1] {
		return w.T("The intervals of the best two overlap: with so few validation pictures, the difference may be chance.")
	}
	return fmt.Sprintf(w.T("“%s” is better by more than chance: the intervals do not overlap."), runLabel(w, *best))
}

// runLabel is what someone calls a job, else what tells it from others.
func runLabel(w i18n.Words, j api.Job) string {
	if j.Name != "" {
		return j.Name
	}
	return jobSettings(w, j)
}

// difference is a line of the comparison: what the runs have for one thing.
type difference struct {
	Title  string
	Values []string
}

// differences are the settings in which runs differ, and their recipes if these
// do.
func differences(a *state.App, runs []api.Job) []difference {
	var list []difference
	add := func(title string, value func(j api.Job) string) {
		d := difference{Title: title}
		same := true
		for _, j := range runs {
			d.Values = append(d.Values, value(j))
			same = same && d.Values[len(d.Values)-1] == d.Values[0]
		}
		if !same {
			list = append(list, d)
		}
	}
	for _, s := range recipe.Settings() {
		add(a.Text(s.Title), func(j api.Job) string {
			if !s.Applies(j.Train) {
				return "–"
			}
			return usedText(a.Words, s, j)
		})
	}
	add(a.T("Recipe"), func(j api.Job) string { return recipeText(a.Words, j) })
	add(a.T("Data set"), func(j api.Job) string { return a.JobTitle(j, 3) + " " + j.Dataset[:min(4, len(j.Dataset))] })
	return list
}

// usedText is settingText of a run, whose input size is known however it was chosen.
func usedText(w i18n.Words, s recipe.Setting, j api.Job) string {
	if s.Name == "input_size" && j.Input.Size > 0 {
		return strconv.Itoa(j.Input.Size)
	}
	return settingText(w, s, j.Train)
}

// settingText writes a setting's value for people.
func settingText(w i18n.Words, s recipe.Setting, t recipe.Train) string {
	text := s.Get(t)
	switch s.Kind {
	case recipe.SettingChoice:
		return choiceTitle(w, s.Name, text)
	case recipe.SettingFlag:
		return map[bool]string{true: w.T("yes"), false: w.T("no")}[text == "true"]
	}
	if text == "0" && s.Zero.En != "" {
		return w.Text(s.Zero)
	}
	if s.Unit == "%" {
		return ui.FormatPercent(t.ValidationSplit)
	}
	if text == "" {
		return w.T("the trainer’s own")
	}
	return text
}

// recipeText names the steps of a run's recipe and its seed.
func recipeText(w i18n.Words, j api.Job) string {
	if j.Recipe == nil {
		return ""
	}
	text := ""
	for _, s := range j.Recipe.Steps {
		if o, ok := recipe.Lookup(s.Op); ok && !s.Off {
			if text != "" {
				text += w.T(", ##between names")
			}
			text += w.Text(o.Title)
		}
	}
	if text == "" {
		text = w.T("none")
	}
	return fmt.Sprintf(w.T("%s; seed %d"), text, j.Recipe.Seed)
}

func renderDifferences(a *state.App, runs []api.Job) app.UI {
	lines := append([]difference{
		{a.T("Accuracy"), eachRun(runs, func(j api.Job) string {
			if j.Accuracy == nil {
				return "–"
			}
			return fmt.Sprintf("%s (%s–%s)", ui.FormatPercent(j.Accuracy.Value), wholePercent(j.Accuracy.Interval[0]), wholePercent(j.Accuracy.Interval[1]))
		})},
		{a.T("Mean F1"), eachRun(runs, func(j api.Job) string {
			if j.Accuracy == nil {
				return "–"
			}
			return ui.FormatPercent(j.Accuracy.MacroF1)
		})},
		{a.T("Time"), eachRun(runs, func(j api.Job) string {
			if j.Finished.IsZero() || j.Started.IsZero() {
				return "–"
			}
			return ui.FormatTook(a.Words, j.Finished.Sub(j.Started))
		})},
	}, differences(a, runs)...)
	return scrollTable(a.T("Differences"), app.Table().Class("figures").ID("differences").Body(
		app.THead().Body(app.Tr().Body(
			app.Th().Scope("col").Body(app.Span().Class("sr-only").Text(a.T("What"))),
			app.Range(runs).Slice(func(i int) app.UI {
				return app.Th().Scope("col").Body(chart.ClassMark(i), app.Span().Text(runLabel(a.Words, runs[i])),
					app.Span().Class("muted").Text(state.When(a.Words, runs[i].Created, time.Now())))
			}),
		)),
		app.TBody().Body(app.Range(lines).Slice(func(i int) app.UI {
			d := lines[i]
			return app.Tr().Body(app.Th().Scope("row").Text(d.Title),
				app.Range(d.Values).Slice(func(k int) app.UI { return app.Td().Text(d.Values[k]) }))
		})),
	))
}

func eachRun(runs []api.Job, value func(j api.Job) string) []string {
	list := make([]string, len(runs))
	for i, j := range runs {
		list[i] = value(j)
	}
	return list
}
