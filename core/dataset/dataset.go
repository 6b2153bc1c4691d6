package dataset

import (
	"sort"
	"strings"

	"graft/core/api"
	"graft/core/fault"
)

// Class is a class and the number of its pictures.
type Class = api.Class

// Skipped is a file that was not taken, and why.
type Skipped = api.Skipped

// SkippedFor is a file that was not taken because of err.
func SkippedFor(path string, err error) Skipped {
	w := fault.WireOf(err)
	return Skipped{Path: path, Reason: strings.TrimPrefix(w.Error, "imagefile: "), Code: w.Code, Args: w.Args}
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
		d.Classes = append(d.Classes, Class{Name: name, Count: n})
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
		return ErrEmpty.Err(hint(skipped))
	case n == 1:
		return ErrOneClass.Err(classes[0].Count, classes[0].Name, hint(skipped))
	case n > lim.MaxClasses:
		return manyClasses.Err(n, lim.MaxClasses)
	}
	return nil
}

// hint tells of the first file that was skipped: often it is the answer. It is "" or a
// fault.
func hint(skipped []Skipped) any {
	if len(skipped) == 0 {
		return ""
	}
	first := skipped[0]
	why := fault.Wire{Error: first.Reason, Code: first.Code, Args: first.Args}
	if len(skipped) == 1 {
		return skippedOne.Err(first.Path, why)
	}
	return skippedHint.Err(len(skipped), first.Path, why)
}
