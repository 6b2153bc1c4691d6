package augment

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/codegen"
	"graft/web/internal/bridge"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

const codeOpened = "code-opened"

// codeDialog shows the recipe in the words of other libraries.
type codeDialog struct {
	app.Compo
	*state.App
	all  []codegen.Code // while it is open
	name string         // of the library that is shown
}

func (d *codeDialog) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	ctx.Handle(codeOpened, func(ctx app.Context, _ app.Action) {
		d.all = codegen.All(d.Session.Recipe())
		if d.name == "" {
			d.name = d.all[0].Name
		}
		ctx.Defer(func(app.Context) { bridge.OpenDialog("code-dialog") })
	})
}

func (d *codeDialog) shown() codegen.Code {
	for _, c := range d.all {
		if c.Name == d.name {
			return c
		}
	}
	return codegen.Code{}
}

func (d *codeDialog) copy(ctx app.Context, _ app.Event) {
	bridge.Await(ctx, bridge.Copy(d.shown().Text), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			ui.Notify(ctx, ui.ToastError, d.T("Copying did not work: select the code and press Ctrl+C."))
			return
		}
		ui.Notify(ctx, ui.ToastInfo, d.T("Code copied"))
	})
}

func (d *codeDialog) Render() app.UI {
	shown := d.shown()
	return app.Dialog().ID("code-dialog").Class("dialog", "code").Aria("labelledby", "code-title").Body(
		app.Div().Class("dialog-head").Body(
			app.H2().ID("code-title").Text(d.T("This recipe as code")),
			ui.CloseButton(d.Words),
		),
		app.Div().Class("code-tabs").Role("tablist").Aria("label", d.T("Library")).Body(
			app.Range(d.all).Slice(func(i int) app.UI { return d.tab(d.all[i]) }),
		),
		app.Div().Class("code-body").ID("code-panel").Role("tabpanel").Aria("labelledby", "code-"+shown.Name).Body(
			d.renderNotes(shown),
			app.Div().Class("code-frame").Body(
				app.Button().Type("button").Class("button", "code-copy").ID("copy-code").OnClick(d.copy).
					Body(ui.Icon("copy"), app.Span().Text(d.T("Copy"))),
				app.Pre().Class("code-text").TabIndex(0).Aria("label", shown.Title).
					Body(app.Code().ID("code-text").Attr("data-library", shown.Name).Text(shown.Text)),
			),
		),
	)
}

func (d *codeDialog) tab(c codegen.Code) app.UI {
	open := c.Name == d.name
	b := app.Button().Type("button").Class("code-tab").Role("tab").ID("code-"+c.Name).
		Aria("selected", open).Aria("controls", "code-panel").TabIndex(-1).Text(c.Title).
		OnClick(func(app.Context, app.Event) { d.name = c.Name }, app.EventScope(c.Name))
	if open {
		b = b.TabIndex(0)
	}
	return b
}

// renderNotes says in what the code differs from what Graft does.
func (d *codeDialog) renderNotes(c codegen.Code) app.UI {
	about := d.T("Given the same draws, this gives the same pixels.")
	if !c.Exact {
		about = d.T("Close to what Graft does. What differs:")
	}
	return app.Div().Class("code-notes").ID("code-notes").Attr("data-exact", c.Exact).Body(
		app.P().Class("code-about").Body(ui.Icon(map[bool]string{true: "check", false: "info"}[c.Exact]), app.Span().Text(about)),
		app.Ul().Body(app.Range(c.Notes).Slice(func(i int) app.UI {
			return app.Li().Text(d.Text(c.Notes[i]))
		})),
	)
}
