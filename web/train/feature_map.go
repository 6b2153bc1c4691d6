package train

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/web/internal/chart"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// mapView shows the pictures as the network sees them, in two dimensions: what
// is near is alike to it. A point shows its picture to pointer, finger and keys.
type mapView struct {
	app.Compo
	*state.App
	Job    api.Job
	Report *api.Report
	Lang   i18n.Words

	at    int // the point shown, from 1; 0 for none
	only  int // the class shown alone, from 1; 0 for all
	drawn string
	of    *api.Report // that drawn shows
	alone int         // the class that drawn shows alone
}

const (
	mapW, mapH = 1000, 600 // of the drawing's own units
	mapMargin  = 30
)

// place is where a point lies in the drawing.
type place struct{ x, y float64 }

// placesOf fits the points into the drawing, with one scale for both axes, since
// distances are what the map is about.
func placesOf(m api.FeatureMap) []place {
	if len(m.Points) == 0 {
		return nil
	}
	lo, hi := m.Points[0], m.Points[0]
	for _, p := range m.Points {
		lo.X, lo.Y = min(lo.X, p.X), min(lo.Y, p.Y)
		hi.X, hi.Y = max(hi.X, p.X), max(hi.Y, p.Y)
	}
	left, right, bottom, top := float64(lo.X), float64(hi.X), float64(lo.Y), float64(hi.Y)
	zoom := math.Min((mapW-2*mapMargin)/math.Max(right-left, 1e-12), (mapH-2*mapMargin)/math.Max(top-bottom, 1e-12))
	list := make([]place, len(m.Points))
	for i, p := range m.Points {
		list[i] = place{mapW/2 + (float64(p.X)-(left+right)/2)*zoom, mapH/2 - (float64(p.Y)-(bottom+top)/2)*zoom}
	}
	return list
}

// nearest returns the points by their distance from p, the nearest first.
func nearest(list []place, p place) []int {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	far := func(i int) float64 { return math.Hypot(list[i].x-p.x, list[i].y-p.y) }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(far(a), far(b)) })
	return order
}

func (m *mapView) Render() app.UI {
	points := m.Report.Map.Points
	if len(points) < 3 {
		return app.Section().Class("feature-map").Hidden(true)
	}
	return app.Section().Class("feature-map").ID("feature-map").Body(
		app.H3().Class("chart-title").Text(m.T("How the network sees the pictures")),
		app.P().Class("muted").Text(fmt.Sprintf(m.T("Each point is a picture; the 2048 features of all are laid flat along the two directions in which they differ most (PCA), which hold %s of the differences. Classes that lie apart are easy to tell apart. Faint: trained on; solid: kept for validation; ringed: mistaken."),
			wholePercent(m.Report.Map.Explained[0]+m.Report.Map.Explained[1]))),
		m.renderLegend(),
		app.Div().Class("map-area").ID("map-area").TabIndex(0).Role("group").
			Aria("label", m.T("Map of the pictures. Arrow keys go from point to point, Enter opens the picture.")).
			OnMouseMove(m.point).OnMouseLeave(func(app.Context, app.Event) { m.at = 0 }).OnBlur(func(app.Context, app.Event) { m.at = 0 }).
			OnClick(m.press).OnKeyDown(m.key).
			Body(app.Raw(m.drawing()), m.renderShown()),
	)
}

// renderLegend names the classes; one can be shown alone.
func (m *mapView) renderLegend() app.UI {
	classes := m.Report.Classes
	return app.Div().Class("map-legend").Role("group").Aria("label", m.T("Show one class alone")).Body(
		app.Range(classes).Slice(func(i int) app.UI {
			return app.Button().Type("button").Class("map-key").Aria("pressed", m.only == i+1).
				OnClick(func(app.Context, app.Event) {
					if m.only == i+1 {
						m.only = 0
					} else {
						m.only = i + 1
					}
				}, app.EventScope(i)).
				Body(chart.ClassMark(i), app.Span().Text(classes[i].Name))
		}))
}

// drawing returns the points. It is made anew only when it has to be: there may
// be thousands.
func (m *mapView) drawing() string {
	if m.drawn != "" && m.of == m.Report && m.alone == m.only {
		return m.drawn
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" aria-hidden="true" focusable="false">`, mapW, mapH)
	places := placesOf(m.Report.Map)
	wrong := make(map[string]bool)
	for _, i := range m.Report.Mistakes {
		wrong[m.Report.Pictures[i].Digest] = true
	}
	for i, p := range m.Report.Map.Points {
		class := chart.ClassColour(p.Class)
		if !p.HeldOut {
			class += " is-trained"
		} else if wrong[p.Digest] {
			class += " is-wrong"
		}
		if m.only > 0 && m.only != p.Class+1 {
			class += " is-dim"
		}
		fmt.Fprintf(&b, `<g class="%s" transform="translate(%s %s)">%s</g>`, class, chart.Pixel(places[i].x), chart.Pixel(places[i].y), chart.ClassShape(p.Class))
	}
	b.WriteString("</svg>")
	m.drawn, m.of, m.alone = b.String(), m.Report, m.only
	return m.drawn
}

// renderShown is the picture of the point that is pointed at.
func (m *mapView) renderShown() app.UI {
	card := app.Div().Class("map-card").Role("status").Aria("live", "polite")
	if m.at == 0 || m.at > len(m.Report.Map.Points) {
		return card.Hidden(true)
	}
	p, at := m.Report.Map.Points[m.at-1], placesOf(m.Report.Map)[m.at-1]
	side := "is-right"
	if at.x > mapW/2 {
		side = "is-left"
	}
	return app.Div().Class("map-shown").Style("left", ui.PercentOf(at.x, mapW)).Style("top", ui.PercentOf(at.y, mapH)).Body(
		app.Span().Class("map-ring"),
		card.Class(side).Body(
			datasetPicture(m.App, m.Job.Dataset, p.Digest, p.Path),
			app.Strong().Text(m.Report.Classes[p.Class].Name),
			app.Span().Class("muted").Text(m.verdictText(p)),
		),
	)
}

// verdictText is what the head says of a point's picture.
func (m *mapView) verdictText(p api.MapPoint) string {
	v, ok := m.Report.Verdict(p.Digest)
	if !ok {
		return m.T("trained on")
	}
	g := v.Guesses[0]
	if g.Class == v.Class {
		return fmt.Sprintf(m.T("recognised, %s"), ui.FormatPercent(float64(g.P)))
	}
	return fmt.Sprintf(m.T("taken for %s, %s"), m.Report.Classes[g.Class].Name, ui.FormatPercent(float64(g.P)))
}

// under returns the point nearest to the pointer, from 1, or 0 if none is near.
func (m *mapView) under(ctx app.Context, e app.Event) int {
	box := ctx.JSSrc().Call("getBoundingClientRect")
	w := box.Get("width").Float()
	if w <= 0 || e.Get("clientX").Type() != app.TypeNumber {
		return 0
	}
	zoom := mapW / w
	at := place{(e.Get("clientX").Float() - box.Get("left").Float()) * zoom, (e.Get("clientY").Float() - box.Get("top").Float()) * zoom}
	best, far := 0, 24*zoom // about a finger's tip
	for i, p := range placesOf(m.Report.Map) {
		if d := math.Hypot(p.x-at.x, p.y-at.y); d < far && (m.only == 0 || m.only == m.Report.Map.Points[i].Class+1) {
			best, far = i+1, d
		}
	}
	return best
}

func (m *mapView) point(ctx app.Context, e app.Event) { m.at = m.under(ctx, e) }

// press opens the picture under the pointer.
func (m *mapView) press(ctx app.Context, e app.Event) {
	if m.at = m.under(ctx, e); m.at > 0 {
		m.open(ctx)
	}
}

// neighbours is how many pictures are opened with one: those nearest to it.
const neighbours = 12

func (m *mapView) open(ctx app.Context) {
	places := placesOf(m.Report.Map)
	order := nearest(places, places[m.at-1])
	order = order[:min(len(order), neighbours+1)]
	list := make([]listedPicture, len(order))
	for i, k := range order {
		p := m.Report.Map.Points[k]
		v, _ := m.Report.Verdict(p.Digest)
		list[i] = listedPicture{p.Path, p.Digest, p.Class, v.Guesses}
	}
	openPictures(ctx, pictureList{
		Title: m.T("A picture and its neighbours on the map"), Job: m.Job, Report: m.Report, Pictures: list,
	})
}

// key goes to the next point to the right or left, or up or down.
func (m *mapView) key(ctx app.Context, e app.Event) {
	places := placesOf(m.Report.Map)
	order := make([]int, len(places))
	for i := range order {
		order[i] = i
	}
	key := e.Get("key").String()
	step := map[string]int{"ArrowRight": 1, "ArrowLeft": -1, "ArrowDown": 1, "ArrowUp": -1}[key]
	switch key {
	case "Enter", " ":
		if m.at > 0 {
			e.PreventDefault()
			m.open(ctx)
		}
		return
	case "ArrowRight", "ArrowLeft":
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(places[a].x, places[b].x) })
	case "ArrowDown", "ArrowUp":
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(places[a].y, places[b].y) })
	default:
		return
	}
	e.PreventDefault()
	at := slices.Index(order, m.at-1)
	if m.at == 0 {
		at = len(order)/2 - step
	}
	m.at = 1 + order[max(0, min(len(order)-1, at+step))]
}
