package main

import (
	"context"
	"fmt"
	"strings"

	"graft/core/backend"
	"graft/core/head"
	"graft/core/resnet"
)

// backboneOptions are the flags of every command that runs ResNet-50.
type backboneOptions struct {
	backend, weights string
}

func (o *backboneOptions) add(f flags, weights string) {
	f.StringVar(&o.backend, "backend", "auto", "`name` of the backend: "+strings.Join(backend.Known(), ", "))
	usage := "`name`, hub id or file of the backbone's weights, or random"
	if weights == "" {
		usage += " (default: those the head was trained on)"
	}
	f.StringVar(&o.weights, "weights", weights, usage)
}

// preparedFor returns what gives weights the preprocessing that a head was trained
// with, where that is not the weights' own.
func preparedFor(h *head.Head) func(w *resnet.Weights) (*resnet.Weights, error) {
	return func(w *resnet.Weights) (*resnet.Weights, error) {
		if h.Preprocessing == w.Preprocess.Name || h.Pixels == (head.Pixels{}) {
			return w, nil
		}
		return w.Prepared(resnet.Preprocess{Name: h.Preprocessing, Scale: h.Pixels.Scale, Mean: h.Pixels.Mean, Std: h.Pixels.Std})
	}
}

// extractor opens the backend and loads the weights, with progress, and lets
// prepare change them. done releases both.
func (o backboneOptions) extractor(ctx context.Context, env environment, prepare func(w *resnet.Weights) (*resnet.Weights, error)) (*resnet.Extractor, *resnet.Weights, func(), error) {
	b, err := backend.Open(o.backend)
	if err != nil {
		return nil, nil, nil, err
	}
	w, err := loadWeights(ctx, env, o.weights)
	if err == nil {
		w, err = prepare(w)
	}
	if err != nil {
		b.Close()
		return nil, nil, nil, err
	}
	fmt.Fprintf(env.stderr, "backend %s, weights %s\n", b, w.Name)
	ex, err := resnet.NewExtractor(b, w, resnet.ExtractorOptions{})
	if err != nil {
		b.Close()
		return nil, nil, nil, err
	}
	return ex, w, func() { ex.Close(); b.Close() }, nil
}

func loadWeights(ctx context.Context, env environment, name string) (*resnet.Weights, error) {
	progress := newBar(env.stderr)
	defer progress.clear()
	return resnet.Load(ctx, name, resnet.LoadOptions{Progress: fetchProgress(progress)})
}
