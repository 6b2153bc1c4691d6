package server

import (
	"mime"
	"net/http"
	"os"

	"graft/core/api"
	"graft/core/job"
	"graft/core/tune/featurecache"
)

// createSet streams an archive to the disk, then imports it. What it made is
// removed whatever happens.
func (s *Server) createSet(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength > s.cfg.MaxUpload {
		s.fail(w, r, 0, &http.MaxBytesError{Limit: s.cfg.MaxUpload})
		return
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		s.fail(w, r, 0, errForm.Err())
		return
	}
	leave, err := turn(r.Context(), s.work.arrive)
	if err != nil {
		s.fail(w, r, http.StatusInternalServerError, err)
		return
	}
	defer leave()
	if err := s.room.check(r.Context(), 2*max(0, r.ContentLength)); err != nil { // the archive, and what is in it
		s.fail(w, r, http.StatusInternalServerError, err)
		return
	}
	f, err := os.CreateTemp(s.tmp(), "upload-*")
	if err != nil {
		s.fail(w, r, http.StatusInternalServerError, err)
		return
	}
	defer os.Remove(f.Name())
	defer f.Close()
	size, err := s.room.receive(r.Context(), f, body(w, r, s.cfg.MaxUpload))
	if err != nil {
		s.fail(w, r, 0, err)
		return
	}
	if size == 0 {
		s.fail(w, r, 0, errNoArchive.Err())
		return
	}
	set, err := s.importSet(r.Context(), f, size)
	if err != nil {
		s.fail(w, r, http.StatusInternalServerError, err)
		return
	}
	s.logOf(r).Info("data set kept", "set", set.ID, "client", clientOf(r.Context()), "classes", len(set.Classes), "pictures", set.Pictures(), "left_out", len(set.Skipped)+set.SkippedMore)
	w.Header().Set("Location", "/api/v1/datasets/"+set.ID)
	s.answer(w, http.StatusCreated, set)
}

func (s *Server) listSets(w http.ResponseWriter, r *http.Request) {
	p, err := partOf(r)
	if err != nil {
		s.fail(w, r, http.StatusBadRequest, err)
		return
	}
	all, next, err := s.sets.list(p)
	if all == nil {
		s.fail(w, r, http.StatusInternalServerError, err)
		return
	}
	if err != nil {
		s.logOf(r).Error("server: data sets that cannot be read", "err", err)
	}
	s.answer(w, http.StatusOK, api.Datasets{Datasets: all, Next: next})
}

func (s *Server) showSet(w http.ResponseWriter, r *http.Request) {
	set, err := s.sets.get(r.PathValue("id"))
	if err != nil {
		s.fail(w, r, http.StatusInternalServerError, err)
		return
	}
	s.answer(w, http.StatusOK, set)
}

func (s *Server) deleteSet(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	for _, j := range s.jobs.List() {
		if !j.State.Final() && requestOf(j).Dataset == id {
			s.fail(w, r, 0, errSetInUse.Err(j.ID, describe(j.State)))
			return
		}
	}
	if err := s.sets.remove(id, s.tmp()); err != nil {
		s.fail(w, r, http.StatusInternalServerError, err)
		return
	}
	if err := featurecache.Drop(s.featureCache(), func(owner string) bool { return owner == id }); err != nil {
		s.logOf(r).Error("server: features of a data set that is gone stay until the next start", "set", id, "err", err)
	}
	w.WriteHeader(http.StatusNoContent)
}

func describe(st job.State) string {
	if st == job.Queued {
		return "waiting"
	}
	return string(st)
}
