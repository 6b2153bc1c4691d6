package state

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/i18n"
)

// ExportOpened is the action that opens the export dialog; its value is an ExportOf.
const ExportOpened = "export-opened"

// OpenExport opens the dialog.
func OpenExport(ctx app.Context, of ExportOf) { ctx.NewActionWithValue(ExportOpened, of) }

// Export is the picture as something to export.
func (p Picture) Export(w i18n.Words) ExportOf {
	name := p.Name
	if p.Sample >= 0 {
		name = Samples()[p.Sample].File
	}
	return ExportOf{Key: p.Key, Name: name, Title: p.Title(w), Pixels: p.W * p.H}
}

// ExportOf is what is exported: one picture, or, if key is "", the set.
type ExportOf struct {
	Key    string // the pool's
	Name   string // of its file
	Title  string
	Pixels int
}

// Pictures is how many are exported.
func (of ExportOf) Pictures(a *App) int {
	if of.Key != "" {
		return 1
	}
	return a.Pictures.Pictures
}

// Archive is the name that the zip is offered under.
func (of ExportOf) Archive() string {
	if of.Key == "" {
		return "augmented.zip"
	}
	stem := of.Name
	if i := strings.LastIndexByte(stem, '.'); i > 0 {
		stem = stem[:i]
	}
	return stem + "-augmented.zip"
}
