package state

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"time"

	"graft/core/fault"
	"graft/core/recipe"
)

// States of a job.
const (
	JobQueued    = "queued"
	JobRunning   = "running"
	JobDone      = "done"
	JobFailed    = "failed"
	JobCancelled = "cancelled"
)

// Job is a fine-tuning as the server describes it.
type Job struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"` // what someone calls it; "" if nobody does
	State      string         `json:"state"`
	Dataset    string         `json:"dataset"`
	Recipe     *recipe.Recipe `json:"recipe"`
	Train      recipe.Train   `json:"train"`
	Input      Input          `json:"input"`
	Created    time.Time      `json:"created"`
	Started    time.Time      `json:"started"`
	Finished   time.Time      `json:"finished"`
	Position   int            `json:"position"` // in the queue, from 1; 0 if it is not in it
	Error      string         `json:"error"`
	Fault      fault.Wire     `json:"fault"` // the error again, with its code; empty from a server before there were codes
	Waits      string         `json:"waits"` // what of the server's machine it waits for; "" for nothing
	Classes    []string       `json:"classes"`
	Epochs     []Epoch        `json:"epochs"`
	Confusion  [][]int        `json:"confusion"` // [true][predicted]
	TrainCount int            `json:"train_count"`
	ValCount   int            `json:"val_count"`
	Timings    timings        `json:"timings"`
	Warnings   []string       `json:"warnings"`
	Faults     []fault.Wire   `json:"faults"` // the warnings again, with their codes
	Backend    string         `json:"backend"`
	BestEpoch  int            `json:"best_epoch"` // that was kept, if the best was to be
	Accuracy   *Accuracy      `json:"accuracy"`   // nil for a job from before there were reports

	Progress Progress  `json:"progress"` // the last one told, while running
	Weights  WeightSet `json:"weights"`  // what the features were made with

	Tuned *WeightSet `json:"tuned"` // the backbone that the job trained itself

	WeightsAsked string `json:"weights_asked"` // "auto" where the run was asked for so: Train has what that was

	Link string // id of the link that brought it, for a head that was trained elsewhere
}

// Input is what pictures the network gets.
type Input struct {
	Size int `json:"size"` // width and height in pixels; 0 from a server that had no choice
}

// InputSize is the width and height in pixels of the pictures that the network gets.
func (j Job) InputSize() int { return cmp.Or(j.Input.Size, recipe.DefaultInput) }

// Backbone is the weight set that the head belongs to.
func (j Job) Backbone() WeightSet {
	if j.Tuned != nil {
		return *j.Tuned
	}
	return j.Weights
}

// Epoch is one pass over the training features.
type Epoch struct {
	Epoch       int     `json:"epoch"` // from 1
	Epochs      int     `json:"epochs"`
	Loss        float64 `json:"loss"`
	Accuracy    float64 `json:"accuracy"`
	ValLoss     float64 `json:"val_loss"`
	ValAccuracy float64 `json:"val_accuracy"`
	Seconds     float64 `json:"seconds"`

	Rate  float64 `json:"learning_rate"` // at the end of the pass; 0 if not told
	Phase string  `json:"phase"`         // "head", then what else is trained
	Best  bool    `json:"best"`          // the best so far
}

// Accuracy is the gist of a job's report.
type Accuracy struct {
	Value    float64    `json:"value"`
	Interval [2]float64 `json:"interval"`
	MacroF1  float64    `json:"macro_f1"`
}

// Best returns the number of the best epoch, 0 if none is marked.
func (j Job) Best() int {
	if j.BestEpoch > 0 {
		return j.BestEpoch
	}
	n := 0
	for _, e := range j.Epochs {
		if e.Best {
			n = e.Epoch
		}
	}
	return n
}

// Figure is the accuracy of the head that came out, or while it is made that of
// the last epoch.
func (j Job) Figure() (float64, bool) {
	switch {
	case j.Accuracy != nil:
		return j.Accuracy.Value, true
	case len(j.Epochs) > 0:
		return j.Last().ValAccuracy, true
	}
	return 0, false
}

// Progress is how far a phase is: "weights", "features" or "head".
type Progress struct {
	Phase       string  `json:"phase"`
	Done        float64 `json:"done"`
	Total       float64 `json:"total"`
	PerSecond   float64 `json:"per_second"`
	SecondsLeft float64 `json:"seconds_left"`
}

// WeightSet names the backbone's weights exactly.
type WeightSet struct {
	Name    string `json:"name"`
	Digest  string `json:"digest"`
	Variant string `json:"variant"`
	Pixels  struct {
		Scale float32    `json:"scale"`
		Mean  [3]float32 `json:"mean"`
		Std   [3]float32 `json:"std"`
	} `json:"pixels"`
}

type timings struct {
	Features float64 `json:"features_seconds"`
	Head     float64 `json:"head_seconds"`
	Cached   int     `json:"features_cached"`
}

// Over says whether nothing more will happen to the job.
func (j Job) Over() bool {
	return j.State == JobDone || j.State == JobFailed || j.State == JobCancelled
}

// Last returns the last epoch, or the zero one.
func (j Job) Last() Epoch {
	if len(j.Epochs) == 0 {
		return Epoch{}
	}
	return j.Epochs[len(j.Epochs)-1]
}

// Follow joins what an event says. Events are repeated when a connection is
// taken up again, so an epoch replaces itself.
func (j *Job) Follow(kind string, data []byte) error {
	j.Waits = ""
	switch kind {
	case "waits":
		var w struct {
			Why string `json:"why"`
		}
		if err := json.Unmarshal(data, &w); err != nil {
			return fmt.Errorf("web: waits event: %w", err)
		}
		j.Waits = w.Why
	case "progress":
		var p Progress
		if err := json.Unmarshal(data, &p); err != nil {
			return fmt.Errorf("web: progress event: %w", err)
		}
		j.State, j.Position, j.Progress = JobRunning, 0, p
	case "epoch":
		var e Epoch
		if err := json.Unmarshal(data, &e); err != nil {
			return fmt.Errorf("web: epoch event: %w", err)
		}
		j.State, j.Position = JobRunning, 0
		j.putEpoch(e)
	case JobRunning: // an attempt, perhaps a second one after a restart, begins anew
		j.State, j.Position, j.Progress, j.Epochs = kind, 0, Progress{}, nil
	case JobQueued, JobDone, JobFailed, JobCancelled:
		j.State = kind
	}
	return nil
}

func (j *Job) putEpoch(e Epoch) {
	i := sort.Search(len(j.Epochs), func(i int) bool { return j.Epochs[i].Epoch >= e.Epoch })
	if i < len(j.Epochs) && j.Epochs[i].Epoch == e.Epoch {
		j.Epochs[i] = e
		return
	}
	j.Epochs = append(j.Epochs, Epoch{})
	copy(j.Epochs[i+1:], j.Epochs[i:])
	j.Epochs[i] = e
}

// decodeJobs reads a list, bare or under "jobs", newest first.
func decodeJobs(b []byte) ([]Job, error) {
	var list []Job
	if err := json.Unmarshal(b, &list); err != nil {
		var wrapped struct {
			Jobs []Job `json:"jobs"`
		}
		if err := json.Unmarshal(b, &wrapped); err != nil {
			return nil, fmt.Errorf("web: list of jobs: %w", err)
		}
		list = wrapped.Jobs
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].Created.After(list[b].Created) })
	return list, nil
}

// Failure is why the job failed, with its code if the server said one.
func (j Job) Failure() fault.Wire {
	if j.Fault.Code != "" {
		return j.Fault
	}
	return fault.Wire{Error: j.Error}
}

// Warned are the job's warnings, with their codes if the server said them.
func (j Job) Warned() (all []fault.Wire) {
	if len(j.Faults) == len(j.Warnings) {
		return slices.Clone(j.Faults)
	}
	for _, text := range j.Warnings {
		all = append(all, fault.Wire{Error: text})
	}
	return all
}
