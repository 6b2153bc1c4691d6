package web

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
)

// langCode is a language of the page, as an HTML lang attribute has it.
type langCode string

// The languages of the page.
const (
	English langCode = "en"
	Chinese langCode = "zh"
)

// language is what T answers in. The browser has one user; the server renders
// one language at a time under a lock (see page.go).
var language = English

const languageChanged = "language-changed"

// T returns en or zh, whichever is the page's language.
func T(en, zh string) string {
	if language == Chinese {
		return zh
	}
	return en
}

// tr is T for the texts of core/recipe.
func tr(t recipe.Text) string { return T(t.En, t.Zh) }

// follow renders the component again whenever the language changes. Call it in
// OnMount.
func follow(ctx app.Context) { ctx.Handle(languageChanged, rerender) }

// followSession renders the component again whenever the document changes.
func followSession(ctx app.Context) { ctx.Handle(sessionChanged, rerender) }

func rerender(app.Context, app.Action) {} // go-app updates the handler's component

// setLanguage switches the page and remembers it, also for the server's next
// rendering (cookie).
func setLanguage(ctx app.Context, l langCode) {
	language = l
	keep("graft-language", string(l))
	app.Window().Get("document").Set("cookie",
		"graft-language="+string(l)+"; path=/; max-age=31536000; samesite=lax")
	showLanguage(ctx)
	ctx.NewAction(languageChanged)
}

// initLanguage takes the remembered language, else the browser's.
func initLanguage() {
	kept := recall("graft-language")
	if kept == "" {
		kept = app.Window().Get("navigator").Get("language").String()
	}
	language = matchLanguage(kept)
}

func showLanguage(ctx app.Context) {
	ctx.Page().SetLang(htmlLang())
	ctx.Page().SetTitle("%s", pageTitle())
}

func htmlLang() string { return T("en", "zh-Hans") }

func pageTitle() string {
	return T("Graft: image augmentation and fine-tuning you can see", "Graft：看得见的图像增强与模型微调")
}

// matchLanguage picks the page's language for a browser's tag or an
// Accept-Language header: whichever of the two comes first, else English.
func matchLanguage(header string) langCode {
	for _, tag := range strings.Split(header, ",") {
		tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), ";")
		base, _, _ := strings.Cut(tag, "-")
		if base == string(Chinese) || base == string(English) {
			return langCode(base)
		}
	}
	return English
}

// keep remembers a setting in this browser; recall returns it, or "".
func keep(name, value string) { glue().Call("keep", name, value) }

func recall(name string) string { return glue().Call("recall", name).String() }
