package weights

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A file that is cut off in the cache is fetched anew, wherever it was cut off.
func TestDamagedFileIsFetchedAnew(t *testing.T) {
	whole := headerFile(t, 1000)
	sum := sha256.Sum256(whole)
	tag := hex.EncodeToString(sum[:])
	hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Repo-Commit", commit)
		if !strings.HasSuffix(r.URL.Path, weightsFile) {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("ETag", `"`+tag+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(whole))
	}))
	defer hub.Close()
	for _, id := range []string{ImageNetID, "some/one"} {
		for _, n := range []int{0, 5, 100, len(whole) - 1} {
			for _, blob := range []string{tag, "abc"} { // of the hub's file now, of another
				o := Options{CacheDir: t.TempDir(), Endpoint: hub.URL}
				cacheRepo(t, o.CacheDir, id, blob, whole[:n])
				offline := o
				offline.Offline = true
				if _, err := Fetch(context.Background(), named(t, id), offline); err == nil || !strings.Contains(err.Error(), "is not whole and the network is switched off") {
					t.Errorf("%s of %d bytes, offline: %v", id, n, err)
				}
				file, err := Fetch(context.Background(), named(t, id), o)
				if err != nil {
					t.Fatalf("%s of %d bytes: %v", id, n, err)
				}
				if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, whole) {
					t.Errorf("%s of %d bytes: fetched %d bytes, %v, want %d", id, n, len(got), err, len(whole))
				}
			}
		}
	}
}

// What is said of a fetch that failed is true, short, and tells nothing of the
// server's own network.
func TestReason(t *testing.T) {
	answer := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", status) }
	}
	serve := func(h http.HandlerFunc) string {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.URL
	}
	gone := httptest.NewServer(answer(404))
	gone.Close()
	secure := httptest.NewTLSServer(answer(404))
	t.Cleanup(secure.Close)
	whole := headerFile(t, 1000)
	send := func(data []byte, announced int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Repo-Commit", commit)
			w.Header().Set("ETag", `"`+strings.Repeat("a", 64)+`"`)
			w.Header().Set("Content-Length", fmt.Sprint(announced))
			if r.Method == http.MethodGet {
				w.Write(data)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, nil)
	for _, tc := range []struct {
		name, endpoint, cache, want string
		offline                     bool
	}{
		{name: "nobody", endpoint: gone.URL, want: "the hub does not answer"},
		{name: "no such name", endpoint: "http://hub.invalid", want: "hub.invalid does not answer"},
		{name: "not there", endpoint: serve(answer(404)), want: "the hub answered 404"},
		{name: "not public", endpoint: serve(answer(403)), want: "the hub answered 403"},
		{name: "certificate", endpoint: secure.URL, want: "TLS or a proxy refused the way to the hub"},
		{name: "no TLS there", endpoint: strings.Replace(serve(answer(200)), "http:", "https:", 1), want: "TLS or a proxy refused the way to the hub"},
		{name: "another server", endpoint: serve(answer(200)), want: "the hub does not answer as the hub does"},
		{name: "damaged", endpoint: serve(send(whole, len(whole))), want: "what came was damaged on the way"},
		{name: "cache", endpoint: serve(send(whole, len(whole))), cache: file, want: "the server's cache of weights cannot be written: not a directory"},
		{name: "offline", endpoint: gone.URL, offline: true, want: "the weights are not here, and the server works without a network"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := Options{CacheDir: tc.cache, Endpoint: tc.endpoint, Offline: tc.offline}
			if o.CacheDir == "" {
				o.CacheDir = t.TempDir()
			}
			_, err := Fetch(context.Background(), named(t, "some/one"), o)
			if err == nil {
				t.Fatal("nothing failed")
			}
			if got := Reason(err, o).Error(); got != tc.want {
				t.Errorf("Reason(%v) = %q, want %q", err, got, tc.want)
			}
		})
	}
	for _, err := range []error{errIdle, errShort, fmt.Errorf("x: %w", errShort)} {
		if got := Reason(err, Options{}).Error(); got != "the connection broke off; what came is kept" {
			t.Errorf("Reason(%v) = %q", err, got)
		}
	}
	if got := Reason(&refusal{"example.com:8443", 503, ""}, Options{}).Error(); got != "example.com answered 503" {
		t.Errorf("Reason = %q", got)
	}
}

// Whatever the source, nobody is blamed who was not asked.
func TestReasonOffline(t *testing.T) {
	t.Setenv("KERAS_HOME", t.TempDir())
	t.Setenv("HF_HUB_CACHE", t.TempDir())
	for _, kind := range []Kind{KindImageNet, KindKeras, KindKerasNoTop} {
		o := Options{Offline: true}
		_, err := Fetch(t.Context(), Name{Kind: kind}, o)
		if got := Reason(err, o); got.Kind() != ErrOffline {
			t.Errorf("%s offline: %v, want that the network is switched off", Name{Kind: kind}, got)
		}
	}
}
