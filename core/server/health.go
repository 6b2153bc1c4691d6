package server

import (
	_ "embed"
	"fmt"
	"net/http"
	"time"

	"graft/core/weights"
)

// Health is the answer of GET /healthz.
type Health struct {
	Status  string `json:"status"`  // "ok", or "faulty" if it is alive and cannot keep anything: see Fault
	Backend string `json:"backend"` // "xla:cuda", "xla:cpu", "onnx" or "go"
	Device  string `json:"device"`  // "cuda" or "cpu"
	Version string `json:"version"`
	Weights string `json:"weights"` // the weight set used where a request names none

	WeightsNow string `json:"weights_now"` // what that is now, where it is "auto"
	Fetching   bool   `json:"fetching"`    // ImageNet's weights are being fetched beside the work

	Fault string `json:"fault,omitempty"` // why the data folder cannot be written
}

func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	status, fault := "ok", ""
	var faults []string
	if err := s.folder.answer(200 * time.Millisecond); err != nil {
		status, fault = "faulty", fmt.Sprintf("the data folder cannot be written: %v", err)
		faults = []string{fault}
	}
	s.noticed.tell(s.log(), "/healthz", faults)
	s.answer(w, http.StatusOK, Health{
		Status: status, Fault: fault, Backend: s.cfg.Backend.Name, Device: s.cfg.Backend.Device,
		Version: s.cfg.Version, Weights: s.cfg.Weights.Short(),
		WeightsNow: weights.Resolve(s.cfg.Weights, s.cfg.Hub).Short(),
		Fetching:   s.fetch.status().State == FetchRunning,
	})
}

//go:embed openapi.json
var openapiJSON []byte

func (s *Server) openapi(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Write(openapiJSON)
}
