package server

import (
	_ "embed"
	"fmt"
	"net/http"
	"time"

	"graft/core/api"
	"graft/core/weights"
)

func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	status, fault := "ok", ""
	var faults []string
	if err := s.folder.Answer(200 * time.Millisecond); err != nil {
		status, fault = "faulty", fmt.Sprintf("the data folder cannot be written: %v", err)
		faults = []string{fault}
	}
	s.noticed.tell(s.cfg.Log, "/healthz", faults)
	s.answers.JSON(w, http.StatusOK, api.Health{
		Status: status, Fault: fault, Backend: s.cfg.Backend.Name, Device: s.cfg.Backend.Device,
		Version: s.cfg.Version, Weights: s.cfg.Weights.Short(),
		WeightsNow: weights.Resolve(s.cfg.Weights, s.cfg.Hub).Short(),
		Fetching:   s.fetch.Status().State == api.FetchRunning,
	})
}

//go:embed openapi.json
var openapiJSON []byte

func (s *Server) openapi(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Write(openapiJSON)
}
