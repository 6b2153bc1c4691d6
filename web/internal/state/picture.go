package state

import (
	"graft/web/internal/i18n"
)

// Picture is the original that the grid is made from.
type Picture struct {
	Key    string // the pool's; "" before the first is open
	URL    string // for <img>
	Name   string // of the visitor's file
	Sample int    // which bundled picture it is; -1 for the visitor's own
	W, H   int
	Format string
	Owned  bool   // url is an object URL of ours
	Shared string // id of the link that it came with; "" if with none
}

// Sample is a bundled picture, drawn by our own code.
type Sample struct {
	File  string
	Title string // a key
	w, h  int
}

// SamplePicture is bundled picture i, not yet open.
func SamplePicture(i int) Picture {
	s := Samples()[i]
	return Picture{URL: "/web/" + s.File, Sample: i, W: s.w, H: s.h, Format: "JPEG"}
}

// Title is what the picture is called on the page.
func (p Picture) Title(w i18n.Words) string {
	if p.Sample >= 0 {
		return w.T(Samples()[p.Sample].Title)
	}
	return p.Name
}

// Samples are the bundled pictures (core/sample); the first greets a visitor.
func Samples() []Sample {
	return []Sample{
		{"cat.jpg", i18n.Key("Cat"), 800, 600},
		{"fruit.jpg", i18n.Key("Fruit"), 800, 600},
	}
}
