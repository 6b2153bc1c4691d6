package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"graft/core/disk"
	"graft/core/disk/lock"
	"graft/core/ids"
)

// Runner does the work of a job. It returns soon after ctx is done. What it
// returns must marshal to JSON and becomes the job's Result.
type Runner func(ctx context.Context, r *Run) (result any, err error)

// Queue runs jobs one at a time; those who submit take turns, see turns.go. A job that only
// waits ([Run.Aside]) lets others go on meanwhile. It is safe for concurrent use.
type Queue struct {
	dir     string
	run     Runner
	unlock  func() // gives the folder back to other programs
	closing context.Context
	close   context.CancelCauseFunc
	stopped chan struct{}  // closed when the worker has returned
	wake    chan struct{}  // holds one: there may be something to do
	turn    chan struct{}  // holds one while a job works
	busy    sync.WaitGroup // of attempts, and of ends that the disk has yet to take
	onEnd   func(Job)      // nil for none

	mu     sync.Mutex
	jobs   map[string]*entry
	begun  int64            // turns that were taken
	latest map[string]int64 // turn of each client that has a job waiting, if it has had one; from 1
}

// entry is a job in memory. Queue.mu guards all but log and saving.
type entry struct {
	job     Job
	client  string // that submitted it, "" if that was before the program started
	log     *events
	cancel  context.CancelCauseFunc // of the latest attempt
	reached int64                   // how far it had come when the machine failed it last
	aside   bool                    // running, but only waiting
	saving  sync.Mutex              // held while job.json is replaced

	cancelling bool          // the latest attempt is to end, or its job has ended, by Cancel
	until      time.Time     // queued, but not to be tried before
	pause      time.Duration // that the latest postponement took
}

// Open returns the queue kept in dir, which it makes if it is not there, and
// starts its worker. Jobs that were running when the program stopped run
// again. It fails if another queue is open on dir. prepare, which may be nil, is called
// when nobody else can have dir open and no job runs yet.
func Open(dir string, run Runner, prepare func(*Queue) error) (*Queue, error) {
	if err := disk.MakeDir(dir); err != nil {
		return nil, fmt.Errorf("job: open: %w", err)
	}
	unlock, err := lock.Try(filepath.Join(dir, "lock"))
	if errors.Is(err, lock.ErrTaken) {
		return nil, fmt.Errorf("job: open: %s is in use by another running Graft: stop it, or choose another data directory", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("job: open: %w", err)
	}
	q := &Queue{
		dir: dir, run: run, unlock: unlock, jobs: map[string]*entry{}, latest: map[string]int64{},
		stopped: make(chan struct{}), wake: make(chan struct{}, 1), turn: make(chan struct{}, 1),
	}
	q.closing, q.close = context.WithCancelCause(context.Background())
	err = disk.Sweep(dir)
	if err == nil {
		err = q.load()
	}
	if err == nil && prepare != nil {
		err = prepare(q)
	}
	if err != nil {
		unlock()
		return nil, fmt.Errorf("job: open: %w", err)
	}
	go q.work()
	return q, nil
}

// load reads every job and queues again what was running.
func (q *Queue) load() error {
	dirs, err := os.ReadDir(q.dir)
	if err != nil {
		return err
	}
	for _, d := range dirs {
		if !d.IsDir() || isAside.MatchString(d.Name()) {
			continue
		}
		e, err := q.read(d.Name())
		if errors.Is(err, fs.ErrNotExist) && !ids.Valid(d.Name()) {
			continue // not ours
		}
		if errors.Is(err, fs.ErrNotExist) {
			// Submit was cut off before it answered: nobody knows of this job.
			if err := os.RemoveAll(filepath.Join(q.dir, d.Name())); err != nil {
				return err
			}
			continue
		}
		if damaged := (*damagedError)(nil); errors.As(err, &damaged) {
			if err := q.putAside(d.Name(), err); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		q.jobs[e.job.ID] = e
		if e.job.State == Running {
			if err := q.again(e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (q *Queue) read(id string) (*entry, error) {
	body, err := os.ReadFile(filepath.Join(q.dir, id, "job.json"))
	if err != nil {
		return nil, err
	}
	e := &entry{log: &events{path: filepath.Join(q.dir, id, "events.jsonl")}}
	if err := json.Unmarshal(body, &e.job); err != nil {
		return nil, &damagedError{err.Error()}
	}
	if e.job.ID != id {
		return nil, &damagedError{fmt.Sprintf("it says that its id is %q", e.job.ID)}
	}
	return e, nil
}

// damagedError is that of a job.json that could be read and is none.
type damagedError struct{ fault string }

func (e *damagedError) Error() string { return "job.json: " + e.fault }

// putAside renames a damaged job's folder, so that the others can be served and
// somebody can still look at it.
func (q *Queue) putAside(id string, why error) error {
	to := filepath.Join(q.dir, id+".damaged")
	for n := 2; ; n++ {
		if _, err := os.Lstat(to); err != nil {
			break
		}
		to = filepath.Join(q.dir, fmt.Sprintf("%s.damaged-%d", id, n))
	}
	if err := os.Rename(filepath.Join(q.dir, id), to); err != nil {
		return fmt.Errorf("%s: %w; it could not be put aside: %w", id, why, err)
	}
	slog.Error("job: a damaged job was put aside", "job", id, "why", why, "folder", to)
	return nil
}

// isAside is the form of the folders that putAside makes.
var isAside = regexp.MustCompile(`\.damaged(-\d+)?$`)

// OnEnd has ended called with each job whose final state is on the disk. It is for
// prepare, to log it and to clear away what only an unfinished job needs.
func (q *Queue) OnEnd(ended func(Job)) { q.onEnd = ended }

// again queues a job that the program's end interrupted. On a full disk it
// does so in memory alone: what would help, deleting, needs a queue that opens.
func (q *Queue) again(e *entry) error {
	j := e.job
	err := q.requeue(e, &j)
	if disk.Machine(err) == nil {
		return err
	}
	slog.Error("job: what became of an interrupted job could not be written down", "job", j.ID, "state", j.State, "err", err)
	e.job = j
	return nil
}

func (q *Queue) requeue(e *entry, j *Job) error {
	if n := reached(filepath.Join(q.dir, j.ID)); n > j.Reached {
		j.Reached, j.Attempts = n, 0
	}
	if j.Attempts >= maxAttempts {
		j.State, j.Ended = Failed, now()
		j.Error = fmt.Sprintf("the server stopped %d times while this job ran, without its getting further: it is not tried again", j.Attempts)
		return q.finish(e, *j)
	}
	j.State = Queued
	if err := e.log.add(string(Queued), map[string]bool{"again": true}); err != nil {
		return err
	}
	return q.save(e, *j)
}

// Close stops the worker and waits for it until ctx is done. A job that runs or is set
// aside is interrupted and runs again when the queue is opened next.
func (q *Queue) Close(ctx context.Context) error {
	q.mu.Lock() // see endIdle
	q.close(ErrClosed)
	q.mu.Unlock()
	select {
	case <-q.stopped:
		q.unlock()
		return nil
	case <-ctx.Done():
		return fmt.Errorf("job: close: the running job did not stop: %w", ctx.Err())
	}
}

// Submit queues a job of a client: clients take turns. request must marshal to JSON. When
// Submit returns without an error, the job is on disk, without its client.
func (q *Queue) Submit(client string, request any) (Job, error) {
	if q.closing.Err() != nil {
		return Job{}, ErrClosed
	}
	raw, err := json.Marshal(request)
	if err != nil {
		return Job{}, fmt.Errorf("job: submit: %w", err)
	}
	id := ids.New()
	dir := filepath.Join(q.dir, id)
	e := &entry{client: client, log: &events{path: filepath.Join(dir, "events.jsonl")}}
	j := Job{ID: id, State: Queued, Created: now(), Request: raw}
	err = os.MkdirAll(filepath.Join(dir, "objects"), 0o700)
	if err == nil {
		err = e.log.add(string(Queued), map[string]any{})
	}
	if err == nil {
		err = q.save(e, j)
	}
	if err == nil {
		err = disk.SyncDir(q.dir)
	}
	if err != nil {
		os.RemoveAll(dir)
		return Job{}, fmt.Errorf("job: submit: %w", err)
	}
	q.mu.Lock()
	q.jobs[id] = e
	q.mu.Unlock()
	q.nudge()
	return j, nil
}

// Get returns a job.
func (q *Queue) Get(id string) (Job, error) {
	e, err := q.entry(id)
	if err != nil {
		return Job{}, err
	}
	return q.snapshot(e), nil
}

// List returns every job, newest first.
func (q *Queue) List() []Job {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := make([]Job, 0, len(q.jobs))
	for _, e := range q.jobs {
		list = append(list, e.job)
	}
	slices.SortFunc(list, func(a, b Job) int { return older(b, a) })
	return list
}

// Waiting returns how many jobs are queued or set aside, and how many of them are a
// client's.
func (q *Queue) Waiting(client string) (all, own int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, e := range q.jobs {
		if e.job.State != Queued && !e.aside {
			continue
		}
		all++
		if e.client == client {
			own++
		}
	}
	return all, own
}

// older orders jobs by submission.
func older(a, b Job) int {
	if c := a.Created.Compare(b.Created); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}

// Cancel stops a job: a queued one at once, a running one as soon as its
// runner returns. It returns the job as it then is, and ErrFinal for one that
// is done or failed; one that is already cancelled is no error. Where the machine
// does not let that be written down, it is done as soon as it does.
func (q *Queue) Cancel(id string) (Job, error) {
	e, err := q.entry(id)
	if err != nil {
		return Job{}, err
	}
	q.mu.Lock()
	j := e.job
	if j.State == Running {
		e.cancelling = true
		e.cancel(errCancelled)
		q.mu.Unlock()
		return j, nil
	}
	if j.State == Queued {
		e.job.State = Cancelled // from here on the worker passes it over
	}
	q.mu.Unlock()
	switch j.State {
	case Queued:
		j.State, j.Ended, j.Waits = Cancelled, now(), ""
		return j, q.endIdle(e, j)
	case Cancelled:
		return j, nil
	}
	return j, ErrFinal
}

func (q *Queue) entry(id string) (*entry, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	e, ok := q.jobs[id]
	if !ok {
		return nil, fmt.Errorf("job: %.40q: %w", id, ErrNotFound)
	}
	return e, nil
}

func (q *Queue) snapshot(e *entry) Job {
	q.mu.Lock()
	defer q.mu.Unlock()
	return e.job
}

// save writes j to the disk and, if that worked, makes it e's job.
func (q *Queue) save(e *entry, j Job) error {
	e.saving.Lock()
	defer e.saving.Unlock()
	if err := q.write(e, j); err != nil {
		return err
	}
	q.show(e, j)
	return nil
}

// write writes j to the disk, with the name that e's job has by now: a run does not
// know of a Rename meanwhile. The caller holds saving.
func (q *Queue) write(e *entry, j Job) error {
	j.Name = q.snapshot(e).Name
	body, err := json.Marshal(j)
	if err != nil {
		return err
	}
	if err := disk.ReplaceBytes(filepath.Join(q.dir, j.ID, "job.json"), disk.Private, body); err != nil {
		return fmt.Errorf("job: save: %w", err)
	}
	return nil
}

// show makes j e's job, for whoever asks; its name stays.
func (q *Queue) show(e *entry, j Job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	j.Name = e.job.Name
	e.job = j
}

// nudge tells the worker to look for work.
func (q *Queue) nudge() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}
