package job

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// A name that is given while the job runs is still there when it has run, and
// after the program has started again.
func TestRename(t *testing.T) {
	dir := t.TempDir()
	named := make(chan struct{})
	q := open(t, dir, func(ctx context.Context, r *Run) (any, error) {
		r.Emit("started", 1)
		<-named
		return "done", nil
	})
	id := submit(t, q, 1)
	follow(t, q, id, 0, kind("started"))
	if j, err := q.Rename(id, "with mix-up"); err != nil || j.Name != "with mix-up" || j.State != Running {
		t.Fatalf("Rename = %+v, %v, want the running job with its name", j, err)
	}
	close(named)
	follow(t, q, id, 0, nil)
	if j, err := q.Get(id); err != nil || j.Name != "with mix-up" || j.State != Done {
		t.Errorf("the job is %+v, %v, want it done and named", j, err)
	}
	if _, err := q.Rename("x", "y"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Rename of no job = %v, want ErrNotFound", err)
	}
	shut(t, q)
	again, err := Open(dir, count, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, again)
	if j, err := again.Get(id); err != nil || j.Name != "with mix-up" || j.State != Done || string(j.Result) != `"done"` {
		t.Errorf("after a restart %+v, %v, want it as it was", j, err)
	}
}

func TestRemove(t *testing.T) {
	dir := t.TempDir()
	q := open(t, dir, untilCancelled)
	id, other := submit(t, q, 1), submit(t, q, 2)
	follow(t, q, id, 0, kind("started"))
	for _, busy := range []string{id, other} {
		if err := q.Remove(busy); !errors.Is(err, ErrUnfinal) {
			t.Errorf("Remove of an unfinished job = %v, want ErrUnfinal", err)
		}
	}
	for _, j := range []string{other, id} {
		if _, err := q.Cancel(j); err != nil {
			t.Fatal(err)
		}
		follow(t, q, j, 0, nil)
	}
	if err := q.Remove(id); err != nil {
		t.Fatal(err)
	}
	if err := q.Remove(id); !errors.Is(err, ErrNotFound) {
		t.Errorf("Remove twice = %v, want ErrNotFound", err)
	}
	if _, err := q.Object(id, "head"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Object of a removed job = %v, want ErrNotFound", err)
	}
	if _, err := os.Stat(filepath.Join(dir, id)); !os.IsNotExist(err) {
		t.Errorf("its folder: %v, want it gone", err)
	}
	if list := q.List(); len(list) != 1 || list[0].ID != other {
		t.Errorf("jobs = %v, want the other one", list)
	}
}
