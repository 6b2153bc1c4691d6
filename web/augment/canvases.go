package augment

import (
	"maps"
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// wish is what a canvas (data-tile) should show, beyond the tiles of the grid.
type wish struct {
	slot   string // the canvas's name
	view   int
	recipe string // JSON; "" is the document
	drawn  string // values in place of drawn ones, JSON as the engine's draws
	other  string // key of the picture that it is mixed with
}

// wishes are those of the dialogs and popovers that are open, by their name. A
// part of the page that changes its own asks for a drawing with drawAll.
type wishes map[string][]wish

const drawAction = "draw"

// drawAll has every canvas drawn, once those that are new stand in the page.
func drawAll(ctx app.Context) {
	ctx.Defer(func(ctx app.Context) { ctx.NewAction(drawAction) })
}

// inOrder returns all wishes, in one order each time.
func (all wishes) inOrder() []wish {
	var list []wish
	for _, name := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[name]...)
	}
	return list
}

// own is what pool.show needs to know of a wish that differs from the rest.
func (w wish) own() map[string]any {
	own := make(map[string]any)
	for name, value := range map[string]string{"recipe": w.recipe, "drawn": w.drawn, "other": w.other} {
		if value != "" {
			own[name] = value
		}
	}
	return own
}
