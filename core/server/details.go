package server

import (
	"encoding/json"
	"fmt"
	"time"

	"graft/core/dataset"
	"graft/core/fault"
	"graft/core/head"
	"graft/core/job"
	"graft/core/recipe"
	"graft/core/tune"
)

// JobList is the answer of GET /api/v1/jobs.
type JobList struct {
	Jobs []Job  `json:"jobs"`
	Next string `json:"next,omitempty"` // to ask on with after, if there are more
}

// Job is a job as a list shows it.
type Job struct {
	ID       string        `json:"id"`
	Name     string        `json:"name,omitempty"` // what someone calls it
	State    job.State     `json:"state"`
	Created  time.Time     `json:"created"`
	Started  time.Time     `json:"started,omitzero"`
	Finished time.Time     `json:"finished,omitzero"`
	Position int           `json:"position,omitempty"` // in the queue, from 1; 0 if it is not in it
	Attempts int           `json:"attempts"`
	Error    string        `json:"error,omitempty"`
	Fault    fault.Wire    `json:"fault,omitzero"`  // the error again, with its code if it has one
	Waits    string        `json:"waits,omitempty"` // what of the machine it waits for, to be tried again
	Dataset  string        `json:"dataset"`
	Recipe   recipe.Recipe `json:"recipe"`
	Train    recipe.Train  `json:"train"`
	Input    Input         `json:"input"`

	WeightsAsked string `json:"weights_asked,omitempty"` // "auto" if the request said so, or nothing to a server on auto; Train has what that was
}

// Input is what pictures the network gets.
type Input struct {
	Size int    `json:"size"` // width and height in pixels
	Note string `json:"note"` // a sentence: what becomes of the recipe's pictures
}

func (q request) input() Input { return Input{q.side(), q.Recipe.InputNote(q.Train).En} }

// Details is a job with all that is known of it: what it has come to so far
// while it runs, its result when it is done.
type Details struct {
	Job
	Progress *Progress `json:"progress,omitempty"` // the latest, while running
	Outcome
}

// Outcome is the result of a job, and the data of its event done.
type Outcome struct {
	Epochs     []tune.Epoch      `json:"epochs"`
	Classes    []string          `json:"classes,omitempty"`
	Best       int               `json:"best_epoch,omitempty"` // the one that was kept, if the best was to be
	Tuned      *Weights          `json:"tuned,omitempty"`      // the backbone that the job trained itself
	Confusion  [][]int           `json:"confusion,omitempty"`  // [true class][predicted class], validation pictures
	TrainCount int               `json:"train_count,omitempty"`
	ValCount   int               `json:"val_count,omitempty"`
	Timings    *tune.Timings     `json:"timings,omitempty"`
	Accuracy   *Accuracy         `json:"accuracy,omitempty"`
	Weights    *Weights          `json:"weights,omitempty"` // what the features were made with
	Backend    string            `json:"backend,omitempty"` // what computed them
	Skipped    []dataset.Skipped `json:"skipped,omitempty"` // pictures that could not be read any more
	Warnings   []string          `json:"warnings,omitempty"`
	Faults     []fault.Wire      `json:"faults,omitempty"` // the warnings again, with codes
}

// Accuracy is the gist of a job's report.
type Accuracy struct {
	Value    float64    `json:"value"`    // share of the validation pictures that is taken for what it is
	Interval [2]float64 `json:"interval"` // Wilson's 95 % interval
	MacroF1  float64    `json:"macro_f1"`
}

func outcome(r *tune.Result, w tune.Weights, backend string) Outcome {
	weights := Weights(w)
	var tuned *Weights
	if r.Backbone != nil {
		own := Weights(tune.WeightsOf(r.Backbone))
		tuned = &own
	}
	return Outcome{
		Best: r.Best, Tuned: tuned,
		Epochs: r.Epochs, Classes: r.Classes, Confusion: r.Confusion,
		TrainCount: r.TrainCount, ValCount: r.ValCount, Timings: &r.Timings,
		Accuracy: &Accuracy{r.Report.Accuracy, r.Report.Interval, r.Report.MacroF1},
		Weights:  &weights, Backend: backend, Skipped: r.Skipped, Warnings: r.Warnings, Faults: r.Faults,
	}
}

// Weights names a weight set exactly.
type Weights struct {
	Name          string      `json:"name"`
	Digest        string      `json:"digest"`
	Preprocessing string      `json:"preprocessing"`
	Variant       string      `json:"variant,omitempty"`
	Pixels        head.Pixels `json:"pixels,omitzero"`
}

// Progress is the data of an event progress: tune's, or that of the phase
// "weights", which counts bytes.
type Progress = tune.Progress

func (s *Server) summary(j job.Job) Job {
	q := requestOf(j)
	return Job{
		ID: j.ID, Name: j.Name, State: j.State, Created: j.Created, Started: j.Started, Finished: j.Ended,
		Position: s.jobs.Position(j.ID), Attempts: j.Attempts, Error: j.Error, Fault: j.Fault, Waits: j.Waits,
		Dataset: q.Dataset, Recipe: q.Recipe, Train: shown(q.Train), Input: q.input(), WeightsAsked: q.Asked,
	}
}

// details adds the result, or for a job without one what its events say.
func (s *Server) details(j job.Job) (Details, error) {
	d := Details{Job: s.summary(j)}
	d.Epochs = []tune.Epoch{}
	if j.State == job.Done {
		if err := json.Unmarshal(j.Result, &d.Outcome); err != nil {
			return d, fmt.Errorf("result of job %s: %w", j.ID, err)
		}
		return d, nil
	}
	events, err := s.jobs.Logged(j.ID)
	if err != nil {
		return d, err
	}
	for _, e := range events {
		switch e.Kind {
		case string(job.Running): // a new attempt starts over
			d.Epochs, d.Progress = []tune.Epoch{}, nil
		case tune.KindEpoch:
			var epoch tune.Epoch
			err = json.Unmarshal(e.Data, &epoch)
			d.Epochs = append(d.Epochs, epoch)
		case tune.KindProgress:
			d.Progress = new(Progress)
			err = json.Unmarshal(e.Data, d.Progress)
		}
		if err != nil {
			return d, fmt.Errorf("event %d of job %s: %w", e.ID, j.ID, err)
		}
	}
	if j.State != job.Running {
		d.Progress = nil
	}
	return d, nil
}
