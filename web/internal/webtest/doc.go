// Package webtest mounts a component for a test, with go-app's own engine: natively,
// where nothing of a browser is there, and as WebAssembly in a real tab, where
// window.graft is a stand-in that notes what is called (see [Calls]).
package webtest
