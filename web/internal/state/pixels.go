package state

import (
	"graft/core/recipe"
)

// PixelRecipe is the document without what does not change pixels, so that
// training settings do not draw the grid again.
func (a *App) PixelRecipe() string { return PixelsOf(a.Session.Recipe()) }

// PixelsOf is a document without what does not change pixels.
func PixelsOf(r recipe.Recipe) string {
	r.Train = nil
	return string(r.JSON())
}
