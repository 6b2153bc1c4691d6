package sample

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"iter"

	"graft/core/sample/internal/noise"
)

// Item is one picture of the set.
type Item struct {
	Class string
	Name  string // of the file, with its ending
	Data  []byte // JPEG
}

// SetOptions say how much of the set there is.
type SetOptions struct {
	PerClass int    `json:"per_class"` // pictures of each class, 1 to 10000
	Seed     uint64 `json:"seed"`
	Size     int    `json:"size"` // the longer side in pixels, 32 to 1024
}

// DefaultSetOptions returns 60 pictures a class of 256 pixels: enough to
// train a head, few enough for a slow machine.
func DefaultSetOptions() SetOptions { return SetOptions{PerClass: 60, Seed: 1, Size: 256} }

// Validate returns nil or an error for the first option out of range.
func (o SetOptions) Validate() error {
	switch {
	case o.PerClass < 1 || o.PerClass > 10000:
		return fmt.Errorf("sample: %d pictures a class: want 1 to 10000", o.PerClass)
	case o.Size < 32 || o.Size > 1024:
		return fmt.Errorf("sample: size %d px: want 32 to 1024", o.Size)
	}
	return nil
}

// Classes returns the names of the set's classes.
func Classes() []string { return []string{"hotdog", "other"} }

// Set returns the pictures one by one, the classes in turn: hot dog, other,
// hot dog and so on. Each is drawn when it is reached, in about 20 ms.
func Set(o SetOptions) (iter.Seq[Item], error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	return func(yield func(Item) bool) {
		for i := range o.PerClass {
			for _, class := range Classes() {
				if it, err := Draw(o, class, i); err != nil || !yield(it) {
					return
				}
			}
		}
	}, nil
}

// Draw returns picture index (0 to PerClass-1) of class. It does not depend on
// PerClass otherwise.
func Draw(o SetOptions, class string, index int) (Item, error) {
	if err := o.Validate(); err != nil {
		return Item{}, err
	}
	if index < 0 || index >= o.PerClass {
		return Item{}, fmt.Errorf("sample: picture %d: want 0 to %d", index, o.PerClass-1)
	}
	for k, c := range Classes() {
		if c != class {
			continue
		}
		r := noise.New(noise.Mix(noise.Mix(o.Seed, uint64(k)), uint64(index)))
		serve := hotdogs
		if class != "hotdog" {
			// In turn, so that a small set has every kind.
			serve = others[(uint64(index)+o.Seed)%uint64(len(others))]
		}
		data, err := encode(meal(r, o.Size, serve))
		return Item{class, fmt.Sprintf("%s-%04d.jpg", class, index+1), data}, err
	}
	return Item{}, fmt.Errorf("sample: class %q: want one of %q", class, Classes())
}

func encode(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 87}); err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	return b.Bytes(), nil
}

// meal lays the table, serves the thing and takes the photo.
func meal(r *noise.Rand, size int, serve func(*canvas, *noise.Rand, pose)) image.Image {
	w, h := size, size
	switch r.Intn(3) {
	case 0:
		h = size * 3 / 4
	case 1:
		w = size * 3 / 4
	}
	c := newCanvas(w, h, r)
	layTable(c, r)
	clutter(c, r)
	p := pose{r.In(-0.18, 0.18), r.In(-0.18, 0.18), r.In(0, 6.283), 1}
	ground(c, r, p)
	p.turn = r.In(0, 6.283)
	p.size = r.In(0.95, 1.3)
	serve(c, r, p)
	return c.photo(r)
}
