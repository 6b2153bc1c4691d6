package augment

import (
	"fmt"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/i18n"
	"graft/web/internal/state"
)

func (v *View) renderGrid() app.UI {
	size := v.Session.Recipe().Size
	r := v.Session.Recipe()
	r.Train = nil
	tiles := make([]app.UI, v.tiles())
	for k := range tiles {
		tiles[k] = v.renderTile(k)
	}
	return app.Div().Class("tile-grid", "tile-grid-"+strconv.Itoa(v.side)).ID("grid").Role("group").
		Aria("label", v.T("Augmented views; arrow keys move between them")).
		Attr("data-columns", v.side).
		Attr("data-boot", r.Code()).Attr("data-picture", "/web/"+state.Samples()[0].File).
		Style("--columns", strconv.Itoa(v.side)).
		Style("--aspect", fmt.Sprintf("%d / %d", size.W, size.H)).
		Style("--ratio", strconv.FormatFloat(float64(size.W)/float64(size.H), 'f', 4, 64)).
		On("mouseover", v.pointTile).On("focusin", v.focusTile).
		On("mouseleave", v.leaveTiles).OnClick(v.clickTile).
		Body(tiles...)
}

func (v *View) renderTile(k int) app.UI {
	index := -1
	if k == v.tab {
		index = 0
	}
	return app.Button().Type("button").Class("tile").Attr("data-index", k).TabIndex(index).
		Aria("label", fmt.Sprintf(v.T("View %d, enlarge"), k)).Aria("describedby", "readout").
		Body(
			app.Canvas().Attr("data-tile", k).Width(224).Height(224),
			app.Span().Class("tile-number").Aria("hidden", true).Text(k),
		)
}

// tileAt returns the tile that an event happened in, or -1.
func tileAt(e app.Event) int {
	target := e.Get("target")
	if !target.Truthy() || !target.Get("closest").Truthy() {
		return -1
	}
	tile := target.Call("closest", ".tile")
	if !tile.Truthy() {
		return -1
	}
	k, err := strconv.Atoi(tile.Get("dataset").Get("index").String())
	if err != nil {
		return -1
	}
	return k
}

func (v *View) pointTile(ctx app.Context, e app.Event) {
	if k := tileAt(e); k >= 0 && k != v.active {
		v.active = k
		return
	}
	ctx.PreventUpdate()
}

func (v *View) focusTile(_ app.Context, e app.Event) {
	if k := tileAt(e); k >= 0 {
		v.active, v.tab = k, k
	}
}

func (v *View) leaveTiles(app.Context, app.Event) { v.active = -1 }

func (v *View) clickTile(ctx app.Context, e app.Event) {
	if k := tileAt(e); k >= 0 {
		v.openZoom(ctx, k)
	}
}

// renderReadout tells what the pointed or focused tile drew.
func (v *View) renderReadout() app.UI {
	box := app.Div().Class("readout").ID("readout")
	draws, ok := []draw(nil), false
	if v.active >= 0 {
		draws, ok = drawsOf(strconv.Itoa(v.active))
	}
	took := app.Span().Class("took").ID("took").Attr("data-text", fmt.Sprintf(v.T("%d views in {ms}"), v.tiles()))
	if !ok {
		return box.Body(
			app.P().Class("readout-hint").Text(v.T("Point at a picture to read what was drawn for it; click to enlarge.")),
			took,
		)
	}
	return box.Body(
		app.P().Class("readout-draws").Body(append([]app.UI{
			app.Strong().Text(fmt.Sprintf(v.T("View %d"), v.active)),
		}, drawChips(v.Words, draws)...)...),
		took,
	)
}

func drawChips(w i18n.Words, draws []draw) []app.UI {
	var chips []app.UI
	for _, d := range draws {
		if !d.Applied {
			continue
		}
		chips = append(chips, app.Span().Class("chip").Body(
			app.Span().Text(d.title(w)), app.Span().Class("chip-value").Text(d.text(w))))
	}
	if chips == nil {
		chips = append(chips, app.Span().Class("chip").Body(
			app.Span().Text(w.T("as it is")), app.Span().Class("chip-value").Text("")))
	}
	return chips
}
