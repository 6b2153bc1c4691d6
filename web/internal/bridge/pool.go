package bridge

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Engine sends msg ("do" and what it needs, see wasm/engine) to a worker, which
// answers. Values in msg may be JavaScript objects such as a Blob.
func Engine(msg map[string]any) Promise { return Promise{callOf("pool", "call", msg)} }

// FetchPicture answers a bundled picture as a Blob.
func FetchPicture(url string) Promise { return Promise{callOf("pool", "picture", url)} }

// OpenPicture has the engine read a picture and keep it under key. It answers
// width, height and format.
func OpenPicture(key string, blob app.Value) Promise {
	return Promise{callOf("pool", "open", key, blob)}
}

// ClosePicture lets go of a picture.
func ClosePicture(key string) { callOf("pool", "close", key) }

// ShowPictures tells the pool what every canvas should show: views of the picture
// key by the recipe, in canvases with these names. own has what differs for a
// canvas. It is cheap to repeat.
func ShowPictures(key, recipe string, names, views []any, own map[string]any) {
	callOf("pool", "show", key, recipe, names, views, own)
}

// Drawn is what was drawn for what a canvas shows, as the engine's JSON, and the
// picture's own share in it; false if nothing is known.
func Drawn(slot string) (draws string, lambda float64, ok bool) {
	if !app.IsClient {
		return "", 1, false
	}
	shown := callOf("pool", "draws", slot)
	if !shown.Truthy() {
		return "", 1, false
	}
	lambda = 1
	if l := shown.Get("lambda"); l.Truthy() {
		lambda = l.Float()
	}
	return shown.Get("draws").String(), lambda, true
}
