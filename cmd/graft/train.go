package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"graft/core/backend"
	"graft/core/dataset"
	"graft/core/recipe"
	"graft/core/resnet"
	"graft/core/tune"
)

const trainAbout = `
Fine-tunes ResNet-50 on a folder of class folders and writes the new head:

  flowers/rose/1.jpg   flowers/rose/2.jpg   flowers/tulip/1.jpg …
  graft train -epochs 20 -o flowers.safetensors flowers

The backbone stays as it is. Each training picture gives one plain and -views
augmented views; their features are computed once and cached, then a dense layer
with softmax is trained on them with Adam. A part of each class, -validation-split,
is held out, not augmented, and tells how good the head is. The same command with
other training settings starts at once, since features come from the cache.

Without ImageNet weights (no network, no file) -weights random tries the
machinery: it separates colours and textures, not objects.`

type trainOptions struct {
	backboneOptions
	recipe, seed string
	train        recipe.Train
	out, cache   string
	json         bool
}

func trainHead(ctx context.Context, env environment, args []string) error {
	o := trainOptions{train: recipe.DefaultTrain()}
	f := newFlags(env, "train", "DIR", trainAbout)
	o.backboneOptions.add(f, "imagenet")
	f.StringVar(&o.recipe, "recipe", "", "recipe: `FILE|LINK|CODE`; its training settings count too, flags win")
	f.StringVar(&o.out, "o", "head.safetensors", "`file` to write the head to")
	f.StringVar(&o.cache, "cache", defaultCache(), "`folder` to keep features in; empty keeps none")
	f.IntVar(&o.train.Epochs, "epochs", o.train.Epochs, "`passes` over the training features")
	f.IntVar(&o.train.Batch, "batch", o.train.Batch, "features a step of Adam")
	f.IntVar(&o.train.Views, "views", o.train.Views, "augmented `views` of each training picture")
	f.Float64Var(&o.train.LearningRate, "learning-rate", o.train.LearningRate, "of Adam")
	f.Float64Var(&o.train.ValidationSplit, "validation-split", o.train.ValidationSplit, "`fraction` of each class held out")
	f.Uint64Var(&o.train.Seed, "seed", o.train.Seed, "of the split, the initial head and the batch order")
	f.BoolVar(&o.json, "json", false, "print progress and result as lines of JSON")
	rest, err := f.parseMixed(args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return misuse("want one folder of class folders")
	}
	r, err := loadRecipe(o.recipe, "")
	if err != nil {
		return err
	}
	if r.Train != nil {
		o.train = mergeTrain(f, *r.Train, o.train)
	}
	if err := o.train.Validate(); err != nil {
		return usageError{err}
	}
	return o.run(ctx, env, r, rest[0])
}

// mergeTrain takes the recipe's settings but for those set by flag.
func mergeTrain(f flags, fromRecipe, fromFlags recipe.Train) recipe.Train {
	t := fromRecipe
	for name, set := range map[string]func(){
		"epochs":           func() { t.Epochs = fromFlags.Epochs },
		"batch":            func() { t.Batch = fromFlags.Batch },
		"views":            func() { t.Views = fromFlags.Views },
		"learning-rate":    func() { t.LearningRate = fromFlags.LearningRate },
		"validation-split": func() { t.ValidationSplit = fromFlags.ValidationSplit },
		"seed":             func() { t.Seed = fromFlags.Seed },
	} {
		if f.given(name) {
			set()
		}
	}
	return t
}

func (o trainOptions) run(ctx context.Context, env environment, r recipe.Recipe, dir string) error {
	if err := o.check(dir); err != nil {
		return err
	}
	b, err := backend.Open(o.backend)
	if err != nil {
		return err
	}
	defer b.Close()
	w, err := loadWeights(ctx, env, o.weights)
	if err != nil {
		return err
	}
	d, err := dataset.OpenDir(ctx, dir, dataset.DefaultLimits())
	if err != nil {
		return err
	}
	o.describe(env, d)
	fmt.Fprintf(env.stderr, "backend %s, weights %s\n", b, w.Name)
	ex, err := resnet.NewExtractor(b, w, resnet.ExtractorOptions{})
	if err != nil {
		return err
	}
	defer ex.Close()
	progress := newBar(env.stderr)
	defer progress.clear()
	result, err := tune.Run(ctx, d, ex, tune.Options{
		Recipe: r, Train: o.train, CacheDir: o.cache, Backend: b.Compute,
		Weights:  tune.WeightsOf(w),
		Progress: func(e tune.Event) { o.show(env, progress, e) },
	})
	if err != nil {
		return err
	}
	progress.clear()
	return o.finish(env, result)
}

// check finds out what would fail after an hour's work, before it: whether the
// folder is there and the head can be written. Weights come next, for without a
// network they fail at once, while the pictures take a while to be read.
func (o trainOptions) check(dir string) error {
	if info, err := os.Stat(dir); err != nil {
		return err
	} else if !info.IsDir() {
		return fmt.Errorf("%s is a file: want a folder of class folders", dir)
	}
	if info, err := os.Stat(o.out); err == nil && info.IsDir() {
		return misuse("-o %s is a folder: want the name of a file", o.out)
	}
	f, err := os.CreateTemp(filepath.Dir(o.out), ".graft-")
	if err != nil {
		return fmt.Errorf("-o %s: the head cannot be written there: %w", o.out, err)
	}
	f.Close()
	return os.Remove(f.Name())
}

func (o trainOptions) describe(env environment, d *dataset.Dataset) {
	names := make([]string, len(d.Classes))
	for i, c := range d.Classes {
		names[i] = fmt.Sprintf("%s %d", c.Name, c.Count)
	}
	fmt.Fprintf(env.stderr, "%d pictures: %s\n", len(d.Items), strings.Join(names, ", "))
	for _, s := range d.Skipped {
		fmt.Fprintf(env.stderr, "  skipped %s: %s\n", s.Path, s.Reason)
	}
}

func (o trainOptions) show(env environment, progress *bar, e tune.Event) {
	if o.json {
		json.NewEncoder(env.stdout).Encode(e)
		return
	}
	switch e.Kind {
	case tune.KindProgress:
		if e.Phase == tune.PhaseFeatures {
			progress.show("features", int64(e.Done), int64(e.Total), e.PerSecond, e.SecondsLeft, "img")
		}
	case tune.KindEpoch:
		progress.clear()
		fmt.Fprintf(env.stdout, "epoch %*d/%d  loss %.4f  accuracy %.4f  val_loss %.4f  val_accuracy %.4f\n",
			len(fmt.Sprint(e.Epochs)), e.Number, e.Epochs, e.Loss, e.Accuracy, e.ValLoss, e.ValAccuracy)
	}
}

func (o trainOptions) finish(env environment, result *tune.Result) error {
	data, err := result.Head.Encode()
	if err != nil {
		return err
	}
	if err := writeWhole(o.out, data); err != nil {
		return err
	}
	if o.json {
		return json.NewEncoder(env.stdout).Encode(map[string]any{"kind": "done", "head": o.out, "result": result})
	}
	fmt.Fprintln(env.stdout, confusionTable(result.Classes, result.Confusion))
	for _, warning := range result.Warnings {
		fmt.Fprintln(env.stdout, "note:", warning)
	}
	t := result.Timings
	fmt.Fprintf(env.stdout, "features %.1f s (%d computed, %d from the cache), head %.1f s\nwrote %s; try: graft predict %s picture.jpg\n",
		t.FeaturesSeconds, t.FeaturesComputed, t.FeaturesCached, t.HeadSeconds, o.out, o.out)
	return nil
}

// confusionTable has a row for each true class and a column for each predicted.
func confusionTable(classes []string, confusion [][]int) string {
	width := 9
	for _, c := range classes {
		width = max(width, len([]rune(c)))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-*s  predicted\n%-*s", width, "", width, "true")
	for _, c := range classes {
		fmt.Fprintf(&b, "  %*s", width, c)
	}
	for i, row := range confusion {
		fmt.Fprintf(&b, "\n%-*s", width, classes[i])
		for _, n := range row {
			fmt.Fprintf(&b, "  %*d", width, n)
		}
	}
	return b.String()
}

func defaultCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "graft", "features")
}
