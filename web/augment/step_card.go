package augment

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// stepCard is one step of the recipe. The fields are what it shows: go-app
// renders it again when one of them differs.
type stepCard struct {
	app.Compo
	*state.App
	Index  int
	Step   recipe.Step
	Folded bool
	Panel  *stepsPanel
	Lang   i18n.Words
}

func stepTitle(w i18n.Words, s recipe.Step) string {
	if o, ok := recipe.Lookup(s.Op); ok {
		return w.Text(o.Title)
	}
	return s.Op
}

// edit changes the card's step.
func (c *stepCard) edit(ctx app.Context, tag string, change func(s *recipe.Step)) {
	err := c.Session.Edit(ctx, tag, func(r *recipe.Recipe) {
		if c.Index < len(r.Steps) {
			change(&r.Steps[c.Index])
		}
	})
	if err != nil {
		ui.Notify(ctx, ui.ToastError, faults.Err(c.Words, err))
	}
}

func (c *stepCard) Render() app.UI {
	card := app.Li().Class("step").ID(fmt.Sprintf("step-%d", c.Index)).Attr("data-op", c.Step.Op)
	if c.Step.Off {
		card = card.Class("is-off")
	}
	if c.Folded {
		return card.Class("is-folded").Body(c.renderHead())
	}
	return card.Body(c.renderHead(), c.renderBody())
}

func (c *stepCard) renderHead() app.UI {
	title := stepTitle(c.Words, c.Step)
	o, _ := recipe.Lookup(c.Step.Op)
	note := ""
	if c.Folded {
		note = summary(c.Words, c.Step)
	}
	return app.Div().Class("step-head").Body(
		app.Button().Type("button").Class("grip").
			Aria("label", fmt.Sprintf(c.T("Move %s; step %d; arrow keys"), title, c.Index+1)).
			Title(c.T("Drag, or arrow keys, to reorder")).
			OnKeyDown(c.moveByKey).Body(ui.Icon("grip")),
		app.Button().Type("button").Class("switch").Role("switch").Aria("checked", !c.Step.Off).
			Aria("label", fmt.Sprintf(c.T("%s on"), title)).OnClick(c.toggle),
		app.Button().Type("button").Class("step-fold").Aria("expanded", !c.Folded).
			Title(c.Text(o.Help)).
			OnClick(func(app.Context, app.Event) { c.Panel.fold(c.Index) }).
			Body(
				app.Span().Class("step-title").Text(title),
				app.Span().Class("step-note").Text(note),
				ui.Icon("chevron"),
			),
		app.Button().Type("button").Class("icon-button", "step-remove").
			Aria("label", fmt.Sprintf(c.T("Remove %s"), title)).
			OnClick(func(ctx app.Context, _ app.Event) { c.Panel.remove(ctx, c.Index) }).Body(ui.Icon("remove")),
	)
}

func (c *stepCard) toggle(ctx app.Context, _ app.Event) {
	c.edit(ctx, "", func(s *recipe.Step) { s.Off = !s.Off })
}

// moveByKey moves the card up and down and keeps the focus on it.
func (c *stepCard) moveByKey(ctx app.Context, e app.Event) {
	to := c.Index
	switch e.Get("key").String() {
	case "ArrowUp":
		to--
	case "ArrowDown":
		to++
	default:
		return
	}
	e.PreventDefault()
	if to < 0 || to >= len(c.Session.Recipe().Steps) {
		return
	}
	c.Panel.move(ctx, c.Index, to)
	ctx.Defer(func(app.Context) { bridge.Focus(fmt.Sprintf("#step-%d .grip", to)) })
}

func (c *stepCard) renderBody() app.UI {
	o, _ := recipe.Lookup(c.Step.Op)
	rows := []app.UI{c.row(probabilityParam, recipe.Number(c.Step.P))}
	for _, p := range o.Params {
		if p.Name == "cval" && c.Step.Choice("fill") != "constant" {
			continue // says nothing for the other fills
		}
		rows = append(rows, c.row(p, c.Step.Values[p.Name]))
	}
	if o.Kind == recipe.Batch {
		rows = append(rows, app.P().Class("step-hint").Text(c.T("Click a tile to see it mixed with a second picture.")))
	}
	return app.Div().Class("step-body").Body(rows...)
}

func (c *stepCard) row(p recipe.Param, value recipe.Value) app.UI {
	return &paramRow{App: c.App, Index: c.Index, Op: c.Step.Op, Name: p.Name, Value: value, Lang: c.Lang}
}
