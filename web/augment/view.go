package augment

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// View is the first view: a picture, what is done to it, the results.
type View struct {
	app.Compo
	*state.App
	wishes     wishes
	picture    state.Picture
	opened     int           // pictures opened so far, for their keys
	asked      string        // id of the link whose picture is being fetched
	busy       bool          // a picture is being opened
	side       int           // of the grid: 1, 3 or 5 tiles
	active     int           // tile that the readout tells about; -1 for none
	tab        int           // tile that Tab reaches
	zoom       int           // view in the enlarged dialog; -1 when closed
	step       int           // whose work the dialog shows, counted from 1; 0 for all
	other      state.Picture // that the picture is mixed with, once there is need
	introduced bool          // the introduction was closed
}

// New returns the view in which augmentation is tried.
func New(a *state.App) app.UI { return &View{App: a} }

func (v *View) OnInit() {
	v.side, v.active, v.zoom = 3, -1, -1
	v.wishes = make(wishes)
	v.picture = state.SamplePicture(0)
	if !app.IsClient {
		return
	}
	v.introduced = bridge.Recall(introKept) != ""
	if n, err := strconv.Atoi(bridge.Recall("graft-grid")); err == nil && (n == 1 || n == 3 || n == 5) {
		v.side = n
	}
}

func (v *View) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	ctx.Handle(state.SessionChanged, func(ctx app.Context, _ app.Action) {
		v.openShared(ctx)
		v.draw()
	})
	ctx.Handle(state.PictureGiven, func(ctx app.Context, a app.Action) {
		if file, ok := a.Value.(app.Value); ok {
			v.openGiven(ctx, file)
		}
	})
	ctx.Handle(drawAction, func(ctx app.Context, _ app.Action) { v.draw() })
	bridge.OnPicture(ctx, "panel-"+state.ViewAugment, v.receive)
	bridge.Listen(ctx, "graft-drawn", func(ctx app.Context, _ app.Value) {
		if v.active < 0 && v.zoom < 0 {
			ctx.PreventUpdate()
		}
	})
	bridge.Listen(ctx, "graft-fault", func(ctx app.Context, detail app.Value) {
		ui.Notify(ctx, ui.ToastError, v.T("The picture could not be drawn: ")+faults.Words(v.Words, detail.Get("text").String()))
	})
	bridge.OnDialogClose(ctx, "zoom-dialog", func(app.Context) { v.closeZoom() })
	switch {
	case v.Session.Picture != "":
		v.openShared(ctx)
	case bridge.KeptPictureWaits():
		v.openKept(ctx)
	default:
		v.openSample(ctx, 0)
	}
}

// draw tells the pool what every canvas should show. It is cheap to repeat.
func (v *View) draw() {
	if !app.IsClient || v.picture.Key == "" || v.Session.View() != state.ViewAugment {
		return
	}
	names, views := []any{}, []any{}
	for k := range v.tiles() {
		names, views = append(names, strconv.Itoa(k)), append(views, k)
	}
	v.wishZoom()
	own := make(map[string]any)
	for _, w := range v.wishes.inOrder() {
		names, views = append(names, w.slot), append(views, w.view)
		own[w.slot] = w.own()
	}
	bridge.ShowPictures(v.picture.Key, v.PixelRecipe(), names, views, own)
}

func (v *View) tiles() int { return v.side * v.side }

// drawsOf returns what the slot's view drew.
func drawsOf(slot string) ([]draw, bool) {
	text, _, ok := bridge.Drawn(slot)
	if !ok {
		return nil, false
	}
	return parseDraws(text), true
}

func (v *View) Render() app.UI {
	return app.Div().Class("augment").Body(
		v.renderIntroduction(),
		app.Div().Class("stage").Body(
			v.renderSource(),
			v.renderResults(),
		),
		&stepsPanel{App: v.App},
		v.renderZoom(),
		&presetsDialog{App: v.App, Wishes: v.wishes},
		&codeDialog{App: v.App},
		&kerasDialog{App: v.App},
		&extremes{App: v.App, Wishes: v.wishes},
	)
}

// renderResults is the toolbar, the grid and what is said below it.
func (v *View) renderResults() app.UI {
	return app.Section().Class("results").Aria("label", v.T("Results")).Body(
		v.renderToolbar(),
		v.renderGrid(),
		v.renderReadout(),
	)
}

func (v *View) renderToolbar() app.UI {
	r := v.Session.Recipe()
	return app.Div().Class("toolbar").Body(
		app.Button().Type("button").Class("button", "draw").ID("new-draw").
			Title(v.T("Shuffle: another random seed (N or R)")).
			OnClick(func(ctx app.Context, _ app.Event) { v.Session.NewSeed(ctx) }).
			Body(ui.Icon("dice"), app.Span().Text(v.T("Shuffle")), app.Kbd().Aria("hidden", true).Text("N")),
		exportPictureButton(v.Words, v.picture),
		app.Label().Class("field").Title(v.T("Random seed")).Body(
			app.Span().Class("seed-label").Text(v.T("Random seed")),
			app.Input().Type("text").ID("seed").Class("number", "seed").Attr("inputmode", "numeric").
				AutoComplete(false).Value(strconv.FormatUint(r.Seed, 10)).OnChange(v.typeSeed),
		),
		v.sizeField(r.Size.W, r.Size.H),
		app.Div().Class("segments").Role("group").Aria("label", v.T("Grid")).Body(
			v.gridButton(1, v.T("1 result"), "1"),
			v.gridButton(3, v.T("3×3 grid"), "3×3"),
			v.gridButton(5, v.T("5×5 grid"), "5×5"),
		),
	)
}

func (v *View) sizeField(w, h int) app.UI {
	side := func(id, label string, value int) app.UI {
		return app.Input().Type("text").ID(id).Class("number", "side").Attr("inputmode", "numeric").
			AutoComplete(false).Aria("label", label).Value(strconv.Itoa(value)).OnChange(v.typeSize)
	}
	return app.Div().Class("field").Role("group").Aria("label", v.T("Size of the results in pixels")).Body(
		app.Span().Text(v.T("Size")),
		side("size-w", v.T("Width in pixels"), w),
		app.Span().Class("times").Text("×"),
		side("size-h", v.T("Height in pixels"), h),
	)
}

func (v *View) gridButton(side int, label, text string) app.UI {
	return app.Button().Type("button").Class("segment").ID("grid-"+strconv.Itoa(side)).
		Aria("label", label).Aria("pressed", v.side == side).Text(text).
		OnClick(func(ctx app.Context, _ app.Event) {
			v.side, v.active, v.tab = side, -1, 0
			bridge.Keep("graft-grid", strconv.Itoa(side))
			ctx.Defer(func(app.Context) { v.draw() })
		}, app.EventScope(side))
}

func (v *View) typeSeed(ctx app.Context, _ app.Event) {
	field := ctx.JSSrc()
	seed, err := parseSeed(v.Words, field.Get("value").String())
	if err != nil {
		ui.Notify(ctx, ui.ToastError, faults.Err(v.Words, err))
	} else {
		v.setSeed(ctx, seed)
	}
	field.Set("value", strconv.FormatUint(v.Session.Recipe().Seed, 10))
}

func (v *View) typeSize(ctx app.Context, _ app.Event) {
	w := bridge.Element("size-w")
	h := bridge.Element("size-h")
	size, err := parseSize(v.Words, w.Get("value").String(), h.Get("value").String())
	if err == nil {
		err = v.setSize(ctx, size)
	}
	if err != nil {
		ui.Notify(ctx, ui.ToastError, faults.Err(v.Words, err))
	}
	now := v.Session.Recipe().Size
	w.Set("value", strconv.Itoa(now.W))
	h.Set("value", strconv.Itoa(now.H))
}
