package recognise

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/ui"
)

// renderResult is the bars of the picture shown.
func (v *View) renderResult() app.UI {
	s := v.shown()
	var p []float64
	verdict := app.P().Class("verdict", "muted").Text(v.T("What will it be?"))
	switch {
	case s == nil:
	case s.Error != "":
		verdict = app.P().Class("verdict-error", "notice", "notice-error").Role("alert").Body(ui.Icon("warn"), app.Span().Text(s.fault(v.Words)))
	case s.p == nil:
		verdict = app.P().Class("verdict", "muted").Role("status").Text(v.T("Looking…"))
	default:
		p = s.p
		top := best(v.head.Classes, p)
		verdict = app.P().Class("verdict").ID("verdict").Role("status").DataSet("class", top.Class).
			Body(app.Strong().Text(top.Class), app.Span().Class("figures").Text(ui.FormatPercent(top.P)))
	}
	list := bars(v.head.Classes, p)
	return app.Div().Class("result").Body(
		verdict,
		app.Ul().Class("bars").Body(app.Range(list).Slice(func(i int) app.UI { return v.renderBarOf(s, list[i], p) })),
	)
}

// renderBarOf is how sure the head is of a class; it also shows what speaks for
// that class.
func (v *View) renderBarOf(s *seen, b bar, p []float64) app.UI {
	body := []app.UI{
		app.Span().Class("bar-name").Text(b.Class),
		app.Span().Class("bar-figure", "figures").Text(barFigure(p, b.P)),
		app.Span().Class("bar-track").Aria("hidden", true).Body(app.Span().Class("bar-fill").Style("width", ui.PercentOf(b.P, 1))),
	}
	li := app.Li().DataSet("bar", b.Class).DataSet("p", fmt.Sprintf("%.6f", b.P))
	if s == nil || s.URL == "" || p == nil || !v.hasHeat() {
		return li.Class("class-bar").Body(body...)
	}
	shown := v.heat.on && v.heatClass(s) == b.Class
	return li.Body(app.Button().Type("button").Class("class-bar").Aria("pressed", shown).
		Title(fmt.Sprintf(v.T("Show what speaks for %s"), b.Class)).
		OnClick(func(ctx app.Context, _ app.Event) {
			v.heat.on, v.heat.class = !shown, b.Class
			v.warm(ctx)
		}, app.EventScope(b.Class, shown)).Body(body...))
}

// fault says why a picture was not recognised; one that cannot be shown is
// called by its name.
func (s *seen) fault(w i18n.Words) string {
	if s.URL == "" {
		return s.Name + w.T(": ") + faults.Words(w, s.Error)
	}
	return faults.Words(w, s.Error)
}

func barFigure(p []float64, v float64) string {
	if p == nil {
		return ""
	}
	return ui.FormatPercent(v)
}

// renderGallery is every picture with its verdict.
func (v *View) renderGallery() app.UI {
	if len(v.pictures) < 2 {
		return app.Div().Class("seen").Hidden(true)
	}
	return app.Div().Class("seen").Body(
		app.Header().Class("seen-head").Body(
			app.H2().Text(fmt.Sprintf(v.T("%d pictures"), len(v.pictures))),
			app.Button().Type("button").Class("link-button").ID("forget-seen").OnClick(func(app.Context, app.Event) { v.forget() }).Text(v.T("Clear")),
		),
		app.Ul().Class("seen-list").Body(app.Range(v.pictures).Slice(func(i int) app.UI { return v.renderSeen(v.pictures[i]) })),
	)
}

func (v *View) renderSeen(s *seen) app.UI {
	name, figure := "…", ""
	switch {
	case s.Error != "":
		name = v.T("not read")
	case s.p != nil:
		top := best(v.head.Classes, s.p)
		name, figure = top.Class, ui.FormatPercent(top.P)
	}
	button := app.Button().Type("button").Class("seen-card").DataSet("seen", s.ID).Title(s.Name).
		OnClick(func(ctx app.Context, _ app.Event) {
			v.chosen, v.camera, v.heat.class, v.heat.drawn = s.ID, false, "", ""
			v.warm(ctx)
		}, app.EventScope(s.ID)).Body(
		app.If(s.URL != "", func() app.UI { return app.Img().Src(s.URL).Alt(s.Name).Loading("lazy") }).
			Else(func() app.UI { return app.Span().Class("seen-none").Body(ui.Icon("warn")) }),
		app.Span().Class("seen-name").Text(name),
		app.Span().Class("muted", "figures").Text(figure),
	)
	if s.ID == v.chosen {
		button = button.Aria("current", "true")
	}
	return app.Li().Body(button)
}
