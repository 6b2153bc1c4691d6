// Package web is the shell of the page: header with tabs, the views, dialogs and
// messages; its routes; and the server's rendering of it in each language. It runs
// in the browser as WebAssembly (wasm/app).
//
// There is one route. Each view is a package of its own below this one, as is each
// dialog that several views open; which view is open and the whole document stand
// in the address's fragment. What they share is in internal: state, bridge (all that
// touches JavaScript), i18n (the languages), ui and chart. No picture is touched
// here: pixels are made by Web Workers (wasm/engine) and painted by static/pool.js.
//
// Rules for components: embed state.App, which has the language (v.T) and the
// document (v.Session), and hand it on; there are no package variables, so that the
// server draws two languages at once. Call ui.Follow(ctx) in OnMount so that a change
// of language renders again; give closures that capture a loop variable an
// app.EventScope, because go-app compares handlers by their code alone.
package web
