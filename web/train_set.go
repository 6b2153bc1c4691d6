package web

import (
	"fmt"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// renderSet shows what is trained on.
func (v *trainView) renderSet() app.UI {
	id := chosenSet()
	set, ok := trainer.set(id)
	if !ok {
		return app.Div().Class("train-set").Body(
			app.H2().Text(T("Data set")),
			app.P().Class("muted").Text(T("Nothing is uploaded yet.")),
			app.Button().Type("button").Class("button", "button-wide").ID("go-data").
				OnClick(func(ctx app.Context, _ app.Event) { session.Show(ctx, viewData) }).
				Body(icon("folder"), app.Span().Text(T("Make a data set"))),
		)
	}
	return app.Div().Class("train-set").ID("train-set").DataSet("dataset", id).Body(
		app.H2().Text(T("Data set")),
		v.renderSetPicker(id),
		classList(set.Classes),
		app.If(id == pictures.sent.ID && !pictures.fresh() && pictures.Pictures > 0, func() app.UI {
			return app.P().Class("muted").Body(
				app.Text(T("The set in this browser has changed since it was uploaded. ")),
				app.Button().Type("button").Class("link-button").OnClick(func(ctx app.Context, _ app.Event) { session.Show(ctx, viewData) }).Text(T("Upload again")),
			)
		}),
	)
}

// renderSetPicker appears where the server has several sets.
func (v *trainView) renderSetPicker(id string) app.UI {
	if len(trainer.sets) < 2 {
		return app.Div().Hidden(true)
	}
	var options []app.UI
	for _, s := range trainer.sets {
		options = append(options, app.Option().Value(s.ID).Selected(s.ID == id).Text(setLabel(s)))
	}
	return app.Select().Class("select").ID("choose-set").Aria("label", T("Data set to train on")).
		OnChange(func(ctx app.Context, _ app.Event) { trainer.picked = ctx.JSSrc().Get("value").String() }).Body(options...)
}

func setLabel(s remoteSet) string {
	var names []string
	for i, c := range s.Classes {
		if i == 3 {
			names = append(names, "…")
			break
		}
		names = append(names, c.Name)
	}
	return strings.Join(names, T(", ##between names")) + fmt.Sprintf(T(" (%s pictures)"), formatCount(s.Pictures()))
}
