package disk

import (
	"bufio"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// prefix begins the names of files in the making.
const prefix = ".new-"

// Modes of a file that is replaced.
const (
	Private fs.FileMode = 0o600 // only its owner may read it
	Public  fs.FileMode = 0o644 // everyone may read it, as what a command leaves
)

// Replace makes the file at path hold what write writes, or leaves what was there: it
// writes beside it, waits for the disk and renames.
func Replace(path string, mode fs.FileMode, write func(io.Writer) error) error {
	f, err := Begin(path)
	if err != nil {
		return err
	}
	defer f.Discard()
	w := bufio.NewWriterSize(f, 1<<16)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Commit(mode)
}

// ReplaceBytes is Replace with bytes.
func ReplaceBytes(path string, mode fs.FileMode, body []byte) error {
	return Replace(path, mode, func(w io.Writer) error {
		_, err := w.Write(body)
		return err
	})
}

// Pending is a file in the making, for what Replace's one function does not suit.
type Pending struct {
	*os.File
	path string
	done bool
}

// Begin makes an empty file beside path, which Commit gives that name. Whoever calls it
// calls Discard in the end.
func Begin(path string) (*Pending, error) {
	f, err := os.CreateTemp(filepath.Dir(path), prefix+"*")
	if err != nil {
		return nil, err
	}
	return &Pending{File: f, path: path}, nil
}

// Commit waits until the bytes are on the disk, closes the file and puts it in the
// place of what had its name.
func (p *Pending) Commit(mode fs.FileMode) error {
	err := p.Chmod(mode)
	if err = finish(p.File, err); err != nil {
		return err
	}
	if err := os.Rename(p.Name(), p.path); err != nil {
		return err
	}
	p.done = true
	return SyncDir(filepath.Dir(p.path))
}

// Discard removes the file, unless it was committed.
func (p *Pending) Discard() {
	if !p.done {
		p.Close()
		os.Remove(p.Name())
	}
}
