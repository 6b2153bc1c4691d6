package job

import (
	"log/slog"
	"path/filepath"
	"time"

	"graft/core/disk"
)

// A job that the machine fails (disk.Machine) waits and is tried again, the
// first time after firstWait, then after twice that, at most longestWait.
const (
	firstWait   = time.Second
	longestWait = 30 * time.Second
)

// postpone queues a job again whose attempt the machine failed, to be tried after a
// while; others may run meanwhile. The attempt does not count. It is false if the job
// was cancelled.
func (q *Queue) postpone(e *entry, j Job, fault error) bool {
	slog.Warn("job: it waits for the machine", "job", j.ID, "err", fault)
	j.State, j.Attempts, j.Waits = Queued, j.Attempts-1, disk.Machine(fault).Text()
	if q.cancelled(e) {
		return false
	}
	// If this cannot be written either, the next start finds the job running.
	var err error
	if e.log.lastKind() != string(Queued) {
		err = e.log.add(string(Queued), map[string]bool{"again": true})
	}
	if err == nil {
		e.saving.Lock()
		q.write(e, j)
		e.saving.Unlock()
	}
	if !q.delay(e, j) {
		return false
	}
	e.log.nudge()
	q.nudge() // the worker may wait already: a job that was set aside left it the turn
	return true
}

// delay makes j e's job, queued, but not to be tried at once.
func (q *Queue) delay(e *entry, j Job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if e.cancelling {
		return false
	}
	e.pause = min(max(firstWait, 2*e.pause), longestWait)
	if far := reached(filepath.Join(q.dir, j.ID)); far > e.reached { // it got further: this is another fault
		e.pause, e.reached = firstWait, far
	}
	e.until = time.Now().Add(e.pause)
	j.Name = e.job.Name
	e.job = j
	return true
}

func (q *Queue) cancelled(e *entry) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return e.cancelling
}

// end records j's final state, and where the machine does not let it, tries until it
// does or the queue is closed: then the disk still says running, and the next start
// runs the job again. Meanwhile a job that is done is shown as running, one that has
// ended otherwise as it is. tried, which may be nil, is called after the first failure.
func (q *Queue) end(e *entry, j Job, tried func()) {
	for pause := firstWait; ; pause = min(2*pause, longestWait) {
		err := q.finish(e, j)
		if err == nil {
			return
		}
		why := ""
		if machine := disk.Machine(err); machine != nil {
			why = machine.Text()
		}
		if j.State == Done && why == "" {
			j.State, j.Error, j.Result = Failed, "the result could not be kept: "+err.Error(), nil
		}
		q.showEnd(e, j, why)
		if why == "" {
			return
		}
		slog.Warn("job: its end waits for the machine", "job", j.ID, "state", j.State, "err", err)
		if tried != nil {
			tried()
		}
		select {
		case <-time.After(pause):
		case <-q.closing.Done():
			return
		}
	}
}

// showEnd shows j, which the disk has not taken because of why.
func (q *Queue) showEnd(e *entry, j Job, why string) {
	if j.State == Done {
		j = q.snapshot(e)
		j.Waits = why
	}
	q.show(e, j)
	e.log.nudge()
}

// endIdle records the final state of a job that does not run: at once, or where the
// machine does not let it, in the background.
func (q *Queue) endIdle(e *entry, j Job) error {
	err := q.finish(e, j)
	if disk.Machine(err) == nil {
		return err
	}
	q.showEnd(e, j, "")
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closing.Err() == nil { // under mu, as Close: nothing begins once that waits
		q.busy.Go(func() { q.end(e, j, nil) })
	}
	return nil
}
