package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench starter:", err)
		os.Exit(1)
	}
}

type options struct {
	graft   string
	sets    []string
	photos  []string // NAME=FOLDER
	weights []string
	seeds   int
	first   uint64
	each    int
	fresh   int
	backend string
	train   []string
	json    bool
}

func parse(args []string) (options, error) {
	var o options
	f := flag.NewFlagSet("bench starter", flag.ContinueOnError)
	f.StringVar(&o.graft, "graft", "bin/graft", "the built `program`")
	sets := f.String("sets", "plates,garden,digits", "drawn `sets`, with commas; empty for none")
	weights := f.String("weights", "starter,random", "`names` of weights, with commas")
	f.Func("photos", "a folder of class folders of one's own as `NAME=FOLDER`; may be given often", func(s string) error {
		if name, folder, ok := strings.Cut(s, "="); !ok || name == "" || folder == "" {
			return errors.New("want NAME=FOLDER")
		}
		o.photos = append(o.photos, s)
		return nil
	})
	f.IntVar(&o.seeds, "seeds", 5, "how many `runs` of each")
	f.Uint64Var(&o.first, "first", 1001, "the first run's `seed`; of pictures, split and head")
	f.IntVar(&o.each, "each", 0, "`pictures` a class to train and validate with; 0 for as many as the page offers")
	f.IntVar(&o.fresh, "fresh", 25, "freshly drawn `pictures` a class to recognise afterwards")
	f.StringVar(&o.backend, "backend", "auto", "`name` of the backend")
	extra := f.String("train", "", "more `flags` for graft train, with spaces")
	f.BoolVar(&o.json, "json", false, "print each run as a line of JSON instead of the table")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	o.sets, o.weights, o.train = list(*sets), list(*weights), strings.Fields(*extra)
	if o.seeds < 1 || o.each < 0 || o.each == 1 || o.fresh < 0 {
		return o, fmt.Errorf("-seeds %d -each %d -fresh %d: want at least 1, 2 (or 0) and 0", o.seeds, o.each, o.fresh)
	}
	return o, nil
}

func list(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' })
}

// row is what came of one set with one set of weights, all runs added up.
type row struct {
	Set       string    `json:"set"`
	Weights   string    `json:"weights"`
	Held      tally     `json:"held_out"`
	Fresh     tally     `json:"fresh"`
	Runs      []float64 `json:"runs"` // held-out accuracy of each
	Seconds   float64   `json:"seconds"`
	FirstSign float64   `json:"first_sign_seconds"`
}

func run(ctx context.Context, args []string) error {
	o, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "graft-starter-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	b := bench{options: o, work: work}
	if !o.json {
		fmt.Println(heading)
	}
	for _, set := range append(o.sets, o.photos...) {
		for _, weights := range o.weights {
			r, err := b.measure(ctx, set, weights)
			if err != nil {
				return err
			}
			if o.json {
				json.NewEncoder(os.Stdout).Encode(r)
			} else {
				fmt.Println(r)
			}
		}
	}
	return nil
}
