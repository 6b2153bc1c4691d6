package dataset

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
)

// OpenAll reads folders of class folders, and zips and tars of them, as one data
// set: classes of one name are one class. Folders are read in place; archives are
// unpacked into work, a folder that must stay as long as the data set is used.
// Every picture is decoded once. Each path may hold what lim admits. With more
// than one path, those of the items begin with theirs.
func OpenAll(ctx context.Context, paths []string, work string, lim Limits) (*Dataset, error) {
	var all []found
	var skipped []Skipped
	for i, p := range paths {
		one, left, err := openOne(ctx, p, filepath.Join(work, fmt.Sprint(i+1)), lim)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
		if len(one) == 0 {
			return nil, fmt.Errorf("%s: %w", p, checkClasses(nil, left, lim))
		}
		if len(paths) > 1 {
			for k := range one {
				one[k].path = path.Join(filepath.ToSlash(p), one[k].path)
			}
			for k := range left {
				left[k].Path = path.Join(filepath.ToSlash(p), left[k].Path)
			}
		}
		all, skipped = append(all, one...), append(skipped, left...)
	}
	return assemble(all, skipped, lim)
}

// openOne reads a folder or unpacks an archive into the new folder work.
func openOne(ctx context.Context, path, work string, lim Limits) ([]found, []Skipped, error) {
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return readDir(ctx, path, lim)
	}
	f, size, err := openFile(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	a, err := OpenArchive(contextReader{ctx, f}, size, lim)
	if err != nil {
		return nil, nil, err
	}
	if err := os.Mkdir(work, 0o777); err != nil {
		return nil, nil, fmt.Errorf("dataset: %w", err)
	}
	return a.unpack(ctx, work, nil)
}

// CheckFile returns nil if the file at path begins as a zip or tar does, an error
// that wraps ErrNotArchive if it is anything else. It reads little.
func CheckFile(path string, lim Limits) error {
	f, size, err := openFile(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = sniff(f, size, lim)
	return err
}

func openFile(path string) (f *os.File, size int64, err error) {
	st, err := os.Stat(path) // before it is opened: a pipe would block
	if err != nil {
		return nil, 0, fmt.Errorf("dataset: %w", err)
	}
	if !st.Mode().IsRegular() {
		return nil, 0, notRegular.Err()
	}
	if f, err = os.Open(path); err != nil {
		return nil, 0, fmt.Errorf("dataset: %w", err)
	}
	return f, st.Size(), nil
}
