package static_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"graft/static"
)

func TestHandler(t *testing.T) {
	get := func(method, path string, header ...string) *http.Response {
		r := httptest.NewRequest(method, path, nil)
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		static.Handler().ServeHTTP(w, r)
		return w.Result()
	}
	etag := get("GET", "/web/graft.css").Header.Get("ETag")
	tests := []struct {
		name, method, path string
		header             []string
		status             int
		encoding, mime     string
	}{
		{"plain", "GET", "/web/graft.css", nil, 200, "", "text/css; charset=utf-8"},
		{"packed", "GET", "/web/graft.css", []string{"Accept-Encoding", "gzip, br"}, 200, "gzip", "text/css; charset=utf-8"},
		{"head", "HEAD", "/web/promises.js", nil, 200, "", "text/javascript; charset=utf-8"},
		{"icon", "GET", "/web/icon-192.png", []string{"Accept-Encoding", "gzip"}, 200, "", "image/png"},
		{"unchanged", "GET", "/web/graft.css", []string{"If-None-Match", etag}, 304, "", "text/css; charset=utf-8"},
		{"unknown", "GET", "/web/none.css", nil, 404, "", ""},
		{"outside", "GET", "/web/../files.go", nil, 404, "", ""},
		{"source", "GET", "/web/files.go", nil, 404, "", ""},
		{"hidden", "GET", "/web/dist/.gitkeep", nil, 404, "", ""},
		{"post", "POST", "/web/graft.css", nil, 405, "", ""},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			res := get(tc.method, tc.path, tc.header...)
			if res.StatusCode != tc.status || res.Header.Get("Content-Encoding") != tc.encoding {
				t.Fatalf("%s %s = %d %q, want %d %q", tc.method, tc.path, res.StatusCode, res.Header.Get("Content-Encoding"), tc.status, tc.encoding)
			}
			if tc.mime != "" && res.Header.Get("Content-Type") != tc.mime {
				t.Errorf("%s %s has type %q, want %q", tc.method, tc.path, res.Header.Get("Content-Type"), tc.mime)
			}
		})
	}
}

// The packed form unpacks to the plain one, and the size header tells its length.
func TestPackedIsPlain(t *testing.T) {
	all, err := static.All()
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range all {
		plain, err := f.Body()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(plain) != f.Size {
			t.Errorf("%s: size %d, want %d", name, f.Size, len(plain))
		}
		r := httptest.NewRequest("GET", "/web/"+name, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		static.Handler().ServeHTTP(w, r)
		var body io.Reader = w.Body
		if w.Header().Get("Content-Encoding") == "gzip" {
			if body, err = gzip.NewReader(w.Body); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
		}
		got, err := io.ReadAll(body)
		if err != nil || string(got) != string(plain) {
			t.Errorf("%s: what is served differs from the file (%v)", name, err)
		}
		if n := w.Header().Get(static.SizeHeader); n != strconv.Itoa(len(plain)) {
			t.Errorf("%s: %s is %q, want %d", name, static.SizeHeader, n, len(plain))
		}
	}
}

func TestVersionIsKept(t *testing.T) {
	v := static.Version()
	if len(v) != 16 || v != static.Version() {
		t.Errorf("version %q, want the same 16 digits each time", v)
	}
	r := httptest.NewRequest("GET", "/web/graft.css?v="+v, nil)
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, r)
	if c := w.Header().Get("Cache-Control"); !strings.Contains(c, "immutable") {
		t.Errorf("Cache-Control with the version is %q, want immutable", c)
	}
}

// The page asks servers through the browser's fetch: net/http's client would be a third of
// what a visitor loads first.
func TestPageHasNoHTTPClient(t *testing.T) {
	if !static.Built() {
		t.Skip("the page is not built")
	}
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/web/app.wasm", nil))
	if w.Code != 200 || w.Body.Len() < 5<<20 {
		t.Fatalf("the page's WebAssembly = %d, %d bytes", w.Code, w.Body.Len())
	}
	if bytes.Contains(w.Body.Bytes(), []byte("net/http.(*Transport)")) {
		t.Error("the page is linked with net/http's client: something in web uses it")
	}
}
