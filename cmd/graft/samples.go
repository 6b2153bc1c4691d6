package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"graft/cmd/graft/internal/terminal"
	"graft/core/sample"
)

const samplesAbout = `
Draws one of the sample sets that the page offers to visitors without pictures, as a
folder of class folders:

%s
  graft samples plates && graft train plates
  graft samples -n 100 digits numerals

SET alone draws into a folder of that name. DIR alone, if it is no set's name, takes
plates. The same -seed draws the same pictures.`

// samplesTexts say what the sets are, for the help.
var samplesTexts = map[string]string{
	"plates": "hot dogs, and other things on a plate: 2 classes",
	"digits": "handwritten digits, grey, 28×28 as in MNIST: 10 classes",
	"garden": "beetles, butterflies, dragonflies, snails and spiders, from above: 5 classes",
}

func samplesHelp() string {
	var b strings.Builder
	for _, k := range sample.Kinds() {
		fmt.Fprintf(&b, "  %-8s %s; %d pictures each of %d px\n", k.Name, samplesTexts[k.Name], k.PerClass, k.Size)
	}
	return fmt.Sprintf(samplesAbout, b.String())
}

type samplesOptions struct {
	sample.SetOptions
	dir  string
	json bool
}

func samples(ctx context.Context, env environment, args []string) error {
	var o samplesOptions
	f := newFlags(env, "samples", "[SET] [DIR]", samplesHelp())
	n := f.Int("n", sample.Kinds()[0].PerClass, "`pictures` of each class (the default of other sets: above)")
	size := f.Int("size", sample.Kinds()[0].Size, "longer side in `pixels` (the default of other sets: above)")
	seed := f.Uint64("seed", sample.DefaultSetOptions().Seed, "of every draw")
	f.BoolVar(&o.json, "json", false, "print what was drawn as a line of JSON")
	rest, err := f.parseMixed(args)
	if err != nil {
		return err
	}
	kind, dir, err := whichSamples(rest)
	if err != nil {
		return err
	}
	o.SetOptions, o.dir = kind.Options(), dir
	o.Seed = *seed
	if f.given("n") {
		o.PerClass = *n
	}
	if f.given("size") {
		o.Size = *size
	}
	if err := o.Validate(); err != nil {
		return usageError{err}
	}
	return o.run(ctx, env, kind)
}

// whichSamples reads SET DIR, SET or DIR.
func whichSamples(args []string) (kind sample.Kind, dir string, err error) {
	switch len(args) {
	case 1:
		if kind, err = sample.LookupKind(args[0]); err != nil {
			kind, err = sample.Kinds()[0], nil
		}
		return kind, args[0], err
	case 2:
		if kind, err = sample.LookupKind(args[0]); err != nil {
			err = usageError{err}
		}
		return kind, args[1], err
	}
	return kind, "", misuse("%d arguments: want the name of a set, a folder to draw into, or both", len(args))
}

func (o samplesOptions) run(ctx context.Context, env environment, kind sample.Kind) error {
	items, err := sample.Set(o.SetOptions)
	if err != nil {
		return err
	}
	for _, class := range kind.Classes {
		if err := os.MkdirAll(filepath.Join(o.dir, class), 0o755); err != nil {
			return err
		}
	}
	progress := terminal.NewBar(env.stderr)
	defer progress.Clear()
	done, total := 0, o.PerClass*len(kind.Classes)
	for item := range items {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(o.dir, item.Class, item.Name), item.Data, 0o644); err != nil {
			return err
		}
		done++
		progress.Show("pictures", int64(done), int64(total), 0, 0, "")
	}
	if done != total {
		return fmt.Errorf("drew %d of %d pictures", done, total)
	}
	progress.Clear()
	return o.report(env, kind, total)
}

func (o samplesOptions) report(env environment, kind sample.Kind, total int) error {
	if o.json {
		return json.NewEncoder(env.stdout).Encode(struct {
			sample.SetOptions
			Dir      string   `json:"dir"`
			Classes  []string `json:"classes"`
			Pictures int      `json:"pictures"`
		}{o.SetOptions, o.dir, kind.Classes, total})
	}
	_, err := fmt.Fprintf(env.stdout, "%d pictures in %s\n", total, o.dir)
	return err
}
