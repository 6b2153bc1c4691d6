package faults

import (
	"cmp"
	"errors"
	"strings"
	"unicode"

	"graft/core/fault"
	"graft/web/internal/i18n"
)

// Err returns what a person in front of the page needs to know of a fault.
func Err(w i18n.Words, err error) string {
	var sent interface{ Fault() fault.Wire } // by a server
	if errors.As(err, &sent) {
		return Say(w, sent.Fault())
	}
	if e := fault.Of(err); e != nil && known(e.Kind().Code()) {
		return Say(w, e.Wire())
	}
	return Words(w, err.Error())
}

// Say puts a fault into the page's language, with what the page calls its field. One
// without a code, of an older server or of somebody else's program, is read: see Words.
func Say(w i18n.Words, f fault.Wire) string {
	said := ""
	if known(f.Code) {
		said = say(w, f.Code, f.Args)
	} else {
		said = Words(w, f.Error)
	}
	if f.Field == "" {
		return said
	}
	return cmp.Or(fieldName(w, f.Field), f.Field) + w.T(": ") + said
}

// Words puts the English text of a fault into the page's language, without the package's
// name and without the words of somebody else's decoder. It finds the kind whose text
// this is, perhaps behind what it lies in ("cat/1.jpg: …"); what is no known text stays
// as it is.
func Words(w i18n.Words, text string) string {
	text = withoutPackages(text)
	parts := strings.Split(text, ": ")
	for i := range parts {
		f, ok := find(strings.Join(parts[i:], ": "))
		if !ok {
			continue
		}
		var said []string
		for _, before := range parts[:i] {
			if before = sayPlace(w, before); before != "" {
				said = append(said, before)
			}
		}
		return strings.Join(append(said, say(w, f.Code, f.Args)), w.T(": "))
	}
	for i, p := range parts {
		parts[i] = sayPlace(w, p)
	}
	return strings.Join(parts, w.T(": "))
}

// sayPlace is what a fault lies in: a field, a file, or a package, which nobody needs.
func sayPlace(w i18n.Words, place string) string {
	if name := fieldName(w, place); name != "" {
		return name
	}
	if strings.HasPrefix(place, `weights "`) {
		return ""
	}
	switch place {
	case "zip", "tar", "gzip", "split", "archive", "list", "import":
		return ""
	}
	return w.Value(place)
}

// withoutPackages takes the names of packages from the beginning of a text.
func withoutPackages(text string) string {
	for {
		name, rest, ok := strings.Cut(text, ": ")
		if !ok || !packages[name] {
			return text
		}
		text = rest
	}
}

var packages = map[string]bool{
	"web": true, "engine": true, "imagefile": true, "dataset": true, "recipe": true, "augment": true, "export": true, "head": true,
	"tune": true, "resnet": true, "weights": true, "backend": true, "server": true, "job": true, "link": true,
}

// say fills in the words for a kind.
func say(w i18n.Words, code string, args map[string]any) string {
	text, ok := w.Fault(code)
	if !ok {
		text = plain(texts()[code])
	}
	var b strings.Builder
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			break
		}
		if strings.HasPrefix(rest, "{") {
			b.WriteByte('{')
			text = rest[1:]
			continue
		}
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString(sayValue(w, name, args[name]))
		text = after
	}
	return closeUp(b.String())
}

// closeUp takes away spaces between two Chinese characters: words have them around values,
// which are Latin for the most part.
func closeUp(text string) string {
	runes := []rune(text)
	var out []rune
	for i, r := range runes {
		if r == ' ' && i > 0 && i+1 < len(runes) && unicode.Is(unicode.Han, runes[i-1]) && unicode.Is(unicode.Han, runes[i+1]) {
			continue
		}
		out = append(out, r)
	}
	return string(out)
}
