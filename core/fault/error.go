package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Error is a fault: its kind, the values in its text, and what it lies in.
type Error struct {
	Field string // of the document or request, as in "steps[2].degrees"; "" if it is the whole, or none

	kind   *Kind
	values []any
}

// Kind returns what kind of fault it is.
func (e *Error) Kind() *Kind { return e.kind }

// Error returns the field, if there is one, and the text.
func (e *Error) Error() string {
	if e.Field == "" {
		return e.Text()
	}
	return e.Field + ": " + e.Text()
}

// Text returns the text with its values, without the field.
func (e *Error) Text() string {
	var b strings.Builder
	i := 0
	for _, p := range e.kind.parts {
		b.WriteString(p.words)
		if p.name != "" {
			fmt.Fprintf(&b, p.verb, e.values[i])
			i++
		}
	}
	return b.String()
}

// Is says whether target is the kind of e, or one that this is within.
func (e *Error) Is(target error) bool {
	for k := e.kind; k != nil; k = k.within {
		if target == error(k) {
			return true
		}
	}
	return false
}

// Unwrap returns the values that are errors.
func (e *Error) Unwrap() (wrapped []error) {
	for _, v := range e.values {
		if err, ok := v.(error); ok {
			wrapped = append(wrapped, err)
		}
	}
	return wrapped
}

// In returns a copy of e whose field lies within another one: "size" in "recipe" is
// "recipe.size".
func (e *Error) In(field string) *Error {
	c := *e
	c.Field = strings.Trim(field+"."+e.Field, ".")
	return &c
}

// Of returns the first fault in err's tree, or nil. A kind without values may stand for a
// fault of it.
func Of(err error) *Error {
	var e *Error
	var k *Kind
	switch {
	case errors.As(err, &e):
		return e
	case errors.As(err, &k) && len(k.Names()) == 0:
		return k.Err()
	}
	return nil
}

// Wire is a fault as it is sent to others, and kept.
type Wire struct {
	Error string         `json:"error"` // in English
	Code  string         `json:"code,omitempty"`
	Field string         `json:"field,omitempty"` // what in the document or request is at fault
	Args  map[string]any `json:"args,omitempty"`  // the values in the text, by name: text, a number, or another fault
}

// String is the text.
func (w Wire) String() string { return w.Error }

// Wire returns e for others.
func (e *Error) Wire() Wire {
	w := Wire{Error: e.Text(), Code: e.kind.code, Field: e.Field}
	if len(e.values) > 0 {
		w.Args = map[string]any{}
	}
	i := 0
	for _, p := range e.kind.parts {
		if p.name != "" {
			w.Args[p.name] = sendable(e.values[i], p.verb)
			i++
		}
	}
	return w
}

// WireOf returns any error for others: a fault with its code, any other by its text.
func WireOf(err error) Wire {
	e := Of(err)
	if e == nil {
		return Wire{Error: err.Error()}
	}
	w := e.Wire()
	if error(e) != err { // what it lies in is told in English alone
		w.Error = err.Error()
	}
	return w
}

// sendable is a value as JSON has it. Numbers stay numbers; a fault stays one; all else
// is written as in the text, but for quotes, which languages have their own of.
func sendable(v any, verb string) any {
	switch v := v.(type) {
	case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		return v
	case float32, float64:
		if verb == "%v" || verb == "%g" {
			return v
		}
	case error:
		if e := Of(v); e != nil {
			return e.Wire()
		}
		return v.Error()
	case Wire:
		return v
	case []string:
		return strings.Join(v, ", ")
	}
	return fmt.Sprintf(strings.Replace(verb, "q", "s", 1), v)
}
