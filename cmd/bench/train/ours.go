package main

import (
	"context"
	"os"
	"path/filepath"

	"graft/core/backend"
	"graft/core/dataset"
	"graft/core/recipe"
	"graft/core/resnet"
	"graft/core/sample"
	"graft/core/tune"
	"graft/core/weights"
)

// split is the part of the pictures that validates.
const split = 0.2

// drawSet draws pictures of two classes, n to train on and those that validate,
// into a folder that done removes.
func drawSet(ctx context.Context, n int) (set *dataset.Dataset, done func(), err error) {
	dir, err := os.MkdirTemp("", "bench-train-")
	if err != nil {
		return nil, nil, err
	}
	done = func() { os.RemoveAll(dir) }
	if err = drawInto(dir, int(float64(n)/(1-split)/2+0.5)); err == nil {
		set, err = dataset.OpenDir(ctx, dir, dataset.DefaultLimits())
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return set, done, nil
}

func drawInto(dir string, perClass int) error {
	o := sample.DefaultSetOptions()
	o.PerClass = perClass
	items, err := sample.Set(o)
	if err != nil {
		return err
	}
	for item := range items {
		if err := os.MkdirAll(filepath.Join(dir, item.Class), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, item.Class, item.Name), item.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// ours are the backend's turns; done releases what they hold.
func ours(ctx context.Context, b *backend.Backend, w *weights.Set, set *dataset.Dataset, o options) (list []*contestant, done func(), err error) {
	ex, err := resnet.NewExtractor(b, w, resnet.ExtractorOptions{Batch: o.batch})
	if err != nil {
		return nil, nil, err
	}
	cache, err := os.MkdirTemp("", "bench-train-")
	if err != nil {
		ex.Close()
		return nil, nil, err
	}
	done = func() {
		ex.Close()
		os.RemoveAll(cache)
	}
	return []*contestant{
		{task: taskFeatures, name: "Graft, " + b.String(), run: func(ctx context.Context) (float64, error) {
			rate, err := ex.Bench(ctx, o.pictures)
			return float64(o.pictures) / rate, err
		}},
		{task: taskEpoch, name: "Graft, " + b.String() + ": every epoch but the first", run: func(ctx context.Context) (float64, error) {
			t := o.train()
			return t.last(ctx, b, w, ex, set, cache)
		}},
		{task: taskStep, name: "Graft, " + b.String() + ": frozen stages kept", run: func(ctx context.Context) (float64, error) {
			t := o.train()
			t.Mode, t.HeadEpochs, t.StepsPerEpoch, t.ValidationSteps = recipe.ModeStage4, 1, stepsTimed, 1
			seconds, err := t.last(ctx, b, w, ex, set, cache)
			return seconds / stepsTimed, err
		}},
	}, done, nil
}

// stepsTimed is how many steps with gradients share an epoch's single batch of
// validation, which is counted too.
const stepsTimed = 4

type training struct{ recipe.Train }

// train is two epochs as the article has them.
func (o options) train() training {
	t := recipe.DefaultTrain()
	t.Epochs, t.Batch, t.Views, t.ValidationSplit = 2, o.batch, 1, split
	return training{t}
}

// last trains and returns the seconds of the last epoch. What does not change
// from epoch to epoch comes from the cache, or was put there before it.
func (t training) last(ctx context.Context, b *backend.Backend, w *weights.Set, ex *resnet.Extractor, set *dataset.Dataset, cache string) (float64, error) {
	r, err := tune.Run(ctx, set, ex, tune.Options{
		Recipe: recipe.Default(), Train: t.Train, Backend: b.Compute, Weights: tune.WeightsOf(w), CacheDir: cache,
		Trainable: func(part resnet.Part) *resnet.Trainable { return resnet.NewTrainable(b, w, part, resnet.Side) },
	})
	if err != nil {
		return 0, err
	}
	return r.Epochs[len(r.Epochs)-1].Seconds, nil
}
