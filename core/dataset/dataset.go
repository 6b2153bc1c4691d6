package dataset

import (
	"errors"
	"fmt"
	"sort"
)

// Faults that a caller may want to tell apart; each error wraps at most one.
var (
	ErrNotArchive = errors.New("not a zip, tar or tar.gz")
	ErrDamaged    = errors.New("the archive is damaged or cut off")
	ErrTooBig     = errors.New("too big")
	ErrEmpty      = errors.New("no pictures in class folders")
	ErrOneClass   = errors.New("only one class")
	ErrNotFound   = errors.New("not found")
)

// Class is a class and the number of its pictures.
type Class struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// Skipped is a file that was not taken, and why.
type Skipped struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Summary says what was taken and what was not.
type Summary struct {
	Classes []Class   `json:"classes"` // in alphanumeric order
	Skipped []Skipped `json:"skipped"`
}

// Item is one picture.
type Item struct {
	Path   string   // in the archive or folder, with slashes
	File   string   // where its bytes are
	Class  int      // index into Classes
	Digest [32]byte // SHA-256 of its bytes
}

// Dataset is a set of pictures with their classes. Items are in the order of
// their class, then of their path.
type Dataset struct {
	Classes []Class
	Items   []Item
	Skipped []Skipped
}

// Summary returns what the API shows. Neither list is nil, so that they are
// arrays in JSON.
func (d *Dataset) Summary() Summary {
	return Summary{
		Classes: append([]Class{}, d.Classes...),
		Skipped: append([]Skipped{}, d.Skipped...),
	}
}

// found is a picture that was taken, before classes are numbered.
type found struct {
	path, file, class string
	digest            [32]byte
}

// assemble numbers the classes and sorts everything; it fails if there are
// fewer than two classes or more than the limit.
func assemble(all []found, skipped []Skipped, lim Limits) (*Dataset, error) {
	counts := map[string]int{}
	for _, f := range all {
		counts[f.class]++
	}
	d := &Dataset{Skipped: skipped}
	for name, n := range counts {
		d.Classes = append(d.Classes, Class{name, n})
	}
	sort.Slice(d.Classes, func(i, j int) bool { return d.Classes[i].Name < d.Classes[j].Name })
	if err := checkClasses(d.Classes, skipped, lim); err != nil {
		return nil, err
	}
	index := map[string]int{}
	for i, c := range d.Classes {
		index[c.Name] = i
	}
	for _, f := range all {
		d.Items = append(d.Items, Item{f.path, f.file, index[f.class], f.digest})
	}
	sort.Slice(d.Items, func(i, j int) bool {
		a, b := d.Items[i], d.Items[j]
		if a.Class != b.Class {
			return a.Class < b.Class
		}
		return a.Path < b.Path
	})
	return d, nil
}

func checkClasses(classes []Class, skipped []Skipped, lim Limits) error {
	switch n := len(classes); {
	case n == 0:
		return fmt.Errorf("dataset: %w: want a folder of pictures for each class%s", ErrEmpty, hint(skipped))
	case n == 1:
		return fmt.Errorf("dataset: %w: the %d pictures are all in %q: want a folder for each of two classes or more%s",
			ErrOneClass, classes[0].Count, classes[0].Name, hint(skipped))
	case n > lim.MaxClasses:
		return fmt.Errorf("dataset: %w: %d classes: want at most %d", ErrTooBig, n, lim.MaxClasses)
	}
	return nil
}

// hint tells of the first files that were skipped: often they are the answer.
func hint(skipped []Skipped) string {
	if len(skipped) == 0 {
		return ""
	}
	s := fmt.Sprintf(" (%d files were skipped", len(skipped))
	if len(skipped) == 1 {
		s = " (1 file was skipped"
	}
	return s + fmt.Sprintf("; %s: %s)", skipped[0].Path, skipped[0].Reason)
}
