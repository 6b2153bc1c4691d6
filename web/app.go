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

// watchScript is loaded after Go's runtime and before the page's Go, whose end it
// sees.
const watchScript = "/web/alive.js"

// Files of the page, in the order in which they are loaded. boot.js runs before
// the first paint, the other scripts before the page's Go.
var (
	pageStyles  = []string{"/web/graft.css", "/web/data.css", "/web/report.css", "/web/export.css", "/web/share.css"}
	pageScripts = []string{
		"/web/address.js", "/web/glue.js", "/web/pool.js", "/web/learn.js",
		"/web/zip.js", "/web/export.js",
		"/web/store.js", "/web/import.js", "/web/upload.js", "/web/gallery.js", "/web/capture.js", "/web/recognise.js", "/web/share.js",
	}
)
