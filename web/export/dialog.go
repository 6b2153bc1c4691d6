package export

import (
	"fmt"
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// Dialog saves augmented pictures as a zip. An export goes on while the
// dialog is closed.
type Dialog struct {
	app.Compo
	*state.App
	hears    bridge.Listeners
	of       state.ExportOf
	running  state.ExportOf // what the state is about
	settings exportSettings
	state    exportState
}

// New returns the dialog, closed.
func New(a *state.App) app.UI { return &Dialog{App: a} }

func (d *Dialog) OnInit() { d.settings = defaultExportSettings() }

func (d *Dialog) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	state.FollowSession(ctx)
	ctx.Handle(state.DataChanged, ui.Rerender)
	ctx.LocalStorage().Get(exportKey, &d.settings)
	d.settings = d.settings.mended()
	d.hears.On(ctx, "graft-export", d.hear)
	ctx.Handle(state.ExportOpened, func(ctx app.Context, a app.Action) {
		d.of, _ = a.Value.(state.ExportOf)
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
func (d *Dialog) first() string {
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

func (d *Dialog) OnDismount() { d.hears.Close() }

// hear follows static/export.js. Whoever has closed the dialog is told how it
// ended.
func (d *Dialog) hear(ctx app.Context, detail string) {
	was := d.state.busy()
	if err := d.state.follow(detail, time.Now()); err != nil {
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
		ui.Notify(ctx, ui.ToastInfo, d.outcome())
	case "failed":
		ui.Notify(ctx, ui.ToastError, d.T("The export failed: ")+d.state.fault(d.Words))
	}
}

// start begins at once: a browser asks where to save only right after a press.
func (d *Dialog) start(ctx app.Context, e app.Event) {
	e.PreventDefault()
	if d.state.busy() || d.of.Pictures(d.App) == 0 {
		return
	}
	d.running = d.of
	ctx.LocalStorage().Set(exportKey, d.settings)
	s := d.settings
	plan := map[string]any{"recipe": d.PixelRecipe(), "format": s.Format, "quality": s.Quality, "views": s.Views, "originals": s.Originals}
	var one any
	if d.of.Key != "" {
		one = map[string]any{"key": d.of.Key, "name": d.of.Name, "pixels": d.of.Pixels}
	}
	bridge.StartExport(plan, one, d.of.Archive())
}

// again brings the form back.
func (d *Dialog) again(ctx app.Context, _ app.Event) {
	d.state = exportState{}
	bridge.ForgetExport()
	ctx.Defer(func(app.Context) { bridge.Focus("#export-views") })
}

// wholeNumber reads a field of a whole number and shows what holds.
func (d *Dialog) wholeNumber(to func(*exportSettings) *int, high int) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		field, value := ctx.JSSrc(), to(&d.settings)
		if n, ok := parseWithin(field.Get("value").String(), 1, high); ok {
			*value = n
		} else {
			ui.Notify(ctx, ui.ToastError, fmt.Sprintf(d.T("Only whole numbers from 1 to %s are possible here."), ui.FormatCount(high)))
		}
		field.Set("value", strconv.Itoa(*value))
	}
}
