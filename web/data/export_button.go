package data

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// exportSetButton opens the dialog for the data set.
func exportSetButton(a *state.App) app.UI {
	b := app.Button().Type("button").Class("button", "button-wide").ID("export-set").
		OnClick(func(ctx app.Context, _ app.Event) { state.OpenExport(ctx, state.ExportOf{}) }).
		Body(ui.Icon("download"), app.Span().Text(a.T("Export augmented")))
	if a.Pictures.Pictures == 0 || a.Pictures.Phase != "" {
		b = b.Disabled(true)
	}
	return b
}
