package server

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"os"

	"graft/core/api"
	"graft/core/dataset"
	"graft/core/disk"
	"graft/core/job"
	"graft/core/server/internal/exchange"
	"graft/core/server/internal/paging"
	"graft/core/server/internal/reply"
	"graft/core/tune/featurecache"
)

// createSet streams an archive to the disk, then imports it. What it made is
// removed whatever happens.
func (s *Server) createSet(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength > s.cfg.MaxUpload {
		s.answers.Fail(w, r, 0, &http.MaxBytesError{Limit: s.cfg.MaxUpload})
		return
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		s.answers.Fail(w, r, 0, errForm.Err())
		return
	}
	leave, err := exchange.Turn(r.Context(), s.work.arrive)
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	defer leave()
	if err := s.room.Check(r.Context(), 2*max(0, r.ContentLength)); err != nil { // the archive, and what is in it
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	f, err := os.CreateTemp(s.tmp(), "upload-*")
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	defer os.Remove(f.Name())
	defer f.Close()
	size, err := s.room.Receive(r.Context(), f, reply.Body(w, r, s.cfg.MaxUpload))
	if err != nil {
		s.answers.Fail(w, r, 0, err)
		return
	}
	if size == 0 {
		s.answers.Fail(w, r, 0, errNoArchive.Err())
		return
	}
	set, err := s.importSet(r.Context(), f, size)
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	s.answers.LogOf(r).Info("data set kept", "set", set.ID, "client", exchange.Client(r.Context()), "classes", len(set.Classes), "pictures", set.Pictures(), "left_out", len(set.Skipped)+set.SkippedMore)
	w.Header().Set("Location", "/api/v1/datasets/"+set.ID)
	s.answers.JSON(w, http.StatusCreated, set)
}

func (s *Server) listSets(w http.ResponseWriter, r *http.Request) {
	p, err := paging.Of(r)
	if err != nil {
		s.answers.Fail(w, r, http.StatusBadRequest, err)
		return
	}
	all, next, err := s.sets.List(p)
	if all == nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	if err != nil {
		s.answers.LogOf(r).Error("server: data sets that cannot be read", "err", err)
	}
	s.answers.JSON(w, http.StatusOK, api.Datasets{Datasets: all, Next: next})
}

func (s *Server) showSet(w http.ResponseWriter, r *http.Request) {
	set, err := s.sets.Get(r.PathValue("id"))
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	s.answers.JSON(w, http.StatusOK, set)
}

func (s *Server) deleteSet(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	for _, j := range s.jobs.List() {
		if !j.State.Final() && requestOf(j).Dataset == id {
			s.answers.Fail(w, r, 0, errSetInUse.Err(j.ID, describe(j.State)))
			return
		}
	}
	if err := s.sets.Remove(id, s.tmp()); err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	s.room.Forget()
	if err := featurecache.Drop(s.featureCache(), func(owner string) bool { return owner == id }); err != nil {
		s.answers.LogOf(r).Error("server: features of a data set that is gone stay until the next start", "set", id, "err", err)
	}
	w.WriteHeader(http.StatusNoContent)
}

func describe(st job.State) string {
	if st == job.Queued {
		return "waiting"
	}
	return string(st)
}

// importSet waits for its turn: each archive that is unpacked takes a few
// hundred megabytes for the pictures that are being checked.
func (s *Server) importSet(ctx context.Context, archive *os.File, size int64) (api.Dataset, error) {
	leave, err := exchange.Turn(ctx, s.work.unpack)
	if err != nil {
		return api.Dataset{}, err
	}
	defer leave()
	lim := s.cfg.Limits.Unpacked(size)
	granted, err := s.room.Reserve(ctx, lim.MaxUnpackedBytes)
	if err != nil {
		return api.Dataset{}, err
	}
	defer granted.Give()
	bounded := lim
	bounded.MaxUnpackedBytes = granted.Bytes
	set, err := s.sets.Add(ctx, archive, size, s.tmp(), bounded)
	if errors.Is(err, dataset.ErrUnpacked) && granted.Bytes < lim.MaxUnpackedBytes {
		return api.Dataset{}, granted.Past.Err(disk.SizeText(granted.Bytes))
	}
	return set, err
}
