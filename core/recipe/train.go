package recipe

import "fmt"

// Mode is how much of the network is trained.
type Mode string

// ModeHead trains a new head on the frozen backbone's features.
const ModeHead Mode = "head"

// Train is how the head is trained. JSON keys are the API's.
type Train struct {
	Mode            Mode    `json:"mode"`
	Epochs          int     `json:"epochs"`           // passes over the training features
	Batch           int     `json:"batch"`            // feature vectors a step of Adam
	Views           int     `json:"views"`            // augmented views of each training picture
	LearningRate    float64 `json:"learning_rate"`    // of Adam
	ValidationSplit float64 `json:"validation_split"` // fraction of each class held out, not augmented
	Seed            uint64  `json:"seed"`             // of the split, the initial head and the batch order
	Weights         string  `json:"weights"`          // backbone: "imagenet", "random", a hub name, or "" for the server's own
}

// DefaultTrain returns settings that suit a few hundred pictures.
func DefaultTrain() Train {
	return Train{
		Mode: ModeHead, Epochs: 20, Batch: 32, Views: 4,
		LearningRate: 0.001, ValidationSplit: 0.2, Seed: 42,
	}
}

// Validate returns nil or an *Error for the first fault.
func (t Train) Validate() error {
	switch {
	case t.Mode != ModeHead:
		return fault("train.mode", "%q: want %q (training the backbone itself is not built yet)", t.Mode, ModeHead)
	case t.Epochs < 1 || t.Epochs > 1000:
		return fault("train.epochs", "%d: want 1 to 1000", t.Epochs)
	case t.Batch < 1 || t.Batch > 1024:
		return fault("train.batch", "%d: want 1 to 1024", t.Batch)
	case t.Views < 1 || t.Views > 100:
		return fault("train.views", "%d: want 1 to 100", t.Views)
	case !(t.LearningRate >= 1e-7 && t.LearningRate <= 10):
		return fault("train.learning_rate", "%g: want 1e-7 to 10", t.LearningRate)
	case !(t.ValidationSplit >= 0.05 && t.ValidationSplit <= 0.9):
		return fault("train.validation_split", "%g: want 0.05 to 0.9", t.ValidationSplit)
	case t.Seed > MaxSeed:
		return fault("train.seed", "%d: want 0 to %d", t.Seed, uint64(MaxSeed))
	case len(t.Weights) > 200:
		return fault("train.weights", "%d characters: want at most 200", len(t.Weights))
	}
	return nil
}

// Trainable returns nil if a head can be trained on views of r, or an *Error
// for the first step that forbids it: batch operations mix two pictures and
// their labels, and a head is trained on whole labels so far.
func (r Recipe) Trainable() error {
	for i, s := range r.Steps {
		if o, ok := Lookup(s.Op); ok && o.Kind == Batch && !s.Off && s.P > 0 {
			return fault(fmt.Sprintf("steps[%d].op", i), "%s mixes labels, which training cannot take yet: switch the step off to train", s.Op)
		}
	}
	return nil
}
