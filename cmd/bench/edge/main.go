package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"graft/cmd/internal/workerd"
	"graft/core/recipe"
)

const home = "cmd/edge"

type options struct {
	connections, links, rounds int
	length                     time.Duration
}

func main() {
	var o options
	flag.IntVar(&o.connections, "c", 20, "connections at once")
	flag.IntVar(&o.links, "links", 200, "links that are read")
	flag.IntVar(&o.rounds, "rounds", 3, "rounds, each of every case, in turn")
	flag.DurationVar(&o.length, "t", 5*time.Second, "length of a case")
	flag.Parse()
	if err := o.run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench/edge:", err)
		os.Exit(1)
	}
}

func (o options) run() error {
	if missing := workerd.Missing(home); missing != "" {
		return fmt.Errorf("%s", missing)
	}
	folder, err := os.MkdirTemp("", "bench-edge-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := build(folder); err != nil {
		return err
	}
	ours, cold, err := start(folder, "")
	if err != nil {
		return err
	}
	defer ours.Stop()
	fmt.Printf("first answer of a Worker that has just started: %v\n", cold.Round(time.Millisecond))
	stock, cold, err := start(folder, "stock.mjs")
	if err != nil {
		return err
	}
	defer stock.Stop()
	fmt.Printf("first answer of the stock entry: %v\n", cold.Round(time.Millisecond))
	cases := []*load{
		{name: "ours, links that a cache has", base: ours.Address},
		{name: "ours, past the caches (Go and KV for each)", base: ours.Address, query: "?uncached"},
		{name: "stock entry (a Go instance and KV for each)", base: stock.Address},
	}
	for _, c := range cases {
		if c.ids, err = makeLinks(c.base, o.links); err != nil {
			return err
		}
		c.run(o.connections, time.Second) // warm
	}
	for range o.rounds {
		for _, c := range cases {
			c.keep(c.run(o.connections, o.length))
		}
	}
	fmt.Printf("\nreads of %d links over %d connections, %v a case, %d rounds, the best of each:\n", o.links, o.connections, o.length, o.rounds)
	for _, c := range cases {
		fmt.Println(c.report())
	}
	return nil
}

// build makes the Worker without the page, and the stock entry beside it.
func build(folder string) error {
	cmd := exec.Command("go", "run", "./cmd/tools/edgebuild", "-o", folder, "-page=false")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return err
	}
	entry, err := os.ReadFile("cmd/bench/edge/stock.mjs")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "worker", "stock.mjs"), entry, 0o644)
}

// start runs the Worker, and times its first answer: Go starts for it.
func start(folder, entry string) (*workerd.Worker, time.Duration, error) {
	w, err := workerd.Start(home, folder, workerd.Options{Limit: 1_000_000, Entry: entry})
	if err != nil {
		return nil, 0, err
	}
	began := time.Now()
	res, err := http.Get(w.Address + "/api/v1/links/AAAAAAAAAAAAAAAAA")
	if err != nil {
		w.Stop()
		return nil, 0, err
	}
	io.Copy(io.Discard, res.Body)
	res.Body.Close()
	if res.StatusCode != http.StatusNotFound {
		w.Stop()
		return nil, 0, fmt.Errorf("the first answer is %s, want 404: %s", res.Status, w.Said())
	}
	return w, time.Since(began), nil
}

func makeLinks(base string, n int) ([]string, error) {
	ids := make([]string, n)
	for i := range ids {
		r := recipe.Default()
		r.Seed = uint64(i)
		res, err := http.Post(base+"/api/v1/links", "application/json", bytes.NewReader(r.JSON()))
		if err != nil {
			return nil, err
		}
		var made struct{ ID string }
		err = json.NewDecoder(res.Body).Decode(&made)
		res.Body.Close()
		if err != nil || made.ID == "" {
			return nil, fmt.Errorf("making a link: %s, %v", res.Status, err)
		}
		ids[i] = made.ID
	}
	return ids, nil
}
