package api

import "time"

// Class is a class and the number of its pictures.
type Class struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// Skipped is a file that was not taken, and why.
type Skipped struct {
	Path   string         `json:"path"`
	Reason string         `json:"reason"`         // in English
	Code   string         `json:"code,omitempty"` // of the fault that it is
	Args   map[string]any `json:"args,omitempty"`
}

// Dataset is a data set on the server.
type Dataset struct {
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
	Classes []Class   `json:"classes"` // in alphanumeric order
	Skipped []Skipped `json:"skipped"` // what of the archive was left out, and why: the first of it

	SkippedMore int `json:"skipped_more,omitempty"` // how many more were left out
}

// Pictures returns how many pictures the set has.
func (d Dataset) Pictures() int {
	n := 0
	for _, c := range d.Classes {
		n += c.Count
	}
	return n
}

// Datasets is a part of the list of data sets, the newest first.
type Datasets struct {
	Datasets []Dataset `json:"datasets"`
	Next     string    `json:"next,omitempty"` // to ask on with after, if there are more
}
