package train

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/web/internal/bridge"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// renderName is the run's title, which can be written over.
func (v *View) renderName(j api.Job) app.UI {
	return app.Input().Type("text").Class("run-name").ID("run-name").Value(j.Name).Placeholder(v.JobTitle(j, 4)).
		Aria("label", v.T("Name of this run")).MaxLength(60).AutoComplete(false).
		OnChange(func(ctx app.Context, _ app.Event) {
			v.Trainer.Rename(v.ctx, j.ID, ctx.JSSrc().Get("value").String())
		}, app.EventScope(j.ID, j.Name))
}

// renderTools are what can be done with a run as such.
func (v *View) renderTools(j api.Job) app.UI {
	if v.deleting == j.ID {
		return app.Div().Class("confirm").Role("alertdialog").Aria("label", v.T("Delete this run?")).Body(
			app.Span().Text(v.T("Delete this run with its classifier and report? The data set stays.")),
			app.Button().Type("button").Class("button", "danger").ID("delete-run-yes").OnClick(func(ctx app.Context, _ app.Event) {
				v.deleting = ""
				v.Trainer.Remove(v.ctx, j.ID)
			}, app.EventScope(j.ID)).Text(v.T("Delete")),
			app.Button().Type("button").Class("button").ID("delete-run-no").OnClick(func(app.Context, app.Event) { v.deleting = "" }).Text(v.T("Keep")),
		)
	}
	return app.Div().Class("run-tools").Body(
		app.Button().Type("button").Class("link-button").ID("copy-run").OnClick(func(ctx app.Context, _ app.Event) { copyRun(ctx, v.App, j.ID) }, app.EventScope(j.ID)).
			Text(v.T("Copy link to this run")),
		app.Button().Type("button").Class("link-button").ID("use-settings").OnClick(func(ctx app.Context, _ app.Event) { state.UseSettings(ctx, v.App, v.Trainer.Now) }).
			Text(v.T("Use its recipe and settings")),
		app.If(j.State.Final(), func() app.UI {
			return app.Button().Type("button").Class("link-button", "is-danger").ID("delete-run").
				OnClick(func(ctx app.Context, _ app.Event) {
					v.deleting = j.ID
					v.ctx.Defer(func(app.Context) { bridge.Focus("#delete-run-no") })
				}, app.EventScope(j.ID)).
				Text(v.T("Delete"))
		}),
	)
}

// copyRun copies the address at which the trainer shows the run: that of its own
// page, if this one came from elsewhere.
func copyRun(ctx app.Context, a *state.App, id string) {
	address := bridge.Absolute(a.Server.At("/#run=" + id))
	bridge.Await(ctx, bridge.Copy(address), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			ui.Notify(ctx, ui.ToastError, a.T("Copying did not work: the link is ")+address)
			return
		}
		ui.Notify(ctx, ui.ToastInfo, a.T("Link copied: it opens this run on this trainer"))
	})
}
