package data

import (
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
)

// skipReason says in words why a file was left out.
func skipReason(w i18n.Words, s state.Skipped) string {
	switch s.Code {
	case "empty":
		return w.T("an empty file")
	case "large":
		return w.T("larger than 64 MB")
	case "twin":
		return w.T("the same picture is already here: ") + s.Text
	case "system":
		return w.T("a file of the system, not a picture")
	case "loose":
		return w.T("lies beside the class folders: put it into one")
	case "quota":
		return w.T("the browser's storage is full")
	}
	return faults.Words(w, s.Text)
}
