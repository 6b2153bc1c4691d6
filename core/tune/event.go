package tune

// Kinds of events.
const (
	KindProgress = "progress"
	KindEpoch    = "epoch"
)

// Phases of a run, in their order.
const (
	PhaseFeatures = "features" // done and total count feature vectors: pictures times views
	PhaseHead     = "head"     // done and total count steps of Adam
)

// Event is something that happened in a run. Its JSON is one flat object:
// {"kind":"progress","phase":"features","done":…} or {"kind":"epoch","epoch":1,…}.
type Event struct {
	Kind      string `json:"kind"`
	*Progress        // set if Kind is KindProgress
	*Epoch           // set if Kind is KindEpoch
}

// Progress says how far a phase has come.
type Progress struct {
	Phase string `json:"phase"`
	Done  int    `json:"done"` // what the cache already had counts as done
	Total int    `json:"total"`

	// PerSecond is the speed of the last seconds, cached ones left out, and
	// SecondsLeft what follows from it for the rest of the phase. Both are 0,
	// and absent in JSON, as long as nothing honest can be said.
	PerSecond   float64 `json:"per_second,omitempty"`
	SecondsLeft float64 `json:"seconds_left,omitempty"`
}

// Epoch is the outcome of one pass over the training features. Loss is the
// mean categorical cross-entropy in nats, accuracy a fraction. Those of
// training are means over the pass, taken while the head was changing, as
// Keras reports them; those of validation are of the head after the pass.
type Epoch struct {
	Number      int     `json:"epoch"` // from 1
	Epochs      int     `json:"epochs"`
	Loss        float64 `json:"loss"`
	Accuracy    float64 `json:"accuracy"`
	ValLoss     float64 `json:"val_loss"`
	ValAccuracy float64 `json:"val_accuracy"`
	Seconds     float64 `json:"seconds"` // that this pass took
}
