package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"graft/core/api"
	"graft/core/job"
	"graft/core/server/internal/reply"
)

// maxJobName bounds a job's name, in bytes.
const maxJobName = 200

// editJob gives a job a name, or takes it away.
func (s *Server) editJob(w http.ResponseWriter, r *http.Request) {
	raw, err := reply.ReadAll(w, r, maxJobBody)
	if err != nil {
		s.answers.Fail(w, r, http.StatusBadRequest, err)
		return
	}
	name, err := parseName(raw)
	if err != nil {
		s.answers.Fail(w, r, http.StatusBadRequest, err)
		return
	}
	j, err := s.jobs.Rename(r.PathValue("id"), name)
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	s.answers.JSON(w, http.StatusOK, s.summary(j))
}

// parseName reads {"name": "…"}; spaces around it are not part of it.
func parseName(raw []byte) (string, error) {
	var b api.JobChange
	if err := json.Unmarshal(raw, &b); err != nil {
		return "", errNotChange.Err()
	}
	if b.Name == nil {
		return "", errNoName.At("name")
	}
	name := strings.TrimSpace(*b.Name)
	if len(name) > maxJobName || !utf8.ValidString(name) || strings.ContainsAny(name, "\n\r\x00") {
		return "", errName.At("name", len(name), maxJobName)
	}
	return name, nil
}

// deleteJob removes a finished job with all that it made.
func (s *Server) deleteJob(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	err := s.jobs.Remove(id)
	if errors.Is(err, job.ErrUnfinal) {
		s.answers.Fail(w, r, 0, errUnfinished.Err(id))
		return
	}
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	s.room.Forget()
	os.Remove(filepath.Join(s.checkpoints(), id)) // of one that was cancelled while it waited to go on
	w.WriteHeader(http.StatusNoContent)
}
