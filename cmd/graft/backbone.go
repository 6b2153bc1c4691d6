package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"graft/cmd/graft/internal/terminal"
	"graft/core/backend"
	"graft/core/head"
	"graft/core/resnet"
	"graft/core/weights"
)

// backboneOptions are the flags of every command that runs ResNet-50.
type backboneOptions struct {
	backend string
	weights string // as it was written
}

func (o *backboneOptions) add(f flags, weights string) {
	f.StringVar(&o.backend, "backend", "auto", "`name` of the backend: "+strings.Join(backend.Known(), ", "))
	usage := "`name`, hub id or file of the backbone's weights: auto (imagenet if it can be had, else starter), starter, imagenet, keras, random, …"
	if weights == "" {
		usage = "`name`, hub id or file of the backbone's weights (default, and auto: those the head was trained on)"
	}
	f.StringVar(&o.weights, "weights", weights, usage)
}

// weightsFor reads the weights that a flag names, or where it names none or auto those
// that a head is known to have been trained on.
func weightsFor(flag, trainedOn string) (weights.Name, error) {
	if flag == "" {
		return weights.ParseNameOrFile(trainedOn)
	}
	name, err := weights.ParseNameOrFile(flag)
	if err == nil && name.Kind == weights.KindAuto {
		return weights.ParseNameOrFile(trainedOn)
	}
	return name, err
}

// preparedFor returns what gives weights the preprocessing that a head was trained
// with, where that is not the weights' own.
func preparedFor(h *head.Head) func(w *weights.Set) (*weights.Set, error) {
	return func(w *weights.Set) (*weights.Set, error) {
		if h.Preprocessing == w.Preprocess.Name || h.Pixels == (head.Pixels{}) {
			return w, nil
		}
		return w.Prepared(weights.Preprocess{Name: h.Preprocessing, Scale: h.Pixels.Scale, Mean: h.Pixels.Mean, Std: h.Pixels.Std})
	}
}

// extractor opens the backend and loads the weights, with progress, and lets
// prepare change them, for pictures of side by side pixels. done releases both.
func (o backboneOptions) extractor(ctx context.Context, env environment, name weights.Name, side int, prepare func(w *weights.Set) (*weights.Set, error)) (*resnet.Extractor, *weights.Set, func(), error) {
	b, err := backend.Open(o.backend)
	if err != nil {
		return nil, nil, nil, err
	}
	w, err := loadWeights(ctx, env, name)
	if err == nil {
		w, err = prepare(w)
	}
	if err != nil {
		b.Close()
		return nil, nil, nil, err
	}
	fmt.Fprintf(env.stderr, "backend %s, weights %s\n", b, w.Name)
	ex, err := resnet.NewExtractor(b, w, resnet.ExtractorOptions{Side: side})
	if err != nil {
		b.Close()
		return nil, nil, nil, err
	}
	return ex, w, func() { ex.Close(); b.Close() }, nil
}

func loadWeights(ctx context.Context, env environment, name weights.Name) (*weights.Set, error) {
	progress := terminal.NewBar(env.stderr)
	defer progress.Clear()
	o := weights.Options{Progress: fetchProgress(progress)}
	if name.Kind == weights.KindAuto {
		var err error
		if name, err = autoWeights(ctx, env, progress, o); err != nil {
			return nil, err
		}
	}
	return weights.Load(ctx, name, o)
}

// answerWithin is how long auto waits for the hub to answer.
const answerWithin = 2 * time.Second

// autoWeights returns what auto stands for: ImageNet's weights if they are in the
// cache, or if the hub answers at once and they can be fetched; else the starter's,
// and says why. It fails only if ctx ends.
func autoWeights(ctx context.Context, env environment, progress *terminal.Bar, o weights.Options) (weights.Name, error) {
	auto, imageNet := weights.Name{Kind: weights.KindAuto}, weights.Name{Kind: weights.KindImageNet}
	name := weights.Resolve(auto, o)
	if name == imageNet {
		return name, nil
	}
	err := weights.Answers(ctx, imageNet, answerWithin, o)
	if err == nil {
		fmt.Fprintln(env.stderr, "fetching ImageNet's weights, 102 MB, once (-weights starter begins without them)")
		_, err = weights.Fetch(ctx, imageNet, o)
		progress.Clear()
	}
	if ctx.Err() != nil {
		return name, ctx.Err()
	}
	if err == nil {
		if name = weights.Resolve(auto, o); name == imageNet {
			return name, nil
		}
		err = errors.New("what came is not a ResNet-50")
	}
	fmt.Fprintf(env.stderr, "weights starter, which this program carries, for ImageNet's could not be fetched (%s); `graft weights fetch imagenet` fetches them later\n", reason(err))
	return name, nil
}

// reason is why weights could not be fetched, without what the sentence says already.
func reason(err error) string {
	text := err.Error()
	if _, rest, ok := strings.Cut(text, weights.ErrUnavailable.Error()+": "); ok {
		text = rest
	}
	return text
}
