package server

import (
	"context"

	"graft/core/job"
	"graft/core/server/internal/exchange"
)

// How many jobs may wait: a class of fifty behind one address, and then others too.
const (
	maxQueued     = 200
	maxQueuedEach = 60 // of one client
)

// submit queues a job, unless too many are waiting.
func (s *Server) submit(ctx context.Context, q request) (job.Job, error) {
	client := exchange.Client(ctx)
	s.submitting.Lock() // between the count and the job that is counted next
	defer s.submitting.Unlock()
	waiting, own := s.jobs.Waiting(client)
	if own >= maxQueuedEach {
		return job.Job{}, errManyOwnJobs.Err(own, maxQueuedEach)
	}
	if waiting >= maxQueued {
		return job.Job{}, errManyJobs.Err(waiting, maxQueued)
	}
	j, err := s.jobs.Submit(client, q)
	if err == nil {
		s.logQueued(exchange.Of(ctx), j, q)
	}
	return j, err
}
