package faults

import (
	"graft/web/internal/i18n"
)

// either returns en or zh, for the tables of faults.
func either(w i18n.Words, en, zh string) string {
	if w.Code() == "zh" {
		return zh
	}
	return en
}
