package web

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
)

// channels are the rows of the histogram, as static/learn.js finds them.
var channels = []struct {
	name  string
	title recipe.Text
}{
	{"r", recipe.Text{En: "Red", Zh: "红"}},
	{"g", recipe.Text{En: "Green", Zh: "绿"}},
	{"b", recipe.Text{En: "Blue", Zh: "蓝"}},
}

// renderHistogram is how often each level occurs, a channel a row; the script
// draws it from the canvases' pixels.
func renderHistogram() app.UI {
	return app.Figure().Class("histogram").ID("histogram").Body(
		app.FigCaption().Text(T("Levels before (grey) and after, with their means", "各级数量：之前（灰）与之后，及其均值")),
		app.Range(channels).Slice(func(i int) app.UI {
			c := channels[i]
			return app.Div().Class("histogram-row", "histogram-"+c.name).Body(
				app.Span().Class("histogram-name").Text(tr(c.title)),
				app.Raw(fmt.Sprintf(`<svg viewBox="0 0 256 40" preserveAspectRatio="none" aria-hidden="true" focusable="false"><path class="histogram-before" id="histogram-%s-before"/><path class="histogram-after" id="histogram-%s-after"/></svg>`, c.name, c.name)),
				app.Span().Class("histogram-mean").ID("histogram-"+c.name+"-mean"),
			)
		}),
	)
}
