package views

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"graft/core/dataset"
	"graft/core/disk"
	"graft/core/export"
	"graft/core/imagefile"
)

// original is a picture to augment.
type original struct {
	export.Item
	loose bool // named by itself on the command line
	read  func() ([]byte, error)
}

// originals are what the arguments of a command come to.
type originals struct {
	list    []original
	skipped []dataset.Skipped // of folders and archives
	files   []string          // arguments that are files
	folders []string          // arguments that are folders
	classes int
	open    []io.Closer
}

// openOriginals lists pictures, folders and archives. Nothing is decoded yet.
func openOriginals(arguments []string) (*originals, error) {
	in := &originals{}
	for _, path := range arguments {
		if err := in.add(path); err != nil {
			in.close()
			return nil, err
		}
	}
	if err := in.name(); err != nil {
		in.close()
		return nil, err
	}
	return in, nil
}

func (in *originals) close() {
	for _, f := range in.open {
		f.Close()
	}
}

func (in *originals) add(path string) error {
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		in.folders = append(in.folders, path)
		a, err := dataset.OpenFolder(path, dataset.DefaultLimits())
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return in.addSet(path, a)
	}
	in.files = append(in.files, path)
	if f, size, is := openArchive(path); is {
		in.open = append(in.open, f)
		a, err := dataset.OpenArchive(f, size, dataset.DefaultLimits())
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return in.addSet(path, a)
	}
	it := export.Item{Picture: export.Picture{Name: filepath.Base(path)}, Path: filepath.ToSlash(path)}
	in.list = append(in.list, original{it, true, func() ([]byte, error) {
		return disk.Read(path, imagefile.DefaultLimits().MaxBytes)
	}})
	return nil
}

// addSet takes the pictures in class folders; if there are none at all, those
// that lie in the folder itself.
func (in *originals) addSet(path string, a *dataset.Archive) error {
	entries := a.Entries
	if len(entries) == 0 {
		entries = a.Loose
	} else {
		in.skipped = append(in.skipped, a.Skipped...)
	}
	if len(entries) == 0 {
		return fmt.Errorf("%s: %w", path, dataset.ErrEmpty)
	}
	var one sync.Mutex // an archive is read by one at a time
	for _, e := range entries {
		it := export.Item{Picture: export.Picture{Class: e.Class, Name: filepath.Base(e.Path)}, Path: e.Path}
		in.list = append(in.list, original{it, false, func() ([]byte, error) {
			one.Lock()
			defer one.Unlock()
			return a.Read(e.Path)
		}})
	}
	return nil
}

// name gives every picture its stem. Two loose pictures of one name are refused:
// which of them a file is of could not be told.
func (in *originals) name() error {
	names := make([]export.Picture, len(in.list))
	seen, classes := map[string]string{}, map[string]bool{}
	for i, p := range in.list {
		names[i] = p.Picture
		if p.Class != "" {
			classes[p.Class] = true
		}
		if !p.loose {
			continue
		}
		if other, twice := seen[p.Name]; twice {
			return fmt.Errorf("%s and %s would write the same files: give them in two runs with different -o", other, p.Path)
		}
		seen[p.Name] = p.Path
	}
	for i, stem := range export.Stems(names) {
		in.list[i].Stem = stem
	}
	in.classes = len(classes)
	return nil
}

// openArchive opens path if it is an archive by its first bytes.
func openArchive(path string) (f *os.File, size int64, is bool) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, false
	}
	if st, err := f.Stat(); err == nil && st.Mode().IsRegular() {
		size = st.Size()
		_, _, err := dataset.List(f, size, dataset.DefaultLimits())
		if is = !errors.Is(err, dataset.ErrNotArchive); is {
			return f, size, true
		}
	}
	f.Close()
	return nil, 0, false
}
