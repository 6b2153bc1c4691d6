package disk

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func names(t *testing.T, dir string) (got []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		got = append(got, e.Name())
	}
	return got
}

func TestReplace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	for _, body := range []string{"first", "", "second"} {
		if err := ReplaceBytes(path, Private, []byte(body)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != body {
			t.Errorf("the file holds %q, %v, want %q", got, err, body)
		}
	}
	fault := errors.New("no more")
	err := Replace(path, Private, func(w io.Writer) error {
		fmt.Fprint(w, "half")
		return fault
	})
	if got, _ := os.ReadFile(path); !errors.Is(err, fault) || string(got) != "second" {
		t.Errorf("after a failed write: %v and %q, want that fault and what was there", err, got)
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("the folder holds %q, want the file alone", got)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("mode %v, %v: want nobody else to read it", info.Mode(), err)
	}
	if err := ReplaceBytes(filepath.Join(dir, "none", "a"), Private, nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("in a folder that is not there: %v, want that", err)
	}
}

// A file in the making is not there, and what was stays, until it is committed.
func TestPending(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	if err := ReplaceBytes(path, Private, []byte("old")); err != nil {
		t.Fatal(err)
	}
	for _, commit := range []bool{false, true} {
		f, err := Begin(path)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(f, "new")
		if commit {
			err = f.Commit(Public)
		}
		f.Discard()
		got, _ := os.ReadFile(path)
		if want := map[bool]string{false: "old", true: "new"}[commit]; err != nil || string(got) != want {
			t.Errorf("committed %v: the file holds %q, %v, want %q", commit, got, err, want)
		}
		if left := names(t, dir); len(left) != 1 {
			t.Errorf("committed %v: the folder holds %q, want the file alone", commit, left)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != Public {
		t.Errorf("mode %v, %v, want %v", info.Mode(), err, Public)
	}
}

func TestMakeDir(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, "a", "b")
	for range 2 {
		if err := MakeDir(deep); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(filepath.Dir(deep)); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("mode %v, %v: want nobody else to enter", info.Mode(), err)
	}
	if err := ReplaceBytes(filepath.Join(deep, "file"), Private, nil); err != nil {
		t.Fatal(err)
	}
	if err := MakeDir(filepath.Join(deep, "file", "c")); !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("MakeDir below a file: %v, want that it is no folder", err)
	}
}

func TestCreate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := Create(path, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := Create(path, []byte("y")); !errors.Is(err, os.ErrExist) {
		t.Errorf("Create over a file: %v, want that it exists", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "x" {
		t.Errorf("the file holds %q", got)
	}
}

func TestSweep(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, "a", "b")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{filepath.Join(dir, ".new-1"), filepath.Join(deep, ".new-22"), filepath.Join(deep, "kept"), filepath.Join(deep, ".newer")} {
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := Sweep(dir); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(names(t, dir), names(t, deep)); got != "[a] [.newer kept]" {
		t.Errorf("left: %s, want all but files in the making", got)
	}
	if err := Sweep(filepath.Join(dir, "none")); err != nil {
		t.Errorf("Sweep of no folder: %v", err)
	}
}

func TestFull(t *testing.T) {
	for err, want := range map[error]bool{
		&os.PathError{Op: "write", Err: syscall.ENOSPC}: true,
		fmt.Errorf("wrapped: %w", syscall.EDQUOT):       true,
		os.ErrPermission: false,
		nil:              false,
	} {
		if Full(err) != want {
			t.Errorf("Full(%v) = %v", err, !want)
		}
	}
}

func TestFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here: ", err)
	}
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Write([]byte("x"))
	if err = finish(f, err); !Full(err) {
		t.Errorf("a write to a full disk: %v, want Full", err)
	}
}
