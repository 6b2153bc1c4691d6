package tune

import "encoding/json"

// Kinds of events.
const (
	KindProgress = "progress"
	KindEpoch    = "epoch"
)

// Phases of a run, in their order.
const (
	PhaseFeatures = "features" // done and total count feature vectors: pictures times views
	PhaseHead     = "head"     // done and total count steps
	PhaseMaps     = "maps"     // done and total count views that have gone through the frozen stages
	PhaseBackbone = "backbone" // done and total count examples that head and backbone have learnt from
	PhaseCheck    = "check"    // done and total count pictures whose features are taken anew, for the report
)

// Event is something that happened in a run. Its JSON is one flat object:
// {"kind":"progress","phase":"features","done":…} or {"kind":"epoch","epoch":1,…}.
type Event struct {
	Kind      string `json:"kind"`
	*Progress        // set if Kind is KindProgress
	*Epoch           // set if Kind is KindEpoch
}

// MarshalJSON writes the flat object. (Left to itself, encoding/json would drop the
// phase, which both kinds have.)
func (e Event) MarshalJSON() ([]byte, error) {
	if e.Progress != nil {
		return json.Marshal(struct {
			Kind string `json:"kind"`
			*Progress
		}{e.Kind, e.Progress})
	}
	return json.Marshal(struct {
		Kind string `json:"kind"`
		*Epoch
	}{e.Kind, e.Epoch})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Event) UnmarshalJSON(b []byte) error {
	var kind struct{ Kind string }
	if err := json.Unmarshal(b, &kind); err != nil {
		return err
	}
	*e = Event{Kind: kind.Kind}
	if e.Kind == KindProgress {
		e.Progress = new(Progress)
		return json.Unmarshal(b, e.Progress)
	}
	e.Epoch = new(Epoch)
	return json.Unmarshal(b, e.Epoch)
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

// Epoch is the outcome of one pass over the training set. Losses are mean
// cross-entropies in nats, accuracies fractions. Those of training are means over
// the pass, taken while the head was changing, as Keras reports them, with label
// smoothing and class weights where those are set; those of validation are of the
// network after the pass, without either.
type Epoch struct {
	Number      int     `json:"epoch"` // from 1
	Epochs      int     `json:"epochs"`
	Loss        float64 `json:"loss"`
	Accuracy    float64 `json:"accuracy"`
	ValLoss     float64 `json:"val_loss"`
	ValAccuracy float64 `json:"val_accuracy"`
	Seconds     float64 `json:"seconds"` // that this pass took

	LearningRate float64 `json:"learning_rate"` // of the pass's last step; the backbone's is backbone_rate times that
	Phase        string  `json:"phase"`         // PhaseHead or PhaseBackbone
	Best         bool    `json:"best"`          // whether its validation loss is the lowest so far
}
