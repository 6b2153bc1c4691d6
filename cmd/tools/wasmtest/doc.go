// Command wasmtest runs a Go test binary compiled for js/wasm in headless
// Chromium, as the tab would run it, with a file system in memory that holds
// the package's own folder:
//
//	GOOS=js GOARCH=wasm go test -exec bin/wasmtest ./core/augment
//
// It needs no Node.js. The browser is found by package chromium: the
// CHROMIUM environment variable, then the usual names on the PATH.
package main
