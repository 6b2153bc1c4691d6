//go:build linux

package server

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"graft/core/disk"
	"graft/core/job"
	"graft/core/server/internal/probe"
)

// smallDisk returns a folder on a disk of its own with room for n bytes.
func smallDisk(t *testing.T, n string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("graft-test", dir, "tmpfs", 0, "mode=0700,size="+n); err != nil {
		t.Skip("no small disk can be mounted here, as root can: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill takes all the room that there is in dir, until the function is called.
func fill(t *testing.T, dir string) (room func()) {
	t.Helper()
	name := filepath.Join(dir, "somebody-elses")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, size := range []int{1 << 16, 1 << 12, 1} { // a file system may keep some for itself
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
		if !disk.Full(err) {
			t.Fatal(err)
		}
	}
	return func() {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}

// limitFiles lets the process open no more files until the function is called.
func limitFiles(t *testing.T) (restore func()) {
	t.Helper()
	var was syscall.Rlimit
	err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &was)
	if err == nil {
		err = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 3, Max: was.Max})
	}
	if err != nil {
		t.Skip("open files cannot be limited here: ", err)
	}
	restore = func() { syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was) }
	t.Cleanup(restore)
	return restore
}

// until waits until a job is as ok wants it, without a connection.
func (c *client) until(id, want string, ok func(job.Job) bool) {
	c.t.Helper()
	for deadline := time.Now().Add(40 * time.Second); ; time.Sleep(time.Millisecond) {
		j, err := c.s.jobs.Get(id)
		if err != nil {
			c.t.Fatal(err)
		}
		if ok(j) {
			return
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("the job is %s, error %q, waits %q: want it %s", j.State, j.Error, j.Waits, want)
		}
	}
}

func waitsFor(why string) func(job.Job) bool {
	return func(j job.Job) bool { return strings.Contains(j.Waits, why) }
}

func isDone(j job.Job) bool { return j.State == job.Done }

const long = `{"epochs":300,"batch":8,"views":1,"learning_rate":0.01}`

// The job that runs and the one behind it wait for room, and go on by themselves from
// where they were.
func TestJobsWaitForRoom(t *testing.T) {
	t.Parallel() // it waits, most of the time
	dir := smallDisk(t, "8m")
	cfg := testConfig(t, dir)
	cfg.LeastFree = 0
	c := start(t, cfg, lightLoader(nil))
	set := c.upload(twoClasses(t, 10))
	running, waiting := c.submit(set.ID, long), c.submit(set.ID, quick)
	c.listen(running, 0, func(e event) bool { return e.kind == "epoch" && strings.HasPrefix(e.data, `{"epoch":3,`) })
	room := fill(t, dir)
	for _, id := range []string{running, waiting} {
		c.until(id, "waiting for room", waitsFor("disk is full"))
		if d := c.job(id); d.State == job.Queued && d.Waits != "the server's disk is full" {
			t.Errorf("the API says that the job is %s and waits for %q, want for room", d.State, d.Waits)
		}
	}
	if _, err := os.Stat(c.s.checkpoint(running)); err != nil {
		t.Errorf("the checkpoint of the job that was running: %v, want it kept", err)
	}
	told := false
	c.listen(waiting, 0, func(e event) bool {
		told = told || e.kind == "waits" && e.data == `{"why":"the server's disk is full"}`
		return told
	})
	room()
	c.until(running, "done", isDone)
	c.until(waiting, "done", isDone)
	events, _ := c.listen(running, 0, nil)
	attempts, from := 0, ""
	for _, e := range events {
		if e.kind == "running" {
			attempts, from = attempts+1, ""
		}
		if e.kind == "progress" && strings.HasPrefix(e.data, `{"phase":"head"`) && from == "" {
			from = e.data
		}
	}
	if attempts < 2 || from == "" || strings.Contains(from, `"done":0,`) || strings.Contains(from, `"done":1,`) {
		t.Errorf("attempt %d of the head began with %s, want a later one that goes on", attempts, from)
	}
	for _, id := range []string{running, waiting} {
		if _, err := os.Stat(c.s.checkpoint(id)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the checkpoint of a job that is done: %v, want it gone", err)
		}
		c.recognises(id)
	}
}

// So do they where no file can be opened any more, and no picture counts as unreadable.
func TestJobsWaitForFiles(t *testing.T) {
	gate := make(chan struct{})
	c := start(t, testConfig(t, t.TempDir()), lightLoader(gate))
	set := c.upload(twoClasses(t, 40))
	running, waiting := c.submit(set.ID, quick), c.submit(set.ID, quick)
	c.listen(running, 0, func(e event) bool { return e.kind == "progress" && strings.HasPrefix(e.data, `{"phase":"features"`) })
	restore := limitFiles(t)
	close(gate)
	c.until(running, "waiting for files", waitsFor("too many files open"))
	c.until(waiting, "waiting for files", waitsFor("too many files open"))
	restore()
	for _, id := range []string{running, waiting} {
		c.until(id, "done", isDone)
		if d := c.job(id); len(d.Skipped) != 0 || d.TrainCount+d.ValCount != 80 {
			t.Errorf("%d pictures, %d skipped, want all 80", d.TrainCount+d.ValCount, len(d.Skipped))
		}
	}
}

// A disk that is made read-only is told by both, and so is one with too little room.
func TestReadyOnReadOnlyDisk(t *testing.T) {
	dir := smallDisk(t, "8m")
	c := start(t, testConfig(t, dir), lightLoader(nil))
	r := c.ready(503)
	if !r.Writable || r.FreeBytes == nil || *r.FreeBytes > 8<<20 || len(r.Faults) != 1 || !strings.HasPrefix(r.Faults[0], "the disk is almost full: ") {
		t.Errorf("with 8 MB: %+v, want that there is too little room", r)
	}
	if h := c.healthz(); h.Status != "ok" {
		t.Errorf("healthz says %q, want ok: files can be kept", h.Status)
	}
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skip("the disk cannot be made read-only: ", err)
	}
	c.s.folder = probe.New(c.s.writeProbe)
	if r := c.ready(503); r.Writable || r.Faults[0] != "the data folder cannot be written: read-only file system" {
		t.Errorf("read-only: %+v, want that told", r)
	}
	if h := c.healthz(); h.Status != "faulty" || h.Fault == "" {
		t.Errorf("healthz says %q, %q, want that nothing can be kept", h.Status, h.Fault)
	}
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	c.s.folder = probe.New(c.s.writeProbe)
	if h := c.healthz(); h.Status != "ok" {
		t.Errorf("healthz says %q, want ok again", h.Status)
	}
}
