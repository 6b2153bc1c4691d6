package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

// wire stands between browser and server and notes what carries a body, so
// that nothing a worker or a beacon sends is missed.
type wire struct {
	sync.Mutex
	seen   []string
	broken atomic.Bool // the engine is not to be had
}

// inFrontOf returns the address to open in place of the server's.
func (w *wire) inFrontOf(t *testing.T, server string) string {
	t.Helper()
	to, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		FlushInterval: -1, // server-sent events
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.Host = r.In.Host },
	}
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 || r.Method == http.MethodPost || r.Method == http.MethodPut {
			w.Lock()
			w.seen = append(w.seen, r.Method+" "+r.URL.Path)
			w.Unlock()
		}
		if w.broken.Load() && r.URL.Path == "/web/engine.wasm" {
			http.NotFound(rw, r)
			return
		}
		proxy.ServeHTTP(rw, r)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/"
}

func (w *wire) bodies() []string {
	w.Lock()
	defer w.Unlock()
	return slices.Clone(w.seen)
}
