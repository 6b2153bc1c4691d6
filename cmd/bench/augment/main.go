package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"time"
)

type options struct {
	json           bool
	only           string
	cache, python  string
	budget         time.Duration
	noTab, noPeers bool
}

func main() {
	var o options
	flag.BoolVar(&o.json, "json", false, "print JSON instead of a table")
	flag.StringVar(&o.only, "only", "", "cases whose name matches the regular `expression`")
	flag.StringVar(&o.cache, "cache", defaultCache(), "`folder` that TensorFlow.js is kept in")
	flag.StringVar(&o.python, "python", "python3", "`program` that runs Albumentations and tf.image")
	flag.DurationVar(&o.budget, "time", 200*time.Millisecond, "time for each figure")
	flag.BoolVar(&o.noTab, "notab", false, "without Chromium")
	flag.BoolVar(&o.noPeers, "nopeers", false, "without the other libraries")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	r, err := run(ctx, o, os.Stderr)
	if err == nil && o.json {
		enc := json.NewEncoder(os.Stdout)
		enc.SetIndent("", "  ")
		err = enc.Encode(r)
	} else if err == nil {
		err = r.print(os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench/augment:", err)
		os.Exit(1)
	}
}

func defaultCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return filepath.Join(".cache", "bench")
	}
	return filepath.Join(dir, "graft", "bench")
}

// run measures everything that is there; log is told what it is about.
func run(ctx context.Context, o options, log io.Writer) (*report, error) {
	match, err := regexp.Compile(o.only)
	if err != nil {
		return nil, err
	}
	r := &report{CPU: cpuName(), OS: runtime.GOOS, Go: runtime.Version()}
	var list []testCase
	for _, c := range cases() {
		if match.MatchString(c.Name) {
			list = append(list, c)
			r.Lines = append(r.Lines, line{Case: c.Name})
		}
	}
	png, err := source()
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(log, "native")
	for i, c := range list {
		if r.Lines[i].Native, err = native(c.Recipe, png, o.budget); err != nil {
			return nil, fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	if !o.noTab {
		if err := r.inTab(ctx, o, png, list, log); err != nil {
			return nil, err
		}
	}
	if !o.noPeers {
		r.inPython(ctx, o, png, list, log)
	}
	return r, nil
}

// inTab adds what runs in Chromium.
func (r *report) inTab(ctx context.Context, o options, png []byte, list []testCase, log io.Writer) error {
	tfjs := ""
	if !o.noPeers {
		var err error
		if tfjs, err = fetchTensorFlow(ctx, o.cache, log); err != nil {
			r.skip(log, "TensorFlow.js", err)
		}
	}
	fmt.Fprintln(log, "in the tab")
	t, err := openTab(ctx, png, tfjs)
	if err != nil {
		return err
	}
	defer t.stop()
	for i, c := range list {
		if r.Lines[i].Tab, err = t.engine(c, o.budget); err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
		if tfjs == "" {
			continue
		}
		if r.Lines[i].TensorFlowJS, err = t.tensorflow(c, o.budget); err != nil {
			return fmt.Errorf("%s with TensorFlow.js: %w", c.Name, err)
		}
	}
	for _, c := range list {
		if c.Name == "article" {
			g, err := t.grid(c, gridRounds)
			if err != nil {
				return fmt.Errorf("grid: %w", err)
			}
			r.Grid = &g
		}
	}
	return nil
}

const gridRounds = 40

// inPython adds what the Python libraries take.
func (r *report) inPython(ctx context.Context, o options, png []byte, list []testCase, log io.Writer) {
	fmt.Fprintln(log, "in Python")
	names := make([]string, len(list))
	at := make(map[string]*line)
	for i, c := range list {
		names[i] = c.Name
		at[c.Name] = &r.Lines[i]
	}
	figures, err := python(ctx, o.python, png, names, o.budget)
	if err != nil {
		r.skip(log, "Albumentations and tf.image", err)
		return
	}
	for _, m := range figures {
		switch l := at[m.Case]; {
		case m.Case == "":
			r.skip(log, m.Library, fmt.Errorf("%s", m.Missing))
		case m.Missing != "":
			r.skip(log, m.Library+" "+m.Case, fmt.Errorf("%s", m.Missing))
		case m.Library == "tf.image":
			l.TFImage, r.TFImage = m.MS, m.Version
		default:
			l.Albumentations, r.Albumentations = m.MS, m.Version
		}
	}
}
