package bridge

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Fragment is what stands in the address behind the #, with it.
func Fragment() string { return app.Window().Get("location").Get("hash").String() }

// Origin is where the page came from, as in https://example.org.
func Origin() string { return app.Window().Get("location").Get("origin").String() }

// SaveFragment writes a fragment into the address, a moment later and once for many
// changes: browsers refuse more than about 100 writes in 30 s.
func SaveFragment(fragment string) { call("saveFragment", fragment) }

// EnterFragment makes an entry of the browser's history.
func EnterFragment(fragment string) { call("enterFragment", fragment) }

// Opened tells that a view was opened: the views share the page's scrolling.
func Opened(view string) { call("opened", view) }

// Address writes what SaveFragment still holds back, and returns the whole address.
func Address() string { return call("address").String() }

// Absolute returns a path of the page's server as an address.
func Absolute(path string) string { return call("absolute", path).String() }
