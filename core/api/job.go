package api

import (
	"time"

	"graft/core/fault"
	"graft/core/head"
	"graft/core/recipe"
)

// State is where a job stands. A job starts queued; done, failed and
// cancelled are final.
type State string

// States of a job.
const (
	Queued    State = "queued"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Final says whether nothing more happens in this state.
func (s State) Final() bool { return s == Done || s == Failed || s == Cancelled }

// Known says whether s is one of these states.
func (s State) Known() bool { return s == Queued || s == Running || s.Final() }

// JobRequest is the body of POST /api/v1/jobs. Train may stand in the recipe instead.
type JobRequest struct {
	Dataset string        `json:"dataset"`
	Recipe  recipe.Recipe `json:"recipe"`
	Train   recipe.Train  `json:"train"`
}

// JobCreated is the answer to it.
type JobCreated struct {
	ID    string `json:"id"`
	Input Input  `json:"input"`
}

// JobChange is the body of PATCH /api/v1/jobs/{id}.
type JobChange struct {
	Name *string `json:"name"` // what someone calls it; "" takes the name away
}

// Job is a fine-tuning. A list shows it without what it has come to: Progress and Outcome.
type Job struct {
	ID       string         `json:"id"`
	Name     string         `json:"name,omitempty"` // what someone calls it
	State    State          `json:"state"`
	Created  time.Time      `json:"created"`
	Started  time.Time      `json:"started,omitzero"` // of the latest attempt
	Finished time.Time      `json:"finished,omitzero"`
	Position int            `json:"position,omitempty"` // in the queue, from 1; 0 if it is not in it
	Attempts int            `json:"attempts"`
	Error    string         `json:"error,omitempty"` // why it failed
	Fault    fault.Wire     `json:"fault,omitzero"`  // the error again, with its code if it has one
	Waits    string         `json:"waits,omitempty"` // what of the machine it waits for, to be tried again
	Dataset  string         `json:"dataset"`
	Recipe   *recipe.Recipe `json:"recipe"` // without its Train
	Train    recipe.Train   `json:"train"`
	Input    Input          `json:"input"`

	WeightsAsked string `json:"weights_asked,omitempty"` // "auto" if the request said so, or nothing to a server on auto; Train has what that was

	Progress Progress `json:"progress,omitzero"` // the latest, while running
	Outcome
}

// Jobs is a part of the list of jobs, the newest first.
type Jobs struct {
	Jobs []Job  `json:"jobs"`
	Next string `json:"next,omitempty"` // to ask on with after, if there are more
}

// Input is what pictures the network gets.
type Input struct {
	Size int    `json:"size"` // width and height in pixels
	Note string `json:"note"` // a sentence: what becomes of the recipe's pictures
}

// Outcome is what a job has come to: the epochs so far, and once it is done its result,
// which is also the data of its event done.
type Outcome struct {
	Epochs     []Epoch      `json:"epochs,omitzero"`
	Classes    []string     `json:"classes,omitempty"`
	BestEpoch  int          `json:"best_epoch,omitempty"` // the one that was kept, if the best was to be
	Tuned      *Weights     `json:"tuned,omitempty"`      // the backbone that the job trained itself
	Confusion  [][]int      `json:"confusion,omitempty"`  // [true class][predicted class], validation pictures
	TrainCount int          `json:"train_count,omitempty"`
	ValCount   int          `json:"val_count,omitempty"`
	Timings    Timings      `json:"timings,omitzero"`
	Accuracy   *Accuracy    `json:"accuracy,omitempty"` // nil for a job from before there were reports
	Weights    Weights      `json:"weights,omitzero"`   // what the features were made with
	Backend    string       `json:"backend,omitempty"`  // what computed them
	Skipped    []Skipped    `json:"skipped,omitempty"`  // pictures that could not be read any more
	Warnings   []string     `json:"warnings,omitempty"`
	Faults     []fault.Wire `json:"faults,omitempty"` // the warnings again, with codes
}

// Accuracy is the gist of a job's report.
type Accuracy struct {
	Value    float64    `json:"value"`    // share of the validation pictures that is taken for what it is
	Interval [2]float64 `json:"interval"` // Wilson's 95 % interval
	MacroF1  float64    `json:"macro_f1"`
}

// Weights names a weight set exactly.
type Weights struct {
	Name          string      `json:"name"`
	Digest        string      `json:"digest"` // of its tensors
	Preprocessing string      `json:"preprocessing"`
	Variant       string      `json:"variant,omitempty"` // of the network: "v1.5" or "v1"; "" in results from before it was kept
	Pixels        head.Pixels `json:"pixels,omitzero"`   // what preprocessing means; zero in such results
}

// Timings says where the time of a run went, and how much the cache saved.
type Timings struct {
	FeaturesSeconds  float64 `json:"features_seconds"`
	FeaturesComputed int     `json:"features_computed"` // feature vectors made by the extractor
	FeaturesCached   int     `json:"features_cached"`   // feature vectors found in the cache
	HeadSeconds      float64 `json:"head_seconds"`
	BackboneSeconds  float64 `json:"backbone_seconds,omitempty"`
}

// Phases of a run, in their order.
const (
	PhaseWeights  = "weights"  // done and total count bytes
	PhaseFeatures = "features" // done and total count feature vectors: pictures times views
	PhaseHead     = "head"     // done and total count steps
	PhaseMaps     = "maps"     // done and total count views that have gone through the frozen stages
	PhaseBackbone = "backbone" // done and total count examples that head and backbone have learnt from
	PhaseCheck    = "check"    // done and total count pictures whose features are taken anew, for the report
)

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
