package api

// Health is what the server says of itself, the answer of GET /healthz.
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

// Ready says whether jobs and uploads that come now have what they need, the answer of
// GET /readyz.
type Ready struct {
	Ready    bool     `json:"ready"`
	Faults   []string `json:"faults"`   // what is wrong, in words; empty if it is ready
	Writable bool     `json:"writable"` // a file was just written to the data folder, and removed
	Answers  bool     `json:"answers"`  // the backend just computed something

	FreeBytes  *int64 `json:"free_bytes,omitempty"` // in the data folder; left out where that cannot be told
	LeastBytes int64  `json:"least_bytes"`          // below which it is not ready

	KeptBytes *int64 `json:"kept_bytes,omitempty"` // of data sets and runs, as measured within ten seconds; left out where they have no bound
	MostBytes int64  `json:"most_bytes,omitempty"` // that these may take: once they do it is not ready
}
