package web

import (
	"math/rand/v2"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/ids"
	"graft/core/recipe"
	"graft/web/internal/bridge"
)

// sessionChanged is the action after every change of the document or the view.
const sessionChanged = "session-changed"

// The views, as they stand in the fragment behind view=.
const (
	viewAugment   = "augment"
	viewData      = "data"
	viewTrain     = "train"
	viewRecognise = "recognise"
)

// sessionState is what the address's fragment says: the recipe with its training
// settings, and the view; with undo. Use it on the UI goroutine only.
type sessionState struct {
	history
	view          string
	picture, head string // ids of the links whose picture and head are shown; "" for none
	wanted        string // run that the address asks for, until it is shown
	given         bool   // that address has a recipe too
	saved         string // the fragment last written, to tell our own changes from a visitor's
}

func newSession() *sessionState {
	return &sessionState{history: history{now: recipe.Default()}, view: viewAugment}
}

// Recipe returns the document; the caller must not change what it points to.
func (s *sessionState) Recipe() recipe.Recipe { return s.now }

// View returns the open view.
func (s *sessionState) View() string { return s.view }

// Edit changes a copy of the document and takes it if it is valid. Edits in a
// row with one non-empty tag are one step of undo; Settle ends such a run.
func (s *sessionState) Edit(ctx app.Context, tag string, change func(r *recipe.Recipe)) error {
	r := s.now.Clone()
	change(&r)
	if err := r.Validate(); err != nil {
		return err
	}
	if s.apply(tag, r) {
		s.changed(ctx)
	}
	return nil
}

// SetTrain is Edit of the training settings.
func (s *sessionState) SetTrain(ctx app.Context, tag string, t recipe.Train) error {
	return s.Edit(ctx, tag, func(r *recipe.Recipe) { r.Train = &t })
}

// Settle ends a run of edits with one tag, as when a slider is let go.
func (s *sessionState) Settle() { s.settle() }

// Undo takes back the last step.
func (s *sessionState) Undo(ctx app.Context) {
	if s.undo() {
		s.changed(ctx)
	}
}

// Redo makes the step again that Undo took back.
func (s *sessionState) Redo(ctx app.Context) {
	if s.redo() {
		s.changed(ctx)
	}
}

// NewSeed draws another seed.
func (s *sessionState) NewSeed(ctx app.Context) {
	s.Edit(ctx, "", func(r *recipe.Recipe) { r.Seed = drawSeed(r.Seed) })
}

// drawSeed returns a seed that is not old: six digits, so that it can be read
// out; every number up to recipe.MaxSeed can be typed.
func drawSeed(old uint64) uint64 {
	for {
		if seed := 1 + rand.Uint64N(999_999); seed != old {
			return seed
		}
	}
}

// Show opens a view, as a new entry of the browser's history.
func (s *sessionState) Show(ctx app.Context, view string) {
	if s.view != view {
		s.view = view
		enterFragment(s)
		s.shown(ctx)
	}
}

// shown tells that another view is open.
func (s *sessionState) shown(ctx app.Context) {
	view := s.view
	ctx.NewAction(sessionChanged)
	ctx.Defer(func(app.Context) { bridge.Opened(view) }) // the views share the page's scrolling
}

func (s *sessionState) changed(ctx app.Context) {
	saveFragment(s)
	ctx.NewAction(sessionChanged)
}

// Fragment returns what goes behind the address.
func (s *sessionState) Fragment() string {
	f := s.now.Fragment()
	if s.view != viewAugment {
		f += "&view=" + s.view
	}
	if s.picture != "" {
		f += "&picture=" + s.picture
	}
	if s.head != "" {
		f += "&head=" + s.head
	}
	return f
}

// back opens the view of an entry of the browser's history. The document stays
// as it is: what was changed since is taken back by Undo, not by leaving a view.
func (s *sessionState) back(fragment string) (changed bool) {
	view := fragmentView(fragment)
	if view == "" {
		view = viewAugment
	}
	changed = view != s.view
	s.view = view
	return changed
}

// open takes what a fragment says. An empty one says nothing and changes
// nothing. A fault leaves everything as it was.
func (s *sessionState) open(fragment string) (changed bool, err error) {
	view := fragmentView(fragment)
	run := fragmentRun(fragment)
	code, ok := recipe.FragmentCode("#" + strings.TrimPrefix(fragment, "#"))
	if ok {
		r, err := recipe.ParseCode(code)
		if err != nil {
			return false, err
		}
		changed = s.apply("", r)
	}
	if run != "" {
		s.wanted, s.given, changed = run, ok, true
	}
	if view != "" && view != s.view {
		s.view, changed = view, true
	}
	if picture, head := fragmentLink(fragment, "picture"), fragmentLink(fragment, "head"); ok && (picture != s.picture || head != s.head) {
		s.picture, s.head, changed = picture, head, true
	}
	return changed, nil
}

// SetShared says which links the picture and the head shown came with, so that
// the address goes on saying it.
func (s *sessionState) SetShared(ctx app.Context, picture, head string) {
	if s.picture != picture || s.head != head {
		s.picture, s.head = picture, head
		s.changed(ctx)
	}
}

// fragmentLink returns the id of the link that a fragment names under name, or
// "": what is no id is nothing that we made.
func fragmentLink(fragment, name string) string { return fragmentID(fragment, name, ids.ValidLink) }

// fragmentRun returns the job that a fragment asks for, "" if none.
func fragmentRun(fragment string) string { return fragmentID(fragment, "run", ids.Valid) }

func fragmentID(fragment, name string, valid func(id string) bool) string {
	for _, part := range strings.Split(strings.TrimPrefix(fragment, "#"), "&") {
		if id, ok := strings.CutPrefix(part, name+"="); ok && valid(id) {
			return id
		}
	}
	return ""
}

// fragmentView returns the view that a fragment names, augment if it has a
// recipe only, and "" if it says nothing that we know.
func fragmentView(fragment string) string {
	view := ""
	for _, part := range strings.Split(strings.TrimPrefix(fragment, "#"), "&") {
		switch name, value, _ := strings.Cut(part, "="); {
		case name == "view" && (value == viewData || value == viewTrain || value == viewRecognise || value == viewAugment):
			return value
		case name == "run" && ids.Valid(value):
			return viewTrain
		case name == "r":
			view = viewAugment
		}
	}
	return view
}
