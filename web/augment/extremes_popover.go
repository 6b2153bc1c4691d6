package augment

import (
	"fmt"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// extremes is the popover with what a parameter does at its ends. static/extremes.js
// says when: a slider is pointed at, has the keyboard, or is pressed long.
type extremes struct {
	app.Compo
	*state.App
	Wishes wishes
	step   int // of the recipe; -1 while nothing is shown
	param  string
}

func (x *extremes) OnInit() { x.step = -1 }

func (x *extremes) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	ctx.Handle(state.SessionChanged, func(ctx app.Context, _ app.Action) {
		if x.step < 0 {
			ctx.PreventUpdate()
			return
		}
		x.wish()
		drawAll(ctx)
	})
	bridge.Listen(ctx, "graft-explain", func(ctx app.Context, detail app.Value) {
		x.show(ctx, detail.Get("step").Int(), detail.Get("param").String())
	})
}

// show explains a parameter; step -1 ends it.
func (x *extremes) show(ctx app.Context, step int, param string) {
	x.step, x.param = step, param
	if x.wish(); x.Wishes["extremes"] == nil {
		x.step = -1
	}
	shown := x.step >= 0
	ctx.Defer(func(app.Context) { bridge.PlaceExtremes(shown) })
	drawAll(ctx)
}

func (x *extremes) list() []extreme {
	steps := x.Session.Recipe().Steps
	if x.step < 0 || x.step >= len(steps) {
		return nil
	}
	return extremesOf(x.Words, x.Session.Recipe(), steps[x.step], x.param)
}

func (x *extremes) wish() {
	delete(x.Wishes, "extremes")
	for i, e := range x.list() {
		x.Wishes["extremes"] = append(x.Wishes["extremes"], wish{slot: "extreme-" + strconv.Itoa(i), recipe: e.recipe, drawn: e.drawn})
	}
}

func (x *extremes) Render() app.UI {
	size := x.Session.Recipe().Size
	list := x.list()
	return app.Div().Class("extremes").ID("extremes").Attr("popover", "manual").Role("tooltip").
		Style("--aspect", fmt.Sprintf("%d / %d", size.W, size.H)).
		Body(app.Range(list).Slice(func(i int) app.UI {
			return app.Figure().Body(
				app.Canvas().Attr("data-tile", "extreme-"+strconv.Itoa(i)).Width(96).Height(96),
				app.FigCaption().Text(list[i].text),
			)
		}))
}
