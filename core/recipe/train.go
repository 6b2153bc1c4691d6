package recipe

// Mode is how much of the network is trained.
type Mode string

const (
	// ModeHead trains a new head on the frozen backbone's features.
	ModeHead Mode = "head"
	// ModeStage4 trains a head, then it and the backbone's last stage together.
	ModeStage4 Mode = "stage4"
	// ModeAll trains a head, then it and the whole backbone together.
	ModeAll Mode = "all"
)

// Names of the values that settings choose from.
const (
	OptimizerAdam  = "adam"
	OptimizerAdamW = "adamw"
	OptimizerSGD   = "sgd"

	ScheduleConstant = "constant"
	ScheduleCosine   = "cosine"
	ScheduleStep     = "step"

	ClassWeightsNone     = "none"
	ClassWeightsBalanced = "balanced"

	PreprocessOwn     = ""        // what the weights were trained with
	PreprocessRescale = "rescale" // pixels/255 and nothing else

	TopFeatures = "features" // the head takes the 2048 features
	TopSoftmax  = "softmax"  // the head takes the probabilities of ImageNet's 1000 classes
)

// Train is how a classifier is trained. JSON keys are the API's; each is
// described by the [Setting] of that name.
type Train struct {
	Mode            Mode    `json:"mode"`
	Epochs          int     `json:"epochs"` // all phases together
	Batch           int     `json:"batch"`
	Views           int     `json:"views"`
	LearningRate    float64 `json:"learning_rate"`
	ValidationSplit float64 `json:"validation_split"`
	Seed            uint64  `json:"seed"`
	Weights         string  `json:"weights"`
	InputSize       int     `json:"input_size,omitempty"` // 0: see Recipe.InputSize; left out then, for readers from before it refuse the key

	Optimizer    string  `json:"optimizer"`
	Momentum     float64 `json:"momentum"`
	WeightDecay  float64 `json:"weight_decay"`
	Schedule     string  `json:"schedule"`
	StepEpochs   int     `json:"step_epochs"`
	StepFactor   float64 `json:"step_factor"`
	WarmupEpochs int     `json:"warmup_epochs"`

	LabelSmoothing float64 `json:"label_smoothing"`
	Dropout        float64 `json:"dropout"`
	ClassWeights   string  `json:"class_weights"`

	HeadEpochs   int     `json:"head_epochs"`
	BackboneRate float64 `json:"backbone_rate"`

	Patience        int  `json:"patience"`
	RestoreBest     bool `json:"restore_best"`
	StepsPerEpoch   int  `json:"steps_per_epoch"`
	ValidationSteps int  `json:"validation_steps"`

	Preprocess string `json:"preprocess"`
	Top        string `json:"top"`
}

// DefaultTrain returns what a document means that leaves settings out. It stays
// as it is, since links depend on it; [SuggestTrain] looks at the data.
func DefaultTrain() Train {
	return Train{
		Mode: ModeHead, Epochs: 20, Batch: 32, Views: 4,
		LearningRate: 0.001, ValidationSplit: 0.2, Seed: 42,
		Optimizer: OptimizerAdam, Momentum: 0.9,
		Schedule: ScheduleConstant, StepEpochs: 10, StepFactor: 0.1,
		ClassWeights: ClassWeightsNone,
		HeadEpochs:   5, BackboneRate: 0.01,
		Top: TopFeatures,
	}
}

// TunesBackbone says whether the backbone itself is trained.
func (t Train) TunesBackbone() bool { return t.Mode == ModeStage4 || t.Mode == ModeAll }

// Validate returns nil or an *Error for the first fault.
func (t Train) Validate() error {
	for i := range settings {
		if err := settings[i].check(&t); err != nil {
			return err
		}
	}
	switch {
	case t.TunesBackbone() && t.HeadEpochs >= t.Epochs:
		return wrong("train.head_epochs", headTooLong, t.HeadEpochs, t.Epochs, ModeHead)
	case t.WarmupEpochs > t.Epochs:
		return wrong("train.warmup_epochs", warmupTooLong, t.WarmupEpochs, t.Epochs)
	}
	return nil
}
