package weights

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"graft/core/splitmix"
)

// content is 100,000 bytes, the same each time.
func content() []byte {
	out := make([]byte, 100_000)
	bits := splitmix.New(0)
	for i := range out {
		out[i] = byte(bits.Uint64())
	}
	return out
}

// hubServer serves content the way the hub does: an answer that names digest and
// size and redirects to where the file lies. It breaks off after each of cuts
// bytes.
type hubServer struct {
	data   []byte
	digest string // "" names the right one
	size   string // "" names the right one
	cuts   []int
	ranges []string // what was asked for
}

func (h *hubServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/far/file" {
		digest, size := h.digest, h.size
		if digest == "" {
			sum := sha256.Sum256(content())
			digest = hex.EncodeToString(sum[:])
		}
		if size == "" {
			size = fmt.Sprint(len(content()))
		}
		w.Header().Set("X-Linked-Etag", `"`+digest+`"`)
		w.Header().Set("X-Linked-Size", size)
		http.Redirect(w, r, "/far/file", http.StatusFound)
		return
	}
	h.ranges = append(h.ranges, r.Header.Get("Range"))
	if len(h.cuts) == 0 {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(h.data))
		return
	}
	var from int
	fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from)
	w.Header().Set("Content-Length", fmt.Sprint(len(h.data)-from))
	if from > 0 {
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(h.data)-1, len(h.data)))
		w.WriteHeader(http.StatusPartialContent)
	}
	w.Write(h.data[from : from+h.cuts[0]])
	h.cuts = h.cuts[1:]
	panic(http.ErrAbortHandler)
}

func download(t *testing.T, h http.Handler, path string) error {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	d := newDownloader()
	d.pause, d.idle = time.Millisecond, 2*time.Second
	return d.fetch(context.Background(), server.URL+"/near", path, nil)
}

// check looks for the whole content at path and nothing beside it.
func check(t *testing.T, path string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, content()) {
		t.Errorf("fetched %d bytes, %v: want the %d of the server", len(got), err, len(content()))
	}
	if names, _ := filepath.Glob(path + ".*"); len(names) > 0 {
		t.Errorf("left behind: %v", names)
	}
}

func TestDownload(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := download(t, &hubServer{data: content()}, path); err != nil {
		t.Fatal(err)
	}
	check(t, path)
}

func TestDownloadResumes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	h := &hubServer{data: content(), cuts: []int{60_000, 0, 30_000}}
	if err := download(t, h, path); err != nil {
		t.Fatal(err)
	}
	check(t, path)
	if got := strings.Join(h.ranges, " "); got != " bytes=60000- bytes=60000- bytes=90000-" {
		t.Errorf("asked for %q, want each time only the rest", got)
	}
}

func TestDownloadResumesInAnotherCall(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	err := download(t, &hubServer{data: content(), cuts: []int{50_000, 0, 0, 0, 0, 0, 0, 0}}, path)
	if err == nil {
		t.Fatal("a server that always breaks off gave no error")
	}
	h := &hubServer{data: content()}
	if err := download(t, h, path); err != nil {
		t.Fatal(err)
	}
	check(t, path)
	if got := strings.Join(h.ranges, " "); got != "bytes=50000-" {
		t.Errorf("asked for %q, want bytes=50000-", got)
	}
}

// A file that changed on the server must not be put together of two.
func TestDownloadStartsAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	old := &hubServer{data: make([]byte, 100_000), digest: strings.Repeat("ab", 32), cuts: []int{50_000, 0, 0, 0, 0, 0, 0}}
	if err := download(t, old, path); err == nil {
		t.Fatal("a server that always breaks off gave no error")
	}
	if err := download(t, &hubServer{data: content()}, path); err != nil {
		t.Fatal(err)
	}
	check(t, path)
}

func TestDownloadRefuses(t *testing.T) {
	damaged := content()
	damaged[77] ^= 1
	for _, tc := range []struct {
		name string
		h    http.Handler
		want string
	}{
		{"damaged", &hubServer{data: damaged}, "the file is damaged: SHA-256 is"},
		{"too short", &hubServer{data: content()[:70_000]}, "70000 bytes came: want 100000"},
		{"too long", &hubServer{data: append(content(), 1, 2, 3)}, "100003 bytes came: want 100000"},
		{"huge", &hubServer{data: content(), size: "99999999999"}, "want at most"},
		{"404", http.NotFoundHandler(), "404 Not Found"},
		{"403", status(403), "not public"},
		{"500", status(500), "500 Internal Server Error"},
		{"loop", http.RedirectHandler("/near", http.StatusFound), "too many redirects"},
		{"nowhere", status(http.StatusFound), "redirects to"},
	} {
		path := filepath.Join(t.TempDir(), "file")
		err := download(t, tc.h, path)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s: the file was kept", tc.name)
		}
	}
}

func status(code int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
}

// A server that stops sending without closing must not be waited for.
func TestDownloadStalls(t *testing.T) {
	end := make(chan struct{})
	stall := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100000")
		w.Write(make([]byte, 1000))
		w.(http.Flusher).Flush()
		<-end
	})
	server := httptest.NewServer(stall)
	defer server.Close()
	defer close(end)
	d := newDownloader()
	d.pause, d.idle, d.attempts = time.Millisecond, 50*time.Millisecond, 1
	if err := d.fetch(context.Background(), server.URL, filepath.Join(t.TempDir(), "file"), nil); !errors.Is(err, errIdle) {
		t.Errorf("fetch from a server that stalls: %v, want %v", err, errIdle)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	d.idle = time.Minute
	if err := d.fetch(ctx, server.URL, filepath.Join(t.TempDir(), "file"), nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("fetch, cancelled: %v", err)
	}
}
