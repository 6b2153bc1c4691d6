package tune

import (
	"context"
	"fmt"
	"image"
	"time"

	"github.com/gomlx/compute"

	"graft/core/api"
	"graft/core/dataset"
	"graft/core/fault"
	"graft/core/head"
	"graft/core/imagefile"
	"graft/core/recipe"
	"graft/core/resnet"
	"graft/core/tune/report"
	"graft/core/weights"
)

// Backbone is the name of the network that features come from.
const Backbone = "resnet50"

// Extractor makes features of pictures.
type Extractor interface {
	// Batch returns how many pictures it likes at a time.
	Batch() int
	// Side returns the width and height in pixels of the pictures that it takes.
	Side() int
	// Features returns head.Features numbers for each of the pictures, which
	// are Side by Side pixels, at most Batch of them. It must not keep the pictures. It
	// returns soon after ctx is done.
	Features(ctx context.Context, pictures []*image.NRGBA) ([][]float32, error)
}

// Weights names the weight set that an extractor uses, and goes into the head. A digest
// of "" means that it is unknown, and nothing is cached.
type Weights = api.Weights

// WeightsOf names w exactly.
func WeightsOf(w *weights.Set) Weights {
	p := w.Preprocess
	return Weights{
		Name: w.Name, Digest: w.Digest, Preprocessing: p.Name, Variant: string(w.Variant),
		Pixels: head.Pixels{Scale: p.Scale, Mean: p.Mean, Std: p.Std},
	}
}

// Options of a run. Recipe, Train and Backend are needed; the zero value of
// each of the others is a fair choice.
type Options struct {
	Recipe   recipe.Recipe   // what views are made with; its Train is not looked at
	Train    recipe.Train    // how the head is trained
	Weights  Weights         // what the extractor uses
	Backend  compute.Backend // trains the head
	CacheDir string          // of features, made if it is not there; "" for none

	// CacheOwner is whose features a run keeps in the cache, a name of small letters
	// and digits: see DropCache. They serve whoever has the same pictures.
	CacheOwner string

	// Trainable gives the backbone for the modes that train it; its weights are
	// those that Weights names, its side is the extractor's.
	Trainable func(part resnet.Part) *resnet.Trainable

	// Top is ImageNet's own last layer, for train.top softmax: kernel
	// [head.Features, classes] and bias.
	Top *head.Top

	// Checkpoint is the file in which a run keeps how far it has come, so that one
	// of the same pictures and settings continues there after it was cut off, and
	// gives what it would have given. It is removed when a run is done, unless
	// KeepCheckpoint says that the caller does that once the result is safe. "" for none.
	Checkpoint     string
	KeepCheckpoint bool

	// Limits of a picture; the zero Limits are imagefile.DefaultLimits.
	Limits imagefile.Limits

	// RawFeatures trains on features as they are. Otherwise each is first
	// centred and divided by its standard deviation over the training set, so
	// that one learning rate suits every weight set; the head that comes out
	// takes raw features either way.
	RawFeatures bool

	Progress func(Event)      // called from the goroutine of Run; nil for none
	Now      func() time.Time // nil for time.Now
}

// Result of a run.
type Result struct {
	Head       *head.Head        `json:"-"`
	Classes    []string          `json:"classes"`
	Epochs     []Epoch           `json:"epochs"`
	Best       int               `json:"best_epoch,omitempty"` // that was kept, if the best was to be; 0: the last
	Backbone   *weights.Set      `json:"-"`                    // as fine-tuned; nil if it stayed as it was
	Confusion  [][]int           `json:"confusion"`            // [true class][predicted class], validation pictures
	TrainCount int               `json:"train_count"`
	ValCount   int               `json:"val_count"`
	Timings    Timings           `json:"timings"`
	Report     *report.Report    `json:"report"`
	Skipped    []dataset.Skipped `json:"skipped,omitempty"`  // pictures that could not be read any more
	Warnings   []string          `json:"warnings,omitempty"` // what to know before trusting the head
	Faults     []fault.Wire      `json:"faults,omitempty"`   // the same warnings, with codes
}

// Timings says where the time of a run went.
type Timings = api.Timings

// Run trains a head for the data set. It stops within a batch when ctx is
// done, with an error that wraps ctx's; what was computed stays in the cache.
// A picture that cannot be read is left out and listed in the result, unless
// its class has no other to train on. Run fails if the split leaves nothing to
// validate with, and if the
// extractor takes pictures of another size than recipe and settings say
// ([recipe.Recipe.InputSize]).
func Run(ctx context.Context, d *dataset.Dataset, ex Extractor, o Options) (*Result, error) {
	if err := o.complete(d, ex); err != nil {
		return nil, err
	}
	train, val, err := dataset.Split(d.Items, len(d.Classes), o.Train.ValidationSplit, o.Train.Seed)
	if err != nil {
		return nil, fmt.Errorf("tune: split: %w", err)
	}
	res := &Result{Classes: names(d)}

	began := o.Now()
	f, err := newFeatureSet(train, val, o.featureViews(), &o)
	if err != nil {
		return nil, err
	}
	if err := f.fill(ctx, ex, &o, res); err != nil {
		return nil, err
	}
	res.Timings.FeaturesSeconds = o.Now().Sub(began).Seconds()

	sets, err := f.sets(train, val, res)
	if err != nil {
		return nil, err
	}
	if err := sets.fit(ctx, &o, res); err != nil {
		return nil, err
	}
	if err := sets.evaluate(res); err != nil {
		return nil, err
	}
	res.Report.Weights, res.Report.WeightsDigest = res.Head.Weights, res.Head.WeightsDigest
	return res, nil
}

// complete checks the options and fills in what may be left out.
func (o *Options) complete(d *dataset.Dataset, ex Extractor) error {
	if err := o.Recipe.Validate(); err != nil {
		return fmt.Errorf("tune: %w", err)
	}
	if err := o.Train.Validate(); err != nil {
		return fmt.Errorf("tune: %w", err)
	}
	if o.Train.TunesBackbone() && o.Trainable == nil {
		return fmt.Errorf("tune: options: mode %s without a network: want one whose weights can be trained", o.Train.Mode)
	}
	if err := head.ValidateClasses(names(d)); err != nil {
		return fmt.Errorf("tune: %w", err)
	}
	if o.Backend == nil {
		return fmt.Errorf("tune: options: no backend: want one to train the head on")
	}
	if ex.Batch() < 1 {
		return fmt.Errorf("tune: extractor: batch of %d: want at least 1", ex.Batch())
	}
	if side := o.side(); ex.Side() != side {
		return fmt.Errorf("tune: extractor: it takes pictures of %[1]d×%[1]d pixels: want %[2]d×%[2]d, as recipe and settings say", ex.Side(), side)
	}
	if o.Limits == (imagefile.Limits{}) {
		o.Limits = imagefile.DefaultLimits()
	}
	if o.Progress == nil {
		o.Progress = func(Event) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return nil
}

// side is the width and height in pixels of the pictures that the network gets.
func (o *Options) side() int { return o.Recipe.InputSize(o.Train) }

// views returns how many augmented views of a picture are needed: none if the
// recipe changes nothing, since all would equal the plain one.
func (o *Options) views() int {
	for _, s := range o.Recipe.Steps {
		if !s.Off && s.P > 0 {
			return o.Train.Views
		}
	}
	return 0
}

// featureViews returns how many of them features are needed of: none where only
// the whole backbone is trained, which looks at pixels.
func (o *Options) featureViews() int {
	if o.Train.Mode == recipe.ModeAll && o.Train.HeadEpochs == 0 {
		return 0
	}
	return o.views()
}

func names(d *dataset.Dataset) []string {
	names := make([]string, len(d.Classes))
	for i, c := range d.Classes {
		names[i] = c.Name
	}
	return names
}
