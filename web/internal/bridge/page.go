package bridge

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// OpenDialog opens the dialog with an id.
func OpenDialog(id string) { call("openDialog", id) }

// CloseDialog closes it.
func CloseDialog(id string) { call("closeDialog", id) }

// DialogIsOpen says whether it is open.
func DialogIsOpen(id string) bool { return Element(id).Get("open").Bool() }

// Element returns the element with an id; it is not Truthy if there is none.
func Element(id string) app.Value { return app.Window().GetElementByID(id) }

// FocusID puts the keyboard's focus on the element with an id, if there is one.
func FocusID(id string) {
	if el := Element(id); el.Truthy() {
		el.Call("focus")
	}
}

// Focus puts the keyboard's focus on what a selector finds.
func Focus(selector string) { call("focus", selector) }

// Refocus gives a keyboard whose button has gone the part of the page that
// selector names.
func Refocus(selector string) { call("refocus", selector) }

// Reveal scrolls an element into sight, by its nearest edge.
func Reveal(selector string) { call("reveal", selector) }

// RevealTop scrolls the top of an element into sight.
func RevealTop(selector string) { call("reveal", selector, "start") }

// Raise lifts a popover above everything, open dialogs included.
func Raise(id string) { call("raise", id) }

// Announce says text to a screen reader.
func Announce(text string) { call("announce", text) }

// Coarse says whether a finger is what points here.
func Coarse() bool { return call("coarse").Bool() }

// Narrow says whether the window is as narrow as a phone's.
func Narrow() bool { return app.Window().Get("innerWidth").Int() < 720 }

// Theme makes the page "light" or "dark", or "" as the system is.
func Theme(name string) { call("theme", name) }

// Keep remembers a setting in this browser.
func Keep(name, value string) { call("keep", name, value) }

// Recall returns a setting that was kept, or "".
func Recall(name string) string { return call("recall", name).String() }

// KeepForServer remembers a setting in a cookie, for a year, so that the server
// knows it when it next draws the page.
func KeepForServer(name, value string) {
	app.Window().Get("document").Set("cookie", name+"="+value+"; path=/; max-age=31536000; samesite=lax")
}

// BrowserLanguage is the tag of the language that the browser is in.
func BrowserLanguage() string { return app.Window().Get("navigator").Get("language").String() }

// Compare wipes between the two pictures of the enlarged view, percent from the left.
func Compare(percent int) { call("compare", percent) }

// PlaceExtremes shows the popover of a parameter's ends beside it, or hides it.
func PlaceExtremes(shown bool) { call("placeExtremes", shown) }
