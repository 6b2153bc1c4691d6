package augment

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// stepsPanel is the recipe: presets, the steps as cards, and what adds one.
type stepsPanel struct {
	app.Compo
	*state.App
	ctx    app.Context // of the panel: that of a card ends with it
	folded []bool      // cards that show their head only, by position
}

const recipeReplaced = "recipe-replaced"

// replaceRecipe puts another recipe in the document's place, as one step of undo.
func replaceRecipe(ctx app.Context, a *state.App, r recipe.Recipe) error {
	err := a.Session.Edit(ctx, "", func(now *recipe.Recipe) { *now = r })
	if err == nil {
		ctx.NewAction(recipeReplaced)
	}
	return err
}

// OnInit folds the cards on phones: the list is an overview there.
func (s *stepsPanel) OnInit() {
	s.folded = nil
	if !app.IsClient || !bridge.Narrow() {
		return
	}
	for range s.Session.Recipe().Steps {
		s.folded = append(s.folded, true)
	}
}

func (s *stepsPanel) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	state.FollowSession(ctx)
	s.ctx = ctx
	ctx.Handle(recipeReplaced, func(app.Context, app.Action) { s.OnInit() })
	bridge.OnSorted(ctx, "steps", s.move)
}

func (s *stepsPanel) isFolded(i int) bool { return i < len(s.folded) && s.folded[i] }

// fit makes folded as long as the recipe, which undo can have changed.
func (s *stepsPanel) fit() {
	n := len(s.Session.Recipe().Steps)
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
	s.Session.Edit(ctx, "", func(r *recipe.Recipe) { moveStep(r.Steps, from, to) })
	bridge.Announce(fmt.Sprintf(s.T("%s is now step %d of %d"),
		stepTitle(s.Words, s.Session.Recipe().Steps[to]), to+1, len(s.folded)))
}

func (s *stepsPanel) remove(ctx app.Context, i int) {
	s.fit()
	steps := s.Session.Recipe().Steps
	if i >= len(steps) {
		return
	}
	title := stepTitle(s.Words, steps[i])
	s.folded = append(s.folded[:i], s.folded[i+1:]...)
	s.Session.Edit(ctx, "", func(r *recipe.Recipe) { r.Steps = append(r.Steps[:i], r.Steps[i+1:]...) })
	bridge.Announce(title + s.T(" removed"))
	next := "#add-step"
	if n := len(s.Session.Recipe().Steps); n > 0 {
		next = fmt.Sprintf("#step-%d .step-remove", min(i, n-1))
	}
	s.ctx.Defer(func(app.Context) { bridge.Focus(next) })
}

func (s *stepsPanel) add(ctx app.Context, o recipe.Op) {
	err := s.Session.Edit(ctx, "", func(r *recipe.Recipe) { r.Steps = append(r.Steps, newStep(o)) })
	bridge.CloseDialog("add-dialog")
	if err != nil {
		ui.Notify(ctx, ui.ToastError, faults.Err(s.Words, err))
		return
	}
	last := fmt.Sprintf("#step-%d", len(s.Session.Recipe().Steps)-1)
	ctx.Defer(func(app.Context) {
		bridge.Reveal(last)
		bridge.Focus(last + " .step-fold")
	})
}

func (s *stepsPanel) Render() app.UI {
	steps := s.Session.Recipe().Steps
	var list app.UI = app.Ol().Class("steps").ID("steps").Body(
		app.Range(steps).Slice(func(i int) app.UI {
			return &stepCard{App: s.App, Index: i, Step: steps[i], Folded: s.isFolded(i), Panel: s, Lang: s.Words}
		}),
	)
	return app.Section().Class("recipe").Aria("label", s.T("Recipe")).Body(
		app.Div().Class("recipe-head").Body(
			app.H2().Text(s.T("Recipe")),
			app.Div().Class("recipe-tools").Body(
				toolButton("undo", "undo", s.T("Undo (Ctrl+Z)"), s.Session.CanUndo(), s.Session.Undo),
				toolButton("redo", "redo", s.T("Redo (Ctrl+Shift+Z)"), s.Session.CanRedo(), s.Session.Redo),
				toolButton("reset", "reset", s.T("Reset everything"), true, s.reset),
			),
		),
		s.renderStarts(),
		list,
		app.P().Class("steps-empty").Text(s.T("No step yet: the picture is only scaled to the size.")),
		app.Button().Type("button").Class("button", "add-step").ID("add-step").Aria("haspopup", "dialog").
			OnClick(func(ctx app.Context, _ app.Event) { ctx.NewAction(menuOpened) }).
			Body(ui.Icon("add"), app.Span().Text(s.T("Add a step"))),
		&stepMenu{App: s.App, Panel: s},
	)
}

func toolButton(id, iconName, label string, enabled bool, do func(app.Context)) app.UI {
	b := app.Button().Type("button").Class("icon-button").ID(id).Aria("label", label).Title(label).
		OnClick(func(ctx app.Context, _ app.Event) { do(ctx) }, app.EventScope(id)).Body(ui.Icon(iconName))
	if !enabled {
		b = b.Disabled(true)
	}
	return b
}

// reset begins anew; undo brings back what was.
func (s *stepsPanel) reset(ctx app.Context) {
	s.Session.Edit(ctx, "", func(r *recipe.Recipe) { *r = recipe.Default() })
}

// renderStarts is where a recipe comes from and what becomes of it: presets,
// Keras, code.
func (s *stepsPanel) renderStarts() app.UI {
	now := s.T("Own recipe")
	if p, ok := presetOf(s.Session.Recipe()); ok {
		now = s.Text(p.Title)
	}
	return app.Div().Class("recipe-starts").Role("group").Aria("label", s.T("Preset")).Body(
		app.Button().Type("button").Class("button", "start").ID("presets").Aria("haspopup", "dialog").
			OnClick(func(ctx app.Context, _ app.Event) { ctx.NewAction(presetsOpened) }).
			Body(ui.Icon("swatches"), app.Span().Class("start-label").Text(s.T("Preset")),
				app.Span().Class("start-now").Text(now), ui.Icon("chevron")),
		app.Button().Type("button").Class("button", "quiet-button").ID("open-keras").Aria("haspopup", "dialog").
			Title(s.T("Open an ImageDataGenerator call of Keras as a recipe")).
			OnClick(func(ctx app.Context, _ app.Event) { ctx.NewAction(kerasOpened) }).
			Body(ui.Icon("import"), app.Span().Text(s.T("Import from Keras…"))),
		app.Button().Type("button").Class("button", "quiet-button").ID("open-code").Aria("haspopup", "dialog").
			Title(s.T("This recipe as Python code")).
			OnClick(func(ctx app.Context, _ app.Event) { ctx.NewAction(codeOpened) }).
			Body(ui.Icon("code"), app.Span().Text(s.T("Copy as Python"))),
	)
}
