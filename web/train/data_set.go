package train

import (
	"fmt"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// renderSet shows what is trained on.
func (v *View) renderSet() app.UI {
	id := chosenSet(v.App)
	set, ok := v.Trainer.Set(id)
	if !ok {
		return app.Div().Class("train-set").Body(
			app.H2().Text(v.T("Data set")),
			app.P().Class("muted").Text(v.T("Nothing is uploaded yet.")),
			app.Button().Type("button").Class("button", "button-wide").ID("go-data").
				OnClick(func(ctx app.Context, _ app.Event) { v.Session.Show(ctx, state.ViewData) }).
				Body(ui.Icon("folder"), app.Span().Text(v.T("Make a data set"))),
		)
	}
	return app.Div().Class("train-set").ID("train-set").DataSet("dataset", id).Body(
		app.H2().Text(v.T("Data set")),
		v.renderSetPicker(id),
		ui.ClassList(v.Words, set.Classes),
		app.If(id == v.Pictures.Sent.ID && !v.Pictures.Fresh() && v.Pictures.Pictures > 0, func() app.UI {
			return app.P().Class("muted").Body(
				app.Text(v.T("The set in this browser has changed since it was uploaded. ")),
				app.Button().Type("button").Class("link-button").OnClick(func(ctx app.Context, _ app.Event) { v.Session.Show(ctx, state.ViewData) }).Text(v.T("Upload again")),
			)
		}),
		v.renderDeleteSet(id),
	)
}

// renderDeleteSet asks before a data set is deleted, for there is no way back.
func (v *View) renderDeleteSet(id string) app.UI {
	if v.deletingSet != id {
		return app.Button().Type("button").Class("link-button", "muted").ID("delete-set").OnClick(func(ctx app.Context, _ app.Event) {
			v.deletingSet = id
			v.ctx.Defer(func(app.Context) { bridge.Focus("#delete-set-no") })
		}, app.EventScope(id)).Text(v.T("Delete from the trainer"))
	}
	return app.Div().Class("confirm").Role("alertdialog").Aria("label", v.T("Delete this data set?")).Body(
		app.Span().Text(v.T("Delete this data set from the trainer? Runs and their classifiers stay, and so do the pictures in this browser.")),
		app.Button().Type("button").Class("button", "danger").ID("delete-set-yes").OnClick(func(ctx app.Context, _ app.Event) {
			v.deletingSet = ""
			v.Trainer.RemoveSet(v.ctx, id)
			v.ctx.Defer(func(app.Context) { bridge.Refocus("#train-set, #go-data") })
		}, app.EventScope(id)).Text(v.T("Delete")),
		app.Button().Type("button").Class("button").ID("delete-set-no").OnClick(func(ctx app.Context, _ app.Event) {
			v.deletingSet = ""
			v.ctx.Defer(func(app.Context) { bridge.Focus("#delete-set") })
		}).Text(v.T("Keep")),
	)
}

// renderSetPicker appears where the server has several sets.
func (v *View) renderSetPicker(id string) app.UI {
	if len(v.Trainer.Sets) < 2 {
		return app.Div().Hidden(true)
	}
	var options []app.UI
	for _, s := range v.Trainer.Sets {
		options = append(options, app.Option().Value(s.ID).Selected(s.ID == id).Text(setLabel(v.Words, s)))
	}
	return app.Select().Class("select").ID("choose-set").Aria("label", v.T("Data set to train on")).
		OnChange(func(ctx app.Context, _ app.Event) { v.Trainer.Picked = ctx.JSSrc().Get("value").String() }).Body(options...)
}

func setLabel(w i18n.Words, s api.Dataset) string {
	var names []string
	for i, c := range s.Classes {
		if i == 3 {
			names = append(names, "…")
			break
		}
		names = append(names, c.Name)
	}
	return strings.Join(names, w.T(", ##between names")) + fmt.Sprintf(w.T(" (%s pictures)"), ui.FormatCount(s.Pictures()))
}
