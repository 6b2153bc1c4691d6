//go:build !(js && wasm)

package web

import (
	"go/ast"
	"go/types"
	"regexp"
	"strings"
	"testing"
)

// go-app keeps an element's handler from one rendering to the next if it is the
// same code with the same EventScope: what the function has captured is then of
// an earlier rendering. So each value that a handler takes from around it, its
// component aside, stands in its scope. "Suggested" gave plain settings because
// they were suggested before the data set was known.
func TestHandlersNameWhatTheyCapture(t *testing.T) {
	handlers := 0
	var of *ast.FuncDecl
	inspectGo(t, ".", func(at string, n ast.Node) {
		if f, ok := n.(*ast.FuncDecl); ok {
			of = f
		}
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 || !handlerName.MatchString(calledName(call)) {
			return
		}
		f, ok := call.Args[0].(*ast.FuncLit)
		if !ok {
			return
		}
		handlers++
		scope := scopeOf(call.Args[1:])
		for _, use := range captured(of, f) {
			if !covered(use, scope) {
				t.Errorf("%s: the handler uses %s of this rendering, which is not in its EventScope%v", at, use, scope)
			}
		}
	})
	if handlers < 50 {
		t.Errorf("%d handlers were found: the test looks in the wrong place", handlers)
	}
}

var handlerName = regexp.MustCompile(`^On[A-Z]`)

// scopeOf returns the arguments of EventScope among the options of a handler.
func scopeOf(options []ast.Expr) []string {
	var scope []string
	for _, o := range options {
		if call, ok := o.(*ast.CallExpr); ok && calledName(call) == "EventScope" {
			for _, a := range call.Args {
				scope = append(scope, types.ExprString(a))
			}
		}
	}
	return scope
}

// captured returns what a function uses of the variables of the function around
// it, as "j.ID"; the receiver is the component, which stays, and does not count.
// Of what never changes behind its name, an operation or a setting, the name is
// enough, and so it is of what a pointer leads to. A function that the maker of a
// button was given has the scope that came with it.
func captured(around *ast.FuncDecl, f *ast.FuncLit) []string {
	seen := make(map[*ast.Ident]bool)
	var uses []string
	ast.Inspect(f.Body, func(n ast.Node) bool {
		var root *ast.Ident
		e := n
		switch n := n.(type) {
		case *ast.SelectorExpr:
			root = rootOf(n)
		case *ast.Ident:
			root = n
		}
		if root == nil || seen[root] || root.Obj == nil || root.Obj.Kind != ast.Var {
			return true
		}
		seen[root] = true
		pos := root.Obj.Pos()
		outside := pos < f.Pos() && pos > around.Body.Pos() || pos > around.Type.Params.Pos() && pos < around.Type.Params.End()
		switch kind := typeOf(root.Obj); {
		case !outside || strings.HasPrefix(kind, "func") || strings.HasSuffix(kind, "App"): // one a page
		case kind == "recipe.Setting" || kind == "recipe.Op":
			uses = append(uses, root.Name+".Name")
		case strings.HasPrefix(kind, "*"):
			uses = append(uses, root.Name+".*")
		default:
			uses = append(uses, types.ExprString(e.(ast.Expr)))
		}
		return true
	})
	return uses
}

// typeOf returns the written type of a parameter, "" of other variables.
//
//lint:ignore SA1019 types would have to be checked for what names alone tell here
func typeOf(o *ast.Object) string {
	if f, ok := o.Decl.(*ast.Field); ok {
		return types.ExprString(f.Type)
	}
	return ""
}

func rootOf(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.SelectorExpr:
			e = x.X
		case *ast.Ident:
			return x
		default:
			return nil
		}
	}
}

// covered tells whether a scope has what is used, or what it is a part of.
func covered(use string, scope []string) bool {
	for _, s := range scope {
		if use == s || strings.HasPrefix(use, s+".") || strings.HasPrefix(s, strings.TrimSuffix(use, "*")) && strings.HasSuffix(use, ".*") {
			return true
		}
	}
	return false
}
