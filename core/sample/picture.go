package sample

import (
	"embed"
	"fmt"
)

// The pictures are files, not drawn on demand: a picture's bytes decide every
// draw of an augmentation, so they must be the same everywhere, and the first
// thing a visitor sees should not take seconds.
//
//go:embed pictures/*.jpg
var pictures embed.FS

// Names returns the names of the bundled pictures, the one to show first first.
func Names() []string { return []string{"cat", "fruit"} }

// Picture returns the bundled picture called name, an 800×600 JPEG. The bytes
// are the caller's.
func Picture(name string) ([]byte, error) {
	for _, n := range Names() {
		if n == name {
			return pictures.ReadFile("pictures/" + name + ".jpg")
		}
	}
	return nil, fmt.Errorf("sample: picture %q: want one of %q", name, Names())
}
