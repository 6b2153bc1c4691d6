package server

import (
	_ "embed"
	"net/http"
	"path/filepath"

	"graft/core/resnet"
)

// Health is the answer of GET /healthz.
type Health struct {
	Status  string `json:"status"`  // "ok"
	Backend string `json:"backend"` // "xla:cuda", "xla:cpu", "onnx" or "go"
	Device  string `json:"device"`  // "cuda" or "cpu"
	Version string `json:"version"`
	Weights string `json:"weights"` // the weight set used where a request names none

	WeightsNow string `json:"weights_now"` // what that is now, where it is "auto"
	Fetching   bool   `json:"fetching"`    // ImageNet's weights are being fetched beside the work
}

func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	s.answer(w, http.StatusOK, Health{
		Status: "ok", Backend: s.cfg.Backend.Name, Device: s.cfg.Backend.Device,
		Version: s.cfg.Version, Weights: filepath.Base(s.cfg.Weights),
		WeightsNow: filepath.Base(resnet.Resolve(s.cfg.Weights, s.cfg.Hub)),
		Fetching:   s.fetch.status().State == FetchRunning,
	})
}

//go:embed openapi.json
var openapiJSON []byte

func (s *Server) openapi(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Write(openapiJSON)
}
