package export

import (
	"encoding/json"

	"graft/core/augment"
	"graft/core/recipe"
)

// ManifestVersion is that of the manifest's own form.
const ManifestVersion = 1

// Header is the first line of a manifest: all that is needed, beside the
// originals, to make the files again.
type Header struct {
	V      int           `json:"v"`
	Graft  string        `json:"graft"` // version of the program
	Recipe recipe.Recipe `json:"recipe"`
	Options
	Views     int  `json:"views"`     // of each original, counted from 0
	Originals bool `json:"originals"` // are among the files
	// LeftOut names batch steps of the recipe: they mix two pictures and their
	// labels, which is for the training loop to do.
	LeftOut []string `json:"left_out,omitempty"`
}

// NewHeader describes an export. How the head is trained does not matter to it.
func NewHeader(version string, r recipe.Recipe, o Options, views int, originals bool) Header {
	r.Train = nil
	if o.Format == PNG {
		o.Quality = 0
	}
	h := Header{V: ManifestVersion, Graft: version, Recipe: r, Options: o, Views: views, Originals: originals}
	for _, s := range r.Steps {
		if op, ok := recipe.Lookup(s.Op); ok && op.Kind == recipe.Batch && !s.Off {
			h.LeftOut = append(h.LeftOut, s.Op)
		}
	}
	return h
}

// Line tells of one file. An original that is among the files has no view; a
// picture that could not be read has an error and no file.
type Line struct {
	File     string         `json:"file,omitempty"`
	Original string         `json:"original"`         // its path
	Digest   string         `json:"digest,omitempty"` // SHA-256 of the original, hexadecimal
	Class    string         `json:"class,omitempty"`
	View     *int           `json:"view,omitempty"`
	Draws    []augment.Draw `json:"draws,omitempty"` // what each step drew
	Error    string         `json:"error,omitempty"`
}

// JSON returns the line with its line break.
func (l Line) JSON() []byte { return line(l) }

// JSON returns the header with its line break.
func (h Header) JSON() []byte { return line(h) }

func line(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("export: manifest: " + err.Error()) // plain structs of finite numbers
	}
	return append(b, '\n')
}
