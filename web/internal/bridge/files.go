package bridge

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Copy puts text on the clipboard.
func Copy(text string) Promise { return Promise{call("copy", text)} }

// CanShare says whether the phone can share by itself.
func CanShare() bool { return call("canShare").Bool() }

// Share has the phone share an address.
func Share(title, address string) Promise { return Promise{call("share", title, address)} }

// SaveText saves text as a file.
func SaveText(text, name, mediaType string) { call("saveText", text, name, mediaType) }

// SaveBytes saves an ArrayBuffer as a file.
func SaveBytes(bytes app.Value, name, mediaType string) { call("saveBytes", bytes, name, mediaType) }

// SaveSlot saves what a canvas shows as a PNG.
func SaveSlot(slot, name string) { call("saveSlot", slot, name) }

// Download saves what lies at an address, named as the server says.
func Download(address string) { call("download", address) }

// ObjectURL is an address for a file, until RevokeURL.
func ObjectURL(file app.Value) string { return call("objectURL", file).String() }

// RevokeURL ends an address made by ObjectURL.
func RevokeURL(url string) { call("revokeURL", url) }

// Drawable answers the address of a thumbnail of our own if the browser cannot draw
// the picture that url leads to, which the pool has under key.
func Drawable(url, key string) Promise { return Promise{callOf("drawable", "copy", url, key)} }

// Text answers what a file says.
func Text(file app.Value) Promise { return Promise{file.Call("text")} }

// KeptPictureWaits says whether a picture was kept over a reload.
func KeptPictureWaits() bool { return callOf("kept", "waits").Bool() }

// TakeKeptPicture answers it as a File.
func TakeKeptPicture() Promise { return Promise{callOf("kept", "take")} }

// StartCamera shows the camera in a video element.
func StartCamera(video string) Promise { return Promise{callOf("camera", "start", video)} }

// StopCamera ends that.
func StopCamera() { callOf("camera", "stop") }

// Shoot answers what the camera shows as a File.
func Shoot(video string) Promise { return Promise{callOf("camera", "shoot", video)} }
