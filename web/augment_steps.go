package web

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
)

// stepsPanel is the recipe: presets, the steps as cards, and what adds one.
type stepsPanel struct {
	app.Compo
	folded []bool // cards that show their head only, by position
}

// OnInit folds the cards on phones: the list is an overview there.
func (s *stepsPanel) OnInit() {
	if !app.IsClient || app.Window().Get("innerWidth").Int() >= 720 {
		return
	}
	for range session.Recipe().Steps {
		s.folded = append(s.folded, true)
	}
}

func (s *stepsPanel) OnMount(ctx app.Context) {
	follow(ctx)
	followSession(ctx)
	glue().Call("sortable", "steps", app.FuncOf(func(_ app.Value, args []app.Value) any {
		from, to := args[0].Int(), args[1].Int()
		ctx.Dispatch(func(ctx app.Context) {
			s.move(ctx, from, to)
			ctx.Defer(func(app.Context) { glue().Call("sorted") })
		})
		return nil
	}))
}

func (s *stepsPanel) isFolded(i int) bool { return i < len(s.folded) && s.folded[i] }

// fit makes folded as long as the recipe, which undo can have changed.
func (s *stepsPanel) fit() {
	n := len(session.Recipe().Steps)
	for len(s.folded) < n {
		s.folded = append(s.folded, false)
	}
	s.folded = s.folded[:n]
}

func (s *stepsPanel) fold(i int) {
	s.fit()
	s.folded[i] = !s.folded[i]
}

func (s *stepsPanel) move(ctx app.Context, from, to int) {
	s.fit()
	if from < 0 || to < 0 || from >= len(s.folded) || to >= len(s.folded) || from == to {
		return
	}
	f := s.folded[from]
	s.folded = append(s.folded[:from], s.folded[from+1:]...)
	s.folded = append(s.folded[:to], append([]bool{f}, s.folded[to:]...)...)
	session.Edit(ctx, "", func(r *recipe.Recipe) { moveStep(r.Steps, from, to) })
	glue().Call("announce", fmt.Sprintf(T("%s is now step %d of %d", "“%s”现在是第 %d 步，共 %d 步"),
		stepTitle(session.Recipe().Steps[to]), to+1, len(s.folded)))
}

func (s *stepsPanel) remove(ctx app.Context, i int) {
	s.fit()
	steps := session.Recipe().Steps
	if i >= len(steps) {
		return
	}
	title := stepTitle(steps[i])
	s.folded = append(s.folded[:i], s.folded[i+1:]...)
	session.Edit(ctx, "", func(r *recipe.Recipe) { r.Steps = append(r.Steps[:i], r.Steps[i+1:]...) })
	glue().Call("announce", title+T(" removed", "已移除"))
	next := "#add-step"
	if n := len(session.Recipe().Steps); n > 0 {
		next = fmt.Sprintf("#step-%d .step-remove", min(i, n-1))
	}
	ctx.Defer(func(app.Context) { glue().Call("focus", next) })
}

func (s *stepsPanel) add(ctx app.Context, o recipe.Op) {
	err := session.Edit(ctx, "", func(r *recipe.Recipe) { r.Steps = append(r.Steps, newStep(o)) })
	glue().Call("closeDialog", "add-dialog")
	if err != nil {
		notify(ctx, toastError, trErr(err))
		return
	}
	last := fmt.Sprintf("#step-%d", len(session.Recipe().Steps)-1)
	ctx.Defer(func(app.Context) {
		glue().Call("reveal", last)
		glue().Call("focus", last+" .step-fold")
	})
}

func (s *stepsPanel) Render() app.UI {
	steps := session.Recipe().Steps
	var list app.UI = app.Ol().Class("steps").ID("steps").Body(
		app.Range(steps).Slice(func(i int) app.UI {
			return &stepCard{Index: i, Step: steps[i], Folded: s.isFolded(i), Panel: s, Lang: language}
		}),
	)
	return app.Section().Class("recipe").Aria("label", T("Recipe", "配方")).Body(
		app.Div().Class("recipe-head").Body(
			app.H2().Text(T("Recipe", "配方")),
			app.Div().Class("recipe-tools").Body(
				toolButton("undo", "undo", T("Undo (Ctrl+Z)", "撤销（Ctrl+Z）"), len(session.past) > 0, session.Undo),
				toolButton("redo", "redo", T("Redo (Ctrl+Shift+Z)", "重做（Ctrl+Shift+Z）"), len(session.future) > 0, session.Redo),
				toolButton("reset", "reset", T("Reset everything", "全部重置"), true, resetSession),
			),
		),
		s.renderPresets(),
		list,
		app.P().Class("steps-empty").Text(T("No step yet: the picture is only scaled to the size.", "还没有步骤：图片只会缩放到结果尺寸。")),
		app.Button().Type("button").Class("button", "add-step").ID("add-step").Aria("haspopup", "dialog").
			OnClick(func(app.Context, app.Event) { glue().Call("openDialog", "add-dialog") }).
			Body(icon("add"), app.Span().Text(T("Add a step", "添加步骤"))),
		s.renderMenu(),
	)
}

func toolButton(id, iconName, label string, enabled bool, do func(app.Context)) app.UI {
	b := app.Button().Type("button").Class("icon-button").ID(id).Aria("label", label).Title(label).
		OnClick(func(ctx app.Context, _ app.Event) { do(ctx) }, app.EventScope(id)).Body(icon(iconName))
	if !enabled {
		b = b.Disabled(true)
	}
	return b
}

// resetSession begins anew; undo brings back what was.
func resetSession(ctx app.Context) {
	session.Edit(ctx, "", func(r *recipe.Recipe) { *r = recipe.Default() })
}

func (s *stepsPanel) renderPresets() app.UI {
	now := session.Recipe()
	return app.Div().Class("segments", "presets").Role("group").Aria("label", T("Start from", "起点配方")).Body(
		app.Range(presets).Slice(func(i int) app.UI {
			p := presets[i]
			return app.Button().Type("button").Class("segment").ID("preset-"+p.name).
				Aria("pressed", p.is(now)).Title(tr(p.help)).Text(tr(p.title)).
				OnClick(func(ctx app.Context, _ app.Event) {
					s.folded = nil
					session.Edit(ctx, "", func(r *recipe.Recipe) { *r = presets[i].with(*r) })
				}, app.EventScope(i))
		}),
	)
}

// renderMenu is the dialog with every operation, by kind.
func (s *stepsPanel) renderMenu() app.UI {
	return app.Dialog().ID("add-dialog").Class("dialog", "menu").Aria("labelledby", "add-title").Body(
		app.Div().Class("dialog-head").Body(
			app.H2().ID("add-title").Text(T("Add a step", "添加步骤")),
			closeButton(),
		),
		app.Div().Class("menu-body").Body(
			s.renderGroup(recipe.Geometry, T("Geometry", "几何"), T("moves pixels", "移动像素")),
			s.renderGroup(recipe.Colour, T("Colour", "颜色"), T("changes colours", "改变颜色")),
			s.renderGroup(recipe.Pixel, T("Pixels", "像素"), T("works on pixels and their neighbours", "处理像素及其邻域")),
		),
	)
}

func (s *stepsPanel) renderGroup(kind recipe.OpKind, title, about string) app.UI {
	var items []app.UI
	for _, o := range recipe.Ops() {
		if o.Kind != kind {
			continue
		}
		items = append(items, app.Li().Body(
			app.Button().Type("button").Class("menu-item").Attr("data-add", o.Name).
				OnClick(func(ctx app.Context, _ app.Event) { s.add(ctx, o) }, app.EventScope(o.Name)).
				Body(
					app.Strong().Text(tr(o.Title)),
					app.Span().Class("menu-help").Text(tr(o.Help)),
					app.Code().Text(o.Like),
				),
		))
	}
	return app.Section().Class("menu-group").Body(
		app.H3().Body(icon(string(kind)), app.Span().Text(title), app.Small().Text(about)),
		app.Ul().Body(items...),
	)
}
