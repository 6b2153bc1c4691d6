//go:build unix

package job

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// eventually waits until a job is as ok wants it.
func eventually(t *testing.T, q *Queue, id, want string, ok func(Job) bool) Job {
	t.Helper()
	for deadline := time.Now().Add(15 * time.Second); ; time.Sleep(time.Millisecond) {
		j, err := q.Get(id)
		if err != nil {
			t.Fatal(err)
		}
		if ok(j) {
			return j
		}
		if time.Now().After(deadline) {
			t.Fatalf("the job is %s, error %q, waits %q: want it %s", j.State, j.Error, j.Waits, want)
		}
	}
}

func is(s State) func(Job) bool { return func(j Job) bool { return j.State == s } }

func waitsFor(why string) func(Job) bool {
	return func(j Job) bool { return strings.Contains(j.Waits, why) }
}

// full makes a job's log a file without room, until room is called.
func full(t *testing.T, dir, id string) (room func()) {
	t.Helper()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here: ", err)
	}
	log := filepath.Join(dir, id, "events.jsonl")
	if err := errors.Join(os.Rename(log, log+".kept"), os.Symlink("/dev/full", log)); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Rename(log+".kept", log); err != nil {
			t.Fatal(err)
		}
	}
}

// A job on a full disk waits, says why, and goes on when there is room. Those behind
// it run or wait in the same way, and can be cancelled.
func TestFullDisk(t *testing.T) { synctest.Test(t, fullDisk) }

func fullDisk(t *testing.T) {
	dir := t.TempDir()
	release := make(chan struct{})
	q := open(t, dir, func(ctx context.Context, r *Run) (any, error) {
		<-release
		if r.Emit("progress", 1) != nil {
			<-ctx.Done() // as a long computation does that looks at its context alone
			return nil, ctx.Err()
		}
		return "done", nil
	})
	first, second, third := submit(t, q, 1), submit(t, q, 2), submit(t, q, 3)
	follow(t, q, first, 0, kind("running"))
	told := make(chan []string)
	running := make(chan struct{})
	go func() {
		told <- follow(t, q, first, 1, func(e Event) bool {
			if e.Kind == string(Running) {
				close(running)
			}
			return e.Kind == KindWaits
		})
	}()
	<-running
	room, other := full(t, dir, first), full(t, dir, second)
	close(release)
	for _, id := range []string{first, second} {
		j := eventually(t, q, id, "waiting for the disk", waitsFor("disk is full"))
		if j.State != Queued || j.Error != "" || j.Attempts != 0 {
			t.Errorf("the job is %s, error %q, attempt %d: want it queued, the attempt not counted", j.State, j.Error, j.Attempts)
		}
	}
	eventually(t, q, third, "done meanwhile", is(Done))
	if got := <-told; got[len(got)-1] != `0 waits {"why":"the server's disk is full"}` {
		t.Errorf("events = %q, want why it waits told", got)
	}
	if j, err := q.Cancel(second); err != nil || j.State != Cancelled || j.Waits != "" {
		t.Errorf("Cancel of a waiting job = %+v, %v, want it cancelled", j, err)
	}
	other()
	if got := follow(t, q, second, 1, nil); !strings.HasSuffix(got[len(got)-1], "cancelled {}") {
		t.Errorf("events = %q, want them to end", got)
	}
	room()
	got := follow(t, q, first, 2, nil)
	if last := got[len(got)-1]; !strings.HasSuffix(last, ` done "done"`) {
		t.Errorf("events = %q, want the job done", got)
	}
	if j, _ := q.Get(first); j.State != Done || j.Waits != "" || j.Attempts != 1 {
		t.Errorf("the job is %+v, want it done in one attempt", j)
	}
}

// An end that the machine does not let be written down yet is kept, and the job not
// run again.
func TestEndIsKept(t *testing.T) { synctest.Test(t, endIsKept) }

func endIsKept(t *testing.T) {
	dir := t.TempDir()
	var runs atomic.Int32
	begun, release := make(chan string, 9), make(chan struct{})
	q := open(t, dir, func(_ context.Context, r *Run) (any, error) {
		runs.Add(1)
		begun <- r.Job.ID
		<-release
		if string(r.Job.Request) == "2" {
			return nil, errors.New("no pictures")
		}
		return "done", nil
	})
	var ended atomic.Int32
	q.OnEnd(func(Job) { ended.Add(1) })
	for request, want := range map[int]State{1: Done, 2: Failed} {
		id := submit(t, q, request)
		<-begun
		restore := limitFiles(t)
		release <- struct{}{}
		if want == Done {
			j := eventually(t, q, id, "waiting", waitsFor("too many files"))
			if j.State != Running || j.Result != nil {
				t.Errorf("the job is %s with result %s, want it running until its result is kept", j.State, j.Result)
			}
		} else {
			eventually(t, q, id, "failed", is(Failed))
		}
		if n := ended.Swap(0); n != 0 {
			t.Errorf("%d jobs have ended on the disk, want none", n)
		}
		restore()
		eventually(t, q, id, "kept", func(j Job) bool { return j.State == want && ended.Load() > 0 })
		ended.Store(0)
		body, err := os.ReadFile(filepath.Join(dir, id, "job.json"))
		if err != nil || !strings.Contains(string(body), fmt.Sprintf(`"state":%q`, want)) {
			t.Errorf("on the disk: %s, %v, want %s", body, err, want)
		}
		if got := follow(t, q, id, 2, nil); len(got) != 1 || !strings.HasPrefix(got[0], "3 "+string(want)) {
			t.Errorf("events = %q, want the end told once", got)
		}
	}
	if n := runs.Load(); n != 2 {
		t.Errorf("%d runs, want each job to have run once", n)
	}
}

// limitFiles lets the process open no more files until the function is called.
func limitFiles(t *testing.T) (restore func()) {
	t.Helper()
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &was); err != nil {
		t.Skip("open files cannot be limited here: ", err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 3, Max: was.Max}); err != nil {
		t.Skip("open files cannot be limited here: ", err)
	}
	restore = func() { syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was) }
	t.Cleanup(restore)
	return restore
}

// Too few file descriptors fail neither the job that runs nor those that wait.
func TestTooManyOpenFiles(t *testing.T) { synctest.Test(t, tooManyOpenFiles) }

func tooManyOpenFiles(t *testing.T) {
	dir := t.TempDir()
	begun, release := make(chan struct{}, 9), make(chan struct{})
	q := open(t, dir, func(_ context.Context, r *Run) (any, error) {
		begun <- struct{}{}
		<-release
		if _, err := os.ReadFile(filepath.Join(dir, r.Job.ID, "job.json")); err != nil {
			return nil, fmt.Errorf("tune: %w", err)
		}
		return nil, nil
	})
	ids := []string{submit(t, q, 1), submit(t, q, 2), submit(t, q, 3)}
	<-begun
	restore := limitFiles(t)
	close(release)
	for _, id := range ids {
		eventually(t, q, id, "waiting", waitsFor("too many files open"))
	}
	if j, err := q.Cancel(ids[2]); err != nil || j.State != Cancelled {
		t.Errorf("Cancel = %s, %v, want cancelled", j.State, err)
	}
	restore()
	for i, want := range []State{Done, Done, Cancelled} {
		eventually(t, q, ids[i], string(want), is(want))
	}
	shut(t, q)
	q = open(t, dir, count)
	if j, _ := q.Get(ids[2]); j.State != Cancelled {
		t.Errorf("after a restart the cancelled job is %s", j.State)
	}
}

// Close does not wait for the machine, and the job that was ending runs again.
func TestCloseWhileWaiting(t *testing.T) {
	dir := t.TempDir()
	q := open(t, dir, count)
	release := make(chan struct{})
	q.run = func(context.Context, *Run) (any, error) { <-release; return 1, nil }
	id := submit(t, q, 1)
	follow(t, q, id, 0, kind("running"))
	restore := limitFiles(t)
	close(release)
	eventually(t, q, id, "waiting", waitsFor("too many files"))
	shut(t, q)
	restore()
	q = open(t, dir, count)
	eventually(t, q, id, "done", is(Done))
}

// A fault met while set aside, when another may have the turn, is waited for as well.
func TestFaultWhileAside(t *testing.T) { synctest.Test(t, faultWhileAside) }

func faultWhileAside(t *testing.T) {
	var tries atomic.Int32
	q := open(t, t.TempDir(), func(ctx context.Context, r *Run) (any, error) {
		err := r.Aside(ctx, func() error {
			time.Sleep(20 * time.Millisecond) // until the worker waits for something to do
			if tries.Add(1) == 1 {
				return &os.PathError{Op: "open", Err: syscall.EMFILE}
			}
			return nil
		})
		return nil, err
	})
	eventually(t, q, submit(t, q, 1), "done", is(Done))
}
