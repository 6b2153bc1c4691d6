package augment

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

const menuOpened = "menu-opened"

// stepMenu is the dialog with every operation, by kind, and a field to search in.
type stepMenu struct {
	app.Compo
	*state.App
	Panel *stepsPanel
	query string
}

// menuGroup is a kind of operation as the menu heads it.
type menuGroup struct {
	kind         recipe.OpKind
	title, about string
}

var menuGroups = []menuGroup{
	{recipe.Geometry, i18n.Key("Geometry"), i18n.Key("moves pixels")},
	{recipe.Colour, i18n.Key("Colour"), i18n.Key("changes colours")},
	{recipe.Pixel, i18n.Key("Pixels"), i18n.Key("works on pixels and their neighbours")},
	{recipe.Policy, i18n.Key("Policies"), i18n.Key("choose for themselves")},
	{recipe.Batch, i18n.Key("Mixing"), i18n.Key("two pictures, two labels")},
}

func (m *stepMenu) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	ctx.Handle(menuOpened, func(ctx app.Context, _ app.Action) {
		m.query = ""
		ctx.Defer(func(app.Context) {
			bridge.OpenDialog("add-dialog")
			bridge.Element("add-search").Set("value", "")
			if !bridge.Coarse() { // a phone's keyboard would cover the list
				bridge.Focus("#add-search")
			}
		})
	})
}

// matches says whether an operation is meant by what was typed: every word is
// in its title in either language, in its name, or in where it comes from.
func matches(w i18n.Words, o recipe.Op, query string) bool {
	text := strings.ToLower(o.Name + " " + strings.ReplaceAll(o.Name, "_", "") + " " + o.Title.En + " " + o.Title.Zh + " " + o.Like + " " + w.Text(o.Help))
	for _, word := range strings.Fields(strings.ToLower(query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// found returns the operations of a kind that are meant.
func (m *stepMenu) found(kind recipe.OpKind) []recipe.Op {
	var list []recipe.Op
	for _, o := range recipe.Ops() {
		if o.Kind == kind && matches(m.Words, o, m.query) {
			list = append(list, o)
		}
	}
	return list
}

func (m *stepMenu) search(ctx app.Context, _ app.Event) { m.query = ctx.JSSrc().Get("value").String() }

// enter adds the only, or first, operation that is found.
func (m *stepMenu) enter(ctx app.Context, e app.Event) {
	if e.Get("key").String() != "Enter" || e.Get("isComposing").Bool() || strings.TrimSpace(m.query) == "" {
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault()
	for _, g := range menuGroups {
		if list := m.found(g.kind); len(list) > 0 {
			m.Panel.add(ctx, list[0])
			return
		}
	}
}

func (m *stepMenu) Render() app.UI {
	var groups []app.UI
	for _, g := range menuGroups {
		if list := m.found(g.kind); len(list) > 0 {
			groups = append(groups, m.renderGroup(g, list))
		}
	}
	if groups == nil {
		groups = append(groups, app.P().Class("menu-none").Role("status").Text(m.T("Nothing is called that.")))
	}
	body := app.Div().Class("menu-body")
	if strings.TrimSpace(m.query) != "" {
		body = body.Class("is-filtered")
	}
	return app.Dialog().ID("add-dialog").Class("dialog", "menu").Aria("labelledby", "add-title").Body(
		app.Div().Class("dialog-head", "menu-head").Body(
			app.H2().ID("add-title").Text(m.T("Add a step")),
			app.Label().Class("search").Body(
				ui.Icon("search"),
				app.Input().Type("search").ID("add-search").Class("text-input").AutoComplete(false).
					Placeholder(m.T("Find: shear, cutout, RandomErasing…")).
					Aria("label", m.T("Find an operation")).
					OnInput(m.search).OnKeyDown(m.enter),
			),
			ui.CloseButton(m.Words),
		),
		body.Body(groups...),
	)
}

func (m *stepMenu) renderGroup(g menuGroup, list []recipe.Op) app.UI {
	items := make([]app.UI, len(list))
	for i, o := range list {
		items[i] = m.renderItem(o)
	}
	return app.Section().Class("menu-group", "menu-"+string(g.kind)).Body(
		app.H3().Body(ui.Icon(string(g.kind)), app.Span().Text(m.T(g.title)), app.Small().Text(m.T(g.about))),
		app.Ul().Body(items...),
	)
}

func (m *stepMenu) renderItem(o recipe.Op) app.UI {
	return app.Li().Body(
		app.Button().Type("button").Class("menu-item").Attr("data-add", o.Name).
			OnClick(func(ctx app.Context, _ app.Event) { m.Panel.add(ctx, o) }, app.EventScope(o.Name)).
			Body(
				app.Strong().Text(m.Text(o.Title)),
				app.Span().Class("menu-help").Text(m.Text(o.Help)),
				app.Code().Text(o.Like),
			),
	)
}
