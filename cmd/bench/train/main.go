package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"graft/core/backend"
	"graft/core/weights"
)

type options struct {
	pictures, batch, rounds int
	backends, only          string
	python                  string
	noPeers                 bool
}

func main() {
	var o options
	flag.IntVar(&o.pictures, "pictures", 320, "`pictures` of a round")
	flag.IntVar(&o.batch, "batch", 32, "pictures of a `batch`")
	flag.IntVar(&o.rounds, "rounds", 3, "`rounds`, of which the best counts")
	flag.StringVar(&o.backends, "backends", "xla:cuda,xla:cpu,onnx,go", "`names` of backends, with commas; those that are not there are left out")
	flag.StringVar(&o.only, "only", "", "those whose task and name match the regular `expression`")
	flag.StringVar(&o.python, "python", "python3", "`program` that runs onnxruntime and Keras")
	flag.BoolVar(&o.noPeers, "nopeers", false, "without the other libraries")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench/train:", err)
		os.Exit(1)
	}
}

// contestant is one library or backend at one task.
type contestant struct {
	task, name string
	run        func(ctx context.Context) (seconds float64, err error)
	best       float64
	err        error
}

// Tasks, in the order they are printed.
const (
	taskFeatures = "features of %d pictures (frozen ResNet-50, 224×224)"
	taskEpoch    = "an epoch of a dense layer on a frozen ResNet-50, %d pictures"
	taskStep     = "a step that trains the last stage too, %d pictures"
)

func run(ctx context.Context, o options, out, log io.Writer) error {
	if o.pictures < 8 || o.batch < 1 || o.rounds < 1 {
		return fmt.Errorf("-pictures %d -batch %d -rounds %d: want 8, 1 and 1 or more", o.pictures, o.batch, o.rounds)
	}
	match, err := regexp.Compile(o.only)
	if err != nil {
		return err
	}
	w := weights.Random(0)
	set, done, err := drawSet(ctx, o.pictures)
	if err != nil {
		return err
	}
	defer done()
	var list []*contestant
	for _, name := range strings.Split(o.backends, ",") {
		b, err := backend.Open(name)
		if err != nil {
			fmt.Fprintf(log, "left out: %v\n", err)
			continue
		}
		defer b.Close()
		mine, closeIt, err := ours(ctx, b, w, set, o)
		if err != nil {
			return err
		}
		defer closeIt()
		list = append(list, mine...)
	}
	if !o.noPeers {
		p, err := startPeers(ctx, w, o)
		if err != nil {
			fmt.Fprintf(log, "without peers: %v\n", err)
		} else {
			defer p.stop()
			list = append(list, p.contestants()...)
		}
	}
	list = slices.DeleteFunc(list, func(c *contestant) bool { return !match.MatchString(c.task + " " + c.name) })
rounds: // until interrupted: what was measured counts
	for round := range o.rounds {
		for _, c := range list {
			fmt.Fprintf(log, "\rround %d of %d: %-60s", round+1, o.rounds, c.name)
			c.turn(ctx)
			if ctx.Err() != nil {
				break rounds
			}
		}
	}
	fmt.Fprintf(log, "\r%-80s\r", "")
	return report(out, list, o)
}

// turn runs the contestant once more, unless it has failed before.
func (c *contestant) turn(ctx context.Context) {
	if c.err != nil {
		return
	}
	seconds, err := c.run(ctx)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		c.err = err
	} else if c.best == 0 || seconds < c.best {
		c.best = seconds
	}
}

// report prints a table for each task, the fastest first.
func report(out io.Writer, list []*contestant, o options) error {
	fmt.Fprintf(out, "%s, %d threads; best of %d rounds\n", cpuName(), runtime.GOMAXPROCS(0), o.rounds)
	for _, task := range []string{taskFeatures, taskEpoch, taskStep} {
		of := slices.DeleteFunc(slices.Clone(list), func(c *contestant) bool { return c.task != task })
		if len(of) == 0 {
			continue
		}
		slices.SortStableFunc(of, func(a, b *contestant) int { return compareSeconds(a, b) })
		n := o.pictures
		if task == taskStep {
			n = o.batch
		}
		plain, keras := find(of, "onnxruntime"), find(of, "Keras")
		fmt.Fprintf(out, "\n%s\n%-44s %9s %9s %13s %9s\n", fmt.Sprintf(task, n), "", "seconds", "img/s", "× onnxruntime", "× Keras")
		for _, c := range of {
			switch {
			case c.err != nil:
				fmt.Fprintf(out, "%-44s %v\n", c.name, c.err)
				continue
			case c.best == 0:
				fmt.Fprintf(out, "%-44s not measured\n", c.name)
				continue
			}
			fmt.Fprintf(out, "%-44s %9.3f %9.1f %13s %9s\n", c.name, c.best, float64(n)/c.best, ratio(plain, c), ratio(keras, c))
		}
	}
	return nil
}

func compareSeconds(a, b *contestant) int {
	x, y := a.best, b.best
	if a.err != nil {
		x = math.Inf(1)
	}
	if b.err != nil {
		y = math.Inf(1)
	}
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// find returns the contestant whose name begins so, if it was measured.
func find(list []*contestant, name string) *contestant {
	for _, c := range list {
		if strings.HasPrefix(c.name, name) && c.err == nil && c.best > 0 {
			return c
		}
	}
	return nil
}

// ratio is how many times faster than base c is.
func ratio(base, c *contestant) string {
	if base == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f", base.best/c.best)
}

// cpuName is the processor's name, where the system says it.
func cpuName() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		for line := range strings.Lines(string(text)) {
			if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
				return strings.TrimSpace(value)
			}
		}
	}
	return runtime.GOARCH
}
