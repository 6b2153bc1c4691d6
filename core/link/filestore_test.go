//go:build !(js && wasm)

package link_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"graft/core/link"
	"graft/core/link/linktest"
)

func TestFileStore(t *testing.T) {
	linktest.Run(t, func(t *testing.T) link.Store { return open(t, t.TempDir()) })
}

func open(t *testing.T, dir string) *link.FileStore {
	t.Helper()
	s, err := link.OpenFileStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestFileStoreOutlivesProcess(t *testing.T) {
	dir, id := filepath.Join(t.TempDir(), "deep", "links"), link.NewID()
	if err := open(t, dir).Put(t.Context(), id, []byte("kept")); err != nil {
		t.Fatal(err)
	}
	if got, err := open(t, dir).Get(t.Context(), id); err != nil || string(got) != "kept" {
		t.Errorf("Get after opening again = %q, %v, want kept", got, err)
	}
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(names) != 1 {
		t.Errorf("the directory holds %v (%v), want the one document", names, err)
	}
}

func TestFileStoreFailsClearly(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), link.NewID(), []byte("x")); err == nil || !strings.HasPrefix(err.Error(), "link: put: ") {
		t.Errorf("Put in a directory that is gone = %v, want link: put: …", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := link.OpenFileStore(file); err == nil {
		t.Error("OpenFileStore on a file = nil, want an error")
	}
}

// The package runs at the edge, where only a small program fits.
func TestImportsStaySmall(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", "graft/core/link").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	if got, want := strings.Join(strings.Fields(string(out)), " "), "graft/core/recipe graft/core/link"; got != want {
		t.Errorf("core/link depends on %s, want %s", got, want)
	}
}

func ExampleFileStore() {
	dir, err := os.MkdirTemp("", "links")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	s, err := link.OpenFileStore(dir)
	if err != nil {
		panic(err)
	}
	id := link.NewID()
	fmt.Println(s.Put(context.Background(), id, []byte("a document")))
	// Output: <nil>
}
