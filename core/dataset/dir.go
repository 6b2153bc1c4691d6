package dataset

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// OpenDir reads a folder of class folders in place, by the rules of archives:
// the same pictures give the same data set. It decodes every picture once.
// Links to files are followed, links to folders are not.
func OpenDir(ctx context.Context, dir string, lim Limits) (*Dataset, error) {
	all, skipped, err := readDir(ctx, dir, lim)
	if err != nil {
		return nil, err
	}
	return assemble(all, skipped, lim)
}

// readDir decodes the pictures of a folder.
func readDir(ctx context.Context, dir string, lim Limits) ([]found, []Skipped, error) {
	a, err := OpenFolder(dir, lim)
	if err != nil {
		return nil, nil, err
	}
	box := a.box.(*dirBox)
	c := newCrew(ctx, lim, len(a.Entries), nil)
	c.skipped = a.Skipped
	for _, e := range a.Entries {
		if c.ctx.Err() != nil {
			break
		}
		if data, err := a.read(e.Path); err != nil {
			c.done(e, found{}, skipUnread.Err(err))
		} else {
			c.submit(e, data, "")
		}
	}
	all, skipped, err := c.finish()
	if err != nil {
		return nil, nil, err
	}
	for i := range all {
		all[i].file = box.files[a.index[all[i].path]]
	}
	return all, skipped, nil
}

// OpenFolder lists a folder as OpenArchive lists an archive, without decoding
// anything: paths are those below it, with slashes.
func OpenFolder(dir string, lim Limits) (*Archive, error) {
	if err := lim.Validate(); err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("dataset: %w", err)
	}
	if st, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("dataset: %w", err)
	} else if !st.IsDir() {
		return nil, isFile.Err(dir)
	}
	a := &Archive{box: &dirBox{root: dir, max: lim.Image.MaxBytes}, lim: lim, index: map[string]int{}}
	return a, a.list()
}

// dirBox is a folder seen as an archive.
type dirBox struct {
	root  string
	max   int64    // bytes of a file
	files []string // by index
}

func (b *dirBox) members(visit func(member) error) error {
	b.files = nil
	return filepath.WalkDir(b.root, func(p string, e fs.DirEntry, err error) error {
		if p == b.root {
			return err
		}
		rel, relErr := filepath.Rel(b.root, p)
		if relErr != nil {
			return relErr
		}
		m := member{name: filepath.ToSlash(rel), folder: e.IsDir()}
		if err != nil {
			m.folder, m.reason = false, skipUnread.Err(err)
		} else if !m.folder {
			m.bytes, m.reason = stat(p)
		}
		b.files = append(b.files, p)
		if m.folder && hidden(m.name) != nil {
			// Counted and listed as one; .git has thousands of files.
			m.folder = false
			if err := visit(m); err != nil {
				return err
			}
			return fs.SkipDir
		}
		return visit(m)
	})
}

// stat returns the size of a file, or why it is not taken.
func stat(p string) (size int64, reason error) {
	st, err := os.Stat(p) // follows links
	switch {
	case err != nil:
		return 0, skipUnread.Err(err)
	case st.IsDir():
		return 0, skipDirLink.Err()
	case !st.Mode().IsRegular():
		return 0, skipSpecial.Err()
	}
	return st.Size(), nil
}

func (b *dirBox) open(i int) (io.Reader, error) {
	f, err := os.Open(b.files[i])
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := readAll(f, b.max)
	return bytes.NewReader(data), err
}
