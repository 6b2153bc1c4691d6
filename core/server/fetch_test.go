package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"graft/core/api"
	"graft/core/job"
	"graft/core/weights"
	"graft/core/weights/layout"
)

// imageNetFile is a file that looks like ImageNet's weights: their header, and
// 1 MB of what should be numbers.
func imageNetFile(t *testing.T) []byte {
	t.Helper()
	header := make(map[string]any)
	for name, shape := range layout.TensorShapes() {
		header[name] = map[string]any{"dtype": "F32", "shape": shape, "data_offsets": []int{0, 1 << 20}}
	}
	text, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	data := append(binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text...)
	return append(data, make([]byte, 1<<20)...)
}

// slowHub is a hub that sends the weights in pieces, one for each that is let
// through, and notes from where on it was asked for them.
type slowHub struct {
	data  []byte
	pass  chan int // bytes that may go out next
	mu    sync.Mutex
	asked []string // Range of each request for the weights
}

func (h *slowHub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256(h.data)
	w.Header().Set("X-Repo-Commit", strings.Repeat("1", 40))
	if !strings.HasSuffix(r.URL.Path, "/model.safetensors") {
		w.Header().Set("ETag", `"c0"`)
		io.WriteString(w, "{}")
		return
	}
	w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:])+`"`)
	if r.Method == http.MethodGet {
		h.mu.Lock()
		h.asked = append(h.asked, r.Header.Get("Range"))
		h.mu.Unlock()
		w = &gated{w, r.Context(), h.pass, 0}
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(h.data))
}

func (h *slowHub) ranges() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]string{}, h.asked...)
}

// gated writes no more than is let through.
type gated struct {
	http.ResponseWriter
	ctx  context.Context
	pass chan int
	may  int
}

func (g *gated) Write(b []byte) (n int, err error) {
	for n < len(b) {
		for g.may == 0 {
			g.ResponseWriter.(http.Flusher).Flush()
			select {
			case g.may = <-g.pass:
			case <-g.ctx.Done():
				return n, g.ctx.Err()
			}
		}
		m, err := g.ResponseWriter.Write(b[n:][:min(g.may, len(b)-n)])
		n, g.may = n+m, g.may-m
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// autoConfig is that of a server on auto with a cache of its own.
func autoConfig(t *testing.T, endpoint string) Config {
	t.Helper()
	for _, key := range []string{"HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_ENDPOINT"} {
		t.Setenv(key, "")
	}
	cfg := testConfig(t, t.TempDir())
	cfg.Weights = weights.Name{Kind: weights.KindAuto}
	cfg.Hub = weights.Options{CacheDir: filepath.Join(t.TempDir(), "hub"), Endpoint: endpoint}
	return cfg
}

// fetchBecomes waits until the fetch satisfies want.
func (c *client) fetchBecomes(want func(api.WeightsFetch) bool) api.WeightsFetch {
	c.t.Helper()
	var f api.WeightsFetch
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		c.want(200, "GET", "/api/v1/weights/fetch", nil, &f)
		if want(f) {
			return f
		}
	}
	c.t.Fatalf("the fetch is %+v", f)
	return f
}

func (c *client) fetchIs(state api.FetchState) api.WeightsFetch {
	c.t.Helper()
	return c.fetchBecomes(func(f api.WeightsFetch) bool { return f.State == state })
}

// trainsOn runs a job with the settings and fails unless it is done on the weights.
func (c *client) trainsOn(set, settings, weights string) string {
	c.t.Helper()
	id := c.submit(set, settings)
	c.listen(id, 0, nil)
	if d := c.job(id); d.State != job.Done || d.Train.Weights != weights || d.Weights.Name != weights {
		c.t.Errorf("job with %s is %s %s on %s, trained on %+v, want it done on %s", settings, d.State, d.Error, d.Train.Weights, d.Weights, weights)
	}
	return id
}

func TestAutoWithoutNetwork(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	var said bytes.Buffer
	cfg := autoConfig(t, gone.URL)
	cfg.Log = slog.New(slog.NewTextHandler(&said, nil))
	c := start(t, cfg, lightLoader(nil))
	set := c.upload(twoClasses(t, 4)).ID
	id := c.trainsOn(set, quick, "starter")
	c.trainsOn(set, `{"epochs":3,"views":1,"weights":"auto"}`, "starter")
	f := c.fetchIs(api.FetchFailed)
	if f.Error != "the hub does not answer" {
		t.Errorf("the fetch says %q, want why", f.Error)
	}
	var h api.Health
	c.want(200, "GET", "/healthz", nil, &h)
	if h.Weights != "auto" || h.WeightsNow != "starter" || h.Fetching {
		t.Errorf("health = %+v, want auto, now starter", h)
	}
	picture := pngOf(t, draw("warm", 1))
	if _, header, _ := c.do("POST", "/api/v1/embed", picture); header.Get("Graft-Weights") != "starter" || header.Get("Graft-Weights-Digest") != "d-starter" {
		t.Errorf("embed is of %q, want starter", header.Get("Graft-Weights"))
	}
	if status, _, body := c.do("GET", "/api/v1/jobs/"+id+"/head", nil); status != 200 || !strings.Contains(string(body), `"starter"`) {
		t.Errorf("the head = %d and names no starter", status)
	}
	c.stop()
	if n := strings.Count(said.String(), "server: ImageNet's weights could not be fetched"); n != 1 {
		t.Errorf("the log says it %d times, want once: %s", n, said.String())
	}
}

func TestAutoOffline(t *testing.T) {
	cfg := autoConfig(t, "http://hub.invalid")
	cfg.Hub.Offline = true
	c := start(t, cfg, lightLoader(nil))
	c.fetchIs(api.FetchOffline)
	if status, _, body := c.do("POST", "/api/v1/weights/fetch", nil); status != 409 || !strings.Contains(string(body), "without a network") {
		t.Errorf("POST = %d %s, want 409", status, body)
	}
	c.trainsOn(c.upload(twoClasses(t, 4)).ID, quick, "starter")
	c.want(200, "DELETE", "/api/v1/weights/fetch", nil, nil)
}

// A job begins at once while the hub is slow; the fetch can be watched, stopped and
// taken up; then new jobs use what came.
func TestFetchBesideTheWork(t *testing.T) {
	h := &slowHub{data: imageNetFile(t), pass: make(chan int)}
	hub := httptest.NewServer(h)
	defer hub.Close()
	cfg := autoConfig(t, hub.URL)
	c := start(t, cfg, lightLoader(nil))
	set := c.upload(twoClasses(t, 4)).ID
	h.pass <- 300 << 10
	f := c.fetchBecomes(func(f api.WeightsFetch) bool { return f.Done >= 256<<10 })
	if f.State != api.FetchRunning || f.Total != int64(len(h.data)) {
		t.Errorf("the fetch is %+v, want it running, of %d bytes", f, len(h.data))
	}
	var health api.Health
	if c.want(200, "GET", "/healthz", nil, &health); !health.Fetching || health.WeightsNow != "starter" {
		t.Errorf("health = %+v, want it fetching", health)
	}
	old := c.trainsOn(set, quick, "starter")

	c.want(200, "DELETE", "/api/v1/weights/fetch", nil, &f)
	if f.State != api.FetchCancelled || f.Done < 256<<10 {
		t.Errorf("after DELETE: %+v, want it cancelled, with what came", f)
	}
	c.want(202, "POST", "/api/v1/weights/fetch", nil, &f)
	c.want(202, "POST", "/api/v1/weights/fetch", nil, &f) // a second user
	// Who asks for ImageNet by name waits for the same fetch, and sees it.
	named := c.submit(set, `{"epochs":3,"views":1,"weights":"imagenet"}`)
	h.pass <- 300 << 10
	events, _ := c.listen(named, 0, func(e event) bool { return e.kind == "progress" })
	if last := events[len(events)-1]; !strings.Contains(last.data, `"phase":"weights"`) {
		t.Errorf("the job that waits says %s, want how far the weights are", last.data)
	}
	h.pass <- 1 << 30
	if f = c.fetchIs(api.FetchThere); f.Error != "" {
		t.Errorf("the fetch says %+v", f)
	}
	if got := h.ranges(); len(got) != 2 || got[0] != "" || !strings.HasPrefix(got[1], "bytes=") {
		t.Errorf("the hub was asked for %q, want the whole and then the rest", got)
	}
	c.listen(named, 0, nil)
	c.trainsOn(set, quick, "imagenet")
	if d := c.job(old); d.Weights.Name != "starter" {
		t.Errorf("the earlier job is now of %+v", d.Weights)
	}
	c.want(200, "POST", "/api/v1/weights/fetch", nil, &f)
	if c.want(200, "GET", "/healthz", nil, &health); health.Fetching || health.WeightsNow != "imagenet" {
		t.Errorf("health = %+v, want imagenet", health)
	}
}

// Features are kept by the weights that made them, so those of starter are not
// taken for ImageNet's once that is there.
func TestAutoKeepsFeaturesApart(t *testing.T) {
	cfg := autoConfig(t, "http://hub.invalid")
	cfg.Hub.Offline = true
	c := start(t, cfg, lightLoader(nil))
	set := c.upload(twoClasses(t, 4)).ID
	c.trainsOn(set, quick, "starter")
	if again := c.job(c.trainsOn(set, quick, "starter")); again.Timings.FeaturesComputed != 0 {
		t.Errorf("the same again: %+v, want all from the cache", again.Timings)
	}
	cacheImageNet(t, cfg.Hub.CacheDir)
	if other := c.job(c.trainsOn(set, quick, "imagenet")); other.Timings.FeaturesCached != 0 {
		t.Errorf("on other weights: %+v, want none from the cache", other.Timings)
	}
}

// cacheImageNet puts the file into the hub's cache, as another program would.
func cacheImageNet(t *testing.T, dir string) {
	t.Helper()
	folder := filepath.Join(dir, "models--timm--resnet50.tv_in1k")
	for name, data := range map[string][]byte{"refs/main": []byte("c1"), "snapshots/c1/model.safetensors": imageNetFile(t)} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// A cache that cannot be written, and a hub that sends something else, fail the
// fetch in words and nothing else.
func TestFetchThatFails(t *testing.T) {
	hub := httptest.NewServer(&slowHub{data: imageNetFile(t), pass: open()})
	other := httptest.NewServer(&slowHub{data: []byte("not a network"), pass: open()})
	defer hub.Close()
	defer other.Close()
	for name, tc := range map[string]struct {
		endpoint string
		spoil    func(dir string) error
		want     string
	}{
		"a file in its place": {hub.URL, func(dir string) error { return os.WriteFile(dir, nil, 0o644) }, "the server's cache of weights cannot be written: not a directory"},
		"another file":        {other.URL, func(string) error { return nil }, "not a ResNet-50"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := autoConfig(t, tc.endpoint)
			if err := tc.spoil(cfg.Hub.CacheDir); err != nil {
				t.Fatal(err)
			}
			c := start(t, cfg, lightLoader(nil))
			if f := c.fetchIs(api.FetchFailed); !strings.Contains(f.Error, tc.want) || strings.Contains(f.Error, cfg.Hub.CacheDir) {
				t.Errorf("the fetch says %q, want %q and no path", f.Error, tc.want)
			}
			c.trainsOn(c.upload(twoClasses(t, 4)).ID, quick, "starter")
		})
	}
}

// open lets everything through.
func open() chan int {
	pass := make(chan int, 1)
	pass <- 1 << 30
	return pass
}

// Who names ImageNet's weights waits for the one fetch, keeps neither a model's place
// nor the worker meanwhile, and fails with its reason when somebody stops it.
func TestStopEndsTheJobThatWaits(t *testing.T) {
	h := &slowHub{data: imageNetFile(t), pass: make(chan int)}
	hub := httptest.NewServer(h)
	defer hub.Close()
	cfg := autoConfig(t, hub.URL)
	cfg.Weights = weights.Name{Kind: weights.KindRandom} // so that nothing is fetched before somebody asks
	c := start(t, cfg, lightLoader(nil))
	set := c.upload(twoClasses(t, 4)).ID
	c.fetchIs(api.FetchNone)
	const named = `{"epochs":3,"views":1,"weights":"imagenet"}`
	id := c.submit(set, named)
	h.pass <- 300 << 10
	c.fetchBecomes(func(f api.WeightsFetch) bool { return f.State == api.FetchRunning && f.Done > 0 })
	if c.s.models.Has(keyOf("imagenet", 224)) {
		t.Error("a model's place is kept while its weights come")
	}
	c.trainsOn(set, quick, "random") // others are not held up
	c.want(200, "DELETE", "/api/v1/weights/fetch", nil, nil)
	c.listen(id, 0, nil)
	if d := c.job(id); d.State != job.Failed || !strings.Contains(d.Error, "somebody stopped it") {
		t.Errorf("the job is %s: %s, want it failed for that", d.State, d.Error)
	}
	c.trainsOn(set, quick, "random") // the worker is free
	again := c.submit(set, named)
	h.pass <- 1 << 30
	c.listen(again, 0, nil)
	if d := c.job(again); d.State != job.Done || d.Weights.Name != "imagenet" {
		t.Errorf("the job after it is %s %s on %+v", d.State, d.Error, d.Weights)
	}
}

// A server that ends while a job waits for weights takes the job up again.
func TestEndWhileAJobWaits(t *testing.T) {
	h := &slowHub{data: imageNetFile(t), pass: make(chan int)}
	hub := httptest.NewServer(h)
	defer hub.Close()
	cfg := autoConfig(t, hub.URL)
	c := start(t, cfg, lightLoader(nil))
	id := c.submit(c.upload(twoClasses(t, 4)).ID, `{"epochs":3,"views":1,"weights":"imagenet"}`)
	h.pass <- 300 << 10
	c.fetchBecomes(func(f api.WeightsFetch) bool { return f.Done > 0 })
	c.listen(id, 0, func(e event) bool { return e.kind == "running" })
	c.stop()
	c = start(t, cfg, lightLoader(nil))
	if d := c.job(id); d.State == job.Failed {
		t.Errorf("the job is %s: %s, want it taken up again", d.State, d.Error)
	}
	h.pass <- 1 << 30
	c.listen(id, 0, nil)
	if d := c.job(id); d.State != job.Done {
		t.Errorf("the job is %s: %s, want it done", d.State, d.Error)
	}
}

// Weights whose cache cannot be opened, or whose fetch the machine fails, are waited for
// as is the machine.
func TestFetchOnFaultyMachine(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	cfg.Hub = weights.Options{Offline: true, CacheDir: t.TempDir()}
	c := start(t, cfg, lightLoader(nil))
	var opened, fetched, there atomic.Bool
	full := &os.PathError{Op: "open", Path: "/cache", Err: syscall.EMFILE}
	c.s.fetch.Source.Closed = func() error {
		if opened.Load() {
			return nil
		}
		return full
	}
	c.s.fetch.Source.There = there.Load
	c.s.fetch.Source.Offline = func() bool { return false }
	c.s.fetch.Source.Get = func(context.Context, func(done, total int64)) error {
		if fetched.Load() {
			there.Store(true)
			return nil
		}
		return fmt.Errorf("resnet: %w", &os.PathError{Op: "write", Path: "/cache", Err: syscall.ENOSPC})
	}
	id := c.submit(c.upload(twoClasses(t, 4)).ID, `{"epochs":1,"views":1,"weights":"imagenet"}`)
	wait := func(want string, ok func(job.Job) bool) {
		t.Helper()
		for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(time.Millisecond) {
			j, err := c.s.jobs.Get(id)
			if err != nil || time.Now().After(deadline) || j.State == job.Failed {
				t.Fatalf("the job is %s, %q, waits %q, %v: want it to %s", j.State, j.Error, j.Waits, err, want)
			}
			if ok(j) {
				return
			}
		}
	}
	wait("wait for files", func(j job.Job) bool { return strings.Contains(j.Waits, "too many files") })
	opened.Store(true)
	wait("wait for room", func(j job.Job) bool { return strings.Contains(j.Waits, "disk is full") })
	fetched.Store(true)
	wait("be done", func(j job.Job) bool { return j.State == job.Done })
}
