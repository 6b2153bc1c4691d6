//go:build !(js && wasm)

package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"graft/static/seam"
)

// Go finds out only in the tab that a script does not define what it calls, and
// then the page is gone. Here every name that Go uses of window.graft is held
// against the seam, static/graft.d.ts, and the other way round; TestBrowserBreaks holds the
// seam against what the scripts define.
func TestGoCallsWhatTheSeamHas(t *testing.T) {
	scripts, benchmarks := readScripts(t), readFiles(t, "../cmd/*/*/*.js")
	has := make(map[string]bool)
	for _, name := range seamOf(t) {
		has[name] = true
	}
	used := usesOfGlue(t)
	for name, at := range used {
		if !has[name] {
			t.Errorf("%s: window.graft.%s is not in static/graft.d.ts", at, name)
		}
	}
	for name := range has {
		if used[name] == "" && !scripts.mention(name) && !benchmarks.mention(name) {
			t.Errorf("static/graft.d.ts has %s, which nobody uses", name)
		}
	}
}

func seamOf(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../static/graft.d.ts")
	if err != nil {
		t.Fatal(err)
	}
	names, err := seam.Functions(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(names) < 100 {
		t.Fatalf("the seam has %d functions: %v", len(names), names)
	}
	return names
}

// Events go from the scripts to Go by name.
func TestEventsAreHeardAndSent(t *testing.T) {
	sent := readScripts(t).matches(`(?:CustomEvent|tell)\("(graft-[\w-]+)"`)
	heard := make(map[string]bool)
	inspectGo(t, ".", func(_ string, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 {
			return
		}
		if name := calledName(call); name == "On" || name == "Listen" {
			if text, ok := literal(call.Args[1]); ok && strings.HasPrefix(text, "graft-") {
				heard[text] = true
			}
		}
	})
	// Those that scripts send to each other.
	for name := range readScripts(t).matches(`addEventListener\("(graft-[\w-]+)"`) {
		heard[name] = true
	}
	wantSame(t, "event", "sent", sent, "heard", heard)
}

// Messages go from the page and the scripts to the engine by what is in "do".
func TestEngineDoesWhatItIsAsked(t *testing.T) {
	asked := readScripts(t).matches(`\bdo: "([\w.]+)"`)
	done := make(map[string]bool)
	inspectGo(t, ".", func(_ string, n ast.Node) {
		if kv, ok := n.(*ast.KeyValueExpr); ok {
			if key, _ := literal(kv.Key); key == "do" {
				what, _ := literal(kv.Value)
				asked[what] = true
			}
		}
	})
	inspectGo(t, "../wasm/engine", func(_ string, n ast.Node) {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Names[0].Name != "actions" {
			return
		}
		for _, e := range spec.Values[0].(*ast.CompositeLit).Elts {
			name, _ := literal(e.(*ast.KeyValueExpr).Key)
			done[name] = true
		}
	})
	wantSame(t, "message", "asked for", asked, "done", done)
}

// What the engine calls of its worker, engine.js defines.
func TestWorkerDefinesWhatTheEngineCalls(t *testing.T) {
	const platform = "postMessage Array ArrayBuffer Object Uint8Array JSON FileReaderSync"
	script := readScripts(t)["engine.js"]
	inspectGo(t, "../wasm/engine", func(at string, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return
		}
		from, ok := sel.X.(*ast.CallExpr)
		if !ok || calledName(from) != "Global" {
			return
		}
		name, ok := literal(call.Args[0])
		if ok && !slices.Contains(strings.Fields(platform), name) && !strings.Contains(script, "self."+name+" = ") {
			t.Errorf("%s: %s is defined by no script", at, name)
		}
	})
}

// An element that Go takes by its id, without looking whether it is there, is
// one that Go draws.
func TestElementsThatGoTakesAreDrawn(t *testing.T) {
	drawn := make(map[string]bool)
	taken := make(map[string]string)
	inspectGo(t, ".", func(at string, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return
		}
		id, ok := literal(call.Args[0])
		switch name := calledName(call); {
		case ok && name == "Element":
			taken[id] = at
		case ok:
			drawn[id] = true // ID("…"), or an argument of what draws it
		}
		for _, a := range call.Args[1:] {
			if text, ok := literal(a); ok {
				drawn[text] = true
			}
		}
	})
	for id, at := range taken {
		if !drawn[id] {
			t.Errorf("%s: the element #%s is drawn nowhere", at, id)
		}
	}
}

func wantSame(t *testing.T, what, aName string, a map[string]bool, bName string, b map[string]bool) {
	t.Helper()
	for name := range a {
		if !b[name] {
			t.Errorf("%s %q is %s and not %s", what, name, aName, bName)
		}
	}
	for name := range b {
		if !a[name] {
			t.Errorf("%s %q is %s and not %s", what, name, bName, aName)
		}
	}
	if len(a) == 0 {
		t.Errorf("no %s was found: the test looks in the wrong place", what)
	}
}

// usesOfGlue returns the names behind window.graft that web/internal/bridge calls,
// as "pool.call", each with a place where it does.
func usesOfGlue(t *testing.T) map[string]string {
	uses := make(map[string]string)
	inspectGo(t, "internal/bridge", func(at string, n ast.Node) {
		c, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		names := map[string]int{"call": 1, "callOf": 2}[calledName(c)]
		path := ""
		for i := range names {
			name, ok := literal(c.Args[i])
			if !ok {
				t.Errorf("%s: a name of window.graft that is made up as the page runs: write it out", at)
				return
			}
			path = strings.TrimPrefix(path+"."+name, ".")
		}
		if path != "" {
			uses[path] = at
		}
	})
	if len(uses) < 50 {
		t.Errorf("Go uses %d names of window.graft: the test looks in the wrong place", len(uses))
	}
	return uses
}

// Only web/internal/bridge reaches into the browser.
func TestOnlyTheBridgeTouchesJavaScript(t *testing.T) {
	inspectGo(t, ".", func(at string, n ast.Node) {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok || strings.HasPrefix(at, filepath.Join("internal", "bridge")) || strings.HasPrefix(at, filepath.Join("internal", "webtest")) {
			return
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == "app" && (sel.Sel.Name == "Window" || sel.Sel.Name == "FuncOf") {
			t.Errorf("%s: app.%s: want a function of web/internal/bridge", at, sel.Sel.Name)
		}
	})
}

// inspectGo visits the nodes of the Go files below a folder, tests aside, with the
// place of each.
func inspectGo(t *testing.T, dir string, visit func(at string, n ast.Node)) {
	t.Helper()
	files := 0
	fset := token.NewFileSet()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n != nil {
				visit(fset.Position(n.Pos()).String(), n)
			}
			return true
		})
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("%d Go files in %s (%v)", files, dir, err)
	}
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// scripts are the page's, by name.
type scripts map[string]string

func readScripts(t *testing.T) scripts {
	t.Helper()
	return readFiles(t, "../static/*.js")
}

func readFiles(t *testing.T, pattern string) scripts {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("scripts %s: %q, %v", pattern, names, err)
	}
	all := make(scripts)
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(name)] = string(body)
	}
	return all
}

// matches returns what the first group of a pattern matches in any script.
func (s scripts) matches(pattern string) map[string]bool {
	found := make(map[string]bool)
	for _, body := range s {
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(body, -1) {
			found[m[1]] = true
		}
	}
	return found
}

// mention tells whether a script uses what is defined as name.
func (s scripts) mention(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	use := regexp.MustCompile(`\.` + last + `\b`)
	set := regexp.MustCompile(`\.` + last + ` = `)
	for _, body := range s {
		if len(use.FindAllString(body, -1)) > len(set.FindAllString(body, -1)) {
			return true
		}
	}
	return false
}
