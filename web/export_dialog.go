package web

import (
	"fmt"
	"strconv"
	"time"

	"graft/web/internal/bridge"
	"graft/web/internal/i18n"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

const exportOpened = "export-opened"

// openExport opens the dialog.
func openExport(ctx app.Context, of exportOf) { ctx.NewActionWithValue(exportOpened, of) }

// exportPictureButton opens the dialog for a picture.
func exportPictureButton(w i18n.Words, p picture) app.UI {
	of := p.export(w)
	label := w.T("Export: save many views of this picture as a zip")
	b := app.Button().Type("button").Class("icon-button").ID("export-picture").Aria("label", label).Title(label).
		OnClick(func(ctx app.Context, _ app.Event) { openExport(ctx, of) }, app.EventScope(of)).Body(icon("download"))
	if p.key == "" {
		b = b.Disabled(true)
	}
	return b
}

func (p picture) export(w i18n.Words) exportOf {
	name := p.name
	if p.sample >= 0 {
		name = samples[p.sample].file
	}
	return exportOf{key: p.key, name: name, title: p.title(w), pixels: p.w * p.h}
}

// exportSetButton opens the dialog for the data set.
func exportSetButton(a *App) app.UI {
	b := app.Button().Type("button").Class("button", "button-wide").ID("export-set").
		OnClick(func(ctx app.Context, _ app.Event) { openExport(ctx, exportOf{}) }).
		Body(icon("download"), app.Span().Text(a.T("Export augmented")))
	if a.Pictures.Pictures == 0 || a.Pictures.Phase != "" {
		b = b.Disabled(true)
	}
	return b
}

// exportDialog saves augmented pictures as a zip. An export goes on while the
// dialog is closed.
type exportDialog struct {
	app.Compo
	*App
	bridge.Listeners
	of       exportOf
	running  exportOf // what the state is about
	settings exportSettings
	state    exportState
}

func (d *exportDialog) OnInit() { d.settings = defaultExportSettings() }

func (d *exportDialog) OnMount(ctx app.Context) {
	follow(ctx)
	followSession(ctx)
	ctx.Handle(dataChanged, rerender)
	ctx.LocalStorage().Get(exportKey, &d.settings)
	d.settings = d.settings.mended()
	d.On(ctx, "graft-export", d.hear)
	ctx.Handle(exportOpened, func(ctx app.Context, a app.Action) {
		d.of, _ = a.Value.(exportOf)
		if !d.state.busy() && d.of != d.running {
			d.state = exportState{}
		}
		ctx.Defer(func(app.Context) {
			bridge.OpenDialog("export-dialog")
			bridge.Focus(d.first())
		})
	})
}

// first is what a keyboard begins with.
func (d *exportDialog) first() string {
	switch {
	case d.state.busy():
		return "#export-cancel"
	case d.state.State == "done" && d.state.URL != "":
		return "#export-save"
	case d.state.State == "done":
		return "#export-again"
	}
	return "#export-views"
}

func (d *exportDialog) OnDismount() { d.Close() }

// hear follows static/export.js. Whoever has closed the dialog is told how it
// ended.
func (d *exportDialog) hear(ctx app.Context, detail string) {
	was := d.state.busy()
	if err := d.state.take(detail, time.Now()); err != nil {
		app.Log(err)
		return
	}
	if was == d.state.busy() {
		return
	}
	ctx.Defer(func(app.Context) { bridge.Refocus("#export-state") })
	if bridge.DialogIsOpen("export-dialog") {
		return
	}
	switch d.state.State {
	case "done":
		notify(ctx, toastInfo, d.outcome())
	case "failed":
		notify(ctx, toastError, d.T("The export failed: ")+d.state.fault(d.Words))
	}
}

// start begins at once: a browser asks where to save only right after a press.
func (d *exportDialog) start(ctx app.Context, e app.Event) {
	e.PreventDefault()
	if d.state.busy() || d.of.pictures(d.App) == 0 {
		return
	}
	d.running = d.of
	ctx.LocalStorage().Set(exportKey, d.settings)
	s := d.settings
	plan := map[string]any{"recipe": pixelRecipe(d.App), "format": s.Format, "quality": s.Quality, "views": s.Views, "originals": s.Originals}
	var one any
	if d.of.key != "" {
		one = map[string]any{"key": d.of.key, "name": d.of.name, "pixels": d.of.pixels}
	}
	bridge.StartExport(plan, one, d.of.archive())
}

// again brings the form back.
func (d *exportDialog) again(ctx app.Context, _ app.Event) {
	d.state = exportState{}
	bridge.ForgetExport()
	ctx.Defer(func(app.Context) { bridge.Focus("#export-views") })
}

// whole reads a field of a whole number and shows what holds.
func (d *exportDialog) whole(to func(*exportSettings) *int, high int) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		field, value := ctx.JSSrc(), to(&d.settings)
		if n, ok := parseWithin(field.Get("value").String(), 1, high); ok {
			*value = n
		} else {
			notify(ctx, toastError, fmt.Sprintf(d.T("Want a whole number, 1 to %s."), formatCount(high)))
		}
		field.Set("value", strconv.Itoa(*value))
	}
}
