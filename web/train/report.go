package train

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/chart"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// renderReport is how good the head is and where it fails.
func (v *View) renderReport(j api.Job) app.UI {
	r := v.Reports[j.ID]
	if r == nil || j.State != api.Done {
		return app.Div().Class("report").Hidden(true)
	}
	return app.Div().Class("report").ID("report").Body(
		renderCollapse(v.App, j, r),
		renderGauge(v.Words, r),
		app.P().Class("report-words").ID("report-words").Text(accuracyWords(v.Words, r)),
		app.Div().Class("report-pair").Body(
			&confusionView{App: v.App, Job: j, Report: r, Lang: v.Words},
			&classTable{App: v.App, Report: r, Lang: v.Words},
		),
		&mistakesView{App: v.App, Job: j, Report: r, Lang: v.Words},
		&mapView{App: v.App, Job: j, Report: r, Lang: v.Words},
	)
}

// renderGauge draws the accuracy between 0 and 100 %, with what else is plausible and
// what guessing comes to.
func renderGauge(w i18n.Words, r *api.Report) app.UI {
	at := func(p float64) string { return fmt.Sprintf("%.2f%%", 100*p) }
	return app.Div().Class("gauge").ID("accuracy-gauge").Role("img").
		Aria("label", fmt.Sprintf(w.T("Right: %s, plausible %s to %s; guessing would be right %s of the time"),
			wholePercent(r.Accuracy), wholePercent(r.Interval[0]), wholePercent(r.Interval[1]), wholePercent(r.Baseline))).
		Body(
			app.Span().Class("gauge-bar").Style("width", at(r.Accuracy)),
			app.Span().Class("gauge-range").Style("left", at(r.Interval[0])).Style("width", at(r.Interval[1]-r.Interval[0])),
			app.Span().Class("gauge-guess").Style("left", at(r.Baseline)).Body(
				app.Span().Class("gauge-words").Text(fmt.Sprintf(w.T("Guessing: %s"), wholePercent(r.Baseline))),
			),
		)
}

// accuracyWords says what the accuracy means.
func accuracyWords(w i18n.Words, r *api.Report) string {
	text := fmt.Sprintf(w.Plural(r.Count, "%s of %s validation picture is recognised. ", "%s of %s validation pictures are recognised. "),
		ui.FormatCount(r.Correct), ui.FormatCount(r.Count))
	text += fmt.Sprintf(w.T("With other pictures like these, anything between %s and %s would not surprise (95%% interval). "),
		wholePercent(r.Interval[0]), wholePercent(r.Interval[1]))
	most := 0
	for i, c := range r.Classes {
		if c.Support > r.Classes[most].Support {
			most = i
		}
	}
	return text + fmt.Sprintf(w.T("Guessing “%s” every time: %s."), r.Classes[most].Name, wholePercent(r.Baseline))
}

// wholePercent writes a share of 1 without decimals: an interval knows none.
func wholePercent(p float64) string { return fmt.Sprintf("%.0f%%", 100*p) }

// renderCollapse says that a head knows one class only, why that may be, and
// what to do.
func renderCollapse(a *state.App, j api.Job, r *api.Report) app.UI {
	if r.Collapsed == nil {
		return app.Div().Hidden(true)
	}
	tips := collapseTips(a.Words, j, r)
	return app.Div().Class("notice", "notice-warn", "collapse").ID("collapse").Role("alert").Body(
		ui.Icon("warn"),
		app.Div().Body(
			app.P().Body(app.Strong().Text(fmt.Sprintf(a.T("The classifier has collapsed: it takes every picture for “%s”."), r.Classes[*r.Collapsed].Name))),
			app.Ul().Class("tips").Body(app.Range(tips).Slice(func(i int) app.UI { return app.Li().Text(tips[i]) })),
			app.Button().Type("button").Class("button").ID("take-suggested").OnClick(func(ctx app.Context, _ app.Event) { useSuggested(ctx, a) }).
				Text(a.T("Take the suggested settings")),
		),
	)
}

// collapseTips are what may have led to it in this run, likeliest first.
func collapseTips(w i18n.Words, j api.Job, r *api.Report) []string {
	t := j.Train
	var tips []string
	if t.Preprocess == recipe.PreprocessRescale || t.Top == recipe.TopSoftmax {
		tips = append(tips, w.T("This is the article’s setup: the network gets pictures as it never saw them, and the classifier only the 1000 probabilities that it makes of them. Train the same on the features, with the preprocessing that the weights want."))
	}
	if t.Weights == "random" {
		tips = append(tips, w.T("Random weights see little that differs between your classes: take Starter or ImageNet."))
	}
	if limit := map[bool]float64{true: 0.1, false: 0.01}[t.Optimizer == recipe.OptimizerSGD]; t.LearningRate >= limit {
		tips = append(tips, fmt.Sprintf(w.T("The learning rate %g is high: try a tenth of it."), t.LearningRate))
	}
	if t.LearningRate < 1e-5 || t.Epochs < 5 {
		tips = append(tips, w.T("It has hardly learnt yet: more epochs, or a larger learning rate."))
	}
	if uneven(r) && t.ClassWeights != recipe.ClassWeightsBalanced {
		tips = append(tips, w.T("One class has far more pictures than another: balance the class weights."))
	}
	return append(tips, w.T("More pictures of each class help in any case."))
}

// uneven says whether a class has three times as many pictures as another.
func uneven(r *api.Report) bool {
	least, most := r.Count, 0
	for _, c := range r.Classes {
		least, most = min(least, c.Support), max(most, c.Support)
	}
	return most >= 3*max(least, 1)
}

// classTable lists the classes with their figures, in an order of one's choice.
type classTable struct {
	app.Compo
	*state.App
	Report *api.Report
	Lang   i18n.Words

	by      string
	falling bool
}

func (c *classTable) Render() app.UI {
	if c.by == "" {
		c.by = state.ByName
	}
	order := state.SortedClasses(c.Report, c.by, c.falling)
	return app.Figure().Class("by-class").Body(
		app.FigCaption().Body(
			app.Span().Class("chart-title").Text(c.T("Class by class")),
			app.Span().Class("muted").Text(fmt.Sprintf(c.T("Precision: of what is called so, how much is. Recall: of what is so, how much is found. F1 is between both; its mean is %s."), ui.FormatPercent(c.Report.MacroF1))),
		),
		scrollTable(c.T("Class by class"), app.Table().Class("figures").ID("class-table").Body(
			app.THead().Body(app.Tr().Body(
				c.head(state.ByName, c.T("Class")), c.head(state.ByPrecision, c.T("Precision")), c.head(state.ByRecall, c.T("Recall")),
				c.head(state.ByF1, "F1"), c.head(state.BySupport, c.T("Pictures")),
			)),
			app.TBody().Body(app.Range(order).Slice(func(i int) app.UI { return c.row(order[i]) })),
		)),
	)
}

func (c *classTable) head(by, title string) app.UI {
	sorted, mark := "none", ""
	if c.by == by {
		sorted, mark = "ascending", " ↑"
		if c.falling {
			sorted, mark = "descending", " ↓"
		}
	}
	return app.Th().Scope("col").Aria("sort", sorted).Body(
		app.Button().Type("button").Class("sort").DataSet("sort", by).OnClick(func(app.Context, app.Event) {
			c.falling = c.by == by && !c.falling
			c.by = by
		}, app.EventScope(by)).Text(title + mark))
}

func (c *classTable) row(i int) app.UI {
	k := c.Report.Classes[i]
	figure := func(v float64, of int) app.UI {
		if of == 0 {
			return app.Td().Class("muted").Text("–")
		}
		return app.Td().Style("--share", fmt.Sprintf("%.3f", v)).Class("share").Text(ui.FormatPercent(v))
	}
	return app.Tr().Body(
		app.Th().Scope("row").Body(chart.ClassMark(i), app.Span().Text(k.Name)),
		figure(k.Precision, k.Predicted), figure(k.Recall, k.Support), figure(k.F1, k.Predicted+k.Support),
		app.Td().Text(ui.FormatCount(k.Support)),
	)
}
