//go:build js && wasm

package main

import (
	"runtime/debug"
	"syscall/js"
)

// version is that of the messages.
const version = 1

func main() {
	// A decoded photo is most of the heap: let garbage be half of it, not all.
	debug.SetGCPercent(50)
	e := newEngine()
	receive := js.FuncOf(func(_ js.Value, args []js.Value) any {
		answer, transfer := e.answer(args[0])
		js.Global().Call("postMessage", answer, transfer)
		return nil
	})
	js.Global().Call("graftReady", receive)
	js.Global().Call("postMessage", map[string]any{"ready": true, "version": version})
	select {}
}
