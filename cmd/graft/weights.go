package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"graft/cmd/graft/internal/terminal"
	"graft/core/weights"
	"graft/core/weights/layout"
)

const weightsAbout = `
Sets of weights of ResNet-50: what there is, and what is in a file.

  graft weights                     list what is known and what is in the caches
  graft weights fetch imagenet      fetch it, going on where a fetch broke off
  graft weights inspect keras       show network, preprocessing and size
  graft weights verify FILE         check digest, shapes and numbers; no network
  graft weights try NAME photo.jpg  what the network itself makes of a picture: its
                                    own classes, and the picture cut as its authors do
  graft weights NAME                the same as inspect

A NAME is starter (in the program, trained on drawn pictures), imagenet
(timm/resnet50.tv_in1k), keras or keras-notop (the files that Keras's ResNet50
loads), the id of any ResNet-50 on the hub in torchvision's layout
(timm/resnet50.a1_in1k), random, or a file: safetensors in torchvision's layout, or
HDF5 as Keras writes it. auto, what other commands take by default, is imagenet
where that is in the cache, else starter; to fetch auto is to fetch imagenet.

The caches are those of the Python tools: the hub's ($HF_HUB_CACHE, or hub in
$HF_HOME or ~/.cache/huggingface) and Keras's (models in $KERAS_HOME or ~/.keras).
HF_ENDPOINT names another hub, HF_TOKEN who asks, HF_HUB_OFFLINE=1 forbids the
network, GRAFT_KERAS_ENDPOINT names another place of Keras's files.`

// weightsVerbs are what can be done with weights.
var weightsVerbs = []string{"list", "fetch", "inspect", "verify", "try"}

func showWeights(ctx context.Context, env environment, args []string) error {
	f := newFlags(env, "weights", "[list|fetch|inspect|verify|try] [NAME|FILE] [picture…]", weightsAbout)
	backendName := f.String("backend", "auto", "`name` of the backend that try computes on")
	asJSON := f.Bool("json", false, "print JSON")
	offline := f.Bool("offline", false, "use no network")
	rest, err := f.parseMixed(args)
	if err != nil {
		return err
	}
	verb := "inspect"
	if len(rest) == 0 {
		verb = "list"
	} else if slices.Contains(weightsVerbs, rest[0]) {
		verb, rest = rest[0], rest[1:]
	}
	if verb == "list" && len(rest) > 0 {
		return misuse("list takes no name: want graft weights list")
	}
	if verb == "try" && len(rest) < 2 {
		return misuse("want a name and one or more pictures, as in graft weights try imagenet photo.jpg")
	}
	if verb != "list" && verb != "try" && len(rest) != 1 {
		return misuse("want one name or file, as in graft weights %s imagenet", verb)
	}
	c := weightsCommand{env: env, json: *asJSON, options: weights.Options{Offline: *offline}}
	if verb == "list" {
		return c.list()
	}
	name, err := weights.ParseNameOrFile(rest[0])
	if err != nil {
		return err
	}
	if verb == "fetch" && name.Kind == weights.KindAuto {
		name.Kind = weights.KindImageNet // which auto is once that is here
	}
	name = weights.Resolve(name, weights.Options{})
	switch verb {
	case "try":
		return c.try(ctx, *backendName, name, rest[1:])
	case "fetch":
		return c.fetch(ctx, name)
	case "verify":
		return c.verify(ctx, name)
	}
	return c.inspect(ctx, name)
}

type weightsCommand struct {
	env     environment
	json    bool
	options weights.Options
}

// listed is a line of the list.
type listed struct {
	weights.Source
	Digest string `json:"digest,omitempty"`
	Fault  string `json:"fault,omitempty"`
}

func (c weightsCommand) list() error {
	sources, err := weights.Sources(c.options)
	if err != nil {
		return err
	}
	list := make([]listed, len(sources))
	for i, s := range sources {
		list[i].Source = s
		if s.File == "" {
			continue
		}
		if list[i].Digest, err = weights.CheckDigest(s.File); err != nil {
			list[i].Fault = err.Error()
		}
	}
	if c.json {
		return json.NewEncoder(c.env.stdout).Encode(list)
	}
	for _, l := range list {
		fmt.Fprintf(c.env.stdout, "%-12s  %s\n", l.Name, l.state())
	}
	return nil
}

// state says in words where the weights of a line are.
func (l listed) state() string {
	switch {
	case l.Name.Kind == weights.KindStarter:
		return "in the program: trained by us on pictures drawn by code, needs no network"
	case l.Name.Kind == weights.KindRandom:
		return "made from a seed, for trying things out: random or random:SEED"
	case l.File == "":
		return fmt.Sprintf("%s, not here: graft weights fetch %s", l.From, l.Name)
	case l.Fault != "":
		return l.Fault
	case l.Digest == "":
		return fmt.Sprintf("%s, %d MB, its source names no digest: %s", l.From, l.Bytes>>20, l.File)
	}
	return fmt.Sprintf("%s, %d MB, %.19s… is right: %s", l.From, l.Bytes>>20, l.Digest, l.File)
}

func (c weightsCommand) fetch(ctx context.Context, name weights.Name) error {
	progress := terminal.NewBar(c.env.stderr)
	defer progress.Clear()
	o := c.options
	o.Progress = fetchProgress(progress)
	file, err := weights.Fetch(ctx, name, o)
	if err != nil {
		return err
	}
	progress.Clear()
	if c.json {
		return json.NewEncoder(c.env.stdout).Encode(map[string]any{"name": name, "file": file})
	}
	if file == "" {
		file = "in the program, or made from a seed: there is nothing to fetch"
	}
	fmt.Fprintln(c.env.stdout, file)
	return nil
}

// described is what inspect and verify say of weights.
type described struct {
	Name       string             `json:"name"`
	File       string             `json:"file,omitempty"`
	FileDigest string             `json:"file_digest,omitempty"`
	Digest     string             `json:"digest"`
	Variant    layout.Variant     `json:"variant"`
	Tensors    int                `json:"tensors"`
	Parameters int                `json:"parameters"`
	Classes    int                `json:"classes"`
	Preprocess weights.Preprocess `json:"preprocessing"`
	Evaluation weights.Evaluation `json:"evaluation"`
}

func (c weightsCommand) inspect(ctx context.Context, name weights.Name) error {
	progress := terminal.NewBar(c.env.stderr)
	defer progress.Clear()
	o := c.options
	o.Progress = fetchProgress(progress)
	w, err := weights.Load(ctx, name, o)
	if err != nil {
		return err
	}
	progress.Clear()
	o.Offline = true
	file, err := weights.Fetch(ctx, name, o)
	if err != nil {
		return err
	}
	return c.describe(describe(w, file, ""))
}

// verify checks everything that can be checked: that the file is the one that its
// source named, and that the network can be computed with it.
func (c weightsCommand) verify(ctx context.Context, name weights.Name) error {
	o := c.options
	o.Offline = true
	file, err := weights.Fetch(ctx, name, o)
	if err != nil {
		return err
	}
	digest := ""
	if file != "" {
		if digest, err = weights.CheckDigest(file); err != nil {
			return err
		}
	}
	w, err := weights.Load(ctx, name, o) // shapes and numbers
	if err != nil {
		return err
	}
	if err := c.describe(describe(w, file, digest)); err != nil || c.json {
		return err
	}
	if digest == "" && file != "" {
		fmt.Fprintln(c.env.stdout, "every shape and number is right; where the file came from, and so its digest, is not known")
		return nil
	}
	fmt.Fprintln(c.env.stdout, "digest, shapes and numbers are right")
	return nil
}

func describe(w *weights.Set, file, digest string) described {
	tensors := len(layout.TensorShapes())
	if w.Classes() > 0 {
		tensors += 2
	}
	return described{w.Name, file, digest, w.Digest, w.Variant, tensors, w.Parameters(), w.Classes(), w.Preprocess, w.Evaluation}
}

// networks says what a variant is.
var networks = map[layout.Variant]string{
	layout.V15: "ResNet-50 v1.5, as in torchvision: strides in the 3×3 convolutions",
	layout.V1:  "ResNet-50 v1, as in Keras: strides in the first 1×1 convolutions",
}

func (c weightsCommand) describe(d described) error {
	if c.json {
		return json.NewEncoder(c.env.stdout).Encode(d)
	}
	row := func(name, format string, args ...any) {
		fmt.Fprintf(c.env.stdout, "%-14s %s\n", name, fmt.Sprintf(format, args...))
	}
	row("name", "%s", d.Name)
	if d.File != "" {
		row("file", "%s", d.File)
	}
	if d.FileDigest != "" {
		row("file digest", "%s", d.FileDigest)
	}
	row("digest", "%s", d.Digest)
	row("network", "%s", networks[d.Variant])
	row("numbers", "%d trained, in %d tensors", d.Parameters, d.Tensors)
	if d.Classes > 0 {
		row("classifier", "%d classes of its own", d.Classes)
	} else {
		row("classifier", "none: only features can be had")
	}
	e, cut := d.Evaluation, "stretched to 224 × 224"
	if e.Resize > 0 {
		cut = fmt.Sprintf("the shorter side to %d, the middle 224 × 224", e.Resize)
	}
	row("evaluation", "%s, %s", cut, e.Filter)
	p := d.Preprocess
	row("preprocessing", "%s: (pixel × %.6g − %v) / %v for red, green, blue", p.Name, p.Scale, p.Mean, p.Std)
	return nil
}
