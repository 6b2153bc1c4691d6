package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	cdp "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"graft/cmd/internal/chromium"
)

//go:embed page.html
var page []byte

//go:embed fs.js
var memfs []byte

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: wasmtest TEST.wasm [test flags]   (see go help test, -exec)")
		os.Exit(2)
	}
	status, err := run(context.Background(), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "wasmtest:", err)
		os.Exit(1)
	}
	os.Exit(status)
}

// run returns the exit status of the test binary args[0] with the flags after it.
func run(ctx context.Context, args []string) (int, error) {
	cwd, err := os.Getwd()
	if err != nil {
		return 0, err
	}
	site, err := serve(cwd, args)
	if err != nil {
		return 0, err
	}
	defer site.Close()
	ctx, stop, err := chromium.Start(ctx)
	if err != nil {
		return 0, err
	}
	defer stop()
	fault := make(chan error, 1)
	err = chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *cdp.EventConsoleAPICalled:
			print(e)
		case *cdp.EventExceptionThrown:
			select {
			case fault <- &chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}:
			default:
			}
		}
	})
	if err != nil {
		return 0, err
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(site.URL)); err != nil {
		return 0, err
	}
	var status int
	done := make(chan error, 1)
	go func() {
		var err error
		status, err = chromedp.Run(ctx, chromedp.Evaluate[int]("runTest()", chromedp.EvalAwaitPromise))
		done <- err
	}()
	select {
	case err = <-done:
	case err = <-fault:
	}
	return status, err
}

// print puts what the test wrote on the stream it wrote it to.
func print(e *cdp.EventConsoleAPICalled) {
	for _, arg := range e.Args {
		var text string
		if json.Unmarshal(arg.Value, &text) != nil {
			text = string(arg.Value)
		}
		switch {
		case strings.HasPrefix(text, "\x011"):
			fmt.Fprintln(os.Stdout, text[2:])
		case strings.HasPrefix(text, "\x012"):
			fmt.Fprintln(os.Stderr, text[2:])
		default:
			fmt.Fprintln(os.Stderr, text)
		}
	}
}

// serve offers the page, the test and the files of the package's folder.
func serve(cwd string, args []string) (*httptest.Server, error) {
	files, err := list(cwd)
	if err != nil {
		return nil, err
	}
	setup, err := json.Marshal(map[string]any{
		"cwd": "/package", "files": files, "argv": args,
		"env": map[string]string{"HOME": "/tmp", "TMPDIR": "/tmp", "GRAFT_TEST_HOST": "chromium"},
	})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	text := func(pattern, mediaType string, body []byte) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", mediaType)
			w.Write(body)
		})
	}
	text("GET /{$}", "text/html; charset=utf-8", page)
	text("GET /fs.js", "text/javascript", memfs)
	text("GET /favicon.ico", "image/x-icon", nil)
	text("GET /setup.json", "application/json", setup)
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	mux.HandleFunc("GET /wasm_exec.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	})
	mux.HandleFunc("GET /test.wasm", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/wasm")
		http.ServeFile(w, r, args[0])
	})
	mux.Handle("GET /file/", http.StripPrefix("/file/", http.FileServer(http.Dir(cwd))))
	return httptest.NewServer(mux), nil
}

// list returns the files below the package's folder that are not Go source,
// slash-separated: what a test may read.
func list(cwd string) ([]string, error) {
	files := []string{}
	err := filepath.WalkDir(cwd, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(cwd, path)
		if err == nil && !strings.HasSuffix(rel, ".go") {
			files = append(files, filepath.ToSlash(rel))
		}
		return err
	})
	return files, err
}
