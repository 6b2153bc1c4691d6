package train

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// renderJobs lists the jobs that the server knows. Two or more that are ticked
// are compared.
func (v *View) renderJobs() app.UI {
	if len(v.Trainer.Jobs) < 2 {
		return app.Div().Class("jobs").Hidden(true)
	}
	return app.Div().Class("jobs").Body(
		app.Div().Class("jobs-head").Body(
			app.H2().Text(v.T("All runs")),
			app.P().Class("muted").Text(v.T("Tick two or more to compare them.")),
		),
		app.Ul().Class("job-list").ID("jobs").Body(app.Range(v.Trainer.Jobs).Slice(func(i int) app.UI {
			j := v.Trainer.Jobs[i]
			if j.ID == v.Trainer.Now.ID {
				j = v.Trainer.Now
			}
			return v.renderJob(j)
		})),
	)
}

func (v *View) renderJob(j api.Job) app.UI {
	button := app.Button().Type("button").Class("job-row").DataSet("job", j.ID).
		OnClick(func(ctx app.Context, _ app.Event) { v.Trainer.Show(v.ctx, j.ID) }, app.EventScope(j.ID)).Body(
		app.Span().Class("run-state", "state-"+string(j.State)).Body(app.Span().Class("state-dot"), app.Span().Text(stateName(v.Words, j.State))),
		app.Span().Class("job-title").Text(v.RunName(j, 3)),
		app.Span().Class("muted", "figures").Text(jobSettings(v.Words, j)),
		app.Span().Class("figures", "job-figure").Text(state.JobFigure(j)),
		app.Span().Class("muted", "figures", "job-time").Text(state.When(v.Words, j.Created, time.Now())),
	)
	if j.ID == v.Trainer.Now.ID {
		button = button.Aria("current", "true")
	}
	tick := app.Input().Type("checkbox").Class("job-tick").DataSet("compare", j.ID).Checked(v.compared[j.ID]).
		Aria("label", fmt.Sprintf(v.T("Compare %s"), v.RunName(j, 3)+", "+state.When(v.Words, j.Created, time.Now()))).
		OnChange(func(ctx app.Context, _ app.Event) { v.tick(ctx, j.ID, ctx.JSSrc().Get("checked").Bool()) }, app.EventScope(j.ID))
	if len(j.Epochs) == 0 && j.State != api.Done {
		tick = tick.Disabled(true)
	}
	return app.Li().Class("job-item").Body(tick, button)
}

// tick adds a job to what is compared, or takes it away.
func (v *View) tick(ctx app.Context, id string, on bool) {
	if v.compared == nil {
		v.compared = make(map[string]bool)
	}
	if !on {
		delete(v.compared, id)
		return
	}
	v.compared[id] = true
	if slices.ContainsFunc(v.Trainer.Jobs, func(j api.Job) bool { return j.ID == id && len(j.Epochs) > 0 }) {
		return
	}
	ctx.Async(func() { // of older jobs only the list's line is known
		full, err := v.Server.Job(context.Background(), id)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				ui.Notify(ctx, ui.ToastError, faults.Err(v.Words, err))
				return
			}
			v.Trainer.Remember(full)
			ctx.NewAction(state.JobsChanged)
		})
	})
}

// jobSettings tells jobs on one data set apart.
func jobSettings(w i18n.Words, j api.Job) string {
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
		fmt.Sprintf(w.Plural(t.Views, "%d copy", "%d copies"), t.Views))
	if size := j.InputSize(); size != recipe.DefaultInput {
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
