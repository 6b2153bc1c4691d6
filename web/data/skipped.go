package data

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
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
	case "quota":
		return w.T("the browser's storage is full")
	}
	return faults.Words(w, s.Text)
}

// imported is how much was imported and left out when pictures were last brought in.
type imported struct {
	known             bool
	pictures, skipped int
}

// tellSkipped says at once that something was left out: the list stands at the end of
// the page.
func (v *View) tellSkipped(ctx app.Context) {
	p := v.Pictures
	if !p.Ready || p.Phase != "" {
		return
	}
	was := v.imported
	v.imported = importedOf(p.StoreState)
	if kind, text := leftOut(v.Words, was, v.imported, p.Skipped); text != "" {
		ui.Notify(ctx, kind, text)
	}
}

// importedOf counts what is there and what was left out, but for files of the system, which
// nobody meant.
func importedOf(s state.StoreState) imported {
	t := imported{known: true, pictures: s.Pictures, skipped: s.SkippedMore}
	for _, one := range s.Skipped {
		if one.Code != "system" {
			t.skipped++
		}
	}
	return t
}

// leftOut says what came of an import before which there was what was, or "" if nothing
// was left out. The list's last entries are its own.
func leftOut(w i18n.Words, was, now imported, list []state.Skipped) (kind, text string) {
	n := now.skipped - was.skipped
	if !was.known || n <= 0 {
		return "", ""
	}
	if now.pictures > was.pictures {
		return ui.ToastInfo, fmt.Sprintf(w.Plural(n, "%s file was left out: the list at the end says why", "%s files were left out: the list at the end says why"), ui.FormatCount(n))
	}
	last := state.Skipped{}
	for _, one := range list {
		if one.Code != "system" {
			last = one
		}
	}
	if n == 1 {
		return ui.ToastError, fmt.Sprintf(w.T("Nothing was imported. %s: %s"), last.Path, skipReason(w, last))
	}
	return ui.ToastError, fmt.Sprintf(w.T("Nothing was imported of %s files. %s: %s"), ui.FormatCount(n), last.Path, skipReason(w, last))
}
