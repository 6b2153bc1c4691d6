package chart

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/i18n"
	"graft/web/internal/ui"
)

// Chart shows values by epoch in panels above one another, which share their
// epochs. Pointer and arrow keys read values off all of them at once; what they
// say is text, so that a reader hears it.
type Chart struct {
	app.Compo
	i18n.Words

	ID     string
	Title  string
	Panels []Panel
	Marks  []Mark
	Epochs int // that the x axis runs to

	at int // the epoch under the pointer, from 1; 0 for none
}

// Panel is a part of a chart with a y axis of its own.
type Panel struct {
	Title  string
	Series []Series
	Share  bool // values are shares of 1: the y axis is 0 to 100%
	Thin   bool
}

// Mark is a line across all panels: where a phase begins, the best epoch.
type Mark struct {
	At    float64 // in epochs; 3.5 is between the third and the fourth
	Class string
	Text  string
}

const (
	chartW = 1000 // of a drawing's own units: it is stretched to its place
	chartH = 400
)

// x returns the scale of epochs.
func (c *Chart) x() scale {
	return scale{Lo: 1, Hi: float64(max(c.Epochs, 2)), From: 0, To: chartW}
}

// y returns the scale of a panel and its ticks.
func (p Panel) y() (y scale, yTicks []float64) {
	lo, hi := 0.0, 1.0
	switch {
	case p.Share:
		yTicks = []float64{0, 0.25, 0.5, 0.75, 1}
	case p.Thin:
		if _, hi = bounds(p.Series); hi <= 0 {
			hi = 1
		}
		yTicks = []float64{0, hi}
	default:
		_, hi = bounds(p.Series)
		yTicks = ticks(0, math.Max(hi, 0.1), 4)
		hi = yTicks[len(yTicks)-1]
	}
	return scale{Lo: lo, Hi: hi, From: chartH, To: 0}, yTicks
}

// value writes a value of the panel.
func (p Panel) value(v float64) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case p.Share:
		return ui.FormatPercent(v)
	case p.Thin:
		return strconv.FormatFloat(v, 'g', 3, 64)
	case v < 0.01:
		return fmt.Sprintf("%.4f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

func (p Panel) label(v float64) string {
	switch {
	case p.Share:
		return TickLabel(v*100) + "%"
	case p.Thin:
		return strconv.FormatFloat(v, 'g', 2, 64)
	}
	return TickLabel(v)
}

// summary is the panel in a sentence.
func (p Panel) summary(w i18n.Words) string {
	var parts []string
	for _, s := range p.Series {
		if n := len(s.Values); n > 0 {
			parts = append(parts, fmt.Sprintf(w.T("%s from %s to %s"), s.Name, p.value(s.Values[0]), p.value(s.Values[n-1])))
		}
	}
	return p.Title + w.T(": ") + strings.Join(parts, w.T(", "))
}

func (c *Chart) Render() app.UI {
	x := c.x()
	body := []app.UI{c.renderHead()}
	for i := range c.Panels {
		body = append(body, c.renderPanel(c.Panels[i], x))
	}
	return app.Figure().Class("chart").ID(c.ID).Body(
		app.Div().Class("chart-panels").TabIndex(0).Role("group").Aria("label", c.Title+c.T(". Arrow keys read values off.")).
			OnMouseMove(c.point).OnMouseLeave(c.leave).
			On("touchmove", c.point, app.PassiveEvent()).On("touchstart", c.point, app.PassiveEvent()).
			OnKeyDown(c.step).OnBlur(c.leave).
			Body(append(body, app.Div().Class("chart-x").Aria("hidden", true).Body(c.renderX(x)...))...),
	)
}

// renderHead names the lines, and the epoch under the pointer or the last.
func (c *Chart) renderHead() app.UI {
	items := []app.UI{}
	if len(c.Panels) > 0 {
		for _, s := range c.Panels[0].Series {
			items = append(items, app.Span().Class("chart-key", "key-"+s.Class).Text(s.Name))
		}
	}
	epoch := app.Span().Class("chart-epoch", "figures")
	if at := c.shown(); at > 0 {
		epoch = epoch.Text(fmt.Sprintf(c.T("epoch %d"), at))
	}
	return app.Div().Class("chart-head").Body(app.Span().Class("chart-legend").Body(items...), epoch)
}

// shown is the epoch whose values are written out: that under the pointer, else
// the last.
func (c *Chart) shown() int {
	if c.at > 0 {
		return c.at
	}
	return c.known()
}

func (c *Chart) renderPanel(p Panel, x scale) app.UI {
	y, yTicks := p.y()
	class := ""
	if p.Thin {
		class = "is-thin"
	}
	return app.Div().Class("chart-panel", class).Body(
		app.Div().Class("chart-caption").Body(app.Span().Class("chart-title").Text(p.Title), c.renderValues(p)),
		app.Div().Class("chart-y").Aria("hidden", true).Body(app.Range(yTicks).Slice(func(i int) app.UI {
			return app.Span().Style("top", ui.PercentOf(y.at(yTicks[i]), chartH)).Text(p.label(yTicks[i]))
		})),
		app.Div().Class("chart-area").Body(app.Raw(p.drawing(c.Words, x, y, yTicks)), c.renderCursor(p, x, y)),
	)
}

// renderValues are a panel's values at the epoch shown.
func (c *Chart) renderValues(p Panel) app.UI {
	at := c.shown()
	var items []app.UI
	for _, s := range p.Series {
		v := math.NaN()
		if at >= 1 && at <= len(s.Values) {
			v = s.Values[at-1]
		}
		items = append(items, app.Span().Class("chart-value", "key-"+s.Class, "figures").Title(s.Name).Body(
			app.Span().Class("sr-only").Text(s.Name+" "), app.Span().Text(p.value(v))))
	}
	live := "off" // not at every epoch
	if c.at > 0 {
		live = "polite"
	}
	return app.Span().Class("chart-values").Aria("live", live).Body(items...)
}

func (c *Chart) renderX(x scale) []app.UI {
	var labels []app.UI
	for _, e := range epochTicks(max(c.Epochs, 1), 8) {
		labels = append(labels, app.Span().Style("left", ui.PercentOf(x.at(float64(e)), chartW)).Text(fmt.Sprint(e)))
	}
	return labels
}

// drawing returns the grid and the lines. It is stretched to its place; lines
// keep their width (vector-effect in the style sheet).
func (p Panel) drawing(w i18n.Words, x, y scale, yTicks []float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" preserveAspectRatio="none" role="img" aria-label="%s">`, chartW, chartH, html.EscapeString(p.summary(w)))
	for _, t := range yTicks {
		fmt.Fprintf(&b, `<path class="grid" d="M0 %[1]sH%[2]d"/>`, Pixel(y.at(t)), chartW)
	}
	for _, s := range p.Series {
		fmt.Fprintf(&b, `<path class="line line-%s" d="%s"/>`, s.Class, s.path(x, y))
	}
	b.WriteString("</svg>")
	return b.String()
}

// renderCursor marks the epoch under the pointer, else the last points.
func (c *Chart) renderCursor(p Panel, x, y scale) app.UI {
	marks := []app.UI{}
	for _, m := range c.Marks {
		marks = append(marks, app.Span().Class("chart-mark", "mark-"+m.Class).Style("left", ui.PercentOf(x.at(m.At), chartW)).
			Body(app.Span().Class("mark-text").Text(m.Text)))
	}
	if c.at > 0 {
		marks = append(marks, app.Span().Class("chart-cursor").Style("left", ui.PercentOf(x.at(float64(c.at)), chartW)))
	}
	for _, s := range p.Series {
		at := c.at
		if at == 0 {
			at = len(s.Values)
		}
		if at < 1 || at > len(s.Values) || math.IsNaN(s.Values[at-1]) {
			continue
		}
		marks = append(marks, app.Span().Class("chart-dot", "dot-"+s.Class).
			Style("left", ui.PercentOf(x.at(float64(at)), chartW)).Style("top", ui.PercentOf(y.at(s.Values[at-1]), chartH)))
	}
	return app.Div().Class("chart-marks").Aria("hidden", true).Body(marks...)
}

func (c *Chart) leave(app.Context, app.Event) { c.at = 0 }

func (c *Chart) point(ctx app.Context, e app.Event) {
	clientX := e.Get("clientX")
	if touches := e.Get("touches"); touches.Truthy() && touches.Length() > 0 {
		clientX = touches.Index(0).Get("clientX")
	}
	area := ctx.JSSrc().Call("querySelector", ".chart-area")
	if clientX.Type() != app.TypeNumber || !area.Truthy() {
		return
	}
	box := area.Call("getBoundingClientRect")
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

func (c *Chart) known() int {
	n := 0
	for _, p := range c.Panels {
		for _, s := range p.Series {
			n = max(n, len(s.Values))
		}
	}
	return n
}

func (c *Chart) step(ctx app.Context, e app.Event) {
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
	e.PreventDefault()
	if n > 0 {
		c.at = max(1, min(n, at))
	}
}
