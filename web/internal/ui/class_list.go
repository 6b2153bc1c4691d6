package ui

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/web/internal/i18n"
)

// classesShown are listed at once; what hangs below a list should not be pushed
// out of sight by it.
const classesShown = 6

// ClassList names the classes of a set on the server, with their pictures.
func ClassList(w i18n.Words, classes []api.Class) app.UI {
	if len(classes) <= classesShown+1 { // one more takes no more room than the fold
		return classRows(classes)
	}
	rest := classes[classesShown:]
	return app.Div().Class("class-rows").Body(
		classRows(classes[:classesShown]),
		app.Details().Class("skipped").Body(
			app.Summary().Text(fmt.Sprintf(w.T("%d more classes"), len(rest))),
			classRows(rest).TabIndex(0).Aria("label", w.T("More classes")),
		),
	)
}

func classRows(classes []api.Class) app.HTMLUl {
	return app.Ul().Class("plain-list").Body(app.Range(classes).Slice(func(i int) app.UI {
		return app.Li().Body(app.Span().Text(classes[i].Name), app.Span().Class("figures").Text(FormatCount(classes[i].Count)))
	}))
}
