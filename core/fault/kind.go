package fault

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind is one kind of fault. It is an error that matches (errors.Is) every Error of this
// kind and of the kinds that are defined within it.
type Kind struct {
	code, text string
	parts      []part
	within     *Kind // nil if it stands alone
}

// part is words of the text, and the value after them.
type part struct {
	words string
	name  string // "" at the end of the text
	verb  string // of fmt, for the value
}

var kinds = map[string]*Kind{} // by code; filled while packages are initialised

// Define declares a kind of fault. code is "package.what_is_wrong". text is what Error
// says, with a name in braces for each value, and perhaps the verb of package fmt to write
// it by: "{name:%.40q}"; else it is %v. "{{" is a brace. Define panics if the code is taken or a brace is
// not closed: these are slips that the first test finds.
func Define(code, text string) *Kind {
	k := &Kind{code: code, text: text, parts: parse(text)}
	if kinds[code] != nil {
		panic("fault: " + code + " is defined twice")
	}
	kinds[code] = k
	return k
}

// Within says that faults of this kind are also of a wider one, and returns k.
func (k *Kind) Within(wider *Kind) *Kind {
	k.within = wider
	return k
}

// Kinds returns all kinds that this program's packages define, by code.
func Kinds() []*Kind {
	return slices.SortedFunc(maps.Values(kinds), func(a, b *Kind) int { return strings.Compare(a.code, b.code) })
}

// Code returns the name of the kind.
func (k *Kind) Code() string { return k.code }

// Names returns the names of the values in the text, in their order.
func (k *Kind) Names() (names []string) {
	for _, p := range k.parts {
		if p.name != "" {
			names = append(names, p.name)
		}
	}
	return names
}

// Error returns the text without values.
func (k *Kind) Error() string { return k.text }

// Err returns a fault of this kind with a value for each name in its text. A value that is
// an error is wrapped. It panics if the number of values is another: a slip, too.
func (k *Kind) Err(values ...any) *Error {
	if n := len(k.Names()); len(values) != n {
		panic(fmt.Sprintf("fault: %s: %d values, want %d for %q", k.code, len(values), n, k.text))
	}
	return &Error{kind: k, values: values}
}

// At is Err for a fault in a field of a document or request.
func (k *Kind) At(field string, values ...any) *Error {
	e := k.Err(values...)
	e.Field = field
	return e
}

func parse(text string) (parts []part) {
	words := ""
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		words += before
		if strings.HasPrefix(rest, "{") {
			words, text = words+"{", rest[1:]
			continue
		}
		p := part{words: words}
		words = ""
		if found {
			inside, after, closed := strings.Cut(rest, "}")
			if !closed || inside == "" {
				panic(fmt.Sprintf("fault: %q: want {name}", text))
			}
			name, verb, _ := strings.Cut(inside, ":")
			if verb == "" {
				verb = "%v"
			}
			p.name, p.verb, rest = name, verb, after
		}
		parts = append(parts, p)
		text = rest
	}
	if words != "" {
		parts = append(parts, part{words: words})
	}
	return parts
}
