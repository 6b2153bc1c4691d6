package static

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// SizeHeader names the header that carries the unpacked size in bytes, so that
// the page can show progress while it loads a packed file.
const SizeHeader = "X-Unpacked-Length"

// Handler serves /web/NAME. Names stay the same between versions, so a browser
// asks again each time and is told 304 unless the file has changed; with
// ?v=VERSION a file may be kept for a year.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		all, err := All()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		f := all[strings.TrimPrefix(r.URL.Path, "/web/")]
		if f == nil {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "static: "+r.Method+": want GET or HEAD", http.StatusMethodNotAllowed)
			return
		}
		f.serve(w, r)
	})
}

func (f *File) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("ETag", f.ETag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set(SizeHeader, strconv.Itoa(f.Size))
	if v := r.URL.Query().Get("v"); v != "" && v == Version() {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	if strings.Contains(r.Header.Get("If-None-Match"), f.ETag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body, size := io.Reader(bytes.NewReader(f.Packed)), len(f.Packed)
	if f.Packed != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
	} else {
		var err error
		if body, err = f.open(); err != nil {
			http.Error(w, "static: unpack: "+err.Error(), http.StatusInternalServerError)
			return
		}
		size = f.Size
	}
	h.Set("Content-Length", strconv.Itoa(size))
	if r.Method != http.MethodHead {
		io.Copy(w, body) // if it fails, nobody reads it any more
	}
}
