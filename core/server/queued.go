package server

import (
	"context"
	"fmt"
	"sync"

	"graft/core/job"
)

// How many jobs may wait: a class of fifty behind one address, and then others too.
const (
	maxQueued     = 200
	maxQueuedEach = 60 // of one client
)

// tooManyJobsError says that a job was turned away.
type tooManyJobsError struct {
	waiting, most int
	own           bool // it is this client who has too many
}

func (e *tooManyJobsError) Error() string {
	if e.own {
		return fmt.Sprintf("%d jobs of this client are waiting already: want fewer than %d", e.waiting, e.most)
	}
	return fmt.Sprintf("%d jobs are waiting already: want fewer than %d", e.waiting, e.most)
}

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
		return job.Job{}, &tooManyJobsError{own, maxQueuedEach, true}
	}
	if len(waiting) >= maxQueued {
		return job.Job{}, &tooManyJobsError{len(waiting), maxQueued, false}
	}
	j, err := s.jobs.Submit(q)
	if err == nil {
		still[j.ID] = client
	}
	return j, err
}
