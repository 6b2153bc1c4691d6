package web

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// language is what T answers in. The browser has one user; the server renders
// one language at a time under a lock (see page.go).
var language = English

// The languages that tests ask for.
var (
	English    = i18n.All()[0]
	Chinese, _ = i18n.All().Named("zh")
)

const languageChanged = "language-changed"

// T returns an English text in the page's language.
func T(text string) string { return language.T(text) }

// Plural is T of one for n = 1, else of many.
func Plural(n int, one, many string) string { return language.Plural(n, one, many) }

// tr is T for the texts of core/recipe.
func tr(t recipe.Text) string { return language.Text(t) }

// either returns en or zh, for the tables of faults.
func either(en, zh string) string {
	if language == Chinese {
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
func setLanguage(ctx app.Context, l i18n.Words) {
	language = l
	keep("graft-language", l.Code())
	app.Window().Get("document").Set("cookie",
		"graft-language="+l.Code()+"; path=/; max-age=31536000; samesite=lax")
	showLanguage(ctx)
	ctx.NewAction(languageChanged)
}

// initLanguage takes the remembered language, else the browser's.
func initLanguage() {
	kept := recall("graft-language")
	if kept == "" {
		kept = app.Window().Get("navigator").Get("language").String()
	}
	language = i18n.All().Match(kept)
}

func showLanguage(ctx app.Context) {
	ctx.Page().SetLang(language.Language().Tag)
	ctx.Page().SetTitle("%s", pageTitle())
}

func pageTitle() string { return T("Graft: image augmentation and fine-tuning you can see") }

// keep remembers a setting in this browser; recall returns it, or "".
func keep(name, value string) { glue().Call("keep", name, value) }

func recall(name string) string { return glue().Call("recall", name).String() }
