package server

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"graft/core/api"
	"graft/core/dataset"
	"graft/core/job"
	"graft/core/resnet"
	"graft/core/server/internal/models"
	"graft/core/tune"
)

// headObject is the name under which a job keeps its head.
const headObject = "head.safetensors"

// train is the runner of the queue.
func (s *Server) train(ctx context.Context, run *job.Run) (any, error) {
	q, err := readRequest(run.Job.Request)
	if err != nil {
		return nil, fmt.Errorf("server: request of the job: %w", err)
	}
	s.logBegin(run.Job, q)
	set, err := s.sets.Open(q.Dataset)
	if err != nil {
		return nil, err
	}
	start, err := s.startBackbone(q.Train)
	if err != nil {
		return nil, err
	}
	key := models.Key{Backbone: start, Side: q.side()}
	if s.mustAwait(key) {
		err := run.Aside(ctx, func() error { return s.awaitWeights(ctx, key, weightsProgress(run)) })
		if err != nil {
			return nil, fmt.Errorf("weights %q: %w", key.Name.Short(), err)
		}
	}
	m, release, err := s.models.Use(ctx, key, weightsProgress(run))
	if err != nil {
		return nil, err
	}
	defer release()
	o := tune.Options{
		Recipe: q.Recipe, Train: q.Train, Weights: m.Weights,
		Backend: s.cfg.Backend.Compute, CacheDir: s.featureCache(), CacheOwner: q.Dataset,
		Checkpoint: s.checkpoint(run.Job.ID), KeepCheckpoint: true, // until the queue has kept the end: see jobEnded
		Limits:   s.cfg.Limits.Image,
		Progress: func(e tune.Event) { emit(run, e) },
	}
	if m.Network != nil {
		o.Top = tune.TopOf(m.Network)
		o.Trainable = func(part resnet.Part) *resnet.Trainable {
			return resnet.NewTrainable(s.cfg.Backend, m.Network, part, m.Side())
		}
	}
	res, err := s.tune(ctx, set, m, o)
	if err != nil {
		return nil, err
	}
	if res.Backbone != nil {
		if err := s.jobs.PutObject(run.Job.ID, BackboneObject, res.Backbone.Write); err != nil {
			return nil, err
		}
	}
	body, err := res.Head.Encode()
	if err != nil {
		return nil, err
	}
	if err := run.Put(headObject, body); err != nil {
		return nil, err
	}
	if err := putReport(run, res.Report); err != nil {
		return nil, err
	}
	return outcome(res, m.Weights, s.cfg.Backend.Name), nil
}

// tune is tune.Run for as long as a job may work.
func (s *Server) tune(ctx context.Context, set *dataset.Dataset, m *models.Model, o tune.Options) (*tune.Result, error) {
	if s.cfg.MaxJobTime > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, s.cfg.MaxJobTime, errJobTime.Err(s.cfg.MaxJobTime.String()))
		defer cancel()
	}
	res, err := tune.Run(ctx, set, m, o)
	if cause := context.Cause(ctx); err != nil && errors.Is(cause, errJobTime) {
		return nil, cause
	}
	return res, err
}

// featureCache is the folder with what the backbone made of the pictures of each data set.
func (s *Server) featureCache() string { return filepath.Join(s.cfg.DataDir, "features") }

// checkpoint is the file with how far a job has come.
func (s *Server) checkpoint(id string) string { return filepath.Join(s.checkpoints(), id) }

// epochReached is further than any number of features: epochs come after them.
const epochReached = 1 << 40

// emit passes on what training reports. If it cannot be written, the queue
// ends the run.
func emit(run *job.Run, e tune.Event) {
	switch e.Kind {
	case tune.KindProgress:
		run.Emit(e.Kind, e.Progress)
		if e.Progress.Phase == tune.PhaseFeatures {
			run.Reach(int64(e.Progress.Done))
		}
	case tune.KindEpoch:
		run.Emit(e.Kind, e.Epoch)
		run.Reach(epochReached + int64(e.Epoch.Number))
	}
}

// weightsProgress reports how far the weights have come, four times a second
// at most.
func weightsProgress(run *job.Run) func(done, total int64) {
	var last time.Time
	return func(done, total int64) {
		if done < total && time.Since(last) < time.Second/4 {
			return
		}
		last = time.Now()
		run.Emit(tune.KindProgress, api.Progress{Phase: api.PhaseWeights, Done: int(done), Total: int(total)})
	}
}
