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
	"time"

	"graft/core/ids"
	"graft/core/link"
	"graft/core/link/linktest"
	"graft/core/recipe"
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
	dir, id := filepath.Join(t.TempDir(), "deep", "links"), ids.NewLink()
	if err := open(t, dir).Put(t.Context(), id, []byte("kept"), time.Time{}); err != nil {
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
	if err := s.Put(t.Context(), ids.NewLink(), []byte("x"), time.Time{}); err == nil || !strings.HasPrefix(err.Error(), "link: put: ") {
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

func TestSweep(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	now := time.Now()
	past, later, never := ids.NewLink(), ids.NewLink(), ids.NewLink()
	for key, at := range map[string]time.Time{past: now.Add(-time.Hour), past + ".picture": now.Add(-time.Hour), later: now.Add(time.Hour), never: {}} {
		if err := s.Put(t.Context(), key, []byte("x"), at); err != nil {
			t.Fatal(err)
		}
	}
	foreign := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(foreign, []byte("graft-expires 1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Sweep(t.Context(), now); n != 2 || err != nil {
		t.Errorf("Sweep = %d, %v, want 2 removed", n, err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 3 {
		t.Errorf("%v (%v) are left, want three", left, err)
	}
}

// Links of the first version are their document alone.
func TestOldLinksOpen(t *testing.T) {
	dir, id := t.TempDir(), ids.NewLink()
	if err := os.WriteFile(filepath.Join(dir, id+".json"), recipe.Default().JSON(), 0o644); err != nil {
		t.Fatal(err)
	}
	w := do(link.Handler(open(t, dir), link.Options{}), "GET", "/api/v1/links/"+id, "")
	if w.Code != 200 || w.Body.String() != string(recipe.Default().JSON()) {
		t.Errorf("GET = %d %s, want the document", w.Code, w.Body)
	}
	if w := do(link.Handler(open(t, dir), link.Options{}), "DELETE", "/api/v1/links/"+id, "", "Authorization", "Bearer "); w.Code != 403 {
		t.Errorf("DELETE without a token there ever was = %d, want 403", w.Code)
	}
}

// The package runs at the edge, where only a small program fits.
func TestImportsStaySmall(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", "graft/core/link").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	if got, want := strings.Join(strings.Fields(string(out)), " "), "graft/core/caller graft/core/fault graft/core/disk graft/core/safetensors graft/core/head graft/core/ids graft/core/recipe graft/core/refusal graft/core/link"; got != want {
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
	id := ids.NewLink()
	fmt.Println(s.Put(context.Background(), id, []byte("a document"), time.Time{}))
	// Output: <nil>
}

// Parts that a crash left without their document go; those of links stay.
func TestFileStoreClear(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	whole, half := ids.NewLink(), ids.NewLink()
	for _, key := range []string{whole + ".head", whole, half + ".head", half + ".picture"} {
		if err := s.Put(t.Context(), key, []byte("x"), time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	mine := filepath.Join(dir, "letter.picture")
	if err := os.WriteFile(mine, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Clear(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 3 {
		t.Errorf("left %v, %v, want the link, its head and what is not a link's", left, err)
	}
}
