//go:build !(js && wasm)

package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"graft/core/recipe"
)

func get(h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPage(t *testing.T) {
	h := Handler("test")
	tests := []struct {
		name, path, header, value string
		status                    int
		want                      string
	}{
		{"english", "/", "", "", 200, `<html lang="en">`},
		{"chinese", "/", "Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8", 200, `<html lang="zh-Hans">`},
		{"another language", "/", "Accept-Language", "fr-FR,fr;q=0.9", 200, `<html lang="en">`},
		{"chosen on the page", "/", "Cookie", "graft-language=zh", 200, "增强"},
		{"bad cookie", "/", "Cookie", "graft-language=xx", 200, "Augment"},
		{"go-app's script", "/app.js", "", "", 200, "/web/app.wasm"},
		{"runtime", "/wasm_exec.js", "", "", 200, "Go"},
		{"manifest", "/manifest.webmanifest", "", "", 200, "/web/icon-512.png"},
		{"service worker", "/app-worker.js", "", "", 200, "Graft test."},
		{"nothing", "/nothing", "", "", 404, `Nothing is served at this address`},
		{"nothing, in Chinese", "/nothing", "Accept-Language", "zh-CN", 404, "此地址没有内容"},
		{"robots", "/robots.txt", "", "", 404, ""},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			w := get(h, tc.path, tc.header, tc.value)
			if w.Code != tc.status || !strings.Contains(w.Body.String(), tc.want) {
				t.Errorf("GET %s = %d without %q, want %d", tc.path, w.Code, tc.want, tc.status)
			}
		})
	}
}

// The end of the page's Go is seen by a script between its runtime and its start.
func TestPageWatchesItsProgram(t *testing.T) {
	html := get(Handler("test"), "/").Body.String()
	at := 0
	for _, src := range []string{"/web/promises.js", "/web/pool.js", "/wasm_exec.js", watchScript, "/app.js"} {
		i := strings.Index(html[at:], `src="`+src)
		if i < 0 {
			t.Fatalf("%s is not loaded, or too early", src)
		}
		at += i
	}
	if !strings.Contains(html, `id="dead-dialog"`) {
		t.Error("the dialog of a dead page is not drawn ahead")
	}
}

func TestPageIsKeptByItsTag(t *testing.T) {
	h := Handler("test")
	en, zh := get(h, "/"), get(h, "/", "Accept-Language", "zh")
	tag := en.Header().Get("ETag")
	if tag == "" || tag == zh.Header().Get("ETag") {
		t.Fatalf("tags %q and %q, want two", tag, zh.Header().Get("ETag"))
	}
	if w := get(h, "/", "If-None-Match", tag); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("again with the tag = %d, %d bytes, want 304, 0", w.Code, w.Body.Len())
	}
	if w := get(h, "/", "If-None-Match", tag, "Accept-Language", "zh"); w.Code != http.StatusOK {
		t.Errorf("the other language with the tag = %d, want 200", w.Code)
	}
	if csp := en.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "connect-src 'self'") {
		t.Errorf("policy = %q, want the page to reach its own server only", csp)
	}
}

// What go-app's encoder gets wrong must be mended (see finish).
func TestPageMarkup(t *testing.T) {
	body := get(Handler("test"), "/").Body.String()
	for _, bad := range []string{` aria-[a-z]+[ >]`, ` (?:hidden|disabled|checked|selected)="false"`, `\\"`} {
		if m := regexp.MustCompile(bad).FindString(body); m != "" {
			t.Errorf("the page has %q", m)
		}
	}
	glue, goApp := strings.Index(body, "/web/promises.js"), strings.Index(body, `"/app.js"`)
	if glue < 0 || goApp < glue {
		t.Errorf("promises.js at %d, app.js at %d: want ours first", glue, goApp)
	}
	ids := make(map[string]bool)
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(body, -1) {
		if ids[m[1]] {
			t.Errorf("id %q twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, id := range []string{"tab-augment", "tab-data", "tab-train", "tab-recognise", "panel-augment", "seed", "new-draw", "file-input", "share"} {
		if !ids[id] {
			t.Errorf("no element with id %q", id)
		}
	}
	if n := strings.Count(body, "data-tile="); n != 11 {
		t.Errorf("%d canvases, want 9, the enlarged one and the one before", n)
	}
}

// The first drawing does not wait for the page's Go: the markup names the
// recipe, and it must be the one that the page then shows.
func TestPageBootsTheDefaultRecipe(t *testing.T) {
	body := get(Handler("test"), "/").Body.String()
	m := regexp.MustCompile(`data-boot="([^"]+)"`).FindStringSubmatch(body)
	if m == nil {
		t.Fatal("no data-boot")
	}
	r, err := recipe.ParseCode(m[1])
	if err != nil || string(r.JSON()) != string(recipe.Default().JSON()) {
		t.Errorf("data-boot = %s, %v, want the default recipe", r.JSON(), err)
	}
}

// Two languages are drawn at the same time, each from a state of its own.
func TestLanguagesAreDrawnAtOnce(t *testing.T) {
	h := Handler("test")
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			language, want := []string{"en", "zh"}[i%2], []string{"Data set", "数据集"}[i%2]
			if body := get(h, "/", "Accept-Language", language).Body.String(); !strings.Contains(body, want) {
				t.Errorf("the page in %s has no %q", language, want)
			}
		})
	}
	wait.Wait()
}
