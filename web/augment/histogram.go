package augment

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/i18n"
)

// channels are the rows of the histogram, as static/histogram.js finds them.
var channels = []struct {
	name  string
	title string
}{
	{"r", i18n.Key("Red")},
	{"g", i18n.Key("Green")},
	{"b", i18n.Key("Blue")},
}

// renderHistogram is how often each level occurs, a channel a row; the script
// draws it from the canvases' pixels.
func renderHistogram(w i18n.Words) app.UI {
	return app.Figure().Class("histogram").ID("histogram").Body(
		app.FigCaption().Text(w.T("Levels before (grey) and after, with their means")),
		app.Range(channels).Slice(func(i int) app.UI {
			c := channels[i]
			return app.Div().Class("histogram-row", "histogram-"+c.name).Body(
				app.Span().Class("histogram-name").Text(w.T(c.title)),
				app.Raw(fmt.Sprintf(`<svg viewBox="0 0 256 40" preserveAspectRatio="none" aria-hidden="true" focusable="false"><path class="histogram-before" id="histogram-%s-before"/><path class="histogram-after" id="histogram-%s-after"/></svg>`, c.name, c.name)),
				app.Span().Class("histogram-mean").ID("histogram-"+c.name+"-mean"),
			)
		}),
	)
}
