package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// renderJobs lists the jobs that the server knows. Two or more that are ticked
// are compared.
func (v *trainView) renderJobs() app.UI {
	if len(v.Trainer.jobs) < 2 {
		return app.Div().Class("jobs").Hidden(true)
	}
	return app.Div().Class("jobs").Body(
		app.Div().Class("jobs-head").Body(
			app.H2().Text(v.T("All runs")),
			app.P().Class("muted").Text(v.T("Tick two or more to compare them.")),
		),
		app.Ul().Class("job-list").ID("jobs").Body(app.Range(v.Trainer.jobs).Slice(func(i int) app.UI {
			j := v.Trainer.jobs[i]
			if j.ID == v.Trainer.now.ID {
				j = v.Trainer.now
			}
			return v.renderJob(j)
		})),
	)
}

func (v *trainView) renderJob(j job) app.UI {
	button := app.Button().Type("button").Class("job-row").DataSet("job", j.ID).
		OnClick(func(ctx app.Context, _ app.Event) { v.Trainer.show(ctx, j.ID) }, app.EventScope(j.ID)).Body(
		app.Span().Class("run-state", "state-"+j.State).Body(app.Span().Class("state-dot"), app.Span().Text(stateName(v.Words, j.State))),
		app.Span().Class("job-title").Text(runName(v.App, j, 3)),
		app.Span().Class("muted", "figures").Text(jobSettings(v.Words, j)),
		app.Span().Class("figures", "job-figure").Text(jobFigure(j)),
		app.Span().Class("muted", "figures", "job-time").Text(when(v.Words, j.Created, time.Now())),
	)
	if j.ID == v.Trainer.now.ID {
		button = button.Aria("current", "true")
	}
	tick := app.Input().Type("checkbox").Class("job-tick").DataSet("compare", j.ID).Checked(v.compared[j.ID]).
		Aria("label", fmt.Sprintf(v.T("Compare %s"), runName(v.App, j, 3)+", "+when(v.Words, j.Created, time.Now()))).
		OnChange(func(ctx app.Context, _ app.Event) { v.tick(ctx, j.ID, ctx.JSSrc().Get("checked").Bool()) }, app.EventScope(j.ID))
	if len(j.Epochs) == 0 && j.State != jobDone {
		tick = tick.Disabled(true)
	}
	return app.Li().Class("job-item").Body(tick, button)
}

// tick adds a job to what is compared, or takes it away.
func (v *trainView) tick(ctx app.Context, id string, on bool) {
	if v.compared == nil {
		v.compared = make(map[string]bool)
	}
	if !on {
		delete(v.compared, id)
		return
	}
	v.compared[id] = true
	if slices.ContainsFunc(v.Trainer.jobs, func(j job) bool { return j.ID == id && len(j.Epochs) > 0 }) {
		return
	}
	ctx.Async(func() { // of older jobs only the list's line is known
		full, err := v.Server.job(context.Background(), id)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				notify(ctx, toastError, trErr(v.Words, err))
				return
			}
			v.Trainer.remember(full)
			ctx.NewAction(jobsChanged)
		})
	})
}

// runName is what someone calls a job, else its classes.
func runName(a *App, j job, most int) string {
	if j.Name != "" {
		return j.Name
	}
	return jobTitle(a, j, most)
}

func jobFigure(j job) string {
	if v, ok := j.figure(); ok {
		return formatPercent(v)
	}
	return ""
}

// jobSettings tells jobs on one data set apart.
func jobSettings(w i18n.Words, j job) string {
	t := j.Train
	if t.Epochs == 0 {
		return ""
	}
	var parts []string
	if t.Mode != recipe.ModeHead {
		parts = append(parts, choiceTitle(w, "mode", string(t.Mode)))
	}
	parts = append(parts,
		fmt.Sprintf(w.Plural(t.Epochs, "%d epoch", "%d epochs"), t.Epochs),
		fmt.Sprintf(w.Plural(t.Views, "%d view", "%d views"), t.Views))
	if size := j.inputSize(); size != recipe.DefaultInput {
		parts = append(parts, fmt.Sprintf("%d px", size))
	}
	if t.Weights != "" {
		parts = append(parts, t.Weights)
	}
	if t.Preprocess == recipe.PreprocessRescale {
		parts = append(parts, "1/255")
	}
	if t.Top == recipe.TopSoftmax {
		parts = append(parts, "softmax")
	}
	return strings.Join(parts, " · ")
}

// choiceTitle names a value of a setting that is chosen.
func choiceTitle(w i18n.Words, setting, name string) string {
	s, _ := recipe.LookupSetting(setting)
	for _, c := range s.Choices {
		if c.Name == name {
			return w.Text(c.Title)
		}
	}
	return name
}

// when writes a time as one speaks of it: the hour today, else the day.
func when(w i18n.Words, t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.Local(), now.Local()
	clock := t.Format("15:04")
	switch {
	case t.YearDay() == now.YearDay() && t.Year() == now.Year():
		return clock
	case t.Year() == now.Year():
		return t.Format(w.T("2 Jan ")) + clock
	}
	return t.Format(w.T("2 Jan 2006"))
}
