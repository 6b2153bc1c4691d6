package main

import (
	"io"

	"graft/core/dataset"
)

// openArchive keeps the listing of the archive read last, since the page asks
// for its pictures a few at a time.
type openArchive struct {
	identity string
	archive  *dataset.Archive
}

// contents is what an archive holds.
type contents struct {
	Entries []entry           `json:"entries"`
	Skipped []dataset.Skipped `json:"skipped"`
}

type entry struct {
	Path  string `json:"path"`
	Class string `json:"class"`
	Bytes int64  `json:"bytes"`
}

// blob is a file of the page. Equal identities mean equal bytes; "" means that
// nothing is known.
type blob struct {
	io.ReaderAt
	size     int64
	identity string
}

// list returns what an archive holds, by the rules of core/dataset.
func (e *engine) list(b blob) (contents, error) {
	if _, _, err := dataset.List(b, b.size, dataset.DefaultLimits()); err != nil {
		return contents{}, err
	}
	a, err := e.opened(b)
	if err != nil {
		return contents{}, err
	}
	c := contents{Entries: make([]entry, len(a.Entries)), Skipped: a.Skipped}
	for i, en := range a.Entries {
		c.Entries[i] = entry(en)
	}
	if c.Skipped == nil {
		c.Skipped = []dataset.Skipped{}
	}
	return c, nil
}

// read returns the bytes of an entry.
func (e *engine) read(b blob, path string) ([]byte, error) {
	a, err := e.opened(b)
	if err != nil {
		return nil, err
	}
	return a.Read(path)
}

// taken is an entry that was read, or why it could not be.
type taken struct {
	data []byte
	err  error
}

// maxTaken bounds what one answer carries, so that a message stays small beside
// the memory of a tab; the first entry comes whatever its size.
const maxTaken = 8 << 20

// readAll returns entries from the first of paths on, as many as fit.
func (e *engine) readAll(b blob, paths []string) ([]taken, error) {
	a, err := e.opened(b)
	if err != nil {
		return nil, err
	}
	var all []taken
	for bytes := 0; len(all) < len(paths) && bytes < maxTaken; {
		data, err := a.Read(paths[len(all)])
		all = append(all, taken{data, err})
		bytes += len(data)
	}
	return all, nil
}

func (e *engine) opened(b blob) (*dataset.Archive, error) {
	if o := e.archive; o.archive != nil && b.identity != "" && o.identity == b.identity {
		return o.archive, nil
	}
	a, err := dataset.OpenArchive(b, b.size, dataset.DefaultLimits())
	if err != nil {
		return nil, err
	}
	e.archive = openArchive{b.identity, a}
	return a, nil
}
