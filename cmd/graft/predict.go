package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"sort"

	"graft/cmd/graft/internal/terminal"
	"graft/core/augment"
	"graft/core/disk"
	"graft/core/head"
	"graft/core/imagefile"
	"graft/core/resnet"
)

const predictAbout = `
Recognises pictures with a head that graft train, or the page, has made:

  graft predict head.safetensors photo.jpg another.png

The backbone's weights are those that the head was trained on; a head does not
fit the features of others, so their digests must be equal. Pictures are resized
to the input size that it was trained at, which the head says.`

type predictOptions struct {
	backboneOptions
	top  int
	json bool
}

func predict(ctx context.Context, env environment, args []string) error {
	var o predictOptions
	f := newFlags(env, "predict", "HEAD picture…", predictAbout)
	o.backboneOptions.add(f, "")
	f.IntVar(&o.top, "top", 3, "`classes` to print for each picture, most probable first")
	f.BoolVar(&o.json, "json", false, "print a line of JSON for each picture")
	rest, err := f.parseMixed(args)
	if err != nil {
		return err
	}
	if len(rest) < 2 {
		return misuse("want a head and one or more pictures")
	}
	return o.run(ctx, env, rest[0], rest[1:])
}

func (o predictOptions) run(ctx context.Context, env environment, headFile string, pictures []string) error {
	data, err := disk.Read(headFile, maxHeadBytes)
	if err != nil {
		return err
	}
	h, err := head.Decode(data)
	if err != nil {
		return fmt.Errorf("%s: %w", headFile, err)
	}
	name, err := weightsFor(o.weights, h.Weights)
	if err != nil {
		return err
	}
	side, err := h.Side()
	if err == nil {
		err = resnet.CheckSide(side)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", headFile, err)
	}
	ex, w, done, err := o.extractor(ctx, env, name, side, preparedFor(h))
	if err != nil {
		return err
	}
	defer done()
	if w.Digest != h.WeightsDigest {
		return fmt.Errorf("%s was trained on the weights %s (%.12s…), these are %s (%.12s…): name the right ones with -weights",
			headFile, h.Weights, h.WeightsDigest, w.Name, w.Digest)
	}
	var faults []error
	for _, path := range pictures {
		p, err := recognise(ctx, ex, h, path)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", path, err))
			continue
		}
		o.print(env, path, h.Classes, p)
	}
	return errors.Join(faults...)
}

// maxHeadBytes holds a head of the largest size that core/head takes.
const maxHeadBytes = 64 << 20

// recognise returns the probability of each class for the picture in a file.
func recognise(ctx context.Context, ex *resnet.Extractor, h *head.Head, path string) ([]float32, error) {
	data, err := disk.Read(path, imagefile.DefaultLimits().MaxBytes)
	if err != nil {
		return nil, err
	}
	picture, err := imagefile.Decode(data, imagefile.DefaultLimits())
	if err != nil {
		return nil, err
	}
	dst := image.NewNRGBA(image.Rect(0, 0, ex.Side(), ex.Side()))
	augment.NewSource(picture).Stretch(dst)
	features, err := ex.Features(ctx, []*image.NRGBA{dst})
	if err != nil {
		return nil, err
	}
	return h.Predict(features[0])
}

func (o predictOptions) print(env environment, path string, classes []string, p []float32) {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return p[order[a]] > p[order[b]] })
	order = order[:min(max(o.top, 1), len(order))]
	if o.json {
		type class struct {
			Name string  `json:"name"`
			P    float32 `json:"p"`
		}
		top := make([]class, len(order))
		for i, c := range order {
			top[i] = class{classes[c], p[c]}
		}
		json.NewEncoder(env.stdout).Encode(map[string]any{"picture": path, "classes": top})
		return
	}
	fmt.Fprintf(env.stdout, "%s\n", path)
	for _, c := range order {
		fmt.Fprintf(env.stdout, "  %6.2f %%  %s %s\n", 100*p[c], terminal.Gauge(int64(1000*p[c]), 1000, 30), classes[c])
	}
}
