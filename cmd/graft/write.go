package main

import (
	"io"
	"os"
	"path/filepath"
)

// writeWhole leaves the old file if writing the new one fails.
func writeWhole(path string, data []byte) error {
	return writeStream(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// writeStream is writeWhole for what is too large for memory.
func writeStream(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".graft-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = write(f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
