package main

import (
	"context"
	"fmt"
	"strings"

	"graft/core/backend"
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

// extractor opens the backend and loads the weights, with progress. done
// releases both.
func (o backboneOptions) extractor(ctx context.Context, env environment) (*resnet.Extractor, *resnet.Weights, func(), error) {
	b, err := backend.Open(o.backend)
	if err != nil {
		return nil, nil, nil, err
	}
	w, err := loadWeights(ctx, env, o.weights)
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
