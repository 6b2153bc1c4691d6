package export

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"unicode"
)

// ManifestName is the name of the manifest, beside the class folders.
const ManifestName = "manifest.jsonl"

// Picture names an original: its class, "" for none, and its file name.
type Picture struct {
	Class string `json:"class"`
	Name  string `json:"name"`
}

// Stems returns what the files made from each picture begin with: its name
// without the ending, with it where two of a class would be the same, and with
// a number where even those are. Names that differ in case only count as the
// same, as they do for most file systems.
func Stems(pictures []Picture) []string {
	bare, full := make([]string, len(pictures)), make([]string, len(pictures))
	count := map[string]int{}
	key := func(i int, stem string) string { return strings.ToLower(inClass(pictures[i].Class, stem)) }
	for i, p := range pictures {
		full[i] = safe(p.Name)
		bare[i] = full[i]
		if ext := path.Ext(full[i]); ext != full[i] {
			bare[i] = strings.TrimSuffix(full[i], ext)
		}
		count[key(i, bare[i])]++
	}
	stems := make([]string, len(pictures))
	taken := map[string]bool{}
	// Those that keep their stem first, so that no other one takes it.
	for i := range pictures {
		if k := key(i, bare[i]); count[k] == 1 {
			stems[i], taken[k] = bare[i], true
		}
	}
	last := map[string]int{} // the number given last to one of this name, from 2 on
	for i := range pictures {
		if stems[i] != "" {
			continue
		}
		name, stem := key(i, full[i]), full[i]
		n := last[name]
		for n > 0 && stem == full[i] || taken[key(i, stem)] {
			n = max(n+1, 2)
			stem = fmt.Sprintf("%s (%d)", full[i], n)
		}
		last[name] = n
		stems[i], taken[key(i, stem)] = stem, true
	}
	return stems
}

// safe makes a name that every file system takes.
func safe(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	if name = strings.TrimRight(name, ". "); name == "" {
		return "picture"
	}
	if name[0] == '.' {
		name = "_" + name[1:]
	}
	return name
}

// ViewFile is the path of a view: class/stem-view.png, or .jpg.
func ViewFile(class, stem string, view int, f Format) string {
	return inClass(class, stem+"-"+strconv.Itoa(view)+f.extension())
}

// OriginalFile is the path of an original that is exported too, with the
// ending of its own name: class/stem-original.jpg. No view has such a name.
func OriginalFile(class, stem, name string) string {
	return inClass(class, stem+"-original"+strings.ToLower(path.Ext(safe(name))))
}

func inClass(class, name string) string {
	if class == "" {
		return name
	}
	return safe(class) + "/" + name
}
