package server

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"graft/core/api"
	"graft/core/backend"
	"graft/core/head"
	"graft/core/server/internal/models"
	"graft/core/tune"
	"graft/core/weights"
)

// goBackend is the one that every build has; here it only trains heads.
var goBackend = sync.OnceValues(func() (*backend.Backend, error) { return backend.Open("go") })

// keyOf is the key of a model that goes by any name.
func keyOf(name string, side int) models.Key {
	n, err := weights.ParseName(name)
	if err != nil {
		n = weights.Name{Kind: weights.KindFile, Path: name}
	}
	return models.Key{Backbone: models.Backbone{Name: n}, Side: side}
}

func testConfig(t *testing.T, dir string) Config {
	t.Helper()
	b, err := goBackend()
	if err != nil {
		t.Fatal(err)
	}
	cfg := DefaultConfig()
	cfg.DataDir, cfg.Backend, cfg.Weights, cfg.Version = dir, b, weights.Name{Kind: weights.KindRandom}, "test"
	cfg.Names, cfg.HubWeights = []string{"*"}, []string{"*"}
	cfg.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	cfg.Page = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "the page") })
	return cfg
}

// light makes features of the colours of 26×26 fields of a picture: enough to
// tell pictures apart, and quick. It waits at gate, if there is one, before
// each batch.
type light struct {
	gate chan struct{}
	side int // of the pictures
}

func (light) Batch() int { return 8 }

func (l light) Side() int { return l.side }

func (l light) Features(ctx context.Context, pictures []*image.NRGBA) ([][]float32, error) {
	if l.gate != nil {
		select {
		case <-l.gate:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	out := make([][]float32, len(pictures))
	for i, p := range pictures {
		out[i] = make([]float32, head.Features)
		for k := range 26 * 26 * 3 {
			x, y := k/3%26*l.side/26, k/78*l.side/26
			out[i][k] = float32(p.Pix[p.PixOffset(x, y)+k%3]) / 255
		}
	}
	return out, nil
}

func lightLoader(gate chan struct{}) models.Load {
	return func(_ context.Context, key models.Key, progress func(done, total int64)) (*models.Model, error) {
		progress(1, 1)
		name := key.Name.String()
		return &models.Model{Extractor: light{gate, key.Side}, Weights: tune.Weights{Name: filepath.Base(name), Digest: "d-" + filepath.Base(name), Preprocessing: "none"}, Close: func() {}}, nil
	}
}

// start serves dir on a real connection; every answer is held to openapi.json.
func start(t *testing.T, cfg Config, load models.Load) *client {
	t.Helper()
	s, err := newServer(cfg, load)
	if err != nil {
		t.Fatal(err)
	}
	s.heartbeat = 20 * time.Millisecond
	ts := httptest.NewServer(documented(t, s.Handler()))
	c := &client{t: t, s: s, ts: ts}
	t.Cleanup(c.stop)
	return c
}

type client struct {
	t    *testing.T
	s    *Server
	ts   *httptest.Server
	once sync.Once
}

// stop closes the server as a program does that is asked to end.
func (c *client) stop() {
	c.once.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := c.s.Close(ctx); err != nil {
			c.t.Error(err)
		}
		c.ts.Close()
	})
}

func (c *client) do(method, url string, body []byte, header ...string) (int, http.Header, []byte) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.ts.URL+url, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	noRedirect := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := noRedirect.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, url, err)
	}
	return res.StatusCode, res.Header, got
}

// want makes a request that must succeed and decodes its answer into v.
func (c *client) want(status int, method, url string, body []byte, v any) {
	c.t.Helper()
	got, _, answer := c.do(method, url, body)
	if got != status {
		c.t.Fatalf("%s %s = %d %s, want %d", method, url, got, answer, status)
	}
	if v != nil {
		if err := json.Unmarshal(answer, v); err != nil {
			c.t.Fatalf("%s %s = %s: %v", method, url, answer, err)
		}
	}
}

func (c *client) upload(archive []byte) api.Dataset {
	c.t.Helper()
	var set api.Dataset
	c.want(201, "POST", "/api/v1/datasets", archive, &set)
	return set
}

const quick = `{"epochs":3,"views":2,"batch":8,"learning_rate":0.01}`

// submit queues a job and returns its id.
func (c *client) submit(dataset, train string) string {
	c.t.Helper()
	var made struct{ ID string }
	body := fmt.Sprintf(`{"dataset":%q,"recipe":{"steps":[{"op":"flip_left_right","p":0.5},{"op":"brightness","range":[0.8,1.2]}]},"train":%s}`, dataset, train)
	c.want(202, "POST", "/api/v1/jobs", []byte(body), &made)
	return made.ID
}

func (c *client) job(id string) api.Job {
	c.t.Helper()
	var d api.Job
	c.want(200, "GET", "/api/v1/jobs/"+id, nil, &d)
	return d
}

// file is a file of an archive.
type file struct {
	name string
	data []byte
}

func zipped(t *testing.T, files ...file) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(f.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// draw makes a picture of one of two kinds: a warm disc or a cool bar on a
// grey ground, of varied place, size and shade.
func draw(kind string, seed uint64) *image.NRGBA {
	rng := rand.New(rand.NewPCG(seed, 1))
	m := image.NewNRGBA(image.Rect(0, 0, 64, 48))
	cx, cy, r := 24+rng.IntN(16), 18+rng.IntN(12), 8+rng.IntN(8)
	ground, shade := uint8(60+rng.IntN(120)), uint8(rng.IntN(60))
	for y := range 48 {
		for x := range 64 {
			c := color.NRGBA{ground, ground, ground, 255}
			dx, dy := x-cx, y-cy
			switch {
			case kind == "warm" && dx*dx+dy*dy < r*r:
				c = color.NRGBA{250 - shade, 60 + shade, 30, 255}
			case kind == "cool" && dy*dy < r*r/4 && dx*dx < 4*r*r:
				c = color.NRGBA{20, 60 + shade, 250 - shade, 255}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

func pngOf(t *testing.T, m image.Image) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, m); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func jpegOf(t *testing.T, m image.Image) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, m, nil); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// twoClasses is an archive of n pictures of each kind.
func twoClasses(t *testing.T, n int) []byte {
	t.Helper()
	var files []file
	for i := range n {
		for _, kind := range []string{"warm", "cool"} {
			m := draw(kind, uint64(i))
			f := file{fmt.Sprintf("set/%s/%02d.png", kind, i), nil}
			if i%2 == 0 {
				f.data = pngOf(t, m)
			} else {
				f.data, f.name = jpegOf(t, m), strings.Replace(f.name, "png", "jpg", 1)
			}
			files = append(files, f)
		}
	}
	return zipped(t, files...)
}

// wantNothingLeft fails if an upload left something in tmp.
func wantNothingLeft(t *testing.T, dir string) {
	t.Helper()
	var left []string
	deadline := time.Now().Add(5 * time.Second)
	for {
		left, _ = filepath.Glob(filepath.Join(dir, "tmp", "*"))
		hidden, _ := filepath.Glob(filepath.Join(dir, "tmp", ".*"))
		if left = append(left, hidden...); len(left) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("left in tmp: %v", left)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestNewErrors(t *testing.T) {
	dir := t.TempDir()
	start(t, testConfig(t, dir), lightLoader(nil))
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct{ dir, want string }{
		"none":   {"", "no data directory"},
		"in use": {dir, "in use by another running Graft"},
		"a file": {file, "not a directory"},
	} {
		if _, err := New(testConfig(t, tc.dir)); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: New = %v, want %s", name, err, tc.want)
		}
	}
}

func ExampleServer() {
	dir, err := os.MkdirTemp("", "graft")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	b, err := goBackend()
	if err != nil {
		panic(err)
	}
	cfg := DefaultConfig()
	cfg.DataDir, cfg.Backend, cfg.Weights, cfg.Version = dir, b, weights.Name{Kind: weights.KindRandom}, "1.0"
	s, err := New(cfg)
	if err != nil {
		panic(err)
	}
	defer s.Close(context.Background())
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/healthz", nil))
	fmt.Print(w.Body)
	// Output: {"status":"ok","backend":"go","device":"cpu","version":"1.0","weights":"random","weights_now":"random","fetching":false}
}
