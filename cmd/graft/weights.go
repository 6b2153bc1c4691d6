package main

import (
	"context"
	"encoding/json"
	"fmt"
)

const weightsAbout = `
Shows a set of weights of ResNet-50, fetching it if it comes from the hub and is
not in the cache: its digest and what it wants done to pixels.

  graft weights imagenet            timm/resnet50.tv_in1k from the hub
  graft weights ./resnet50.safetensors
  graft weights random`

func showWeights(ctx context.Context, env environment, args []string) error {
	f := newFlags(env, "weights", "NAME|FILE", weightsAbout)
	asJSON := f.Bool("json", false, "print JSON")
	rest, err := f.parseMixed(args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return misuse("want one name or file, as in graft weights imagenet")
	}
	w, err := loadWeights(ctx, env, rest[0])
	if err != nil {
		return err
	}
	if *asJSON {
		return json.NewEncoder(env.stdout).Encode(map[string]any{"name": w.Name, "digest": w.Digest, "preprocessing": w.Preprocess})
	}
	p := w.Preprocess
	fmt.Fprintf(env.stdout, "name           %s\ndigest         %s\npreprocessing  %s: (pixel × %.6g − %v) / %v\n", w.Name, w.Digest, p.Name, p.Scale, p.Mean, p.Std)
	return nil
}
