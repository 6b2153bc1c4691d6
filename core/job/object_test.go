package job

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func TestPutObject(t *testing.T) {
	dir := t.TempDir()
	q := open(t, dir, count)
	id := submit(t, q, map[string]int{"epochs": 1})
	follow(t, q, id, 0, nil)
	write := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			fmt.Fprint(w, text)
			return err
		}
	}
	if err := q.PutObject(id, "model", write("first", nil)); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("no more ink")
	if err := q.PutObject(id, "model", write("half", broken)); !errors.Is(err, broken) {
		t.Errorf("PutObject that fails = %v, want %v", err, broken)
	}
	if body, err := q.Object(id, "model"); err != nil || string(body) != "first" {
		t.Errorf("after a failed write: %q, %v, want what was there", body, err)
	}
	left, err := os.ReadDir(filepath.Join(dir, id, "objects"))
	if err != nil || len(left) != 2 { // head and model
		t.Errorf("%d files in objects, %v, want nothing of the failed write", len(left), err)
	}
	list, err := q.Objects(id)
	if err != nil || len(list) != 2 || list[0].Name() != "head" || list[1].Size() != 5 {
		t.Errorf("Objects = %v, %v, want head and model", list, err)
	}
	for range 2 {
		if err := q.RemoveObject(id, "model"); err != nil {
			t.Errorf("RemoveObject = %v", err)
		}
	}
	if _, err := q.Object(id, "model"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Object after its removal = %v, want ErrNotFound", err)
	}
	if err := q.RemoveObject(id, "../job.json"); !errors.Is(err, ErrNotFound) {
		t.Errorf("RemoveObject of a file that is none = %v, want ErrNotFound", err)
	}
	if _, err := q.Objects("nothing"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Objects of no job = %v, want ErrNotFound", err)
	}
	for _, name := range []string{"../job.json", "", ".."} {
		if err := q.PutObject(id, name, write("x", nil)); !errors.Is(err, ErrNotFound) {
			t.Errorf("PutObject(%q) = %v, want ErrNotFound", name, err)
		}
	}
	if err := q.PutObject("nothing", "model", write("x", nil)); !errors.Is(err, ErrNotFound) {
		t.Errorf("PutObject of no job = %v, want ErrNotFound", err)
	}
}
