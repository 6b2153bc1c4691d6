package state

import (
	"graft/core/recipe"
)

// maxHistory bounds the steps one can go back; a recipe is about 1 KB.
const maxHistory = 500

// history is a document with its past and future.
type history struct {
	now          recipe.Recipe
	past, future []recipe.Recipe
	tag          string // of the edit that made now; "" when the next must not join it
}

// Apply makes r the document. Edits in a row with one non-empty tag (a drag of
// one slider) are one step of undo. It reports whether anything changed.
func (h *history) Apply(tag string, r recipe.Recipe) bool {
	if string(r.JSON()) == string(h.now.JSON()) {
		return false
	}
	if tag == "" || tag != h.tag {
		h.past = append(h.past, h.now)
		if len(h.past) > maxHistory {
			h.past = append([]recipe.Recipe(nil), h.past[len(h.past)-maxHistory:]...)
		}
	}
	h.now, h.future, h.tag = r, nil, tag
	return true
}

// endEdit ends a run of edits with one tag.
func (h *history) endEdit() { h.tag = "" }

func (h *history) undo() bool { return h.move(&h.past, &h.future) }

func (h *history) redo() bool { return h.move(&h.future, &h.past) }

func (h *history) move(from, to *[]recipe.Recipe) bool {
	n := len(*from)
	if n == 0 {
		return false
	}
	*to = append(*to, h.now)
	h.now, *from = (*from)[n-1], (*from)[:n-1]
	h.endEdit()
	return true
}
