package server

import (
	"context"
	"sync"

	"graft/core/job"
)

// How many jobs may wait: a class of fifty behind one address, and then others too.
const (
	maxQueued     = 200
	maxQueuedEach = 60 // of one client
)

// askers knows who asked for the jobs that wait. Those of an earlier start are nobody's.
type askers struct {
	mu  sync.Mutex
	job map[string]string // client by job
}

// submit queues a job, unless too many are waiting.
func (s *Server) submit(ctx context.Context, q request) (job.Job, error) {
	client := clientOf(ctx)
	s.askers.mu.Lock()
	defer s.askers.mu.Unlock()
	waiting, own := s.jobs.Waiting(), 0
	still := map[string]string{}
	for _, id := range waiting {
		if by, known := s.askers.job[id]; known {
			still[id] = by
			if by == client {
				own++
			}
		}
	}
	s.askers.job = still
	if own >= maxQueuedEach {
		return job.Job{}, errManyOwnJobs.Err(own, maxQueuedEach)
	}
	if len(waiting) >= maxQueued {
		return job.Job{}, errManyJobs.Err(len(waiting), maxQueued)
	}
	j, err := s.jobs.Submit(q)
	if err == nil {
		still[j.ID] = client
	}
	return j, err
}
