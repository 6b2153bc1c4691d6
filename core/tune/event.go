package tune

import (
	"encoding/json"

	"graft/core/api"
)

// Kinds of events.
const (
	KindProgress = api.EventProgress
	KindEpoch    = api.EventEpoch
)

// Phases of a run, in their order.
const (
	PhaseFeatures = api.PhaseFeatures
	PhaseHead     = api.PhaseHead
	PhaseMaps     = api.PhaseMaps
	PhaseBackbone = api.PhaseBackbone
	PhaseCheck    = api.PhaseCheck
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
type Progress = api.Progress

// Epoch is the outcome of one pass over the training set.
type Epoch = api.Epoch
