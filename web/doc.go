// Package web is the page: go-app components, one file a feature, rendered on
// the server first and run in the browser as WebAssembly (wasm/app).
//
// There is one route. The four views (augment, data, train, recognise) are tabs
// of one shell; which is open and the whole document stand in the address's
// fragment. No picture is touched here: pixels are made by Web Workers
// (wasm/engine) and painted by static/pool.js.
//
// Rules for components: read the document from session, change it only through
// session.Edit; call follow(ctx) in OnMount so that a change of language
// renders again; give closures that capture a loop variable an
// app.EventScope, because go-app compares handlers by their code alone.
package web
