package seam

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	comment  = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`)
	declared = regexp.MustCompile(`\binterface (\w+)[^{]*\{`)
	function = regexp.MustCompile(`^(\w+)\??\(`)
	property = regexp.MustCompile(`(?s)^(?:readonly )?(\w+)\??:\s*(.*)$`)
)

// Functions returns the paths of the functions behind window.graft, as in "pool.call",
// sorted. It takes the part of TypeScript that graft.d.ts is written in: interfaces with a
// member a line or between semicolons, of inline objects, other interfaces and their
// intersections. It fails if there is no interface Graft.
func Functions(declarations string) ([]string, error) {
	text := comment.ReplaceAllString(declarations, "")
	bodies := map[string]string{}
	for _, m := range declared.FindAllStringSubmatchIndex(text, -1) {
		body, err := braced(text[m[1]-1:])
		if err != nil {
			return nil, err
		}
		bodies[text[m[2]:m[3]]] += body + "\n"
	}
	root, ok := bodies["Graft"]
	if !ok {
		return nil, fmt.Errorf("seam: no interface Graft")
	}
	names := functionsOf(root, "", bodies)
	slices.Sort(names)
	return slices.Compact(names), nil
}

// braced returns what stands between the brace that text begins with and its end.
func braced(text string) (string, error) {
	depth := 0
	for i, c := range text {
		switch c {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return text[1:i], nil
			}
		}
	}
	return "", fmt.Errorf("seam: a brace is not closed: %.60q", text)
}

// functionsOf returns the functions of an interface's body, below prefix.
func functionsOf(body, prefix string, bodies map[string]string) (names []string) {
	for _, m := range members(body) {
		if f := function.FindStringSubmatch(m); f != nil {
			names = append(names, prefix+f[1])
			continue
		}
		p := property.FindStringSubmatch(m)
		if p == nil {
			continue
		}
		if strings.HasPrefix(p[2], "{") {
			if inner, err := braced(p[2]); err == nil {
				names = append(names, functionsOf(inner, prefix+p[1]+".", bodies)...)
			}
			continue
		}
		for part := range strings.SplitSeq(p[2], "&") {
			if inner, ok := bodies[strings.TrimSpace(part)]; ok {
				names = append(names, functionsOf(inner, prefix+p[1]+".", bodies)...)
			}
		}
	}
	return names
}

// members splits a body where a semicolon or a line ends outside of brackets.
func members(body string) (all []string) {
	depth, at := 0, 0
	end := func(i int) {
		if m := strings.TrimSpace(body[at:i]); m != "" {
			all = append(all, m)
		}
		at = i + 1
	}
	for i, c := range body {
		switch {
		case strings.ContainsRune("{([<", c):
			depth++
		case strings.ContainsRune("})]", c), c == '>' && i > 0 && body[i-1] != '=':
			depth--
		case depth == 0 && (c == ';' || c == '\n'):
			end(i)
		}
	}
	end(len(body))
	return all
}
