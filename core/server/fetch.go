package server

import (
	"net/http"

	"graft/core/api"
)

func (s *Server) showFetch(w http.ResponseWriter, r *http.Request) {
	s.answers.JSON(w, http.StatusOK, s.fetch.Status())
}

func (s *Server) startFetch(w http.ResponseWriter, r *http.Request) {
	switch now := s.fetch.Start(); now.State {
	case api.FetchOffline:
		s.answers.Fail(w, r, 0, errFetchesNought.Err())
	case api.FetchThere:
		s.answers.JSON(w, http.StatusOK, now)
	default:
		s.answers.JSON(w, http.StatusAccepted, now)
	}
}

func (s *Server) cancelFetch(w http.ResponseWriter, r *http.Request) {
	s.fetch.Stop(r.Context())
	s.answers.JSON(w, http.StatusOK, s.fetch.Status())
}
