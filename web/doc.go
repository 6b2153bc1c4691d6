// Package web is the page: go-app components, one file a feature, rendered on
// the server first and run in the browser as WebAssembly (wasm/app).
//
// There is one route. The four views (augment, data, train, recognise) are tabs
// of one shell; which is open and the whole document stand in the address's
// fragment. No picture is touched here: pixels are made by Web Workers
// (wasm/engine) and painted by static/pool.js.
//
// Rules for components: embed App, which has the language (v.T) and the document
// (v.Session), and hand it on; there are no package variables, so that the server
// draws two languages at once. Change the document only through Session.Edit; call
// follow(ctx) in OnMount so that a change of language renders again; give closures
// that capture a loop variable an app.EventScope, because go-app compares handlers
// by their code alone.
package web
