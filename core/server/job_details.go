package server

import (
	"encoding/json"
	"fmt"

	"graft/core/api"
	"graft/core/job"
	"graft/core/tune"
)

func (q request) input() api.Input {
	return api.Input{Size: q.side(), Note: q.Recipe.InputNote(q.Train).En}
}

// outcome is what the API tells of a run, on weights w.
func outcome(r *tune.Result, w api.Weights, backend string) api.Outcome {
	o := api.Outcome{
		BestEpoch: r.Best, Epochs: r.Epochs, Classes: r.Classes, Confusion: r.Confusion,
		TrainCount: r.TrainCount, ValCount: r.ValCount, Timings: r.Timings,
		Accuracy: &api.Accuracy{Value: r.Report.Accuracy, Interval: r.Report.Interval, MacroF1: r.Report.MacroF1},
		Weights:  w, Backend: backend, Skipped: r.Skipped, Warnings: r.Warnings, Faults: r.Faults,
	}
	if r.Backbone != nil {
		own := tune.WeightsOf(r.Backbone)
		o.Tuned = &own
	}
	return o
}

// summary is a job as a list shows it.
func (s *Server) summary(j job.Job) api.Job { return summaryAt(j, s.jobs.Position(j.ID)) }

// summaryAt is summary of a job at a place in the queue.
func summaryAt(j job.Job, position int) api.Job {
	q := requestOf(j)
	return api.Job{
		ID: j.ID, Name: j.Name, State: j.State, Created: j.Created, Started: j.Started, Finished: j.Ended,
		Position: position, Attempts: j.Attempts, Error: j.Error, Fault: j.Fault, Waits: j.Waits,
		Dataset: q.Dataset, Recipe: &q.Recipe, Train: shown(q.Train), Input: q.input(), WeightsAsked: q.Asked,
	}
}

// details adds the result, or for a job without one what its events say.
func (s *Server) details(j job.Job) (api.Job, error) {
	d := s.summary(j)
	d.Epochs = []api.Epoch{}
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
			d.Epochs, d.Progress = []api.Epoch{}, api.Progress{}
		case tune.KindEpoch:
			var epoch api.Epoch
			err = json.Unmarshal(e.Data, &epoch)
			d.Epochs = append(d.Epochs, epoch)
		case tune.KindProgress:
			d.Progress = api.Progress{}
			err = json.Unmarshal(e.Data, &d.Progress)
		}
		if err != nil {
			return d, fmt.Errorf("event %d of job %s: %w", e.ID, j.ID, err)
		}
	}
	if j.State != job.Running {
		d.Progress = api.Progress{}
	}
	return d, nil
}
