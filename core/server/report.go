package server

import (
	"encoding/json"
	"errors"
	"net/http"

	"graft/core/job"
	"graft/core/tune/report"
)

// reportObject is the name under which a job keeps its report.
const reportObject = "report.json"

// putReport keeps the report of a run.
func putReport(run *job.Run, r *report.Report) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return run.Put(reportObject, body)
}

// showReport answers with a done job's report, which never changes.
func (s *Server) showReport(w http.ResponseWriter, r *http.Request) {
	j, err := s.jobs.Get(r.PathValue("id"))
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	if j.State != job.Done {
		s.answers.Fail(w, r, 0, errNoReport.Err(describe(j.State)))
		return
	}
	body, err := s.jobs.Object(j.ID, reportObject)
	if errors.Is(err, job.ErrNotFound) {
		err = errOldReport.Err(j.ID, job.ErrNotFound)
	}
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "private, max-age=3600")
	w.Write(body)
}
