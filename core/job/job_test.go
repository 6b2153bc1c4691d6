package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func open(t *testing.T, dir string, run Runner) *Queue {
	t.Helper()
	q, err := Open(dir, run, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shut(t, q) })
	return q
}

func shut(t *testing.T, q *Queue) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := q.Close(ctx); err != nil {
		t.Error(err)
	}
}

func submit(t *testing.T, q *Queue, request any) string {
	t.Helper()
	j, err := q.Submit("", request)
	if err != nil {
		t.Fatal(err)
	}
	return j.ID
}

// follow returns the events after number after as "id kind data", until the
// job is finished or stop says so.
func follow(t *testing.T, q *Queue, id string, after int64, stop func(Event) bool) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var got []string
	for e, err := range q.Events(ctx, id, after) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%d %s %s", e.ID, e.Kind, e.Data))
		if stop != nil && stop(e) {
			return got
		}
	}
	if ctx.Err() != nil {
		t.Fatalf("the events of %s did not end: %q", id, got)
	}
	return got
}

func wantEvents(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("events = %q, want %q", got, want)
	}
}

func kind(k string) func(Event) bool { return func(e Event) bool { return e.Kind == k } }

// count emits 1 to 3, keeps an object and returns what it was asked.
func count(ctx context.Context, r *Run) (any, error) {
	for i := 1; i <= 3; i++ {
		if err := r.Emit("progress", map[string]int{"n": i}); err != nil {
			return nil, err
		}
	}
	if err := r.Put("head", []byte("of "+r.Job.ID)); err != nil {
		return nil, err
	}
	return r.Job.Request, nil
}

// untilCancelled emits "started" and waits.
func untilCancelled(ctx context.Context, r *Run) (any, error) {
	r.Emit("started", nil)
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestLifeOfAJob(t *testing.T) {
	q := open(t, t.TempDir(), count)
	id := submit(t, q, map[string]int{"epochs": 3})
	all := []string{
		"1 queued {}", `2 running {"attempt":1}`, `3 progress {"n":1}`, `4 progress {"n":2}`, `5 progress {"n":3}`, `6 done {"epochs":3}`,
	}
	wantEvents(t, follow(t, q, id, 0, nil), all)
	for after := range int64(7) {
		wantEvents(t, follow(t, q, id, after, nil), all[after:])
	}
	wantEvents(t, follow(t, q, id, 99, nil), nil)
	j, err := q.Get(id)
	if err != nil || j.State != Done || string(j.Result) != `{"epochs":3}` || j.Attempts != 1 || j.Ended.Before(j.Started) || j.Started.Before(j.Created) {
		t.Errorf("Get = %+v, %v, want it done", j, err)
	}
	if body, err := q.Object(id, "head"); err != nil || string(body) != "of "+id {
		t.Errorf("Object = %q, %v, want what the run put", body, err)
	}
}

func TestFailures(t *testing.T) {
	for _, tc := range []struct {
		name string
		run  Runner
		want string
	}{
		{"error", func(context.Context, *Run) (any, error) { return nil, errors.New("tune: no pictures") }, "tune: no pictures"},
		{"panic", func(context.Context, *Run) (any, error) { panic("index out of range") }, "job: internal fault: index out of range"},
		{"result", func(context.Context, *Run) (any, error) { return func() {}, nil }, "json: unsupported type: func()"},
		{"name", func(_ context.Context, r *Run) (any, error) { return nil, r.Put("../x", nil) }, `job: put: "../x": want a plain file name`},
		{"event", func(_ context.Context, r *Run) (any, error) { return nil, r.Emit("x", func() {}) }, "job: event x: json: unsupported type: func()"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			q := open(t, t.TempDir(), tc.run)
			id := submit(t, q, nil)
			events := follow(t, q, id, 2, nil)
			j, _ := q.Get(id)
			data, _ := json.Marshal(map[string]string{"error": tc.want})
			if j.State != Failed || j.Error != tc.want || len(events) != 1 || events[0] != "3 failed "+string(data) {
				t.Errorf("%s: %s %q with events %q, want failed %q", tc.name, j.State, j.Error, events, tc.want)
			}
			after := submit(t, q, nil) // the worker is still there
			follow(t, q, after, 0, nil)
		})
	}
}

func TestUnknown(t *testing.T) {
	q := open(t, t.TempDir(), count)
	id := submit(t, q, nil)
	follow(t, q, id, 0, nil)
	_, getErr := q.Get("nothing")
	_, cancelErr := q.Cancel("../" + id)
	_, objectErr := q.Object(id, "nothing")
	_, pathErr := q.Object(id, "../job.json")
	_, loggedErr := q.Logged("")
	var eventsErr error
	for _, eventsErr = range q.Events(t.Context(), "nothing", 0) {
	}
	for name, err := range map[string]error{"Get": getErr, "Cancel": cancelErr, "Object": objectErr, "Object path": pathErr, "Logged": loggedErr, "Events": eventsErr} {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%s = %v, want ErrNotFound", name, err)
		}
	}
}

func TestOneAtATimeInOrder(t *testing.T) {
	var order []string // only the worker writes it
	q := open(t, t.TempDir(), func(ctx context.Context, r *Run) (any, error) {
		order = append(order, "<", string(r.Job.Request))
		runtime.Gosched()
		order = append(order, ">")
		return nil, nil
	})
	var ids []string
	for i := range 5 {
		ids = append(ids, submit(t, q, i))
	}
	for _, id := range ids {
		follow(t, q, id, 0, nil)
	}
	if got, want := strings.Join(order, ""), "<0><1><2><3><4>"; got != want {
		t.Errorf("ran %s, want %s", got, want)
	}
	list := q.List()
	if len(list) != 5 || list[0].ID != ids[4] || list[4].ID != ids[0] {
		t.Errorf("List has not the five, newest first: %v", list)
	}
}

func TestCancel(t *testing.T) {
	q := open(t, t.TempDir(), untilCancelled)
	running, waiting := submit(t, q, 1), submit(t, q, 2)
	follow(t, q, running, 0, kind("started"))

	all, own := q.Waiting("")
	if a, b := q.Position(waiting), q.Position(running); a != 1 || b != 0 || all != 1 || own != 1 {
		t.Errorf("positions %d and %d of %d waiting, want 1 and 0 of 1", a, b, all)
	}
	if j, err := q.Cancel(waiting); err != nil || j.State != Cancelled {
		t.Errorf("Cancel of a queued job = %s, %v, want cancelled", j.State, err)
	}
	wantEvents(t, follow(t, q, waiting, 0, nil), []string{"1 queued {}", "2 cancelled {}"})
	if j, err := q.Cancel(running); err != nil || j.State != Running {
		t.Errorf("Cancel of a running job = %s, %v, want it still running", j.State, err)
	}
	wantEvents(t, follow(t, q, running, 3, nil), []string{"4 cancelled {}"})
	if j, err := q.Cancel(running); err != nil || j.State != Cancelled {
		t.Errorf("Cancel again = %s, %v, want no error", j.State, err)
	}
}

func TestCancelTooLate(t *testing.T) {
	q := open(t, t.TempDir(), count)
	id := submit(t, q, nil)
	follow(t, q, id, 0, nil)
	if j, err := q.Cancel(id); !errors.Is(err, ErrFinal) || j.State != Done {
		t.Errorf("Cancel of a done job = %s, %v, want ErrFinal", j.State, err)
	}
}

func TestRestart(t *testing.T) {
	dir := t.TempDir()
	q := open(t, dir, func(ctx context.Context, r *Run) (any, error) {
		if string(r.Job.Request) == `"short"` {
			return count(ctx, r)
		}
		return untilCancelled(ctx, r)
	})
	finished, running, waiting := submit(t, q, "short"), submit(t, q, "long"), submit(t, q, "next")
	follow(t, q, running, 0, kind("started"))
	shut(t, q)
	if _, err := q.Submit("", nil); !errors.Is(err, ErrClosed) {
		t.Errorf("Submit after Close = %v, want ErrClosed", err)
	}

	q = open(t, dir, count)
	wantEvents(t, follow(t, q, running, 2, nil), []string{
		"3 started null", `4 queued {"again":true}`, `5 running {"attempt":1}`,
		`6 progress {"n":1}`, `7 progress {"n":2}`, `8 progress {"n":3}`, `9 done "long"`,
	})
	follow(t, q, waiting, 0, nil)
	if j, err := q.Get(finished); err != nil || j.State != Done || string(j.Result) != `"short"` {
		t.Errorf("a finished job after a restart = %+v, %v, want it done", j, err)
	}
	if body, err := q.Object(finished, "head"); err != nil || string(body) != "of "+finished {
		t.Errorf("its object after a restart = %q, %v", body, err)
	}
}

// copyTo makes what a killed program leaves: the files as they are just now.
func copyTo(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestKilled(t *testing.T) {
	dir := t.TempDir()
	q := open(t, dir, untilCancelled)
	id := submit(t, q, nil)
	follow(t, q, id, 0, kind("started"))
	dead := copyTo(t, dir)
	// The kill tore a line, and cut off a Submit.
	log := filepath.Join(dead, id, "events.jsonl")
	f, err := os.OpenFile(log, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(f, `{"id":4,"kind":"progress","data":{"n":1`)
	f.Close()
	if err := os.MkdirAll(filepath.Join(dead, "halfsubmittedhalfsubmitted", "objects"), 0o755); err != nil {
		t.Fatal(err)
	}

	q = open(t, dead, count)
	got := follow(t, q, id, 2, nil)
	wantEvents(t, got, []string{
		"3 started null", `4 queued {"again":true}`, `5 running {"attempt":2}`,
		`6 progress {"n":1}`, `7 progress {"n":2}`, `8 progress {"n":3}`, "9 done null",
	})
	if len(q.List()) != 1 {
		t.Errorf("List = %v, want the one job", q.List())
	}
	if _, err := os.Stat(filepath.Join(dead, "halfsubmittedhalfsubmitted")); !os.IsNotExist(err) {
		t.Errorf("what a cut-off Submit left is still there: %v", err)
	}
}

func TestJobThatKillsTheProgram(t *testing.T) {
	dir := t.TempDir()
	var q *Queue
	var id string
	for i := range maxAttempts {
		q = open(t, dir, untilCancelled)
		if i == 0 {
			id = submit(t, q, nil)
		}
		attempts := 0
		follow(t, q, id, 0, func(e Event) bool {
			if e.Kind == "started" {
				attempts++
			}
			return attempts == i+1
		})
		dir = copyTo(t, dir)
	}
	q = open(t, dir, untilCancelled)
	j, err := q.Get(id)
	if err != nil || j.State != Failed || !strings.Contains(j.Error, "stopped 3 times") {
		t.Errorf("after %d kills: %s %q, %v, want it failed", maxAttempts, j.State, j.Error, err)
	}
}

// One that gets further each time is not the cause: it is tried again.
func TestJobThatGetsFurther(t *testing.T) {
	dir := t.TempDir()
	started := make(chan int, 1)
	run := func(ctx context.Context, r *Run) (any, error) {
		r.Reach(r.Job.Reached + 1)
		started <- r.Job.Attempts
		<-ctx.Done()
		return nil, ctx.Err()
	}
	q := open(t, dir, run)
	id := submit(t, q, nil)
	for range 2 * maxAttempts {
		if n := <-started; n != 1 {
			t.Errorf("attempt %d, want the first since it got further", n)
		}
		dir = copyTo(t, dir)
		q = open(t, dir, run)
	}
	<-started
	if j, err := q.Get(id); err != nil || j.State != Running {
		t.Errorf("after %d kills: %s %q, %v, want it running", 2*maxAttempts, j.State, j.Error, err)
	}
}

// A crash between a job's final state and anything else leaves a log without
// its last line: whoever follows it is told all the same.
func TestLostLastEvent(t *testing.T) {
	dir := t.TempDir()
	q := open(t, dir, count)
	id := submit(t, q, nil)
	all := follow(t, q, id, 0, nil)
	shut(t, q)
	log := filepath.Join(dir, id, "events.jsonl")
	body, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(log, body[:len(body)-10], 0o644); err != nil {
		t.Fatal(err)
	}
	q = open(t, dir, count)
	wantEvents(t, follow(t, q, id, 0, nil), all)
	wantEvents(t, follow(t, q, id, 6, nil), nil)
}

func TestEventsEndWithTheirContext(t *testing.T) {
	q := open(t, t.TempDir(), untilCancelled)
	id := submit(t, q, nil)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for e := range q.Events(ctx, id, 0) {
		if e.Kind == "started" {
			cancel()
		}
	}
	if ctx.Err() == nil {
		t.Error("the events of a running job ended by themselves")
	}
}

func ExampleQueue() {
	dir, err := os.MkdirTemp("", "jobs")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	q, err := Open(dir, func(ctx context.Context, r *Run) (any, error) {
		r.Emit("epoch", map[string]int{"epoch": 1})
		return map[string]float64{"accuracy": 0.98}, nil
	}, nil)
	if err != nil {
		panic(err)
	}
	defer q.Close(context.Background())
	j, err := q.Submit("", map[string]int{"epochs": 1})
	if err != nil {
		panic(err)
	}
	for e, err := range q.Events(context.Background(), j.ID, 0) {
		fmt.Println(e.ID, e.Kind, string(e.Data), err)
	}
	// Output:
	// 1 queued {} <nil>
	// 2 running {"attempt":1} <nil>
	// 3 epoch {"epoch":1} <nil>
	// 4 done {"accuracy":0.98} <nil>
}

func ExampleJob() {
	j := Job{ID: "abc", State: Done, Attempts: 1, Request: json.RawMessage(`{"epochs":3}`)}
	fmt.Println(j.State, j.State.Final(), Running.Final())
	// Output: done true false
}

// A job that only waits lets the others run, and goes on when it is its turn again.
func TestAside(t *testing.T) {
	type request struct{ Wait bool }
	come := make(chan struct{})
	q := open(t, t.TempDir(), func(ctx context.Context, r *Run) (any, error) {
		var req request
		if err := json.Unmarshal(r.Job.Request, &req); err != nil || !req.Wait {
			return "worked", err
		}
		r.Emit("waits", nil)
		err := r.Aside(ctx, func() error {
			select {
			case <-come:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		return "waited", err
	})
	first, dropped := submit(t, q, request{true}), submit(t, q, request{true})
	follow(t, q, first, 0, kind("waits"))
	follow(t, q, dropped, 0, kind("waits"))
	other := submit(t, q, request{})
	follow(t, q, other, 0, nil)
	n, _ := q.Waiting("")
	if j, _ := q.Get(other); j.State != Done || n != 2 {
		t.Errorf("beside two jobs that wait, one is %s (%s) and %d are waiting, want done and 2", j.State, j.Error, n)
	}
	if _, err := q.Cancel(dropped); err != nil {
		t.Fatal(err)
	}
	follow(t, q, dropped, 0, nil)
	close(come)
	follow(t, q, first, 0, nil)
	for id, want := range map[string]State{first: Done, dropped: Cancelled} {
		if j, _ := q.Get(id); j.State != want {
			t.Errorf("a job that waited is %s (%s), want %s", j.State, j.Error, want)
		}
	}
	follow(t, q, submit(t, q, request{}), 0, nil) // the worker has its turn again
}

// Jobs never work at the same time, however they wait.
func TestAsideKeepsTurns(t *testing.T) {
	var working, most atomic.Int32
	work := func() {
		most.Store(max(most.Load(), working.Add(1)))
		time.Sleep(time.Millisecond)
		working.Add(-1)
	}
	q := open(t, t.TempDir(), func(ctx context.Context, r *Run) (any, error) {
		work()
		err := r.Aside(ctx, func() error { time.Sleep(2 * time.Millisecond); return nil })
		work()
		return nil, err
	})
	var ids []string
	for range 20 {
		ids = append(ids, submit(t, q, 1))
	}
	for _, id := range ids {
		follow(t, q, id, 0, nil)
		if j, _ := q.Get(id); j.State != Done {
			t.Errorf("a job is %s: %s", j.State, j.Error)
		}
	}
	if most.Load() != 1 {
		t.Errorf("%d jobs worked at once, want 1", most.Load())
	}
}

// A queue that closes takes up again what was set aside.
func TestCloseWhileAside(t *testing.T) {
	dir := t.TempDir()
	run := func(ctx context.Context, r *Run) (any, error) {
		if r.Job.Attempts > 1 {
			t.Errorf("attempt %d, want the first again: closing is no attempt", r.Job.Attempts)
		}
		r.Emit("waits", nil)
		return nil, r.Aside(ctx, func() error { <-ctx.Done(); return ctx.Err() })
	}
	q := open(t, dir, run)
	id := submit(t, q, 1)
	follow(t, q, id, 0, kind("waits"))
	shut(t, q)
	q = open(t, dir, count)
	follow(t, q, id, 0, nil)
	if j, _ := q.Get(id); j.State != Done {
		t.Errorf("the job is %s: %s, want done", j.State, j.Error)
	}
}
