package web

import (
	"fmt"
	"html"
	"math"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// chart shows values by epoch. Pointer and arrow keys read values off; what
// they say is text, so that a reader hears it.
type chart struct {
	app.Compo

	ID     string
	Title  string
	Series []series
	Epochs int  // that the x axis runs to
	Share  bool // values are shares of 1: the y axis is 0 to 100%

	at int // the epoch under the pointer, from 1; 0 for none
}

const (
	chartW = 1000 // of the drawing's own units: it is stretched to its place
	chartH = 400
)

// axes returns the scales and the ticks of y.
func (c *chart) axes() (x, y scale, yTicks []float64) {
	lo, hi := 0.0, 1.0
	if c.Share {
		yTicks = []float64{0, 0.25, 0.5, 0.75, 1}
	} else {
		_, hi = bounds(c.Series)
		yTicks = ticks(0, math.Max(hi, 0.1), 4)
		hi = yTicks[len(yTicks)-1]
	}
	x = scale{Lo: 1, Hi: float64(max(c.Epochs, 2)), From: 0, To: chartW}
	return x, scale{Lo: lo, Hi: hi, From: chartH, To: 0}, yTicks
}

func (c *chart) value(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	if c.Share {
		return formatPercent(v)
	}
	if v < 0.01 {
		return fmt.Sprintf("%.4f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

func (c *chart) Render() app.UI {
	x, y, yTicks := c.axes()
	return app.Figure().Class("chart").ID(c.ID).Body(
		app.FigCaption().Body(
			app.Span().Class("chart-title").Text(c.Title),
			c.renderLegend(),
		),
		app.Div().Class("chart-plot").Body(
			app.Div().Class("chart-y").Aria("hidden", true).Body(app.Range(yTicks).Slice(func(i int) app.UI {
				label := tickLabel(yTicks[i])
				if c.Share {
					label = tickLabel(yTicks[i]*100) + "%"
				}
				return app.Span().Style("top", percentOf(y.at(yTicks[i]), chartH)).Text(label)
			})),
			app.Div().Class("chart-area").TabIndex(0).Role("group").Aria("label", c.Title+". "+T("Arrow keys read values off.", "用方向键读取数值。")).
				OnMouseMove(c.point).OnMouseLeave(func(app.Context, app.Event) { c.at = 0 }).
				On("touchmove", c.point, app.PassiveEvent()).On("touchstart", c.point, app.PassiveEvent()).
				OnKeyDown(c.step).OnBlur(func(app.Context, app.Event) { c.at = 0 }).
				Body(app.Raw(c.drawing(x, y, yTicks)), c.renderCursor(x, y)),
			app.Div().Class("chart-x").Aria("hidden", true).Body(c.renderX(x)...),
		),
	)
}

// renderLegend names the lines, with the values under the pointer or the last.
func (c *chart) renderLegend() app.UI {
	at := c.at
	for _, s := range c.Series {
		if c.at == 0 {
			at = max(at, len(s.Values))
		}
	}
	items := []app.UI{app.Span().Class("chart-epoch", "figures").Text(fmt.Sprintf(T("epoch %d", "第 %d 轮"), at))}
	for _, s := range c.Series {
		v := math.NaN()
		if at >= 1 && at <= len(s.Values) {
			v = s.Values[at-1]
		}
		items = append(items, app.Span().Class("chart-key", "key-"+s.Class).Body(
			app.Span().Text(s.Name), app.Span().Class("figures", "chart-value").Text(c.value(v))))
	}
	if at == 0 {
		items = items[1:]
	}
	live := "off" // not at every epoch
	if c.at > 0 {
		live = "polite"
	}
	return app.Span().Class("chart-legend").Aria("live", live).Body(items...)
}

func (c *chart) renderX(x scale) []app.UI {
	var labels []app.UI
	for _, e := range epochTicks(max(c.Epochs, 1), 8) {
		labels = append(labels, app.Span().Style("left", percentOf(x.at(float64(e)), chartW)).Text(fmt.Sprint(e)))
	}
	return labels
}

// drawing returns the grid and the lines. It is stretched to its place; lines
// keep their width (vector-effect in the style sheet).
func (c *chart) drawing(x, y scale, yTicks []float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" preserveAspectRatio="none" role="img" aria-label="%s">`, chartW, chartH, html.EscapeString(c.summary()))
	for _, t := range yTicks {
		fmt.Fprintf(&b, `<path class="grid" d="M0 %[1]sH%[2]d"/>`, pixel(y.at(t)), chartW)
	}
	for _, s := range c.Series {
		fmt.Fprintf(&b, `<path class="line line-%s" d="%s"/>`, s.Class, s.path(x, y))
	}
	b.WriteString("</svg>")
	return b.String()
}

// summary is the chart in a sentence.
func (c *chart) summary() string {
	var parts []string
	for _, s := range c.Series {
		if n := len(s.Values); n > 0 {
			parts = append(parts, fmt.Sprintf(T("%s from %s to %s", "%s 从 %s 到 %s"), s.Name, c.value(s.Values[0]), c.value(s.Values[n-1])))
		}
	}
	return c.Title + T(": ", "：") + strings.Join(parts, T(", ", "，"))
}

// renderCursor marks the epoch under the pointer, else the last points.
func (c *chart) renderCursor(x, y scale) app.UI {
	marks := []app.UI{}
	if c.at > 0 {
		marks = append(marks, app.Span().Class("chart-cursor").Style("left", percentOf(x.at(float64(c.at)), chartW)))
	}
	for _, s := range c.Series {
		at := c.at
		if at == 0 {
			at = len(s.Values)
		}
		if at < 1 || at > len(s.Values) || math.IsNaN(s.Values[at-1]) {
			continue
		}
		marks = append(marks, app.Span().Class("chart-dot", "dot-"+s.Class).
			Style("left", percentOf(x.at(float64(at)), chartW)).Style("top", percentOf(y.at(s.Values[at-1]), chartH)))
	}
	return app.Div().Class("chart-marks").Aria("hidden", true).Body(marks...)
}

func percentOf(v, whole float64) string { return fmt.Sprintf("%.2f%%", 100*v/whole) }

func (c *chart) point(ctx app.Context, e app.Event) {
	clientX := e.Get("clientX")
	if touches := e.Get("touches"); touches.Truthy() && touches.Length() > 0 {
		clientX = touches.Index(0).Get("clientX")
	}
	if clientX.Type() != app.TypeNumber {
		return
	}
	box := ctx.JSSrc().Call("getBoundingClientRect")
	c.at = epochAt(clientX.Float()-box.Get("left").Float(), box.Get("width").Float(), max(c.Epochs, 2), c.known())
}

// epochAt returns the epoch nearest to a pixel of the plot, held within what is
// known; 0 if nothing is.
func epochAt(px, width float64, epochs, known int) int {
	if width <= 0 || known == 0 {
		return 0
	}
	at := 1 + int(math.Round(px/width*float64(epochs-1)))
	return max(1, min(known, at))
}

func (c *chart) known() int {
	n := 0
	for _, s := range c.Series {
		n = max(n, len(s.Values))
	}
	return n
}

func (c *chart) step(ctx app.Context, e app.Event) {
	at, n := c.at, c.known()
	if at == 0 {
		at = n + 1
	}
	switch e.Get("key").String() {
	case "ArrowLeft":
		at--
	case "ArrowRight":
		at++
	case "Home":
		at = 1
	case "End":
		at = n
	default:
		return
	}
	if n > 0 {
		c.at = max(1, min(n, at))
	}
}
