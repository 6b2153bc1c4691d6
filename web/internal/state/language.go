package state

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
	"graft/web/internal/ui"
)

// FollowSession renders the component again whenever the document changes.
func FollowSession(ctx app.Context) { ctx.Handle(SessionChanged, ui.Rerender) }

// SetLanguage switches the page and remembers it, also for the server's next
// rendering (cookie).
func (a *App) SetLanguage(ctx app.Context, l i18n.Words) {
	a.Words = l
	bridge.Keep("graft-language", l.Code())
	bridge.KeepForServer("graft-language", l.Code())
	a.ShowLanguage(ctx)
	ctx.NewAction(ui.LanguageChanged)
}

// RememberedLanguage is the one that was chosen here before, else the browser's.
func RememberedLanguage() i18n.Words {
	kept := bridge.Recall("graft-language")
	if kept == "" {
		kept = bridge.BrowserLanguage()
	}
	return i18n.All().Match(kept)
}

// ShowLanguage tells the browser, or the server's page, the language and the title.
func (a *App) ShowLanguage(ctx app.Context) {
	ctx.Page().SetLang(a.Language().Tag)
	ctx.Page().SetTitle("%s", PageTitle(a.Words))
}

// PageTitle stands on the browser's tab.
func PageTitle(w i18n.Words) string {
	return w.T("Graft: image augmentation and fine-tuning you can see")
}
