package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/chromedp/chromedp"

	"graft/cmd/internal/chromium"
	"graft/static"
)

//go:embed bench.js
var benchJS []byte

//go:embed peers.js
var peersJS []byte

const page = `<!doctype html><meta charset="utf-8"><title>bench/augment</title>
<script src="/bench.js"></script><script type="module" src="/web/pool.js"></script>`

// tab is a page of Chromium with the engine and, where it is there, TensorFlow.js.
type tab struct {
	ctx  context.Context
	stop func()
}

func openTab(ctx context.Context, png []byte, tfjs string) (*tab, error) {
	mux := http.NewServeMux()
	text := func(path, mediaType string, body []byte) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", mediaType)
			w.Write(body)
		})
	}
	text("/{$}", "text/html; charset=utf-8", []byte(page))
	text("/bench.js", "text/javascript", benchJS)
	text("/peers.js", "text/javascript", peersJS)
	text("/source.png", "image/png", png)
	text("/favicon.ico", "image/x-icon", nil)
	mux.Handle("/web/", static.Handler())
	if tfjs != "" {
		mux.Handle("/tfjs/", http.StripPrefix("/tfjs/", http.FileServer(http.Dir(tfjs))))
	}
	site := httptest.NewServer(mux)
	ctx, stopBrowser, err := chromium.Start(ctx)
	if err != nil {
		site.Close()
		return nil, err
	}
	t := &tab{ctx, func() { stopBrowser(); site.Close() }}
	if err = chromedp.Do(ctx, chromedp.Navigate(site.URL)); err == nil {
		err = t.eval(nil, "bench.start(%v)", tfjs != "")
	}
	if err != nil {
		t.stop()
		return nil, err
	}
	return t, nil
}

// eval runs a call in the page; the arguments go there as JSON.
func (t *tab) eval(result any, call string, args ...any) error {
	for i, a := range args {
		b, err := json.Marshal(a)
		if err != nil {
			return err
		}
		args[i] = string(b)
	}
	script := fmt.Sprintf("(async () => JSON.stringify(await "+call+" ?? null))()", args...)
	text, err := chromedp.Run(t.ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if err != nil || result == nil {
		return err
	}
	return json.Unmarshal([]byte(text), result)
}

// engine returns the milliseconds from asking a worker for a view to having it.
func (t *tab) engine(c testCase, budget time.Duration) (ms float64, err error) {
	err = t.eval(&ms, "bench.engine(%v, %v, %v, %v)", string(c.Recipe.JSON()), views, minRounds, budget.Milliseconds())
	return ms, err
}

// tensorflow returns the milliseconds of TensorFlow.js, 0 if peers.js has no
// such case.
func (t *tab) tensorflow(c testCase, budget time.Duration) (ms float64, err error) {
	err = t.eval(&ms, "bench.tensorflow(%v, %v, %v, %v)", c.Name, views, minRounds, budget.Milliseconds())
	return ms, err
}

// grid is what nine tiles of the page take, from the wish to the painted canvases.
type grid struct {
	Tiles   int     `json:"tiles"`
	Workers int     `json:"workers"`
	Best    float64 `json:"best_ms"`
	Median  float64 `json:"median_ms"`
}

func (t *tab) grid(c testCase, rounds int) (g grid, err error) {
	err = t.eval(&g, "bench.grid(%v, %v)", string(c.Recipe.JSON()), rounds)
	return g, err
}

const tfjsVersion = "4.22.0"

// fetchTensorFlow returns the folder that npm has put TensorFlow.js into.
func fetchTensorFlow(ctx context.Context, cache string, log io.Writer) (string, error) {
	dir := filepath.Join(cache, "tfjs-"+tfjsVersion)
	modules := filepath.Join(dir, "node_modules", "@tensorflow")
	if _, err := os.Stat(filepath.Join(modules, "tfjs-backend-wasm", "dist", "tfjs-backend-wasm-simd.wasm")); err == nil {
		return modules, nil
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", fmt.Errorf("npm is not there to fetch it")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	fmt.Fprintf(log, "fetching TensorFlow.js %s with npm into %s\n", tfjsVersion, dir)
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, npm, "install", "--prefix", dir, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts",
		"@tensorflow/tfjs-core@"+tfjsVersion, "@tensorflow/tfjs-backend-cpu@"+tfjsVersion, "@tensorflow/tfjs-backend-wasm@"+tfjsVersion)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm install: %w: %s", err, out)
	}
	return modules, nil
}
