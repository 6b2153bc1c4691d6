package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// Full says whether err is that of a disk, or of somebody's share of it, without room.
func Full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// Create writes a file that is not there yet. Its name is on the disk only after
// SyncDir of its folder, so that many files cost one of these.
func Create(path string, body []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	return finish(f, err)
}

// finish waits for the disk, unless writing failed with err, and closes f.
func finish(f *os.File, err error) error {
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// MakeDir makes a folder, and those above it that are not there, for its owner alone;
// their names are on the disk when it returns.
func MakeDir(dir string) error {
	missing := dir
	var parents []string
	for {
		if _, err := os.Stat(missing); !errors.Is(err, fs.ErrNotExist) || filepath.Dir(missing) == missing {
			break // there, or MkdirAll says what is wrong
		}
		missing = filepath.Dir(missing)
		parents = append(parents, missing)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, p := range parents {
		if err := SyncDir(p); err != nil && !errors.Is(err, fs.ErrPermission) { // of a folder that is not ours to open
			return err
		}
	}
	return nil
}

// SyncDir waits until the names in a folder are on the disk. Where a system cannot
// wait for a folder, it does nothing.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" || runtime.GOOS == "js" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err // some file systems refuse, and keep names anyway
	}
	return nil
}

// Sweep removes, anywhere below dir, the files in the making that a killed program left.
// Nobody may be writing there. A folder that is not there holds none.
func Sweep(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() || !strings.HasPrefix(d.Name(), prefix) {
			return err
		}
		return os.Remove(path)
	})
}
