package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

const LanguageChanged = "language-changed"

// Follow renders the component again whenever the language changes. Call it in
// OnMount.
func Follow(ctx app.Context) { ctx.Handle(LanguageChanged, Rerender) }

func Rerender(app.Context, app.Action) {} // go-app updates the handler's component
