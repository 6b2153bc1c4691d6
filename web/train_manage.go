package web

import (
	"context"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/bridge"
)

// rename gives a job another name.
func (t *trainerState) rename(ctx app.Context, id, name string) {
	name = strings.TrimSpace(name)
	ctx.Async(func() {
		err := t.app.Server.rename(context.Background(), id, name)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				notify(ctx, toastError, trErr(t.app.Words, err))
			} else {
				if t.now.ID == id {
					t.now.Name = name
				}
				for i := range t.jobs {
					if t.jobs[i].ID == id {
						t.jobs[i].Name = name
					}
				}
			}
			ctx.NewAction(jobsChanged)
		})
	})
}

// remove deletes a finished job and shows another.
func (t *trainerState) remove(ctx app.Context, id string) {
	ctx.Async(func() {
		err := t.app.Server.remove(context.Background(), id)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				notify(ctx, toastError, trErr(t.app.Words, err))
				return
			}
			for i := range t.jobs {
				if t.jobs[i].ID == id {
					t.jobs = append(t.jobs[:i:i], t.jobs[i+1:]...)
					break
				}
			}
			delete(t.app.Reports, id)
			if t.now.ID == id {
				t.drop()
				t.now = job{}
				t.join(ctx)
			}
			notify(ctx, toastInfo, t.app.T("The run is deleted"))
			ctx.NewAction(jobsChanged)
		})
	})
}

// renderName is the run's title, which can be written over.
func (v *trainView) renderName(j job) app.UI {
	return app.Input().Type("text").Class("run-name").ID("run-name").Value(j.Name).Placeholder(jobTitle(v.App, j, 4)).
		Aria("label", v.T("Name of this run")).MaxLength(60).AutoComplete(false).
		OnChange(func(ctx app.Context, _ app.Event) {
			v.Trainer.rename(ctx, j.ID, ctx.JSSrc().Get("value").String())
		}, app.EventScope(j.ID, j.Name))
}

// renderTools are what can be done with a run as such.
func (v *trainView) renderTools(j job) app.UI {
	if v.deleting == j.ID {
		return app.Div().Class("confirm").Role("alertdialog").Aria("label", v.T("Delete this run?")).Body(
			app.Span().Text(v.T("Delete this run with its head and report? The data set stays.")),
			app.Button().Type("button").Class("button", "danger").ID("delete-run-yes").OnClick(func(ctx app.Context, _ app.Event) {
				v.deleting = ""
				v.Trainer.remove(ctx, j.ID)
			}, app.EventScope(j.ID)).Text(v.T("Delete")),
			app.Button().Type("button").Class("button").ID("delete-run-no").OnClick(func(app.Context, app.Event) { v.deleting = "" }).Text(v.T("Keep")),
		)
	}
	return app.Div().Class("run-tools").Body(
		app.Button().Type("button").Class("link-button").ID("copy-run").OnClick(func(ctx app.Context, _ app.Event) { copyRun(ctx, v.App, j.ID) }, app.EventScope(j.ID)).
			Text(v.T("Copy link to this run")),
		app.Button().Type("button").Class("link-button").ID("use-settings").OnClick(func(ctx app.Context, _ app.Event) { useSettings(ctx, v.App, v.Trainer.now) }).
			Text(v.T("Use its recipe and settings")),
		app.If(j.over(), func() app.UI {
			return app.Button().Type("button").Class("link-button", "is-danger").ID("delete-run").
				OnClick(func(ctx app.Context, _ app.Event) {
					v.deleting = j.ID
					ctx.Defer(func(app.Context) { bridge.Focus("#delete-run-no") })
				}, app.EventScope(j.ID)).
				Text(v.T("Delete"))
		}),
	)
}

// copyRun copies the address at which the trainer shows the run: that of its own
// page, if this one came from elsewhere.
func copyRun(ctx app.Context, a *App, id string) {
	address := bridge.Absolute(a.Server.at("/#run=" + id))
	bridge.Await(ctx, bridge.Copy(address), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			notify(ctx, toastError, a.T("Copying did not work: the link is ")+address)
			return
		}
		notify(ctx, toastInfo, a.T("Link copied: it opens this run on this trainer"))
	})
}

// settingsOf are the settings that a run was asked for with: on Automatic it was
// that, and not what the weights were then.
func settingsOf(j job) recipe.Train {
	t := j.Train
	if j.WeightsAsked != "" {
		t.Weights = j.WeightsAsked
	}
	return t
}

// useSettings makes a run's recipe and settings the document.
func useSettings(ctx app.Context, a *App, j job) {
	if j.Recipe == nil {
		return
	}
	r := j.Recipe.Clone()
	t := settingsOf(j)
	r.Train = &t
	if err := r.Validate(); err != nil {
		notify(ctx, toastError, trErr(a.Words, err))
		return
	}
	if a.Session.apply("", r) {
		a.Session.changed(ctx)
	}
	notify(ctx, toastInfo, a.T("The run’s recipe and settings are yours now; undo takes them back."))
}
