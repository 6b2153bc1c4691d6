package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/i18n"
)

// CloseButton closes the dialog that it is in.
func CloseButton(w i18n.Words) app.UI {
	return app.Button().Type("button").Class("icon-button").Attr("data-close", "1").
		Aria("label", w.T("Close")).Body(Icon("close"))
}
