//go:build !(js && wasm)

package i18n

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"graft/core/recipe"
)

var update = flag.Bool("update", false, `write the keys of the sources into every language file: new ones with the text "", and without those that are gone`)

// TestFilesHaveTheKeysOfTheSources holds every language file to what the page says.
func TestFilesHaveTheKeysOfTheSources(t *testing.T) {
	keys := readKeys(t, "../..")
	if len(keys) < 500 {
		t.Fatalf("%d keys: the walk has lost its way", len(keys))
	}
	names, err := filepath.Glob("languages/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if filepath.Base(name) == English+".json" {
			continue
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			wanted := maps.Clone(keys)
			if filepath.Base(name) != "zh.json" { // Chinese stands beside the English in core/recipe
				maps.Copy(wanted, recipeKeys())
			}
			if *update {
				write(t, name, wanted)
			}
			check(t, wanted, readTexts(t, name))
		})
	}
}

// check compares a language with the keys; the value of a key is the English
// that its placeholders may come from.
func check(t *testing.T, keys map[string]string, texts map[string]string) {
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		text, ok := texts[key]
		if !ok || text == "" && key != "" {
			t.Errorf("no text for %q", key)
			continue
		}
		if err := samePlaceholders(keys[key], text); err != nil {
			t.Errorf("%q: %q: %v", key, text, err)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		if _, ok := keys[key]; !ok {
			t.Errorf("nobody shows %q", key)
		}
	}
}

func TestCheckTells(t *testing.T) {
	tests := []struct {
		english, text string
		ok            bool
	}{
		{"%s of %d", "%s / %d", true},
		{"%s of %d", "%[2]d 中的 %[1]s", true},
		{"%s of %d", "%d / %s", false},
		{"%s of %d", "%s", false},
		{"%s of %d", "%[2]d", true},
		{"%s", "%s %s", false},
		{"%.1f s", "%.1f 秒", true},
		{"%.1f s", "%d 秒", false},
		{"95%% of %s", "%s 的 95%%", true},
		{"100%", "100%", true},
		{"nothing", "无", true},
	}
	for _, tc := range tests {
		if err := samePlaceholders(tc.english, tc.text); (err == nil) != tc.ok {
			t.Errorf("samePlaceholders(%q, %q) = %v, want ok %t", tc.english, tc.text, err, tc.ok)
		}
	}
}

var placeholder = regexp.MustCompile(`%(?:\[(\d+)\])?[-+#0 ]*\d*(?:\.\d+)?([a-zA-Z%])`)

// placeholders are the verbs of a format by the argument that each takes.
func placeholders(format string) (verbs map[int]string, indexed bool) {
	verbs = make(map[int]string)
	next := 1
	for _, m := range placeholder.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
			indexed = true
		}
		verbs[next] = m[2]
		next++
	}
	return verbs, indexed
}

// samePlaceholders says whether text takes the arguments of english. One that
// numbers them may leave some out.
func samePlaceholders(english, text string) error {
	want, _ := placeholders(english)
	got, indexed := placeholders(text)
	for i, verb := range got {
		if want[i] != verb {
			return fmt.Errorf("argument %d is %%%s: want %%%s, as in %q", i, verb, want[i], english)
		}
	}
	if len(got) < len(want) && !indexed {
		return fmt.Errorf("%d placeholders: want %d, or numbered ones", len(got), len(want))
	}
	return nil
}

// readKeys returns the texts that the page's sources ask for: what T, Plural and
// Key are called with. The value is the English with all placeholders: of a
// plural the form that has more.
func readKeys(t *testing.T, root string) map[string]string {
	keys := make(map[string]string)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if err := addKeys(keys, called(call.Fun), call.Args); err != nil {
				t.Errorf("%s: %v", files.Position(call.Pos()), err)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// recipeKeys are the texts that core/recipe shows through the page.
func recipeKeys() map[string]string {
	keys := make(map[string]string)
	add := func(texts ...recipe.Text) {
		for _, t := range texts {
			if t.En != "" {
				keys[t.En] = t.En
			}
		}
	}
	for _, o := range recipe.Ops() {
		add(o.Title, o.Help)
		for _, p := range o.Params {
			add(p.Title, p.Help)
			for _, c := range p.Choices {
				add(c.Title)
			}
		}
	}
	for _, s := range recipe.Settings() {
		add(s.Title, s.Help, s.Zero, s.Group.Title())
		for _, c := range s.Choices {
			add(c.Title)
		}
	}
	for _, p := range recipe.Presets() {
		add(p.Title, p.Help)
	}
	for _, p := range recipe.TrainPresets() {
		add(p.Title, p.Help)
	}
	return keys
}

func TestRecipeHasTexts(t *testing.T) {
	keys := recipeKeys()
	for _, want := range []string{"Rotation", "Epochs", "Brightness"} {
		if keys[want] == "" {
			t.Errorf("%q is not among the texts of core/recipe", want)
		}
	}
}

func called(fun ast.Expr) string {
	switch f := fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func addKeys(keys map[string]string, name string, args []ast.Expr) error {
	switch {
	case (name == "T" || name == "Key") && len(args) == 1:
		key, known, err := literal(args[0])
		if known {
			keys[key] = key
		}
		return err
	case name == "Plural" && len(args) == 3:
		one, known, err1 := literal(args[1])
		many, _, err2 := literal(args[2])
		if known {
			keys[one], keys[many] = fuller(one, many), fuller(one, many)
		}
		return errors.Join(err1, err2)
	}
	return nil
}

func fuller(one, many string) string {
	a, _ := placeholders(one)
	if b, _ := placeholders(many); len(b) >= len(a) {
		return many
	}
	return one
}

// literal returns a text that is written out, in parts or whole. A name is
// allowed, for what it holds was marked with Key; a text put together is not.
func literal(e ast.Expr) (text string, known bool, err error) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err = strconv.Unquote(e.Value)
		return text, err == nil, err
	case *ast.BinaryExpr:
		x, ok1, err1 := literal(e.X)
		y, ok2, err2 := literal(e.Y)
		if err1 != nil || err2 != nil || !ok1 || !ok2 {
			return "", false, fmt.Errorf("a text put together has no translation")
		}
		return x + y, true, nil
	case *ast.CallExpr:
		return "", false, fmt.Errorf("the text that a call returns has no translation: mark it with Key, or ask for it before")
	}
	return "", false, nil
}

func readTexts(t *testing.T, name string) map[string]string {
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Texts map[string]string `json:"texts"`
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	return file.Texts
}

// write puts the keys into a language file, in order, and keeps what is
// translated.
func write(t *testing.T, name string, keys map[string]string) {
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Name   string            `json:"name"`
		Short  string            `json:"short"`
		Tag    string            `json:"tag"`
		Switch string            `json:"switch"`
		Texts  map[string]string `json:"texts"`
		Faults json.RawMessage   `json:"faults,omitempty"`
		Values json.RawMessage   `json:"values,omitempty"`
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	texts := make(map[string]string)
	for key := range keys {
		texts[key] = file.Texts[key]
	}
	file.Texts = texts
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(file); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
