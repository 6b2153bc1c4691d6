package main

import (
	"regexp"
	"strings"
	"testing"
)

func TestRename(t *testing.T) {
	files := map[string][]byte{
		"/index.en.html":        []byte(`<link href="/web/a.css"><script src="/app.js"></script><img src="/web/cat.jpg"><a href="/web/none.js">`),
		"/app.js":               []byte(`load("/web/app.wasm"); navigator.serviceWorker.register("/app-worker.js")`),
		"/app-worker.js":        []byte(`/^\/(web\/|app\.js$)/; "/app.js"`),
		"/manifest.webmanifest": []byte(`{"src":"/web/cat.jpg"}`),
		"/web/a.css":            []byte(`body { background: url(/web/cat.jpg) }`),
		"/web/app.wasm":         []byte("/web/a.css is not followed here"),
		"/web/cat.jpg":          []byte("a cat"),
		"/web/pool.js":          []byte(`new Worker("/web/engine.js?wasm=" + encodeURIComponent("/web/app.wasm"))`),
		"/web/engine.js":        []byte(`// /web/engine.js is this file`),
	}
	out, err := rename(files)
	if err != nil {
		t.Fatal(err)
	}
	if len(out) != len(files) {
		t.Errorf("%d files, want %d", len(out), len(files))
	}
	page := string(out["/index.en.html"])
	for _, want := range []string{`href="/web/a\.[0-9a-f]{12}\.css"`, `src="/web/app\.[0-9a-f]{12}\.js"`, `src="/web/cat\.jpg"`, `href="/web/none\.js"`} {
		if !regexp.MustCompile(want).MatchString(page) {
			t.Errorf("the page is %s, want it to have %s", page, want)
		}
	}
	// Every reference leads to a file.
	for name, data := range out {
		for _, ref := range address.FindAllString(string(data), -1) {
			if !renamable(name) || ref == "/web/none.js" || ref == "/web/engine.js" {
				continue
			}
			if _, ok := out[ref]; !ok {
				t.Errorf("%s refers to %s, which is not there", name, ref)
			}
		}
	}
	if got := string(out["/app-worker.js"]); got != string(files["/app-worker.js"]) {
		t.Errorf("the service worker became %s", got)
	}
	// A file's name changes with what it refers to.
	files["/web/app.wasm"] = []byte("another")
	again, err := rename(files)
	if err != nil {
		t.Fatal(err)
	}
	if string(again["/index.en.html"]) == page {
		t.Error("the program changed and the page did not")
	}
}

func TestRenameCircle(t *testing.T) {
	_, err := rename(map[string][]byte{"/web/a.js": []byte(`"/web/b.js"`), "/web/b.js": []byte(`"/web/a.js"`)})
	if err == nil || !strings.Contains(err.Error(), "refer to each other") {
		t.Errorf("rename = %v, want an error", err)
	}
}
