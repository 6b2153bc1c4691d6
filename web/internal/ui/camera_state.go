package ui

import (
	"graft/web/internal/i18n"
)

// CameraState is the detail of a graft-camera event.
type CameraState struct {
	Target string `json:"target"`
	State  string `json:"state"`  // "", "on", "failed"
	Reason string `json:"reason"` // name of a DOMException
	Taken  int    `json:"taken"`
}

// Fault says in words why there is no camera.
func (s CameraState) Fault(w i18n.Words) string {
	switch s.Reason {
	case "NotAllowedError":
		return w.T("The browser was told not to give the camera to this page. Allow it beside the address, then try again.")
	case "NotFoundError", "OverconstrainedError":
		return w.T("No camera was found.")
	case "NotReadableError":
		return w.T("Another program is using the camera.")
	case "SecurityError":
		return w.T("Browsers give the camera to pages on https or localhost only.")
	}
	return w.T("The camera did not start: ") + s.Reason
}
