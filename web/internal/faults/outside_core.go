package faults

// elsewhere are faults that nothing below core finds: those of the browser and of the
// scripts in static, of the engine (wasm/engine), and of the Worker
// (cmd/edge/worker/problem.mjs).
var elsewhere = map[string]string{
	"page.camera_insecure": "this browser gives no camera to pages that are not on https or localhost",
	"page.camera_missing":  "no camera was found",
	"page.camera_denied":   "the browser was told not to give the camera to this page",
	"page.camera_dark":     "the camera shows nothing yet",
	"page.photo_not_kept":  "the camera's picture could not be kept",
	"page.copy_denied":     "the browser does not allow copying",
	"page.no_answer":       "Failed to fetch",
	"page.no_network":      "NetworkError{more}",
	"page.load_failed":     "Load failed",
	"page.engine_stopped":  "the engine stopped",
	"page.empty_archive":   "no pictures in class folders",

	"engine.no_head":  "engine: no head is open",
	"engine.not_open": `engine: picture {key:%q}: not open`,

	"edge.cross_site":          "the request comes from another site's page",
	"edge.busy":                "too many links are being made just now: try again in a second",
	"edge.restarted":           "the Worker had to start anew: try again",
	"edge.no_trainer":          "no trainer is configured here: set TRAINER_URL, or run graft serve on your own computer",
	"edge.trainer_silent":      "the trainer at {trainer} does not answer: nothing was sent to it",
	"edge.trainer_late":        "the trainer at {trainer} did not answer in time",
	"edge.trainer_unreachable": "the trainer at {trainer} cannot be reached",
	"edge.internal":            "internal fault",
}
