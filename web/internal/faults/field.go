package faults

import (
	"fmt"
	"strconv"
	"strings"

	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// fieldName is what the page calls a field of the document, or "".
func fieldName(w i18n.Words, field string) string {
	if step, param, ok := stepOf(field); ok {
		if title := paramName(w, param); title != "" {
			return fmt.Sprintf(w.T("step %d, %s"), step+1, title)
		}
		return fmt.Sprintf(w.T("step %d"), step+1)
	}
	if name, ok := strings.CutPrefix(field, "train."); ok {
		if s, ok := recipe.LookupSetting(name); ok {
			return w.Text(s.Title)
		}
	}
	switch field {
	case "train":
		return w.T("Training settings")
	case "size":
		return w.T("Size")
	case "seed":
		return w.T("Random seed")
	case "steps":
		return w.T("Steps")
	case "v":
		return w.T("Version")
	case "recipe":
		return w.T("Recipe")
	case "dataset":
		return w.T("Data set")
	}
	return ""
}

// stepOf reads "steps[2].degrees".
func stepOf(field string) (step int, param string, ok bool) {
	rest, ok := strings.CutPrefix(field, "steps[")
	if !ok {
		return 0, "", false
	}
	number, param, ok := strings.Cut(rest, "]")
	step, err := strconv.Atoi(number)
	return step, strings.TrimPrefix(param, "."), ok && err == nil
}

// paramName is the title of an operation's parameter; equal names have equal
// titles in nearly all operations.
func paramName(w i18n.Words, name string) string {
	switch name {
	case "", "op":
		return ""
	case "p":
		return w.T("Probability")
	}
	for _, o := range recipe.Ops() {
		if p, ok := o.Param(name); ok {
			return w.Text(p.Title)
		}
	}
	return name
}
