// Package export makes the files of an augmented data set, the same in the tab
// and on the command line: class/stem-view.png for each view, and a manifest
// from which anyone can make them again.
//
// manifest.jsonl is a Header and then a Line for each file, one JSON object a
// line.
package export
