package bridge

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Short links (static/share.js). What goes with a link is prepared first, part by
// part, and then sent with it.

// PreparePicture encodes the shown picture anew; it answers what that gave, as JSON.
func PreparePicture(key string) Promise { return Promise{callOf("link", "picture", key)} }

// PrepareHead fetches a head.
func PrepareHead(address string) Promise { return Promise{callOf("link", "head", address)} }

// PrepareCard draws the preview image.
func PrepareCard(key, recipe string) Promise { return Promise{callOf("link", "card", key, recipe)} }

// DropPart lets go of what was prepared.
func DropPart(name string) { callOf("link", "drop", name) }

// MakeLink sends a recipe and prepared parts; it answers the link, as JSON.
func MakeLink(recipe string, parts []any, query string) Promise {
	return Promise{callOf("link", "make", recipe, parts, query)}
}

// RemoveLink deletes a link for everybody.
func RemoveLink(id string) Promise { return Promise{callOf("link", "remove", id)} }

// MyLinks are the links made in this browser, as JSON.
func MyLinks() string { return callOf("link", "mine").String() }

// PreparedFile is the prepared picture as a File.
func PreparedFile(name string) app.Value { return callOf("link", "file", name) }

// AttachedPicture answers the picture that went with a link as a File.
func AttachedPicture(id string) Promise { return Promise{callOf("link", "attached", id)} }
