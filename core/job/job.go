package job

import (
	"encoding/json"
	"time"

	"graft/core/api"
	"graft/core/fault"
)

// State is where a job stands. A job starts queued; done, failed and
// cancelled are final.
type State = api.State

// States of a job.
const (
	Queued    = api.Queued
	Running   = api.Running
	Done      = api.Done
	Failed    = api.Failed
	Cancelled = api.Cancelled
)

// Errors that a caller tells apart.
var (
	ErrNotFound = fault.Define("job.not_found", "job: not found")        // no such job, or no such object of it
	ErrFinal    = fault.Define("job.final", "job: already finished")     // it cannot be cancelled any more
	ErrUnfinal  = fault.Define("job.unfinished", "job: not finished")    // it cannot be removed yet
	ErrClosed   = fault.Define("job.closed", "job: the queue is closed") // the program is stopping
)

// Job is one piece of work.
type Job struct {
	ID       string          `json:"id"`
	Name     string          `json:"name,omitempty"` // what someone calls it; see Rename
	State    State           `json:"state"`
	Created  time.Time       `json:"created"`
	Started  time.Time       `json:"started,omitzero"` // of the latest attempt
	Ended    time.Time       `json:"ended,omitzero"`
	Attempts int             `json:"attempts"`          // times that it was started and not cleanly interrupted, since it last got further
	Reached  int64           `json:"reached,omitempty"` // how far it had come when that was last looked at; see Run.Reach
	Error    string          `json:"error,omitempty"`   // why it failed
	Fault    fault.Wire      `json:"fault,omitzero"`    // Error, with its code if it has one
	Waits    string          `json:"-"`                 // what of the machine it waits for, to be tried again: see disk.Machine
	Request  json.RawMessage `json:"request"`           // what was submitted
	Result   json.RawMessage `json:"result,omitempty"`  // what the runner returned
}

// Event is something that happened to a job: a change of state, with the
// state as its kind, or what the runner emitted, or KindWaits.
type Event struct {
	ID   int64           `json:"id"` // 1, 2, 3… within a job, over all its attempts; 0 of KindWaits
	Kind string          `json:"kind"`
	Time time.Time       `json:"time"`
	Data json.RawMessage `json:"data"`
}

// KindWaits is the kind of an event that says why a job waits to be tried again,
// {"why": Job.Waits}. It is told to those who follow the job, and not kept: the
// disk may be what is wanting.
const KindWaits = api.EventWaits

// maxAttempts is how often a job may take the program down with it (out of
// memory, power) without getting further, before it is left alone.
const maxAttempts = 3
