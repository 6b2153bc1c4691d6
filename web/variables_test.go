//go:build !(js && wasm)

package web

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// The server draws the page in two languages at once, and a tab could hold two
// pages: nothing that changes is a package variable. Tables and patterns are, and
// nobody writes to them.
func TestNoPackageVariableChanges(t *testing.T) {
	declared := make(map[string]bool) // "folder.name"
	inspectGo(t, ".", func(at string, n ast.Node) {
		file, ok := n.(*ast.File)
		if !ok {
			return
		}
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				for _, s := range g.Specs {
					for _, name := range s.(*ast.ValueSpec).Names {
						declared[folderOf(at)+"."+name.Name] = true
					}
				}
			}
		}
	})
	if len(declared) < 5 {
		t.Fatalf("%d package variables: the test looks in the wrong place", len(declared))
	}
	inspectGo(t, ".", func(at string, n ast.Node) {
		file, ok := n.(*ast.File)
		if !ok {
			return
		}
		here := make(map[any]bool) // declarations of this file's package variables
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				for _, s := range g.Specs {
					here[s] = true
				}
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, target := range written(n) {
				root := rootOfTarget(target)
				if root == nil || root.Obj != nil && !here[root.Obj.Decl] {
					continue // a variable of a function
				}
				if declared[folderOf(at)+"."+root.Name] {
					t.Errorf("%s: the package variable %s is written to: hand it down in state.App", at, root.Name)
				}
			}
			return true
		})
	})
}

func folderOf(at string) string {
	file, _, _ := strings.Cut(at, ":")
	return filepath.Dir(file)
}

// written returns what a statement assigns to, counts up or takes the address of.
func written(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			return n.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			return []ast.Expr{n.X}
		}
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.Ident); ok && (f.Name == "delete" || f.Name == "clear") {
			return n.Args[:1]
		}
	}
	return nil
}

func rootOfTarget(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		default:
			return nil
		}
	}
}
