package i18n

import (
	"strings"

	"graft/core/recipe"
)

// Language says what a language is called. It is the head of its file.
type Language struct {
	Code   string `json:"-"`      // name of the file: what is remembered of a visitor's choice
	Tag    string `json:"tag"`    // for HTML's lang, as in "zh-Hans"
	Name   string `json:"name"`   // in the language itself
	Short  string `json:"short"`  // the same in one or two characters
	Switch string `json:"switch"` // "switch to" it, for who cannot read the page
}

// Words are the texts of one language. The zero Words are English. Two Words of
// one language are equal, so that a component that has them as a field is drawn
// again when the language changes.
type Words struct{ of *table }

type table struct {
	Language
	texts  func() map[string]string // of a language other than English
	faults func() map[string]string // by code
	values func() map[string]string // in faults, by their English
}

// English is what the code is written in.
const English = "en"

// Code is the language's name in files, cookies and addresses.
func (w Words) Code() string {
	if w.of == nil {
		return English
	}
	return w.of.Code
}

// Language says what the language is called.
func (w Words) Language() Language {
	if w.of == nil {
		return Language{Code: English, Tag: English, Name: "English"}
	}
	return w.of.Language
}

// T returns an English text in the language, or as it is if the language has no
// word for it.
func (w Words) T(key string) string {
	if w.of != nil && w.of.texts != nil {
		if text, ok := w.of.texts()[key]; ok {
			return text
		}
	}
	text, _, _ := strings.Cut(key, contextMark)
	return text
}

// Fault returns the words for a kind of fault, with its values' names in braces, and
// whether the language has any. English has only those that the page says in other words
// than core.
func (w Words) Fault(code string) (string, bool) {
	if w.of == nil {
		return "", false
	}
	text, ok := w.of.faults()[code]
	return text, ok
}

// Value returns the word for an English value in a fault, or that itself.
func (w Words) Value(english string) string {
	if w.of != nil {
		if text, ok := w.of.values()[english]; ok {
			return text
		}
	}
	return english
}

// contextMark divides a text from what tells it from an equal one.
const contextMark = "##"

// Plural is T of one for n = 1, else of many.
func (w Words) Plural(n int, one, many string) string {
	if n == 1 {
		return w.T(one)
	}
	return w.T(many)
}

// Text returns a text of core/recipe, which brings Chinese along; any other
// language has it in its file, under the English text.
func (w Words) Text(t recipe.Text) string {
	if w.Code() == "zh" && t.Zh != "" {
		return t.Zh
	}
	return w.T(t.En)
}

// Key marks an English text that T is given later, for the test that reads all keys
// from the sources.
func Key(text string) string { return text }
