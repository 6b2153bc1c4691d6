package bridge

// The set of pictures that is kept in the browser (static/store.js). Its state comes
// as the detail of "graft-store" events.

// OpenStore begins or joins the store.
func OpenStore() { callOf("store", "open") }

// StoreState is the state of the store, as JSON.
func StoreState() string { return callOf("store", "state").String() }

// AddClass makes a class and answers its id.
func AddClass(name string) Promise { return Promise{callOf("store", "addClass", name)} }

// RenameClass gives a class another name; it answers the id of the class that has
// it already, or "".
func RenameClass(id, name string) Promise { return Promise{callOf("store", "rename", id, name)} }

// RemoveClass takes a class out of the set.
func RemoveClass(id string) Promise { return Promise{callOf("store", "removeClass", id)} }

// MergeClass puts the pictures of a class into another.
func MergeClass(id, into string) Promise { return Promise{callOf("store", "merge", id, into)} }

// DrawSample draws a sample set and puts it into the store.
func DrawSample(name, classes string, each int) { callOf("store", "sample", name, classes, each) }

// SampleStrip answers the address of a picture of some of a sample set.
func SampleStrip(name, shown string) Promise {
	return Promise{callOf("store", "sampleStrip", name, shown)}
}

// UndoStore takes back the last removal or move.
func UndoStore() Promise { return Promise{callOf("store", "undo")} }

// ForgetRemoved deletes for good what UndoStore would bring back.
func ForgetRemoved() Promise { return Promise{callOf("store", "forget")} }

// ForgetSkipped empties the list of files that were left out.
func ForgetSkipped() { callOf("store", "forgetSkipped") }

// CancelReading ends the bringing in of pictures.
func CancelReading() { callOf("store", "cancel") }

// RemoveSelected removes the pictures that are selected.
func RemoveSelected() Promise { return Promise{callOf("gallery", "remove")} }

// MoveSelected moves them to a class.
func MoveSelected(to string) { callOf("gallery", "move", to) }

// ClearSelection selects none.
func ClearSelection() { callOf("gallery", "clear") }

// StartUpload sends the set to an address; "graft-upload" events tell how far it is.
func StartUpload(address string) { callOf("upload", "start", address) }

// CancelUpload ends that.
func CancelUpload() { callOf("upload", "cancel") }

// StartExport writes augmented pictures into a zip; "graft-export" events tell how
// far it is. one is the picture, or nil for the set.
func StartExport(plan map[string]any, one any, archive string) {
	callOf("export", "start", plan, one, archive)
}

// CancelExport ends that.
func CancelExport() { callOf("export", "cancel") }

// ForgetExport lets go of a finished export's file.
func ForgetExport() { callOf("export", "forget") }
