package codegen

import (
	"fmt"
	"strings"

	"graft/core/recipe"
)

// Code is a recipe as a program for one library. The recipe must be valid, as
// [recipe.Parse] returns it.
type Code struct {
	Name     string        `json:"name"`     // "keras", "tfdata", "torchvision", "albumentations"
	Language string        `json:"language"` // "python"
	Title    string        `json:"title"`    // the library's own name
	Text     string        `json:"text"`     // the program
	Exact    bool          `json:"exact"`    // same draws, same pixels, on a picture of the recipe's size
	Notes    []recipe.Text `json:"notes"`    // what differs from Graft
}

// missingBatch is missing for what is done to a batch.
func (s *sheet) missingBatch(all []step) []string {
	var out []string
	for _, st := range all {
		out = append(out, s.missing(st))
	}
	return out
}

// All returns the recipe in every library, in the order in which a menu shows them.
func All(r recipe.Recipe) []Code {
	return []Code{Keras(r), TFData(r), Torchvision(r), Albumentations(r)}
}

// sheet is what a snippet is made of while it is written.
type sheet struct {
	library string
	size    recipe.Size
	needs   map[string]bool // helpers and imports, by name
	body    []string
	notes   []recipe.Text
	inexact bool
}

func newSheet(library string, r recipe.Recipe) *sheet {
	return &sheet{library: library, size: r.Size, needs: make(map[string]bool)}
}

func (s *sheet) need(names ...string) {
	for _, n := range names {
		s.needs[n] = true
	}
}

func (s *sheet) line(format string, args ...any) {
	s.body = append(s.body, fmt.Sprintf(format, args...))
}

// note adds t once. A note that changes pixels goes through differs.
func (s *sheet) note(t recipe.Text) {
	t.En = strings.ReplaceAll(t.En, "{library}", s.library)
	t.Zh = strings.ReplaceAll(t.Zh, "{library}", s.library)
	for _, n := range s.notes {
		if n == t {
			return
		}
	}
	s.notes = append(s.notes, t)
}

// differs notes why pixels are not Graft's even with the same draws.
func (s *sheet) differs(t recipe.Text) {
	s.inexact = true
	s.note(t)
}

// missing notes that the library has nothing for an operation, and returns the
// comment that stands in its place.
func (s *sheet) missing(st step) string {
	s.differs(recipe.Text{
		En: fmt.Sprintf("%s (%s) is left out: {library} has nothing like it.", st.title.En, st.Op),
		Zh: fmt.Sprintf("未包含“%s”（%s）：{library} 没有对应的功能。", st.title.Zh, st.Op),
	})
	return fmt.Sprintf("# left out: %s (nothing like it in %s)", st.Op, s.library)
}

func (s *sheet) code(name, text string) Code {
	return Code{Name: name, Language: "python", Title: s.library, Text: text, Exact: !s.inexact, Notes: s.notes}
}
