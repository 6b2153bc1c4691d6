//go:build !(js && wasm)

package web

import (
	"go/ast"
	"testing"
)

// go-app copies the exported fields of a component that is drawn again from the
// new one, which its parent has just made. What a component keeps for itself is
// therefore unexported: the views wrote to a map that had gone.
func TestViewsKeepNothingInExportedFields(t *testing.T) {
	views := 0
	inspectGo(t, ".", func(at string, n ast.Node) {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || spec.Name.Name != "View" && spec.Name.Name != "Dialog" {
			return
		}
		views++
		for _, f := range spec.Type.(*ast.StructType).Fields.List {
			for _, name := range f.Names {
				if name.IsExported() {
					t.Errorf("%s: %s.%s is overwritten whenever the shell is drawn", at, spec.Name, name)
				}
			}
			if sel, ok := f.Type.(*ast.SelectorExpr); ok && len(f.Names) == 0 && sel.Sel.Name != "Compo" {
				t.Errorf("%s: %s embeds %s, which is overwritten whenever the shell is drawn", at, spec.Name, sel.Sel)
			}
		}
	})
	if views < 7 {
		t.Errorf("%d views were found: the test looks in the wrong place", views)
	}
}
