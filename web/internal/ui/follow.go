package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// LanguageChanged is the action after the page was switched to another language.
const LanguageChanged = "language-changed"

// Follow renders the component again whenever the language changes. Call it in
// OnMount.
func Follow(ctx app.Context) { ctx.Handle(LanguageChanged, Rerender) }

// Rerender is the handler of an action after which a component is drawn again.
func Rerender(app.Context, app.Action) {} // go-app updates the component that handles it
