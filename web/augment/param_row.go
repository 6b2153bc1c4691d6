package augment

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// paramRow is one parameter of a step: label, slider, editable number.
type paramRow struct {
	app.Compo
	*state.App
	Index    int
	Op, Name string
	Value    recipe.Value
	Lang     i18n.Words
}

func (p *paramRow) OnMount(ctx app.Context) { p.place(ctx) }

func (p *paramRow) OnUpdate(ctx app.Context) { p.place(ctx) }

// place puts the thumbs where they belong. go-app sets attributes in no order,
// and a browser cuts a value at the maximum of that moment.
func (p *paramRow) place(ctx app.Context) {
	ctx.Defer(func(ctx app.Context) {
		s := p.scale()
		thumbs := ctx.JSSrc().Call("querySelectorAll", ".thumb")
		for i := range thumbs.Length() {
			thumbs.Index(i).Set("value", s.Position(p.end(i)))
		}
	})
}

func (p *paramRow) scale() paramScale {
	if p.Name == probabilityParam.Name {
		return paramScale{probabilityParam}
	}
	o, _ := recipe.Lookup(p.Op)
	param, _ := o.Param(p.Name)
	return paramScale{param}
}

// set puts a value into the document. Moves of one slider in a row are one step
// of undo.
func (p *paramRow) set(ctx app.Context, v recipe.Value, sliding bool) {
	tag := ""
	if sliding {
		tag = fmt.Sprintf("%d/%s/%s", p.Index, p.Op, p.Name)
	}
	err := p.Session.Edit(ctx, tag, func(r *recipe.Recipe) {
		switch {
		case p.Index >= len(r.Steps):
		case p.Name == probabilityParam.Name:
			r.Steps[p.Index].P = v.X
		default:
			r.Steps[p.Index].Values[p.Name] = v
		}
	})
	if err != nil {
		ui.Notify(ctx, ui.ToastError, faults.Err(p.Words, err))
		return
	}
	p.Value = v
}

// end returns the value at a thumb: 0 the number or lower bound, 1 the upper.
func (p *paramRow) end(thumb int) float64 {
	if thumb == 1 {
		return p.Value.Y
	}
	return p.Value.X
}

func (p *paramRow) Render() app.UI {
	s := p.scale()
	row := app.Div().Class("param", "param-"+string(s.Kind)).Attr("data-param", p.Name)
	label := app.Span().Class("param-label").Title(p.Text(s.Help)).Text(p.Text(s.Title))
	switch s.Kind {
	case recipe.KindChoice:
		return row.Role("group").Aria("label", p.Text(s.Title)).Body(label, p.renderChoice(s))
	case recipe.KindRange:
		return row.Role("group").Aria("label", p.Text(s.Title)).Body(label, p.renderSlider(s),
			app.Span().Class("param-numbers").Body(p.renderNumber(s, 0), app.Span().Class("dash").Text("–"), p.renderNumber(s, 1),
				app.Span().Class("unit").Text(s.UnitText(p.Words))))
	}
	plusMinus := ""
	if s.symmetric() {
		plusMinus = "±"
	}
	return row.Role("group").Aria("label", p.Text(s.Title)).Body(label, p.renderSlider(s),
		app.Span().Class("param-numbers").Body(app.Span().Class("dash").Text(plusMinus), p.renderNumber(s, 0),
			app.Span().Class("unit").Text(s.UnitText(p.Words))))
}

// renderSlider is one native range input a thumb, on top of a common track, so
// that keys, touch and screen readers work as everywhere.
func (p *paramRow) renderSlider(s paramScale) app.UI {
	n := float64(s.Positions())
	lo, hi := 0.0, float64(s.Position(p.Value.X))/n
	thumbs := []app.UI{p.renderThumb(s, 0)}
	if s.Kind == recipe.KindRange {
		lo, hi = hi, float64(s.Position(p.Value.Y))/n
		thumbs = append(thumbs, p.renderThumb(s, 1))
	}
	box := app.Span().Class("slider").
		Style("--lo", strconv.FormatFloat(lo, 'f', 4, 64)).Style("--hi", strconv.FormatFloat(hi, 'f', 4, 64))
	if lo > 0.5 { // the lower thumb must stay reachable when both are at the end
		box = box.Class("is-high")
	}
	return box.Body(append([]app.UI{app.Span().Class("track")}, thumbs...)...)
}

func (p *paramRow) renderThumb(s paramScale, thumb int) app.UI {
	v := p.end(thumb)
	return app.Input().Type("range").Class("thumb", "thumb-"+strconv.Itoa(thumb)).
		Min(0).Max(s.Positions()).Step(1).Value(s.Position(v)).
		Aria("label", p.thumbLabel(s, thumb)).Aria("valuetext", s.Text(p.Words, v)).
		OnInput(p.slide(thumb), app.EventScope(p.Op, p.Name, thumb)).
		On("pointerdown", p.endEdit).OnBlur(p.endEdit)
}

// endEdit ends the run of moves that undo takes back at once: a drag, or the
// keys pressed while the slider has the focus.
func (p *paramRow) endEdit(ctx app.Context, _ app.Event) {
	p.Session.EndEdit()
	ctx.PreventUpdate()
}

func (p *paramRow) thumbLabel(s paramScale, thumb int) string {
	switch {
	case s.Kind != recipe.KindRange:
		return p.Text(s.Title)
	case thumb == 0:
		return p.Text(s.Title) + p.T(", from")
	}
	return p.Text(s.Title) + p.T(", to")
}

func (p *paramRow) slide(thumb int) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		s := p.scale()
		input := ctx.JSSrc()
		position, err := strconv.Atoi(input.Get("value").String())
		if err != nil {
			return
		}
		p.set(ctx, setValue(p.Value, thumb, s.Value(position, p.end(thumb))), true)
		if at := s.Position(p.end(thumb)); at != position && !s.Log {
			input.Set("value", at) // it does not pass the other thumb
		}
	}
}

func (p *paramRow) renderNumber(s paramScale, thumb int) app.UI {
	text := s.Number(p.end(thumb))
	return app.Input().Type("text").Class("number").Attr("inputmode", "decimal").AutoComplete(false).
		Style("--chars", strconv.Itoa(max(utf8.RuneCountInString(text), 2))).
		Value(text).Aria("label", p.thumbLabel(s, thumb)+numberUnit(p.Words, s)).
		OnChange(p.typed(thumb), app.EventScope(p.Op, p.Name, thumb)).
		OnKeyDown(p.nudge(thumb), app.EventScope(p.Op, p.Name, thumb))
}

func numberUnit(w i18n.Words, s paramScale) string {
	if s.Unit == "" {
		return ""
	}
	return " (" + s.UnitText(w) + ")"
}

func (p *paramRow) typed(thumb int) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		s := p.scale()
		field := ctx.JSSrc()
		if x, err := s.Parse(p.Words, field.Get("value").String()); err != nil {
			ui.Notify(ctx, ui.ToastError, fmt.Sprintf(p.T("%s: type a number from %s to %s"),
				p.Text(s.Title), s.Text(p.Words, s.Min), s.Text(p.Words, s.Max)))
		} else {
			p.set(ctx, setValue(p.Value, thumb, x), false)
		}
		field.Set("value", s.Number(p.end(thumb)))
	}
}

// nudge lets the arrow keys change a number; with Shift ten steps at once.
func (p *paramRow) nudge(thumb int) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		n := 1
		switch e.Get("key").String() {
		case "ArrowUp":
		case "ArrowDown":
			n = -1
		default:
			ctx.PreventUpdate()
			return
		}
		e.PreventDefault()
		if e.Get("shiftKey").Bool() {
			n *= 10
		}
		s := p.scale()
		p.set(ctx, setValue(p.Value, thumb, s.Nudge(p.end(thumb), n)), true)
		ctx.JSSrc().Set("value", s.Number(p.end(thumb)))
	}
}

func (p *paramRow) renderChoice(s paramScale) app.UI {
	return app.Div().Class("choices").Body(
		app.Range(s.Choices).Slice(func(i int) app.UI {
			c := s.Choices[i]
			return app.Button().Type("button").Class("choice").Aria("pressed", c.Name == p.Value.Name).
				Attr("data-choice", c.Name).Text(p.Text(c.Title)).
				OnClick(func(ctx app.Context, _ app.Event) {
					p.set(ctx, recipe.Named(c.Name), false)
				}, app.EventScope(p.Op, p.Name, c.Name))
		}),
	)
}
