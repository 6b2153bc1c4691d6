package augment

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// exportPictureButton opens the dialog for a picture.
func exportPictureButton(w i18n.Words, p state.Picture) app.UI {
	of := p.Export(w)
	label := w.T("Export: save many views of this picture as a zip")
	b := app.Button().Type("button").Class("icon-button").ID("export-picture").Aria("label", label).Title(label).
		OnClick(func(ctx app.Context, _ app.Event) { state.OpenExport(ctx, of) }, app.EventScope(of)).Body(ui.Icon("download"))
	if p.Key == "" {
		b = b.Disabled(true)
	}
	return b
}
