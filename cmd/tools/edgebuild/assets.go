package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"

	"github.com/andybalholm/brotli"

	"graft/static"
	"graft/web"
)

// reach is what the page at the edge may reach besides the edge itself: a
// trainer on its visitor's own computer.
var reach = []string{"http://localhost:*", "http://127.0.0.1:*"}

// rules are the headers of what Cloudflare answers by itself.
const rules = `/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Cross-Origin-Resource-Policy: same-origin
/web/*
  Cache-Control: public, max-age=86400
/web/*.css
  ! Cache-Control
  Cache-Control: public, max-age=31536000, immutable
/web/*.js
  ! Cache-Control
  Cache-Control: public, max-age=31536000, immutable
`

// assets writes the page, its files under names that change with them, and what
// the Worker must know of both. Without -page there is one file, for tests.
func (o options) assets() error {
	if !o.page {
		if err := o.write("index.en.html", []byte("<!doctype html><title>no page</title>")); err != nil {
			return err
		}
		return o.facts(nil)
	}
	if !static.Built() {
		return errors.New("the page's WebAssembly is missing: run make page first")
	}
	files, err := pageFiles()
	if err != nil {
		return err
	}
	named, err := rename(files)
	if err != nil {
		return err
	}
	sizes := map[string]int{}
	for path, data := range named {
		if filepath.Ext(path) != ".wasm" {
			if err := o.write(path, data); err != nil {
				return err
			}
			continue
		}
		sizes[path] = len(data)
		if err := o.write(path+".gz", packed(data)); err != nil {
			return err
		}
		if err := o.write(path+".br", brotlied(data)); err != nil {
			return err
		}
	}
	if err := o.write("_headers", []byte(rules)); err != nil {
		return err
	}
	return o.facts(sizes)
}

// pageFiles are the files by their addresses: those of static, those that
// go-app makes, and the page in each language.
func pageFiles() (map[string][]byte, error) {
	all, err := static.All()
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for name, f := range all {
		if files["/web/"+name], err = f.Body(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	h := web.Handler(static.Version())
	for _, path := range []string{"/app.js", "/app.css", "/app-worker.js", "/wasm_exec.js", "/manifest.webmanifest"} {
		if files[path], err = ask(h, path, ""); err != nil {
			return nil, err
		}
	}
	for _, lang := range []string{"en", "zh"} {
		if files["/index."+lang+".html"], err = ask(h, "/", lang); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func ask(h http.Handler, path, lang string) ([]byte, error) {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Language", lang)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		return nil, fmt.Errorf("the page answers %s with %d", path, w.Code)
	}
	return w.Body.Bytes(), nil
}

// facts writes worker/files.mjs: the headers of the page, and the sizes of the
// packed files, from which the page draws its progress.
func (o options) facts(sizes map[string]int) error {
	unpacked := map[string]string{}
	for path, n := range sizes {
		unpacked[path] = strconv.Itoa(n)
	}
	var b bytes.Buffer
	b.WriteString("// Made by cmd/tools/edgebuild.\n")
	for _, fact := range []struct {
		name  string
		value any
	}{
		{"headersOfPage", map[string]string{
			"Cache-Control":                "no-cache",
			"Vary":                         "Accept-Language, Cookie",
			"Content-Security-Policy":      web.Policy(reach...),
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "no-referrer",
			"X-Frame-Options":              "DENY",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
		}},
		{"unpacked", unpacked},
	} {
		text, err := json.MarshalIndent(fact.value, "", "  ")
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "export const %s = %s;\n", fact.name, text)
	}
	return os.WriteFile(filepath.Join(o.out, "worker", "files.mjs"), b.Bytes(), 0o644)
}

func (o options) write(path string, data []byte) error {
	file := filepath.Join(o.out, "assets", filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

// brotlied packs a fifth smaller than gzip does. The last levels take minutes
// for a little more.
func brotlied(data []byte) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: 9, LGWin: 22})
	w.Write(data) // a bytes.Buffer takes everything
	w.Close()
	return b.Bytes()
}
