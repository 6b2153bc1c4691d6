package server

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"graft/core/job"
	"graft/core/server/internal/exchange"
)

// The log has a line when a job is queued, begins and ends; job itself says when one waits
// for the machine. What the pictures and classes are called is not told.

func (s *Server) logQueued(x *exchange.Exchange, j job.Job, q request) {
	s.cfg.Log.Info("job queued", "job", j.ID, "id", x.ID, "client", x.Client, "set", q.Dataset, "mode", q.Train.Mode, "weights", shownWeights(q.Train.Weights), "position", s.jobs.Position(j.ID))
}

func (s *Server) logBegin(j job.Job, q request) {
	s.cfg.Log.Info("job begins", "job", j.ID, "attempt", j.Attempts, "mode", q.Train.Mode, "epochs", q.Train.Epochs)
}

// jobEnded is called when a job has ended for good: nobody takes up its checkpoint.
func (s *Server) jobEnded(j job.Job) {
	if err := os.Remove(s.checkpoint(j.ID)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.cfg.Log.Error("server: a checkpoint that nobody needs stays", "job", j.ID, "err", err)
	}
	level, line := slog.LevelInfo, []any{"job", j.ID, "state", string(j.State)}
	if !j.Started.IsZero() {
		line = append(line, "seconds", int(j.Ended.Sub(j.Started)/time.Second)) // of the latest attempt
	}
	if j.State == job.Failed {
		level = slog.LevelWarn
		line = append(line, "code", j.Fault.Code, "err", j.Error)
	}
	s.cfg.Log.Log(s.ending, level, "job ended", line...)
}
