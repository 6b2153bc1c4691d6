package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "attack:", err)
		os.Exit(1)
	}
}

type options struct {
	graft   string
	lasts   time.Duration
	only    []string
	clients int
	verbose bool
}

func parse(args []string) (options, error) {
	var o options
	f := flag.NewFlagSet("attack", flag.ContinueOnError)
	f.StringVar(&o.graft, "graft", "bin/graft", "the built `program`")
	seconds := f.Int("seconds", 120, "how `long` it goes on")
	only := f.String("only", "", "`names` of attacks, with commas; empty for all: "+strings.Join(attackNames(), ", "))
	f.IntVar(&o.clients, "clients", 20, "hostile `clients`, each with an address of its own")
	f.BoolVar(&o.verbose, "v", false, "print what the server prints")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if *seconds < 5 || *seconds > 24*3600 {
		return o, fmt.Errorf("-seconds %d: want 5 to %d", *seconds, 24*3600)
	}
	if o.clients < 1 || o.clients > 200 {
		return o, fmt.Errorf("-clients %d: want 1 to 200", o.clients)
	}
	o.lasts = time.Duration(*seconds) * time.Second
	for _, name := range strings.Split(*only, ",") {
		if name == "" {
			continue
		}
		if !slices.Contains(attackNames(), name) {
			return o, fmt.Errorf("-only %q: want of %s", name, strings.Join(attackNames(), ", "))
		}
		o.only = append(o.only, name)
	}
	return o, nil
}

func run(ctx context.Context, args []string) error {
	o, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	s, err := start(ctx, o)
	if err != nil {
		return err
	}
	defer s.stop()
	u, err := arrive(ctx, s)
	if err != nil {
		return fmt.Errorf("the user, before any attack: %w", err)
	}
	calm := u.embeds(ctx, 5*time.Second)
	fmt.Printf("before: a picture's features take %s, at most %s; memory %d MB, folder %d MB\n",
		calm.median(), calm.most(), s.memory()>>20, s.disk()>>20)

	m := s.measure(ctx)
	under, cancel := context.WithTimeout(ctx, o.lasts)
	defer cancel()
	all := attackAll(under, s, o)
	during := u.embeds(under, o.lasts)
	all.wait()
	used := m.end()

	var v verdict
	v.user(calm, during)
	v.machine(used)
	v.refusals(ctx, s)
	v.after(ctx, u)
	all.print()
	return v.print()
}
