//go:build js && wasm

package webtest

import (
	_ "embed"
	"syscall/js"
)

//go:embed standin.js
var script string

// standIn puts a stand-in for the page's scripts behind window.graft.
func standIn() { js.Global().Get("Function").New(script).Invoke() }

// Calls returns what was called of window.graft since the last Mount, as
// "pool.open", in order.
func Calls() []string {
	list := js.Global().Get("graftCalls")
	names := make([]string, list.Length())
	for i := range names {
		names[i] = list.Index(i).String()
	}
	return names
}
