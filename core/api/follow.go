package api

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"sort"

	"graft/core/fault"
	"graft/core/recipe"
)

// Kinds of events of a job, beside its states: see [Job.Follow].
const (
	EventProgress = "progress" // data is a Progress
	EventEpoch    = "epoch"    // data is an Epoch
	EventWaits    = "waits"    // data is {"why": Job.Waits}
)

// EventKinds are the kinds of event that [Job.Follow] knows.
func EventKinds() []string {
	kinds := []string{EventProgress, EventEpoch, EventWaits}
	for _, s := range []State{Queued, Running, Done, Failed, Cancelled} {
		kinds = append(kinds, string(s))
	}
	return kinds
}

// Follow joins what an event of the job says. Events are repeated when a connection is
// taken up again, so an epoch replaces itself. Kinds that it does not know change nothing.
func (j *Job) Follow(kind string, data []byte) error {
	j.Waits = ""
	switch state := State(kind); {
	case kind == EventWaits:
		var w struct{ Why string }
		if err := json.Unmarshal(data, &w); err != nil {
			return fmt.Errorf("api: waits event: %w", err)
		}
		j.Waits = w.Why
	case kind == EventProgress:
		var p Progress
		if err := json.Unmarshal(data, &p); err != nil {
			return fmt.Errorf("api: progress event: %w", err)
		}
		j.State, j.Position, j.Progress = Running, 0, p
	case kind == EventEpoch:
		var e Epoch
		if err := json.Unmarshal(data, &e); err != nil {
			return fmt.Errorf("api: epoch event: %w", err)
		}
		j.State, j.Position = Running, 0
		j.putEpoch(e)
	case state == Running: // an attempt, perhaps a second one after a restart, begins anew
		j.State, j.Position, j.Progress, j.Epochs = state, 0, Progress{}, nil
	case state.Known():
		j.State = state
	}
	return nil
}

func (j *Job) putEpoch(e Epoch) {
	i := sort.Search(len(j.Epochs), func(i int) bool { return j.Epochs[i].Number >= e.Number })
	if i < len(j.Epochs) && j.Epochs[i].Number == e.Number {
		j.Epochs[i] = e
		return
	}
	j.Epochs = slices.Insert(j.Epochs, i, e)
}

// InputSize is the width and height in pixels of the pictures that the network gets.
func (j Job) InputSize() int { return cmp.Or(j.Input.Size, recipe.DefaultInput) }

// Backbone is the weight set that the head belongs to.
func (j Job) Backbone() Weights {
	if j.Tuned != nil {
		return *j.Tuned
	}
	return j.Weights
}

// Best returns the number of the best epoch, 0 if none is marked.
func (j Job) Best() int {
	if j.BestEpoch > 0 {
		return j.BestEpoch
	}
	n := 0
	for _, e := range j.Epochs {
		if e.Best {
			n = e.Number
		}
	}
	return n
}

// Last returns the last epoch, or the zero one.
func (j Job) Last() Epoch {
	if len(j.Epochs) == 0 {
		return Epoch{}
	}
	return j.Epochs[len(j.Epochs)-1]
}

// Figure is the accuracy of the head that came out, or while it is made that of
// the last epoch; false before there is one.
func (j Job) Figure() (float64, bool) {
	switch {
	case j.Accuracy != nil:
		return j.Accuracy.Value, true
	case len(j.Epochs) > 0:
		return j.Last().ValAccuracy, true
	}
	return 0, false
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
