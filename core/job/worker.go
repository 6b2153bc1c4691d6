package job

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"graft/core/disk"
	"graft/core/fault"
)

// errCancelled is the cause of a context that Cancel ended.
var errCancelled = errors.New("job: cancelled")

// Run is one attempt at a job, in the hands of its Runner.
type Run struct {
	Job    Job // as it was when the attempt began
	queue  *Queue
	entry  *entry
	cancel context.CancelCauseFunc
	turn   bool // this attempt has the queue's turn

	reached int64 // what Reach wrote down
	wrote   time.Time
}

// Emit tells those who follow the job, now or later, that something happened.
// data must marshal to JSON. If it cannot be written (a full disk), the run's
// context is cancelled and the job waits, or fails with that error if it is not the
// machine's: a job that nobody can follow, and whose result would not fit either, is
// not worth finishing.
func (r *Run) Emit(kind string, data any) error {
	err := r.entry.log.add(kind, data)
	if err != nil {
		r.cancel(err)
	}
	return err
}

// Put keeps body as the job's object called name, replacing one of that name.
func (r *Run) Put(name string, body []byte) error {
	path, err := ObjectFile(r.queue.dir, r.Job.ID, name)
	if err == nil {
		err = disk.ReplaceBytes(path, disk.Private, body)
	}
	if err != nil {
		return fmt.Errorf("job: put: %w", err)
	}
	return nil
}

// Aside calls wait, during which other jobs run, and returns when wait has returned
// and it is this job's turn again. It is for what a job must wait for without
// working, as a download. wait's error is returned, or ctx's cause if that ends first.
func (r *Run) Aside(ctx context.Context, wait func() error) error {
	r.queue.setAside(r.entry, true)
	defer r.queue.setAside(r.entry, false)
	r.queue.yieldTurn()
	r.turn = false
	if err := wait(); err != nil {
		return err
	}
	r.turn = r.queue.takeTurn(ctx)
	if !r.turn {
		return context.Cause(ctx)
	}
	return nil
}

func (q *Queue) setAside(e *entry, aside bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	e.aside = aside
}

// takeTurn waits until no other job works, or for the end of ctx: then it is false.
// Those who wait are served in the order of their coming.
func (q *Queue) takeTurn(ctx context.Context) bool {
	select {
	case q.turn <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func (q *Queue) yieldTurn() { <-q.turn }

// release ends the turn, if the run has it.
func (r *Run) release() {
	if r.turn {
		r.queue.yieldTurn()
		r.turn = false
	}
}

// work runs jobs until the queue is closed, and returns when the last has ended.
func (q *Queue) work() {
	defer close(q.stopped)
	defer q.busy.Wait()
	for q.closing.Err() == nil && q.takeTurn(q.closing) {
		e, wait := q.next()
		if e != nil {
			q.busy.Go(func() { q.attempt(e) })
			continue
		}
		q.yieldTurn()
		select {
		case <-q.wake:
		case <-wait:
		case <-q.closing.Done():
		}
	}
}

// attempt runs e's job, with the queue's turn, and records how it ended.
func (q *Queue) attempt(e *entry) {
	ctx, cancel := context.WithCancelCause(q.closing)
	defer cancel(nil)
	r := &Run{queue: q, entry: e, cancel: cancel, turn: true}
	defer r.release()
	j, ok := q.begin(e, cancel)
	if !ok {
		return
	}
	r.Job = j
	var result any
	err := q.start(e, j)
	if err == nil {
		result, err = guard(q.run, ctx, r)
	}
	var raw json.RawMessage
	if err == nil {
		raw, err = json.Marshal(result)
	}
	cause := context.Cause(ctx) // a later cancellation comes too late
	if err != nil && errors.Is(cause, ErrClosed) {
		q.interrupt(e, j)
		return
	}
	if fault := cmp.Or(cause, err); err != nil && disk.Machine(fault) != nil {
		if q.postpone(e, j, fault) {
			return
		}
		cause = errCancelled
	}
	q.end(e, ended(j, raw, err, cause), r.release)
}

// ended is j after a run that returned result or err, its context having
// ended for cause, if at all.
func ended(j Job, result json.RawMessage, err, cause error) Job {
	j.Ended = now()
	switch {
	case err == nil:
		j.State, j.Result = Done, result
	case errors.Is(cause, errCancelled):
		j.State = Cancelled
	default:
		why := cmp.Or(cause, err)
		j.State, j.Error, j.Fault = Failed, why.Error(), fault.WireOf(why)
	}
	return j
}

// begin takes e for running, unless it was cancelled meanwhile.
func (q *Queue) begin(e *entry, cancel context.CancelCauseFunc) (Job, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if e.job.State != Queued {
		return Job{}, false
	}
	e.cancel, e.cancelling = cancel, false
	e.job.State, e.job.Started = Running, now()
	e.job.Attempts++
	q.tookTurn(e.client)
	j := e.job
	j.Waits = "" // once start has written that down
	return j, true
}

// start writes down that the job runs.
func (q *Queue) start(e *entry, j Job) error {
	if err := q.save(e, j); err != nil {
		return err
	}
	return e.log.add(string(Running), map[string]int{"attempt": j.Attempts})
}

// interrupt puts back a job that the closing of the queue cut off. If that
// cannot be written, the next start finds it running and does the same.
func (q *Queue) interrupt(e *entry, j Job) {
	j.State, j.Attempts = Queued, j.Attempts-1
	if err := e.log.add(string(Queued), map[string]bool{"again": true}); err == nil {
		q.save(e, j)
	}
}

// finish records a final state: first the event, so that whoever sees the
// state finds the event in the log.
func (q *Queue) finish(e *entry, j Job) error {
	var logErr error
	if e.log.lastKind() != string(j.State) { // or a try before got that far
		logErr = e.log.add(string(j.State), finalData(j))
	}
	if err := q.save(e, j); err != nil {
		return err
	}
	if q.onEnd != nil {
		q.onEnd(j)
	}
	e.log.nudge()
	if j.State == Done {
		return nil // what it made is safe, and Events makes up for the lost line
	}
	return logErr
}

// guard turns a panic of the runner into an error: one bad job does not take
// the server down.
func guard(run Runner, ctx context.Context, r *Run) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("job: the runner panicked", "job", r.Job.ID, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("job: internal fault: %v", p)
		}
	}()
	return run(ctx, r)
}
