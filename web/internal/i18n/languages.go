package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:embed languages/*.json
var files embed.FS

// Languages are those that the page can be in, by their codes, English first.
type Languages []Words

// All returns the languages that the page comes with.
func All() Languages { return builtIn() }

var builtIn = sync.OnceValue(func() Languages {
	all, err := Load(files, "languages")
	if err != nil {
		panic(err) // a file of ours: the test opens it
	}
	return all
})

// Load reads the languages in a folder, a file <code>.json each, one of them English.
// Texts are read when they are first asked for.
func Load(from fs.FS, folder string) (Languages, error) {
	names, err := fs.Glob(from, path.Join(folder, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("i18n: languages in %s: %w", folder, err)
	}
	var all Languages
	for _, name := range names {
		w, err := load(from, name)
		if err != nil {
			return nil, err
		}
		if w.Code() == English {
			all = append(Languages{w}, all...)
			continue
		}
		all = append(all, w)
	}
	if len(all) == 0 || all[0].Code() != English {
		return nil, fmt.Errorf("i18n: languages in %s: no %s.json", folder, English)
	}
	return all, nil
}

func load(from fs.FS, name string) (Words, error) {
	text, err := fs.ReadFile(from, name)
	if err != nil {
		return Words{}, fmt.Errorf("i18n: %w", err)
	}
	var file struct {
		Language
		Texts, Faults, Values json.RawMessage
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return Words{}, fmt.Errorf("i18n: %s: %w", name, err)
	}
	t := &table{Language: file.Language, faults: later(file.Faults), values: later(file.Values)}
	t.Code = strings.TrimSuffix(path.Base(name), ".json")
	if t.Tag == "" || t.Name == "" || t.Short == "" || t.Switch == "" {
		return Words{}, fmt.Errorf("i18n: %s: want name, short, tag and switch", name)
	}
	if t.Code != English {
		t.texts = later(file.Texts)
	}
	return Words{t}, nil
}

// later reads a map of texts when it is first asked for.
func later(body json.RawMessage) func() map[string]string {
	return sync.OnceValue(func() map[string]string {
		var texts map[string]string
		if err := json.Unmarshal(body, &texts); err != nil {
			return nil // the page is English then, rather than none; the test says why
		}
		return texts
	})
}

// Named returns the language with a code, and whether there is one.
func (l Languages) Named(code string) (Words, bool) {
	for _, w := range l {
		if w.Code() == code {
			return w, true
		}
	}
	return Words{}, false
}

// Match picks the language for a browser's tag or an Accept-Language header:
// whichever of them that the page has comes first, else English.
func (l Languages) Match(header string) Words {
	for _, tag := range strings.Split(header, ",") {
		tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), ";")
		base, _, _ := strings.Cut(tag, "-")
		if w, ok := l.Named(base); ok && base != "" {
			return w
		}
	}
	english, _ := l.Named(English)
	return english
}
