package web

import (
	"sort"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
)

// wish is what a canvas (data-tile) should show, beyond the tiles of the grid.
type wish struct {
	slot   string // the canvas's name
	view   int
	recipe string // JSON; "" is the document
	drawn  string // values in place of drawn ones, JSON as the engine's draws
	other  string // key of the picture that it is mixed with
}

const drawAction = "draw"

// drawAll has every canvas drawn, once those that are new stand in the page.
func drawAll(ctx app.Context) {
	ctx.Defer(func(ctx app.Context) { ctx.NewAction(drawAction) })
}

// openWishes returns all wishes, in one order each time.
func openWishes(a *App) []wish {
	names := make([]string, 0, len(a.Wishes))
	for name := range a.Wishes {
		names = append(names, name)
	}
	sort.Strings(names)
	var all []wish
	for _, name := range names {
		all = append(all, a.Wishes[name]...)
	}
	return all
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

// pixelsOf is a document without what does not change pixels.
func pixelsOf(r recipe.Recipe) string {
	r.Train = nil
	return string(r.JSON())
}
