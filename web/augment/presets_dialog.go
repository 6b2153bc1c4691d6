package augment

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

const presetsOpened = "presets-opened"

// presetsDialog shows what each preset does to the picture.
type presetsDialog struct {
	app.Compo
	*state.App
	Wishes wishes
	open   bool
}

func (d *presetsDialog) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	state.FollowSession(ctx)
	ctx.Handle(presetsOpened, func(ctx app.Context, _ app.Action) {
		d.open = true
		d.wish()
		drawAll(ctx)
		ctx.Defer(func(app.Context) { bridge.OpenDialog("presets-dialog") })
	})
	bridge.OnDialogClose(ctx, "presets-dialog", func(ctx app.Context) {
		d.open = false
		delete(d.Wishes, "presets")
		drawAll(ctx)
	})
}

// wish asks for one view of every preset.
func (d *presetsDialog) wish() {
	now := d.Session.Recipe()
	var list []wish
	for _, p := range presets {
		list = append(list, wish{slot: "preset-" + p.Name, recipe: state.PixelsOf(p.with(now))})
	}
	d.Wishes["presets"] = list
}

func (d *presetsDialog) choose(p preset) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		replaceRecipe(ctx, d.App, p.with(d.Session.Recipe()))
		bridge.CloseDialog("presets-dialog")
		bridge.Announce(fmt.Sprintf(d.T("%s: %d steps"), d.Text(p.Title), len(d.Session.Recipe().Steps)))
	}
}

func (d *presetsDialog) Render() app.UI {
	now := d.Session.Recipe()
	return app.Dialog().ID("presets-dialog").Class("dialog", "menu").Aria("labelledby", "presets-title").Body(
		app.Div().Class("dialog-head").Body(
			app.H2().ID("presets-title").Text(d.T("Preset")),
			ui.CloseButton(d.Words),
		),
		app.Ul().Class("preset-list").Body(
			app.Range(presets).Slice(func(i int) app.UI {
				p := presets[i]
				return app.Li().Body(
					app.Button().Type("button").Class("preset").ID("preset-"+p.Name).
						Aria("pressed", d.open && p.is(now)).OnClick(d.choose(p), app.EventScope(i)).
						Body(
							app.Span().Class("preset-picture").Aria("hidden", true).Body(d.canvas(p)),
							app.Span().Class("preset-words").Body(
								app.Strong().Text(d.Text(p.Title)),
								app.Span().Class("menu-help").Text(d.Text(p.Help)),
							),
						))
			}),
		),
	)
}

func (d *presetsDialog) canvas(p preset) app.UI {
	if !d.open {
		return app.Span()
	}
	return app.Canvas().Attr("data-tile", "preset-"+p.Name).Width(96).Height(96)
}
