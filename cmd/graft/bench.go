package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"graft/core/backend"
	"graft/core/dataset"
	"graft/core/recipe"
	"graft/core/resnet"
	"graft/core/sample"
	"graft/core/tune"
	"graft/core/weights"
)

const benchAbout = `
Measures how fast ResNet-50 features come on this machine: pictures of
-size pixels a side with random weights, through each backend that is there, best of several runs.
"network" is the network alone; "pipeline" is what a training job does: reading,
decoding, augmenting and the network. Other programs running at the same time
make both slower.`

type benchOptions struct {
	backend string
	size    int
	n, runs int
}

func bench(ctx context.Context, env environment, args []string) error {
	var o benchOptions
	f := newFlags(env, "bench", "", benchAbout)
	f.StringVar(&o.backend, "backend", "", "`name` of one backend; without it, all that are there")
	f.IntVar(&o.size, "size", resnet.Side, fmt.Sprintf("width and height of the pictures in `pixels`, %d to %d", resnet.MinSide, resnet.MaxSide))
	f.IntVar(&o.n, "n", 32, "`pictures` a run")
	f.IntVar(&o.runs, "runs", 3, "`runs`, of which the best counts")
	if err := f.parse(args); err != nil {
		return err
	}
	if o.n < 4 || o.runs < 1 {
		return misuse("-n %d -runs %d: want at least 4 pictures and 1 run", o.n, o.runs)
	}
	if err := resnet.CheckSide(o.size); err != nil {
		return misuse("-size %d: want %d to %d", o.size, resnet.MinSide, resnet.MaxSide)
	}
	names := backend.Known()[1:] // without auto
	if o.backend != "" {
		names = []string{o.backend}
	}
	d, done, err := benchSet(ctx, o.n)
	if err != nil {
		return err
	}
	defer done()
	fmt.Fprintf(env.stdout, "%-10s %14s %15s\n", "backend", "network img/s", "pipeline img/s")
	for _, name := range names {
		if err := o.one(ctx, env, name, d); err != nil {
			return err
		}
	}
	return nil
}

// benchSet draws n sample pictures into a folder that done removes.
func benchSet(ctx context.Context, n int) (d *dataset.Dataset, done func(), err error) {
	dir, err := os.MkdirTemp("", "graft-bench-")
	if err != nil {
		return nil, nil, err
	}
	done = func() { os.RemoveAll(dir) }
	o := samplesOptions{SetOptions: sample.DefaultSetOptions(), dir: dir}
	kind, err := sample.LookupKind(o.Set)
	if err != nil {
		done()
		return nil, nil, err
	}
	o.PerClass = n / len(kind.Classes)
	silent := environment{stdout: io.Discard, stderr: io.Discard}
	if err = o.run(ctx, silent, kind); err == nil {
		d, err = dataset.OpenDir(ctx, dir, dataset.DefaultLimits())
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return d, done, nil
}

// one prints the line of one backend, or why it is not there.
func (o benchOptions) one(ctx context.Context, env environment, name string, d *dataset.Dataset) error {
	b, err := backend.Open(name)
	if err != nil && o.backend != "" {
		return err
	}
	if err != nil {
		fmt.Fprintf(env.stdout, "%-10s not there: %v\n", name, err)
		return nil
	}
	defer b.Close()
	w := weights.Random(0)
	ex, err := resnet.NewExtractor(b, w, resnet.ExtractorOptions{Side: o.size})
	if err != nil {
		return err
	}
	defer ex.Close()
	net, err := o.best(func() (float64, error) { return ex.Bench(ctx, o.n) })
	if err != nil {
		return err
	}
	pipeline, err := o.best(func() (float64, error) { return runPipeline(ctx, b, w, ex, d) })
	if err != nil {
		return err
	}
	fmt.Fprintf(env.stdout, "%-10s %14.2f %15.2f\n", name, net, pipeline)
	return nil
}

func (o benchOptions) best(measure func() (float64, error)) (float64, error) {
	best := 0.0
	for range o.runs {
		rate, err := measure()
		if err != nil {
			return 0, err
		}
		best = max(best, rate)
	}
	return best, nil
}

// runPipeline trains one epoch on fresh features and returns features a second.
func runPipeline(ctx context.Context, b *backend.Backend, w *weights.Set, ex *resnet.Extractor, d *dataset.Dataset) (float64, error) {
	t := recipe.DefaultTrain()
	t.Epochs, t.Views, t.InputSize = 1, 1, ex.Side()
	start := time.Now()
	result, err := tune.Run(ctx, d, ex, tune.Options{
		Recipe: recipe.Default(), Train: t, Backend: b.Compute,
		Weights: tune.WeightsOf(w),
	})
	if err != nil {
		return 0, err
	}
	return float64(result.Timings.FeaturesComputed) / (time.Since(start).Seconds() - result.Timings.HeadSeconds), nil
}
