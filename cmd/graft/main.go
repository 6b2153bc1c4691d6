package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"graft/core/release"
)

// A command is one verb of the program.
type command struct {
	name  string
	short string // one line for the list
	run   func(ctx context.Context, env environment, args []string) error
}

// environment is what a command may touch of the world.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
}

func commands() []command {
	return []command{
		{"serve", "serve the page and the HTTP API (what graft does when no command is given)", serve},
		{"augment", "write augmented views of pictures, the same pixels as the tab", augmentPictures},
		{"train", "fine-tune ResNet-50 on a folder of class folders", trainHead},
		{"predict", "recognise pictures with a trained head", predict},
		{"export", "write backbone and head as one file for other programs: ONNX, PyTorch", exportModel},
		{"samples", "draw a bundled sample set into a folder", samples},
		{"weights", "show, fetch or check the backbone's weights", showWeights},
		{"bench", "measure feature extraction on this machine", bench},
		{"version", "print the version", printVersion},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), stopSignals()...)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl+C ends the program at once
	env := environment{os.Stdin, os.Stdout, os.Stderr, os.Getenv}
	os.Exit(run(ctx, env, os.Args[1:]))
}

// stopSignals are those that stop the program cleanly. The end of a terminal is one,
// unless nohup has the program outlive it.
func stopSignals() []os.Signal {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}

// run returns the exit status: 0 done, 1 failed, 2 misused, 130 interrupted.
func run(ctx context.Context, env environment, args []string) int {
	name := "serve"
	if len(args) > 0 && len(args[0]) > 0 && args[0][0] != '-' {
		name, args = args[0], args[1:]
	} else if len(args) > 0 && isHelp(args[0]) {
		overview(env.stdout)
		return 0
	}
	if name == "help" {
		overview(env.stdout)
		return 0
	}
	for _, c := range commands() {
		if c.name == name {
			out := &output{w: env.stdout}
			env.stdout = out
			err := c.run(ctx, env, args)
			return exitStatus(env, name, cmp.Or(err, out.fault))
		}
	}
	fmt.Fprintf(env.stderr, "graft: no command %q. `graft -h` lists the commands.\n", name)
	return 2
}

func exitStatus(env environment, name string, err error) int {
	var misuse usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.As(err, &misuse):
		fmt.Fprintf(env.stderr, "graft %s: %v. `graft %s -h` explains.\n", name, err, name)
		return 2
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(env.stderr, "graft: interrupted")
		return 130
	}
	fmt.Fprintf(env.stderr, "graft %s: %v\n", name, err)
	return 1
}

func isHelp(arg string) bool { return arg == "-h" || arg == "-help" || arg == "--help" }

func overview(w io.Writer) {
	fmt.Fprint(w, `Graft: try image augmentations, fine-tune ResNet-50 on your own pictures,
recognise new ones with it, and share either with a link.

  graft [command] [flags] [arguments]

`)
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-9s %s\n", c.name, c.short)
	}
	fmt.Fprint(w, `
graft COMMAND -h explains a command. Every flag can also be set in the
environment: -listen as GRAFT_LISTEN, -learning-rate as GRAFT_LEARNING_RATE.
`)
}

func printVersion(_ context.Context, env environment, _ []string) error {
	fmt.Fprintln(env.stdout, release.Full())
	return nil
}
