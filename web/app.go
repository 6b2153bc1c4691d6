package web

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/i18n"
)

// Routes tells go-app what the page is. The server and the browser call it
// once each, before anything else.
func Routes() {
	english := i18n.All()[0]
	app.Route("/", func() app.Composer { return newShell(english) })
}

// Run starts the page in the browser; it does not return there, and does
// nothing elsewhere.
func Run() {
	Routes()
	app.RunWhenOnBrowser()
}
