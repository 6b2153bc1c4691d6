package job

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUnwritableDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "jobs")
	q := open(t, dir, untilCancelled)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if j, err := q.Submit("", nil); err == nil || !strings.HasPrefix(err.Error(), "job: submit: ") {
		t.Errorf("Submit = %v, %v, want job: submit: …", j, err)
	}
	if len(q.List()) != 0 {
		t.Errorf("List = %v, want nothing", q.List())
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	open(t, dir, count)
	if _, err := Open(dir, count, nil); err == nil || !strings.Contains(err.Error(), "in use by another") {
		t.Errorf("Open of an open queue = %v, want in use", err)
	}
}

// A job.json that a crash left empty, or that is damaged, does not keep the others from
// being served: its folder is put aside, whole.
func TestOpenPutsDamagedJobsAside(t *testing.T) {
	dir := t.TempDir()
	q := open(t, dir, count)
	id := submit(t, q, nil)
	follow(t, q, id, 0, nil)
	shut(t, q)
	const other = "abcdefghijklmnopqrstuvwxyz"
	for i, body := range []string{"", "{", `{"id":"` + id + `"}`} {
		if err := os.MkdirAll(filepath.Join(dir, other, "objects"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, other, "job.json"), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
		q := open(t, dir, count)
		if jobs := q.List(); len(jobs) != 1 || jobs[0].ID != id {
			t.Errorf("with a job.json of %q: %v, want the one whole job", body, jobs)
		}
		shut(t, q)
		if aside, _ := filepath.Glob(filepath.Join(dir, other+".damaged*", "job.json")); len(aside) != i+1 {
			t.Errorf("put aside: %q, want %d", aside, i+1)
		}
	}
}

// A result that the disk does not take is not called done; the next start
// tries again.
func TestResultThatCannotBeKept(t *testing.T) {
	dir := t.TempDir()
	q := open(t, dir, func(ctx context.Context, r *Run) (any, error) {
		name := filepath.Join(dir, r.Job.ID, "job.json")
		if err := os.Rename(name, name+".kept"); err != nil {
			return nil, err
		}
		return 1, os.MkdirAll(filepath.Join(name, "in the way"), 0o755)
	})
	id := submit(t, q, nil)
	got := follow(t, q, id, 2, nil)
	j, _ := q.Get(id)
	if j.State != Failed || !strings.HasPrefix(j.Error, "the result could not be kept: ") || !strings.HasPrefix(got[len(got)-1], "4 failed") {
		t.Errorf("job %s %q with events %q, want failed", j.State, j.Error, got)
	}
	shut(t, q)
	name := filepath.Join(dir, id, "job.json")
	if err := os.RemoveAll(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(name+".kept", name); err != nil {
		t.Fatal(err)
	}
	q = open(t, dir, count)
	follow(t, q, id, 3, nil)
	if j, _ := q.Get(id); j.State != Done || j.Attempts != 2 {
		t.Errorf("after a restart: %s in attempt %d, want done in 2", j.State, j.Attempts)
	}
}

// A full disk does not keep the queue shut: its owner must get in to delete.
func TestRestartOnFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here: ", err)
	}
	q := open(t, t.TempDir(), untilCancelled)
	for attempts, want := range map[int]State{1: Queued, maxAttempts: Failed} {
		e := &entry{log: &events{path: "/dev/full", loaded: true}}
		e.job = Job{ID: "abcdefghijklmnopqrstuvwxyz", State: Running, Attempts: attempts}
		if err := os.MkdirAll(filepath.Join(q.dir, e.job.ID), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := q.again(e); err != nil || e.job.State != want {
			t.Errorf("after attempt %d: again = %v and the job is %s, want nil and %s", attempts, err, e.job.State, want)
		}
	}
}

// Folders of somebody else's are left alone.
func TestOpenLeavesOtherFolders(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine", "letter.txt")
	cut := filepath.Join(dir, "abcdefghijklmnopqrstuvwxyz", "objects")
	if err := errors.Join(os.MkdirAll(filepath.Dir(mine), 0o755), os.WriteFile(mine, nil, 0o644), os.MkdirAll(cut, 0o755)); err != nil {
		t.Fatal(err)
	}
	open(t, dir, count)
	if _, err := os.Stat(mine); err != nil {
		t.Errorf("a file that no job made: %v, want it there", err)
	}
	if _, err := os.Stat(cut); err == nil {
		t.Error("what a cut off Submit left is there, want it removed")
	}
}
