//go:build js && wasm

package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"syscall/js"
)

// buffered gives next a request whose body is in memory, and syumai/workers an
// answer that is. Its own streams in both directions are promises, each tied to
// one request and each keeping a few functions for good: in an instance that
// serves one request that does not matter, in ours it would fill the memory.
func buffered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = io.NopCloser(bytes.NewReader(bodyOf(r)))
		r.Header = joined(r.Header)
		if r.Host == "" {
			r.Host = r.URL.Host
		}
		a := &answer{header: w.Header(), status: http.StatusOK}
		next.ServeHTTP(a, r)
		w.WriteHeader(a.status)
		data := js.Global().Get("Uint8Array").New(a.body.Len())
		js.CopyBytesToJS(data, a.body.Bytes())
		w.(interface{ WriteRawJSBody(js.Value) }).WriteRawJSBody(data)
	})
}

// bodyOf copies what worker/go.mjs gave as the body: all of its bytes.
func bodyOf(r *http.Request) []byte {
	given, ok := r.Body.(interface{ GetRawJSBody() js.Value })
	if !ok {
		return nil
	}
	array := given.GetRawJSBody()
	data := make([]byte, array.Get("byteLength").Int())
	js.CopyBytesToGo(data, array)
	return data
}

// joined undoes what syumai/workers v0.33 does to headers: it splits each at
// its commas.
func joined(h http.Header) http.Header {
	for name, values := range h {
		h[name] = []string{strings.Join(values, ",")}
	}
	return h
}

// answer keeps an answer until it is whole.
type answer struct {
	header http.Header
	status int
	sent   bool
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if !a.sent {
		a.status, a.sent = status, true
	}
}

func (a *answer) Write(b []byte) (int, error) {
	a.sent = true
	return a.body.Write(b)
}

// reset begins the answer anew.
func (a *answer) reset(status int) {
	a.status, a.sent = status, true
	a.body.Reset()
}
