package web

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
)

const languageChanged = "language-changed"

// either returns en or zh, for the tables of faults.
func either(w i18n.Words, en, zh string) string {
	if w.Code() == "zh" {
		return zh
	}
	return en
}

// follow renders the component again whenever the language changes. Call it in
// OnMount.
func follow(ctx app.Context) { ctx.Handle(languageChanged, rerender) }

// followSession renders the component again whenever the document changes.
func followSession(ctx app.Context) { ctx.Handle(sessionChanged, rerender) }

func rerender(app.Context, app.Action) {} // go-app updates the handler's component

// setLanguage switches the page and remembers it, also for the server's next
// rendering (cookie).
func (a *App) setLanguage(ctx app.Context, l i18n.Words) {
	a.Words = l
	bridge.Keep("graft-language", l.Code())
	bridge.KeepForServer("graft-language", l.Code())
	a.showLanguage(ctx)
	ctx.NewAction(languageChanged)
}

// rememberedLanguage is the one that was chosen here before, else the browser's.
func rememberedLanguage() i18n.Words {
	kept := bridge.Recall("graft-language")
	if kept == "" {
		kept = bridge.BrowserLanguage()
	}
	return i18n.All().Match(kept)
}

func (a *App) showLanguage(ctx app.Context) {
	ctx.Page().SetLang(a.Language().Tag)
	ctx.Page().SetTitle("%s", pageTitle(a.Words))
}

func pageTitle(w i18n.Words) string {
	return w.T("Graft: image augmentation and fine-tuning you can see")
}
