package ui

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/i18n"
)

// skippedShown bounds a list on the page; nobody reads further.
const skippedShown = 200

// SkippedList lists files with the reason why each was left out, folded.
func SkippedList(w i18n.Words, id, title string, n int, at func(int) (path, reason string)) app.UI {
	shown := make([]struct{}, min(n, skippedShown))
	return app.Details().ID(id).Class("skipped").DataSet("count", n).Body(
		app.Summary().Text(title),
		app.Ul().Class("plain-list").TabIndex(0).Aria("label", title).Body(
			app.Range(shown).Slice(func(i int) app.UI {
				path, reason := at(i)
				return app.Li().Body(app.Code().Text(path), app.Span().Class("muted").Text(reason))
			}),
			app.If(n > len(shown), func() app.UI {
				return app.Li().Class("muted").Text(fmt.Sprintf(w.T("and %s more"), FormatCount(n-len(shown))))
			}),
		),
	)
}
