package job

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// full says whether err is that of a disk without room.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// writeFile replaces the file at path by body, or leaves what was there.
func writeFile(path string, body []byte) error {
	return replaceFile(path, func(w io.Writer) error {
		_, err := w.Write(body)
		return err
	})
}

// replaceFile replaces the file at path by what write writes, or leaves what
// was there: it writes beside it, flushes to the disk and renames.
func replaceFile(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return err
	}
	syncDir(filepath.Dir(path))
	return nil
}

// syncDir makes a rename in dir survive a power cut, where the system can.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
}
