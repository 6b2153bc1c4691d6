package dataset

import (
	"fmt"
	"path"
	"strings"
	"unicode"
)

// Paths returns where each picture lies in an archive of class folders: class/name, with
// " (2)", " (3)", … before the extension where names in one class are the same but for
// case. names[i] is the picture's own name, classes[i] its class, which must be the name of
// one folder. What is no part of a name, such as a slash, becomes "_", as does a dot at the
// beginning: files of such names are skipped when they are read.
func Paths(classes, names []string) []string {
	paths := make([]string, len(names))
	taken := make(map[string]bool, len(names))
	last := map[string]int{} // the number given last to one of this path
	for i, name := range names {
		name = pathName(name)
		ext := path.Ext(name)
		if ext == name {
			ext = ""
		}
		stem := classes[i] + "/" + strings.TrimSuffix(name, ext)
		key := strings.ToLower(stem + ext)
		free, n := stem+ext, max(1, last[key])
		for taken[strings.ToLower(free)] {
			n++
			free = fmt.Sprintf("%s (%d)%s", stem, n, ext)
		}
		last[key] = n
		taken[strings.ToLower(free)] = true
		paths[i] = free
	}
	return paths
}

// pathName makes a name one part of a path.
func pathName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == '/' || r == '\\' || r == unicode.ReplacementChar {
			return '_'
		}
		return r
	}, name)
	if rest := strings.TrimLeft(name, "."); rest != name {
		name = "_" + rest
	}
	if name == "" {
		return "picture"
	}
	return name
}
