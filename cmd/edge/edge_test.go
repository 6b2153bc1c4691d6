//go:build !(js && wasm)

package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"graft/cmd/internal/workerd"
	"graft/core/link/linktest"
)

// The Worker as it is deployed, under workerd: links on Workers KV behave as
// they do on the server.
func TestLinks(t *testing.T) {
	w := startWorker(t, workerd.Options{})
	linktest.RunHTTP(t, w.address)
}

// The Worker goes on after whatever happens in it.
func TestFaults(t *testing.T) {
	w := startWorker(t, workerd.Options{})
	made := w.want(t, 201, `"url"`, "POST", "/api/v1/links", `{"v":1}`)
	var l struct{ ID string }
	if err := json.Unmarshal([]byte(made), &l); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		fault  string
		status int
		want   string
	}{
		{"panic", 500, `{"error":"internal fault","code":"edge.internal"}`},
		{"panic elsewhere", 503, `start anew`},
		{"exit", 503, `start anew`},
		{"memory", 503, `start anew`},
	} {
		for range 2 {
			w.want(t, tc.status, tc.want, "GET", "/api/v1/links/"+l.ID+"?uncached", "", "Graft-Test", tc.fault)
			w.want(t, 200, `"v":1`, "GET", "/api/v1/links/"+l.ID+"?uncached", "")
			w.want(t, 201, `"url"`, "POST", "/api/v1/links", `{"v":1}`)
		}
	}
}

// While some requests end the Go instance, the others are answered: readers as
// if nothing had been, makers at the worst with 503.
func TestFaultsBesideOthers(t *testing.T) {
	w := startWorker(t, workerd.Options{})
	var l struct{ ID string }
	if err := json.Unmarshal([]byte(w.want(t, 201, `"url"`, "POST", "/api/v1/links", `{"v":1}`)), &l); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			for range 15 {
				switch {
				case i == 0:
					w.want(t, 503, "start anew", "GET", "/s/x", "", "Graft-Test", "panic elsewhere")
				case i < 4:
					if status, body := w.do(t, "GET", "/api/v1/links/"+l.ID+"?uncached", ""); status != 200 && status != 503 {
						t.Errorf("GET beside a fault = %d %s", status, body)
					}
				default:
					if status, body := w.do(t, "POST", "/api/v1/links", `{"v":1}`); status != 201 && status != 503 {
						t.Errorf("POST beside a fault = %d %s", status, body)
					}
				}
			}
		})
	}
	wg.Wait()
	w.want(t, 200, `"v":1`, "GET", "/api/v1/links/"+l.ID, "")
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	w := startWorker(t, workerd.Options{Limit: 5})
	refused := 0
	for range 20 {
		status, body := w.do(t, "POST", "/api/v1/links", `{"v":1}`)
		if status == 429 {
			refused++
		} else if status != 201 {
			t.Errorf("POST = %d %s", status, body)
		}
	}
	if refused < 10 { // five are let in a minute, and a minute may begin meanwhile
		t.Errorf("%d of 20 were refused, want all beyond the fifth of a minute", refused)
	}
	w.want(t, 404, "no such link", "GET", "/api/v1/links/AAAAAAAAAAAAAAAAA", "")
}

func TestOtherSites(t *testing.T) {
	t.Parallel()
	w := startWorker(t, workerd.Options{})
	w.want(t, 403, "another site", "POST", "/api/v1/links", "{}", "Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site")
	w.want(t, 403, "another site", "POST", "/api/v1/links", "{}", "Origin", "https://elsewhere.example")
	w.want(t, 403, "another site", "POST", "/api/v1/jobs", "{}", "Sec-Fetch-Site", "same-site")
	w.want(t, 201, `"url"`, "POST", "/api/v1/links", "{}", "Origin", strings.TrimSuffix(w.address, "/"))
	w.want(t, 201, `"url"`, "POST", "/api/v1/links", "{}", "Origin", "https://x", "Sec-Fetch-Site", "same-origin")
}

func TestNoTrainer(t *testing.T) {
	t.Parallel()
	w := startWorker(t, workerd.Options{})
	for _, path := range []string{"/healthz", "/api/v1/jobs", "/api/v1/elsewhere"} {
		w.want(t, 503, `"field":"TRAINER_URL"`, "GET", path, "")
	}
	w.want(t, 503, `no trainer is configured`, "POST", "/api/v1/datasets", strings.Repeat("x", 1<<20))
	w.want(t, 404, "404", "GET", "/nothing", "")
	w.want(t, 405, "want GET", "POST", "/", "x")
	w.want(t, 200, "no page", "GET", "/", "")
}

// A first request to a Worker that has just started is answered soon: within a
// second on a machine that does nothing else (make bench-edge).
func TestColdStart(t *testing.T) {
	w := startWorker(t, workerd.Options{})
	began := time.Now()
	w.want(t, 404, "no such link", "GET", "/api/v1/links/AAAAAAAAAAAAAAAAA", "")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the first answer took %v, want it soon", took)
	} else {
		t.Logf("the first answer took %v", took)
	}
}

// worker is a Worker that runs.
type worker struct{ address string }

// startWorker builds the Worker, with the faults that tests want, and runs it.
func startWorker(t *testing.T, o workerd.Options) *worker {
	t.Helper()
	if o.Limit == 0 {
		o.Limit = 1_000_000
	}
	w, err := workerd.Start(".", built(t), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.Stop()
		if t.Failed() {
			t.Logf("the Worker said: %.4000s", w.Said())
		}
	})
	return &worker{w.Address}
}

// built builds the Worker once, if this machine can run it.
func built(t *testing.T) string {
	t.Helper()
	build.Do(func() {
		if build.missing = workerd.Missing("."); build.missing != "" {
			return
		}
		if build.folder, build.err = os.MkdirTemp("", "edge-test-"); build.err != nil {
			return
		}
		cmd := exec.Command("go", "run", "./cmd/tools/edgebuild", "-o", build.folder, "-page=false", "-tags", "edgetest")
		cmd.Dir = filepath.Join("..", "..")
		build.said, build.err = cmd.CombinedOutput()
	})
	if build.missing != "" {
		if os.Getenv("CI") == "true" {
			t.Fatal(build.missing)
		}
		t.Skip("the Worker is not tested: " + build.missing)
	}
	if build.err != nil {
		t.Fatalf("%v: %s", build.err, build.said)
	}
	return build.folder
}

var build struct {
	sync.Once
	folder, missing string
	said            []byte
	err             error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if build.folder != "" {
		os.RemoveAll(build.folder)
	}
	os.Exit(code)
}

func (w *worker) do(t *testing.T, method, path, body string, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, w.address+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := (&http.Client{Timeout: 90 * time.Second}).Do(r)
	if err != nil {
		t.Errorf("%s %s: %v", method, path, err)
		return 0, ""
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Errorf("%s %s: %v", method, path, err)
	}
	return res.StatusCode, string(got)
}

// want is do, and fails unless the answer has the status and says text.
func (w *worker) want(t *testing.T, status int, text, method, path, body string, header ...string) string {
	t.Helper()
	got, said := w.do(t, method, path, body, header...)
	if got != status || !strings.Contains(said, text) {
		t.Errorf("%s %s %v = %d %.300s, want %d with %q", method, path, header, got, said, status, text)
	}
	return said
}
