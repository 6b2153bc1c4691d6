package sample

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"iter"
	"slices"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
)

// Kind is a set that can be drawn.
type Kind struct {
	Name     string   // one word
	Classes  []string // in alphanumeric order; the caller must not change it
	PerClass int      // pictures of each class by default: enough to train a head, few enough for a slow machine
	Size     int      // the longer side in pixels by default
	Smallest int      // the least Size

	ending string // of a picture's file name
	draw   func(r *noise.Rand, class, index int, o SetOptions) ([]byte, error)
}

var kinds = []Kind{
	{Name: "plates", Classes: []string{"hotdog", "other"}, PerClass: 60, Size: 256, Smallest: 32, ending: "jpg", draw: drawPlate},
	{Name: "digits", Classes: []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}, PerClass: 40, Size: 28, Smallest: 16, ending: "png", draw: drawDigit},
	{Name: "garden", Classes: []string{"beetle", "butterfly", "dragonfly", "snail", "spider"}, PerClass: 40, Size: 256, Smallest: 32, ending: "jpg", draw: drawGarden},
}

// Kinds returns the sets, the one to show first first: hot dogs among other
// things on plates; handwritten digits, grey, 28×28 pixels; small animals from
// above. The caller must not change the slice.
func Kinds() []Kind { return kinds }

// LookupKind returns the set called name.
func LookupKind(name string) (Kind, error) {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		if k.Name == name {
			return k, nil
		}
		names[i] = k.Name
	}
	return Kind{}, fmt.Errorf("sample: set %q: want one of %q", name, names)
}

// Options returns the default options of the set.
func (k Kind) Options() SetOptions {
	return SetOptions{Set: k.Name, PerClass: k.PerClass, Seed: 1, Size: k.Size}
}

// Item is one picture of a set.
type Item struct {
	Class string
	Name  string // of the file, with its ending
	Data  []byte // JPEG or, for digits, PNG
}

// SetOptions say which set and how much of it there is.
type SetOptions struct {
	Set      string `json:"set"`       // the name of a Kind
	PerClass int    `json:"per_class"` // pictures of each class, 1 to 10000
	Seed     uint64 `json:"seed"`
	Size     int    `json:"size"` // the longer side in pixels, from the kind's smallest to 1024
}

// DefaultSetOptions returns those of the first kind.
func DefaultSetOptions() SetOptions { return kinds[0].Options() }

// Validate returns nil or an error for the first option out of range.
func (o SetOptions) Validate() error {
	k, err := LookupKind(o.Set)
	switch {
	case err != nil:
		return err
	case o.PerClass < 1 || o.PerClass > 10000:
		return fmt.Errorf("sample: %d pictures a class: want 1 to 10000", o.PerClass)
	case o.Size < k.Smallest || o.Size > 1024:
		return fmt.Errorf("sample: size %d px: want %d to 1024", o.Size, k.Smallest)
	}
	return nil
}

// Set returns the pictures one by one, the classes in turn: hot dog, other,
// hot dog and so on. Each is drawn when it is reached, in about 20 ms.
func Set(o SetOptions) (iter.Seq[Item], error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	k, err := LookupKind(o.Set)
	if err != nil {
		return nil, err
	}
	return func(yield func(Item) bool) {
		for i := range o.PerClass {
			for _, class := range k.Classes {
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
	kind, err := LookupKind(o.Set)
	if err != nil {
		return Item{}, err
	}
	k := slices.Index(kind.Classes, class)
	if k < 0 {
		return Item{}, fmt.Errorf("sample: class %q of %s: want one of %q", class, o.Set, kind.Classes)
	}
	r := noise.New(noise.Mix(noise.Mix(o.Seed, uint64(k)), uint64(index)))
	data, err := kind.draw(r, k, index, o)
	return Item{class, fmt.Sprintf("%s-%04d.%s", class, index+1, kind.ending), data}, err
}

func drawPlate(r *noise.Rand, class, index int, o SetOptions) ([]byte, error) {
	serve := hotdogs
	if class != 0 {
		// In turn, so that a small set has every kind.
		serve = others[(uint64(index)+o.Seed)%uint64(len(others))]
	}
	return encode(meal(r, o.Size, serve))
}

func drawDigit(r *noise.Rand, class, _ int, o SetOptions) ([]byte, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, digit(r, o.Size, class)); err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	return b.Bytes(), nil
}

func drawGarden(r *noise.Rand, class, _ int, o SetOptions) ([]byte, error) {
	return encode(garden(r, o.Size, class))
}

func encode(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 87}); err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	return b.Bytes(), nil
}

// meal lays the table, serves the thing and takes the photo.
func meal(r *noise.Rand, size int, serve func(*canvas.Canvas, *noise.Rand, canvas.Pose)) image.Image {
	c := canvas.NewPhoto(size, r)
	layTable(c, r)
	clutter(c, r)
	p := canvas.Pose{X: r.In(-0.18, 0.18), Y: r.In(-0.18, 0.18), Turn: r.In(0, 6.283), Size: 1}
	ground(c, r, p)
	p.Turn = r.In(0, 6.283)
	p.Size = r.In(0.95, 1.3)
	serve(c, r, p)
	return c.Photo(r)
}
