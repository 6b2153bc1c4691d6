package faults

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"graft/core/fault"
)

// texts are the English texts of all kinds of fault, by code. Those of core are in a
// file, which a test holds to the code (and -update writes): the page is not linked with
// the server.
var texts = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	if err := json.Unmarshal(textsOfCore, &all); err != nil {
		panic(err) // a file of ours: the test opens it
	}
	for code, text := range elsewhere {
		all[code] = text
	}
	return all
})

//go:embed texts.json
var textsOfCore []byte

// known says whether there is a kind of fault of that code.
func known(code string) bool { return texts()[code] != "" }

// pattern is a text of faults, to be found again.
type pattern struct {
	code     string
	literals []string // before, between and behind the values
	names    []string
	weight   int // of the literals: those that say most are tried first
}

var patterns = sync.OnceValue(func() (all []pattern) {
	for code, text := range texts() {
		p := pattern{code: code}
		literal := ""
		for rest := plain(text); ; {
			before, after, found := strings.Cut(rest, "{")
			literal += before
			if found && strings.HasPrefix(after, "{") {
				literal, rest = literal+"{", after[1:]
				continue
			}
			p.literals, p.weight = append(p.literals, literal), p.weight+len(strings.Trim(literal, ": "))
			if !found {
				break
			}
			literal = ""
			var name string
			name, rest, _ = strings.Cut(after, "}")
			p.names = append(p.names, name)
		}
		if p.weight >= leastWeight {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b pattern) int {
		if a.weight != b.weight {
			return b.weight - a.weight
		}
		return strings.Compare(a.code, b.code)
	})
	return all
})

const (
	leastWeight = 4  // a text with fewer letters of its own is that of anything
	sureWeight  = 14 // values of a text with fewer hold no ": ", nor does one that a text begins with
)

// exactly returns the code of the kind without values that has this text, or "".
func exactly(text string) string { return wholeTexts()[text] }

var wholeTexts = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for code, text := range texts() {
		if text = plain(text); !strings.Contains(text, "{") {
			all[text] = code
		}
	}
	return all
})

// find returns the fault whose English text this is.
func find(text string) (fault.Wire, bool) {
	for _, p := range patterns() {
		if args, ok := p.match(text); ok {
			return fault.Wire{Error: text, Code: p.code, Args: args}, true
		}
	}
	return fault.Wire{}, false
}

func (p pattern) match(text string) (map[string]any, bool) {
	rest, ok := strings.CutPrefix(text, p.literals[0])
	if !ok {
		return nil, false
	}
	args := map[string]any{}
	for i, name := range p.names {
		next := p.literals[i+1]
		at := strings.Index(rest, next)
		if i == len(p.names)-1 {
			at = len(rest) - len(next)
			if at < 0 || rest[at:] != next {
				return nil, false
			}
		}
		if at < 0 {
			return nil, false
		}
		value := rest[:at]
		if (p.weight < sureWeight || i == 0 && p.literals[0] == "") && strings.Contains(value, ": ") {
			return nil, false
		}
		args[name], rest = value, rest[at+len(next):]
	}
	return args, rest == ""
}

// plain is the text of a kind without its package, and with quotes where a value is
// written with them: {name} is all that is left of the verbs.
func plain(text string) string {
	text = withoutPackages(text)
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if strings.HasPrefix(after, "{") {
			b.WriteString("{{")
			text = after[1:]
			continue
		}
		inside, rest, _ := strings.Cut(after, "}")
		name, verb, _ := strings.Cut(inside, ":")
		quote := ""
		if strings.HasSuffix(verb, "q") {
			quote = `"`
		}
		b.WriteString(quote + "{" + name + "}" + quote)
		text = rest
	}
}
