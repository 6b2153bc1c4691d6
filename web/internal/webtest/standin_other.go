//go:build !(js && wasm)

package webtest

func standIn() {}

// Calls returns nil: natively nobody is called.
func Calls() []string { return nil }
