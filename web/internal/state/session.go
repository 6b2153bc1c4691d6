package state

import (
	"math/rand/v2"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/ids"
	"graft/core/recipe"
	"graft/web/internal/bridge"
)

// SessionChanged is the action after every change of the document or the view.
const SessionChanged = "session-changed"

// The views, as they stand in the fragment behind view=.
const (
	ViewAugment   = "augment"
	ViewData      = "data"
	ViewTrain     = "train"
	ViewRecognise = "recognise"
)

// Session is what the address's fragment says: the recipe with its training
// settings, and the view; with undo. Use it on the UI goroutine only.
type Session struct {
	history
	view          string
	Picture, Head string // ids of the links whose picture and head are shown; "" for none
	Wanted        string // run that the address asks for, until it is shown
	given         bool   // that address has a recipe too
	saved         string // the fragment last written, to tell our own changes from a visitor's
}

func newSession() *Session {
	return &Session{history: history{now: recipe.Default()}, view: ViewAugment}
}

// Recipe returns the document; the caller must not change what it points to.
func (s *Session) Recipe() recipe.Recipe { return s.now }

// View returns the open view.
func (s *Session) View() string { return s.view }

// Edit changes a copy of the document and takes it if it is valid. Edits in a
// row with one non-empty tag are one step of undo; EndEdit ends such a run.
func (s *Session) Edit(ctx app.Context, tag string, change func(r *recipe.Recipe)) error {
	r := s.now.Clone()
	change(&r)
	if err := r.Validate(); err != nil {
		return err
	}
	if s.Apply(tag, r) {
		s.Changed(ctx)
	}
	return nil
}

// SetTrain is Edit of the training settings.
func (s *Session) SetTrain(ctx app.Context, tag string, t recipe.Train) error {
	return s.Edit(ctx, tag, func(r *recipe.Recipe) { r.Train = &t })
}

// EndEdit ends a run of edits with one tag, as when a slider is let go.
func (s *Session) EndEdit() { s.endEdit() }

// Undo takes back the last step.
func (s *Session) Undo(ctx app.Context) {
	if s.undo() {
		s.Changed(ctx)
	}
}

// Redo makes the step again that Undo took back.
func (s *Session) Redo(ctx app.Context) {
	if s.redo() {
		s.Changed(ctx)
	}
}

// CanUndo says whether there is a step to take back.
func (s *Session) CanUndo() bool { return len(s.past) > 0 }

// CanRedo says whether a step was taken back that can be made again.
func (s *Session) CanRedo() bool { return len(s.future) > 0 }

// NewSeed draws another seed.
func (s *Session) NewSeed(ctx app.Context) {
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
func (s *Session) Show(ctx app.Context, view string) {
	if s.view != view {
		s.view = view
		enterFragment(s)
		s.shown(ctx)
	}
}

// shown tells that another view is open.
func (s *Session) shown(ctx app.Context) {
	view := s.view
	ctx.NewAction(SessionChanged)
	ctx.Defer(func(app.Context) { bridge.Opened(view) }) // the views share the page's scrolling
}

// Changed writes the document into the address and tells the views.
func (s *Session) Changed(ctx app.Context) {
	SaveFragment(s)
	ctx.NewAction(SessionChanged)
}

// Fragment returns what goes behind the address.
func (s *Session) Fragment() string {
	f := s.now.Fragment()
	if s.view != ViewAugment {
		f += "&view=" + s.view
	}
	if s.Picture != "" {
		f += "&picture=" + s.Picture
	}
	if s.Head != "" {
		f += "&head=" + s.Head
	}
	return f
}

// back opens the view of an entry of the browser's history. The document stays
// as it is: what was changed since is taken back by Undo, not by leaving a view.
func (s *Session) back(fragment string) (changed bool) {
	view := fragmentView(fragment)
	if view == "" {
		view = ViewAugment
	}
	changed = view != s.view
	s.view = view
	return changed
}

// Begin takes what a fragment says for where the visitor begins: there is nothing
// before it to undo.
func (s *Session) Begin(fragment string) error {
	_, err := s.open(fragment)
	s.past = nil
	return err
}

// open takes what a fragment says. An empty one says nothing and changes
// nothing. A fault leaves everything as it was.
func (s *Session) open(fragment string) (changed bool, err error) {
	view := fragmentView(fragment)
	run := fragmentRun(fragment)
	code, ok := recipe.FragmentCode("#" + strings.TrimPrefix(fragment, "#"))
	if ok {
		r, err := recipe.ParseCode(code)
		if err != nil {
			return false, err
		}
		changed = s.Apply("", r)
	}
	if run != "" {
		s.Wanted, s.given, changed = run, ok, true
	}
	if view != "" && view != s.view {
		s.view, changed = view, true
	}
	if picture, head := fragmentLink(fragment, "picture"), fragmentLink(fragment, "head"); ok && (picture != s.Picture || head != s.Head) {
		s.Picture, s.Head, changed = picture, head, true
	}
	return changed, nil
}

// SetShared says which links the picture and the head shown came with, so that
// the address goes on saying it.
func (s *Session) SetShared(ctx app.Context, picture, head string) {
	if s.Picture != picture || s.Head != head {
		s.Picture, s.Head = picture, head
		s.Changed(ctx)
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
		case name == "view" && (value == ViewData || value == ViewTrain || value == ViewRecognise || value == ViewAugment):
			return value
		case name == "run" && ids.Valid(value):
			return ViewTrain
		case name == "r":
			view = ViewAugment
		}
	}
	return view
}
