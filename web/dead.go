package web

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/i18n"
	"graft/web/internal/ui"
)

// renderDead is what a visitor is told when this program has ended in the tab,
// or its engine. It is drawn with the page, because then nothing can be drawn
// any more; static/ended.js opens it, and shows the lines whose data-when holds.
func renderDead(w i18n.Words) app.UI {
	when := func(what, text string) app.UI { return app.P().DataSet("when", what).Hidden(true).Text(text) }
	return app.Dialog().ID("dead-dialog").Class("dialog", "dead").Role("alertdialog").Aria("labelledby", "dead-title").Body(
		app.Div().Class("dialog-head").Body(
			ui.Icon("warn"),
			app.H2().ID("dead-title").Body(
				app.Span().DataSet("when", "page").Text(w.T("The page has stopped")),
				app.Span().DataSet("when", "load").Hidden(true).Text(w.T("The page could not start")),
				app.Span().DataSet("when", "engine").Hidden(true).Text(w.T("Pictures are not drawn any more")),
			),
		),
		app.Div().Class("dead-body").Body(
			when("page", w.T("Something went wrong inside it, and nothing on it answers now. Reload it: your recipe, the picture you see, your data set in this browser and everything on the trainer are kept. Steps to undo and the pictures under Recognise are not.")),
			when("load", w.T("It could not be fetched whole, or this browser cannot run it. See whether the connection holds, then reload.")),
			when("engine", w.T("The part of the page that reads and draws pictures has stopped again and again, as it does when the memory runs out. Reload the page, or close this and take a smaller picture. Your recipe and your data set stay.")),
			when("memory", w.T("This browser keeps nothing for this page: the pictures of your data set are gone once it is reloaded.")),
			when("picture", w.T("This browser cannot keep the picture you see: choose it again after the reload.")),
			when("busy", w.T("An export or an upload is still going on, which a reload would end. This line goes away when it is over.")),
			when("again", w.T("It has stopped twice in a minute. If a reload does not help, begin afresh, without the recipe in the address.")),
			app.Div().Class("button-row").Body(
				app.Button().Type("button").Class("button", "primary").ID("dead-reload").Text(w.T("Reload the page")),
				app.Button().Type("button").Class("button").ID("dead-afresh").DataSet("when", "again").Hidden(true).Text(w.T("Begin afresh")),
				app.Button().Type("button").Class("button").DataSet("when", "engine").Attr("data-close", "1").Hidden(true).Text(w.T("Go on without")),
			),
			app.Details().Class("skipped").Body(
				app.Summary().Text(w.T("What the program said last")),
				app.Pre().Class("dead-words").Lang("en"),
			),
		),
	)
}
