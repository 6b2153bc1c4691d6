package export

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"image"

	"graft/core/augment"
	"graft/core/recipe"
)

// Item is one original and how what is made from it is named.
type Item struct {
	Picture
	Stem string `json:"stem"` // of Stems
	Path string `json:"path"` // as the manifest has it
}

// File is a file to be written.
type File struct {
	Name string // with slashes
	Data []byte
	Line Line
}

// Maker makes the views of pictures under one recipe. It reuses its buffers:
// one goroutine at a time may use it.
type Maker struct {
	options Options
	plan    *augment.Plan
	canvas  *image.NRGBA
	buf     bytes.Buffer
}

// NewMaker returns a maker of views under a recipe. It fails if the recipe or the options
// are not valid.
func NewMaker(r recipe.Recipe, o Options) (*Maker, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	plan, err := augment.Compile(r)
	if err != nil {
		return nil, err
	}
	return &Maker{options: o, plan: plan, canvas: image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H))}, nil
}

// View makes one view of a picture. Its data are the caller's to keep.
func (m *Maker) View(src *augment.Source, it Item, view int) (File, error) {
	if err := m.plan.Apply(m.canvas, src, view); err != nil {
		return File{}, fmt.Errorf("export: %s: view %d: %w", it.Path, view, err)
	}
	m.buf.Reset()
	if err := m.options.encode(&m.buf, m.canvas); err != nil {
		return File{}, err
	}
	f := File{Name: ViewFile(it.Class, it.Stem, view, m.options.Format), Data: bytes.Clone(m.buf.Bytes())}
	f.Line = m.line(f.Name, src, it)
	f.Line.View, f.Line.Draws = &view, m.plan.Draws(src, view)
	return f, nil
}

// Original is the picture's own file, data, among the views.
func (m *Maker) Original(src *augment.Source, it Item, data []byte) File {
	name := OriginalFile(it.Class, it.Stem, it.Name)
	return File{Name: name, Data: data, Line: m.line(name, src, it)}
}

func (m *Maker) line(name string, src *augment.Source, it Item) Line {
	digest := src.Digest()
	return Line{File: name, Original: it.Path, Digest: hex.EncodeToString(digest[:]), Class: it.Class}
}
