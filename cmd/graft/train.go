package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"graft/cmd/graft/internal/terminal"
	"graft/core/backend"
	"graft/core/dataset"
	"graft/core/disk"
	"graft/core/recipe"
	"graft/core/resnet"
	"graft/core/tune"
	"graft/core/tune/report"
	"graft/core/weights"
)

const trainAbout = `
Fine-tunes ResNet-50 on a folder of class folders, or a zip or tar(.gz) of one, and
writes the new head:

  flowers/rose/1.jpg   flowers/rose/2.jpg   flowers/tulip/1.jpg …
  graft train -epochs 20 -o flowers.safetensors flowers
  graft train flowers.zip more-tulips.tar.gz

Of several, classes of the same name are one. Archives are unpacked into the
system's folder for temporary files (TMPDIR) while the run lasts.

Settings that are not given, by flag or recipe, are chosen from the number of
pictures, and the reasons are printed. A part of each class, -validation-split, is
held out, not augmented, and tells how good the result is.

With -mode head the backbone stays as it is: the features of each training picture
as it is and of -views augmented views are computed once and cached, then a dense
layer is trained on them, so the same command with other settings starts at once.
With -mode stage4 or all the backbone's last stage, or all of it, is trained after
that too, and written to -backbone.

A run that is cut off continues after its last epoch when the same command is given
again.

The weights are those of -weights, else those that the recipe names (never a file),
else auto. -weights auto takes ImageNet's weights if they are in the cache or the hub answers
within two seconds, and otherwise starter, which the program carries: trained by us
on pictures drawn by code, it has never seen a photograph. random has learnt nothing;
it shows what weights are good for.`

type trainOptions struct {
	backboneOptions
	recipe, preset     string
	train              recipe.Train // what the flags say
	out, tuned         string
	cache, checkpoint  string
	plain, fresh, json bool
}

func (o *trainOptions) add(f flags) {
	o.backboneOptions.add(f, "auto")
	f.StringVar(&o.recipe, "recipe", "", "recipe: `FILE|LINK|CODE`; its training settings count too, flags win")
	f.StringVar(&o.preset, "preset", "", "training settings to begin with: `name` of "+presetNames())
	f.StringVar(&o.out, "o", "head.safetensors", "`file` to write the head to")
	f.StringVar(&o.tuned, "backbone", "backbone.safetensors", "`file` to write the backbone to, if it is trained")
	f.StringVar(&o.cache, "cache", defaultCache(), "`folder` to keep features in; empty keeps none")
	f.StringVar(&o.checkpoint, "checkpoint", "", "`file` to keep how far the run has come in (default: that of -o with .checkpoint)")
	f.BoolVar(&o.fresh, "fresh", false, "begin anew, whatever the checkpoint says")
	f.BoolVar(&o.plain, "defaults", false, "take the documented defaults for what is not given, not what suits the pictures")
	for _, s := range recipe.Settings() {
		if s.Name != "weights" { // every command that runs the network has that
			f.Var(settingFlag{s, &o.train}, s.Flag(), settingUsage(s))
		}
	}
	f.BoolVar(&o.json, "json", false, "print progress and result as lines of JSON")
}

func trainHead(ctx context.Context, env environment, args []string) error {
	o := trainOptions{train: recipe.DefaultTrain()}
	f := newFlags(env, "train", "folder|archive…", trainAbout)
	o.add(f)
	rest, err := f.parseMixed(args)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return misuse("no pictures: want a folder of class folders, or a zip or tar of one")
	}
	r, err := loadRecipe(o.recipe, "")
	if err != nil {
		return err
	}
	if o.checkpoint == "" {
		o.checkpoint = o.out + ".checkpoint"
	}
	if o.preset != "" {
		if r.Train, err = presetTrain(o.preset); err != nil {
			return err
		}
	}
	if _, err := o.settings(f, r.Train, nil); err != nil {
		return err
	}
	name, err := o.weightsName(f, r.Train)
	if err != nil {
		return err
	}
	return o.run(ctx, env, f, r, name, rest)
}

func presetNames() string {
	var names []string
	for _, p := range recipe.TrainPresets() {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

func presetTrain(name string) (*recipe.Train, error) {
	for _, p := range recipe.TrainPresets() {
		if p.Name == name {
			return &p.Train, nil
		}
	}
	return nil, misuse("-preset %q: want one of %s", name, presetNames())
}

// settingFlag is a training setting as a flag.
type settingFlag struct {
	recipe.Setting
	train *recipe.Train
}

func (s settingFlag) String() string {
	if s.train == nil { // the flag package asks a zero value
		return ""
	}
	return s.Get(*s.train)
}

func (s settingFlag) Set(text string) error { return s.Setting.Set(s.train, text) }

// IsBoolFlag lets -restore-best stand without a value.
func (s settingFlag) IsBoolFlag() bool { return s.Kind == recipe.SettingFlag }

func settingUsage(s recipe.Setting) string {
	if s.Kind == recipe.SettingFlag {
		return s.Help.En
	}
	return "`" + s.Values() + "`: " + s.Help.En
}

// weightsName returns the weights that -weights names, else those of a document's
// settings. A document, which may be somebody else's link, names no file.
func (o trainOptions) weightsName(f flags, given *recipe.Train) (weights.Name, error) {
	if f.given("weights") || given == nil || given.Weights == "" {
		return weights.ParseNameOrFile(o.weights)
	}
	name, err := weights.ParseName(given.Weights)
	if err != nil {
		return name, misuse("train.weights %.200q: a recipe names auto, starter, imagenet, keras, random or a hub id such as timm/resnet50.tv_in1k: want -weights for a file", given.Weights)
	}
	return name, nil
}

// settings returns the settings: those given by flag, else the recipe's or preset's,
// else what suits the pictures of each class, else the defaults; those that nobody
// gave are made to fit the others.
func (o trainOptions) settings(f flags, given *recipe.Train, counts []int) (recipe.Train, error) {
	t, err := o.given(f, given, counts)
	if err != nil {
		return t, err
	}
	t = t.Fit(func(name string) bool {
		s, _ := recipe.LookupSetting(name)
		return f.given(s.Flag())
	})
	if err := t.Validate(); err != nil {
		return t, usageError{err}
	}
	return t, nil
}

// given is settings before anything is made to fit.
func (o trainOptions) given(f flags, given *recipe.Train, counts []int) (recipe.Train, error) {
	t := recipe.DefaultTrain()
	switch {
	case given != nil:
		t = *given
	case !o.plain && counts != nil:
		t, _ = recipe.SuggestTrain(counts)
	}
	for _, s := range recipe.Settings() {
		if s.Name != "weights" && f.given(s.Flag()) {
			if err := s.Set(&t, s.Get(o.train)); err != nil {
				return t, usageError{err}
			}
		}
	}
	return t, nil
}

// explain prints why the settings that nobody gave are what they are.
func (o trainOptions) explain(env environment, f flags, given *recipe.Train, counts []int) {
	if wish, err := o.given(f, given, counts); err == nil {
		for _, s := range recipe.Settings() {
			if is := s.Get(o.train); is != s.Get(wish) && s.Name != "weights" && !f.given(s.Flag()) {
				fmt.Fprintf(env.stderr, "  -%s %s, not %s: to fit what was given\n", s.Flag(), is, s.Get(wish))
			}
		}
	}
	if given != nil || o.plain {
		return
	}
	t, reasons := recipe.SuggestTrain(counts)
	for _, r := range reasons {
		s, _ := recipe.LookupSetting(r.Setting)
		if !f.given(s.Flag()) && s.Get(t) == s.Get(o.train) {
			fmt.Fprintf(env.stderr, "  -%s %s: %s\n", s.Flag(), s.Get(t), r.Text.En)
		}
	}
}

func (o trainOptions) run(ctx context.Context, env environment, f flags, r recipe.Recipe, name weights.Name, paths []string) error {
	if err := o.check(paths); err != nil {
		return err
	}
	b, err := backend.Open(o.backend)
	if err != nil {
		return err
	}
	defer b.Close()
	fmt.Fprintf(env.stderr, "backend %s; reading the weights %s\n", b, name) // a second or more
	w, err := loadWeights(ctx, env, name)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "graft-train-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	d, err := dataset.OpenAll(ctx, paths, work, dataset.DefaultLimits())
	if err != nil {
		return err
	}
	o.describe(env, d)
	if o.train, err = o.settings(f, r.Train, counts(d)); err != nil {
		return err
	}
	o.explain(env, f, r.Train, counts(d))
	if o.train.Preprocess == recipe.PreprocessRescale {
		if w, err = w.Prepared(weights.Rescale()); err != nil {
			return err
		}
	}
	fmt.Fprintf(env.stderr, "weights %s\n%s\n", w.Name, r.InputNote(o.train).En)
	ex, err := resnet.NewExtractor(b, w, resnet.ExtractorOptions{Side: r.InputSize(o.train)})
	if err != nil {
		return err
	}
	defer ex.Close()
	if o.fresh {
		os.Remove(o.checkpoint)
	}
	progress := terminal.NewBar(env.stderr)
	defer progress.Clear()
	result, err := tune.Run(ctx, d, ex, tune.Options{
		Recipe: r, Train: o.train, CacheDir: o.cache, Backend: b.Compute, Weights: tune.WeightsOf(w),
		Top: tune.TopOf(w), Checkpoint: o.checkpoint, KeepCheckpoint: true,
		Trainable: func(part resnet.Part) *resnet.Trainable { return resnet.NewTrainable(b, w, part, ex.Side()) },
		Progress:  func(e tune.Event) { o.show(env, progress, e) },
	})
	if err != nil {
		return err
	}
	progress.Clear()
	if err := o.finish(env, result); err != nil {
		return err
	}
	os.Remove(o.checkpoint) // not before: the disk may have had no room for what came out
	return nil
}

// counts are the numbers of pictures of the classes.
func counts(d *dataset.Dataset) []int {
	n := make([]int, len(d.Classes))
	for i, c := range d.Classes {
		n[i] = c.Count
	}
	return n
}

// check finds out what would fail after an hour's work, before it: whether the
// pictures are there and the head can be written. Weights come next, for without a
// network they fail at once, while the pictures take a while to be read.
func (o trainOptions) check(paths []string) error {
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return err
		}
		if info.IsDir() {
			continue
		}
		switch err := dataset.CheckFile(p, dataset.DefaultLimits()); {
		case errors.Is(err, dataset.ErrNotArchive):
			return fmt.Errorf("%s is a file: want a folder of class folders, or a zip or tar of one", p)
		case err != nil:
			return fmt.Errorf("%s: %w", p, err)
		}
	}
	if info, err := os.Stat(o.out); err == nil && info.IsDir() {
		return misuse("-o %s is a folder: want the name of a file", o.out)
	}
	f, err := disk.Begin(o.out)
	if err != nil {
		return fmt.Errorf("-o %s: the head cannot be written there: %w", o.out, err)
	}
	f.Discard()
	return nil
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

func (o trainOptions) show(env environment, progress *terminal.Bar, e tune.Event) {
	if o.json {
		json.NewEncoder(env.stdout).Encode(e)
		return
	}
	switch e.Kind {
	case tune.KindProgress:
		p := e.Progress
		if unit := progressUnits[p.Phase]; unit != "" {
			progress.Show(p.Phase, int64(p.Done), int64(p.Total), p.PerSecond, p.SecondsLeft, unit)
		}
	case tune.KindEpoch:
		progress.Clear()
		best := ""
		if e.Best {
			best = "  best"
		}
		fmt.Fprintf(env.stdout, "epoch %*d/%d  loss %.4f  accuracy %.4f  val_loss %.4f  val_accuracy %.4f  %s, rate %.3g, %.1f s%s\n",
			len(fmt.Sprint(e.Epochs)), e.Number, e.Epochs, e.Loss, e.Accuracy, e.ValLoss, e.ValAccuracy, e.Epoch.Phase, e.LearningRate, e.Seconds, best)
	}
}

// progressUnits are what the phases count. That of a head alone is over before a
// bar could be read.
var progressUnits = map[string]string{
	tune.PhaseFeatures: "img", tune.PhaseMaps: "img", tune.PhaseBackbone: "img", tune.PhaseCheck: "img",
}

func (o trainOptions) finish(env environment, result *tune.Result) error {
	data, err := result.Head.Encode()
	if err != nil {
		return err
	}
	if err := disk.ReplaceBytes(o.out, disk.Public, data); err != nil {
		return err
	}
	done := map[string]any{"kind": "done", "head": o.out, "result": result, "weights": map[string]string{"name": result.Head.Weights, "digest": result.Head.WeightsDigest}}
	if result.Backbone != nil {
		if err := disk.Replace(o.tuned, disk.Public, result.Backbone.Write); err != nil {
			return err
		}
		done["backbone"] = o.tuned
	}
	if o.json {
		return json.NewEncoder(env.stdout).Encode(done)
	}
	fmt.Fprintln(env.stdout, confusionTable(result.Classes, result.Confusion))
	fmt.Fprintln(env.stdout, accuracyLine(result.Report))
	for _, warning := range result.Warnings {
		fmt.Fprintln(env.stdout, "note:", warning)
	}
	o.summarise(env, result)
	return nil
}

// summarise says what took how long, what was kept, and what to do with it.
func (o trainOptions) summarise(env environment, result *tune.Result) {
	fmt.Fprintf(env.stdout, "weights %s (%.12s…)\n", result.Head.Weights, result.Head.WeightsDigest)
	t := result.Timings
	fmt.Fprintf(env.stdout, "features %.1f s (%d computed, %d from the cache), head %.1f s", t.FeaturesSeconds, t.FeaturesComputed, t.FeaturesCached, t.HeadSeconds)
	if o.train.TunesBackbone() {
		fmt.Fprintf(env.stdout, ", backbone %.1f s", t.BackboneSeconds)
	}
	fmt.Fprintln(env.stdout)
	if result.Best > 0 {
		fmt.Fprintf(env.stdout, "kept epoch %d of %d, the one with the lowest val_loss\n", result.Best, len(result.Epochs))
	}
	if result.Backbone == nil {
		fmt.Fprintf(env.stdout, "wrote %s; try: graft predict %s picture.jpg\n", o.out, o.out)
		return
	}
	fmt.Fprintf(env.stdout, "wrote %s and %s; try: graft predict -weights %s %s picture.jpg\n", o.out, o.tuned, o.tuned, o.out)
}

// accuracyLine says how good the head is, and how sure that is.
func accuracyLine(r *report.Report) string {
	return fmt.Sprintf("accuracy %.1f %%: %d of %d, 95 %% interval %.0f to %.0f %%; macro F1 %.3f; the most frequent class alone %.1f %%",
		100*r.Accuracy, r.Correct, r.Count, 100*r.Interval[0], 100*r.Interval[1], r.MacroF1, 100*r.Baseline)
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
