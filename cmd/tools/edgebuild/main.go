package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// maxWorker is what the free plan takes: 3 MB of modules, packed with gzip.
const maxWorker = 3 << 20

type options struct {
	out, tags, entry string
	page             bool
}

func main() {
	var o options
	flag.StringVar(&o.out, "o", "bin/edge", "`folder` to make; what is in it goes")
	flag.StringVar(&o.tags, "tags", "", "build `tags` of the Worker; tests use edgetest")
	flag.BoolVar(&o.page, "page", true, "with the page; it must have been built (make page)")
	flag.StringVar(&o.entry, "entry", "cmd/edge/worker", "`folder` of the Worker's JavaScript")
	flag.Parse()
	if err := o.build(); err != nil {
		fmt.Fprintln(os.Stderr, "edgebuild:", err)
		os.Exit(1)
	}
}

func (o options) build() error {
	if err := o.empty(); err != nil {
		return err
	}
	if err := o.worker(); err != nil {
		return err
	}
	if err := o.assets(); err != nil {
		return err
	}
	toml, err := os.ReadFile("cmd/edge/wrangler.toml")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(o.out, "wrangler.toml"), toml, 0o644); err != nil {
		return err
	}
	return o.measure()
}

// empty clears the folder of what an earlier build made; wrangler keeps things
// of its own beside them.
func (o options) empty() error {
	for _, made := range []string{"worker", "assets"} {
		if err := os.RemoveAll(filepath.Join(o.out, made)); err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(o.out, made), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// worker builds the Go program and lays the entry beside it.
func (o options) worker() error {
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-tags", o.tags, "-o", filepath.Join(o.out, "worker", "edge.wasm"), "./cmd/edge")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOEXPERIMENT=")
	build.Stdout, build.Stderr = os.Stdout, os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("building the Worker: %w", err)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env GOROOT: %w", err)
	}
	files, err := filepath.Glob(filepath.Join(o.entry, "*.mjs"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no entry in %s (%v): run in the module's folder", o.entry, err)
	}
	for _, from := range append(files, filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js")) {
		data, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(o.out, "worker", filepath.Base(from)), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// measure says how large the Worker is as Cloudflare counts it.
func (o options) measure() error {
	files, err := filepath.Glob(filepath.Join(o.out, "worker", "*"))
	if err != nil {
		return err
	}
	total := 0
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		total += len(packed(data))
	}
	fmt.Printf("%s: the Worker is %.2f MB packed, of %d MB that the free plan takes\n", o.out, float64(total)/(1<<20), maxWorker>>20)
	if total > maxWorker {
		return fmt.Errorf("the Worker is %d bytes packed: want at most %d", total, maxWorker)
	}
	return nil
}

func packed(data []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	w.Write(data) // a bytes.Buffer takes everything
	w.Close()
	return b.Bytes()
}
