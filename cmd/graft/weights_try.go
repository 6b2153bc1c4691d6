package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"math"
	"slices"

	"graft/cmd/graft/internal/terminal"
	"graft/core/backend"
	"graft/core/disk"
	"graft/core/imagefile"
	"graft/core/resnet"
	"graft/core/weights"
)

// tryTop is how many classes try prints.
const tryTop = 5

// guess is a class of the network's own, by its number in the training set:
// ImageNet's are numbered from 0 in the order of their WordNet ids.
type guess struct {
	Class int     `json:"class"`
	P     float64 `json:"p"`
}

// try prints what the weights' own classifier makes of pictures, cut as the
// originals cut them: a check of weights that needs no training.
func (c weightsCommand) try(ctx context.Context, backendName string, name weights.Name, pictures []string) error {
	b, err := backend.Open(backendName)
	if err != nil {
		return err
	}
	defer b.Close()
	progress := terminal.NewBar(c.env.stderr)
	defer progress.Clear()
	o := c.options
	o.Progress = fetchProgress(progress)
	w, err := weights.Load(ctx, name, o)
	if err != nil {
		return err
	}
	progress.Clear()
	ex, err := resnet.NewExtractor(b, w, resnet.ExtractorOptions{})
	if err != nil {
		return err
	}
	defer ex.Close()
	var faults []error
	for _, path := range pictures {
		list, err := guesses(ctx, ex, path)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", path, err))
			continue
		}
		if err := c.guessed(path, list); err != nil {
			return err
		}
	}
	return errors.Join(faults...)
}

// guesses returns the likeliest classes of the picture in a file.
func guesses(ctx context.Context, ex *resnet.Extractor, path string) ([]guess, error) {
	data, err := disk.Read(path, imagefile.DefaultLimits().MaxBytes)
	if err != nil {
		return nil, err
	}
	picture, err := imagefile.Decode(data, imagefile.DefaultLimits())
	if err != nil {
		return nil, err
	}
	cut, err := resnet.Cut(picture.Image, ex.Weights().Evaluation)
	if err != nil {
		return nil, err
	}
	logits, err := ex.Logits(ctx, []*image.NRGBA{cut})
	if err != nil {
		return nil, err
	}
	top, sum := float64(slices.Max(logits[0])), 0.0
	list := make([]guess, len(logits[0]))
	for i, l := range logits[0] {
		list[i] = guess{i, math.Exp(float64(l) - top)}
		sum += list[i].P
	}
	for i := range list {
		list[i].P /= sum
	}
	slices.SortStableFunc(list, func(a, b guess) int {
		switch {
		case a.P > b.P:
			return -1
		case a.P < b.P:
			return 1
		}
		return 0
	})
	return list[:min(tryTop, len(list))], nil
}

func (c weightsCommand) guessed(path string, list []guess) error {
	if c.json {
		return json.NewEncoder(c.env.stdout).Encode(map[string]any{"picture": path, "classes": list})
	}
	fmt.Fprintln(c.env.stdout, path)
	for _, g := range list {
		fmt.Fprintf(c.env.stdout, "  %6.2f %%  %s class %d\n", 100*g.P, terminal.Gauge(int64(1000*g.P), 1000, 30), g.Class)
	}
	return nil
}
