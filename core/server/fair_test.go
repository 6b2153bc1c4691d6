package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"graft/core/api"
	"graft/core/caller"
	"graft/core/link"
	"graft/core/server/internal/models"
	"graft/core/server/internal/reply"
	"graft/core/server/internal/sets"
)

// as is the header of a proxy on this machine that speaks for a client.
func as(n int) []string { return []string{"X-Forwarded-For", fmt.Sprintf("192.0.2.%d", n)} }

func onePicture(t *testing.T) []byte { return pngOf(t, draw("red", 1)) }

// eventually waits until ok.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

// Those behind a proxy elsewhere, which the server was told of, make links each for
// itself.
func TestProxyOfLinks(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	cfg.Links = link.NewBucket(1, time.Hour)
	var err error
	if cfg.Proxies, err = caller.ParseProxies([]string{"10.0.0.7"}); err != nil {
		t.Fatal(err)
	}
	c := start(t, cfg, lightLoader(nil))
	for n, want := range []int{201, 201, 201, 429} {
		r := httptest.NewRequest("POST", "/api/v1/links", strings.NewReader(`{"steps":[]}`))
		r.RemoteAddr = "10.0.0.7:1"
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("192.0.2.%d", n%3))
		w := httptest.NewRecorder()
		c.s.Handler().ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("link %d = %d %s, want %d", n, w.Code, w.Body, want)
		}
	}
}

// One client's many pictures do not come before another's one, and past a bound it is
// told when to come again; another client is not.
func TestClientsTakeTurns(t *testing.T) {
	gate := make(chan struct{})
	c := start(t, testConfig(t, t.TempDir()), lightLoader(gate))
	const places, waiting = 2, 40
	var all sync.WaitGroup
	var served, refused atomic.Int32
	embed := func(client int) {
		switch status, head, body := c.do("POST", "/api/v1/embed", onePicture(t), as(client)...); status {
		case 200:
			served.Add(1)
		case http.StatusTooManyRequests:
			refused.Add(1)
			if head.Get("Retry-After") == "" || !strings.Contains(string(body), "this client has too many requests waiting: try again in ") {
				t.Errorf("refused with %v %s, want Retry-After and why", head, body)
			}
		default:
			t.Errorf("embed = %d %s, want 200 or 429", status, body)
		}
	}
	for range places {
		all.Go(func() { embed(1) })
	}
	for n := range waiting {
		all.Go(func() { embed(1) })
		eventually(t, "the next one waits", func() bool { return c.s.work.compute.Waiting() > max(0, n-places) })
	}
	eventually(t, "as many wait as may", func() bool {
		if c.s.work.compute.Waiting() < waiting {
			all.Go(func() { embed(1) })
		}
		time.Sleep(20 * time.Millisecond)
		return c.s.work.compute.Waiting() == waiting
	})
	for n := range int32(3) {
		embed(1)
		if refused.Load() < n+1 {
			t.Fatalf("%d were refused, want %d", refused.Load(), n+1)
		}
	}
	other := make(chan int32)
	go func() {
		embed(2)
		other <- served.Load()
	}()
	eventually(t, "the other one waits", func() bool { return c.s.work.compute.Waiting() == waiting+1 })
	for before := int32(-1); before < 0; {
		select {
		case gate <- struct{}{}:
			time.Sleep(5 * time.Millisecond)
		case before = <-other:
			// The two that had a place, and those that were quicker to the gate.
			if before > waiting/4 {
				t.Errorf("%d of %d were served before the other client's one", before, waiting+places)
			}
		}
	}
	close(gate)
	all.Wait()
}

// Who has many networks loaded waits for them alone: the server's own is there at once
// for others, though more are in use than may be, and stays.
func TestLoadsTakeTurns(t *testing.T) {
	slow := make(chan struct{})
	var loads atomic.Int32
	load := lightLoader(nil)
	c := start(t, testConfig(t, t.TempDir()), func(ctx context.Context, key models.Key, p func(done, total int64)) (*models.Model, error) {
		if strings.HasPrefix(key.Name.String(), "random:") {
			loads.Add(1)
			select {
			case <-slow:
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		return load(ctx, key, p)
	})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			c.do("POST", fmt.Sprintf("/api/v1/embed?weights=random:%d", i+1), onePicture(t), as(1)...)
		})
	}
	eventually(t, "one loads and the others wait", func() bool { return loads.Load() == 1 && c.s.work.load.Waiting() == 4 })
	began := time.Now()
	if status, _, body := c.do("POST", "/api/v1/embed", onePicture(t), as(2)...); status != 200 {
		t.Fatalf("embed on the server's own weights = %d %s, want 200", status, body)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v beside one who has networks loaded", took)
	}
	if n := loads.Load(); n != 1 {
		t.Errorf("%d networks load at a time, want 1", n)
	}
	close(slow)
	all.Wait()
	if !c.s.models.Has(keyOf("random", 224)) {
		t.Error("the server's own network was dropped for others")
	}
}

func TestStreamsAreCounted(t *testing.T) {
	c := start(t, testConfig(t, t.TempDir()), lightLoader(make(chan struct{})))
	id := c.submit(c.upload(twoClasses(t, 2)).ID, quick)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	follow := func(client int) int {
		r, _ := http.NewRequestWithContext(ctx, "GET", c.ts.URL+"/api/v1/jobs/"+id+"/events", nil)
		r.Header.Set(as(client)[0], as(client)[1])
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { res.Body.Close() })
		if res.StatusCode == http.StatusTooManyRequests && res.Header.Get("Retry-After") == "" {
			t.Error("429 without Retry-After")
		}
		return res.StatusCode
	}
	for i := range maxStreamsEach {
		if got := follow(1); got != 200 {
			t.Fatalf("stream %d = %d, want 200", i+1, got)
		}
	}
	if got := follow(1); got != http.StatusTooManyRequests {
		t.Errorf("stream %d = %d, want 429", maxStreamsEach+1, got)
	}
	if got := follow(2); got != 200 {
		t.Errorf("another client's stream = %d, want 200", got)
	}
	cancel()
	eventually(t, "all are gone", func() bool {
		c.s.streams.mu.Lock()
		defer c.s.streams.mu.Unlock()
		return c.s.streams.all == 0 && len(c.s.streams.open) == 0
	})
}

// An answer that nobody reads, or next to nobody, has an end.
func TestSlowReaders(t *testing.T) {
	defer func(p time.Duration) { reply.Patience = p }(reply.Patience)
	reply.Patience = 300 * time.Millisecond
	for _, pause := range []time.Duration{time.Hour, 20 * time.Millisecond} {
		ended := make(chan error, 1)
		cfg := testConfig(t, t.TempDir())
		cfg.Page = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, err := io.Copy(w, io.LimitReader(zeros{}, 256<<20))
			ended <- err
		})
		c := start(t, cfg, lightLoader(nil))
		conn, err := net.Dial("tcp", c.ts.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.(*net.TCPConn).SetReadBuffer(4096)
		fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		go func() {
			for b := make([]byte, 8); err == nil; time.Sleep(pause) {
				_, err = conn.Read(b)
			}
		}()
		select {
		case err := <-ended:
			if err == nil {
				t.Errorf("reading 8 bytes each %v: all was sent: too little for this test", pause)
			}
		case <-time.After(15 * time.Second):
			t.Errorf("reading 8 bytes each %v: the answer goes on and on", pause)
		}
		conn.Close()
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }

func TestListsComeInParts(t *testing.T) {
	c := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	files := []file{{"a/1.png", pngOf(t, draw("red", 1))}, {"b/1.png", pngOf(t, draw("blue", 1))}, {"a/2.png", pngOf(t, draw("red", 2))}, {"b/2.png", pngOf(t, draw("blue", 2))}}
	for i := range sets.SkippedShown + 5 {
		files = append(files, file{fmt.Sprintf("a/%03d.txt.png", i), []byte("no picture")})
	}
	var uploaded []string
	for range 3 {
		set := c.upload(zipped(t, files...))
		if len(set.Skipped) != sets.SkippedShown || set.SkippedMore != 5 {
			t.Errorf("a set names %d of what was left out and counts %d more, want %d and 5", len(set.Skipped), set.SkippedMore, sets.SkippedShown)
		}
		uploaded = append([]string{set.ID}, uploaded...)
		time.Sleep(20 * time.Millisecond) // the newest first
	}
	var got []string
	for after := ""; ; {
		var l api.Datasets
		c.want(200, "GET", "/api/v1/datasets?limit=2"+after, nil, &l)
		for _, s := range l.Datasets {
			if len(s.Skipped) != sets.SkippedListed || s.SkippedMore != sets.SkippedShown+5-sets.SkippedListed {
				t.Errorf("in a list a set names %d of what was left out and counts %d more", len(s.Skipped), s.SkippedMore)
			}
			got = append(got, s.ID)
		}
		if l.Next == "" {
			break
		}
		after = "&after=" + l.Next
	}
	if fmt.Sprint(got) != fmt.Sprint(uploaded) {
		t.Errorf("the parts hold %v, want %v", got, uploaded)
	}
	var jobs []string
	for range 3 {
		jobs = append([]string{c.submit(uploaded[0], quick)}, jobs...)
	}
	var one api.Jobs
	c.want(200, "GET", "/api/v1/jobs?limit=1", nil, &one)
	c.listen(jobs[0], 0, nil)
	c.want(204, "DELETE", "/api/v1/jobs/"+jobs[0], nil, nil) // which next names
	var rest api.Jobs
	c.want(200, "GET", "/api/v1/jobs?after="+one.Next, nil, &rest)
	if len(one.Jobs) != 1 || len(rest.Jobs) != 2 || rest.Next != "" {
		t.Errorf("parts of %d and %d jobs, next %q, want 1 and 2 and none", len(one.Jobs), len(rest.Jobs), rest.Next)
	}
	for _, query := range []string{"limit=0", "limit=201", "limit=x", "after=nothing"} {
		for _, path := range []string{"/api/v1/datasets?", "/api/v1/jobs?"} {
			if status, _, body := c.do("GET", path+query, nil); status != 400 {
				t.Errorf("%s%s = %d %s, want 400", path, query, status, body)
			}
		}
	}
}

func TestRequestLog(t *testing.T) {
	var log bytes.Buffer
	cfg := testConfig(t, t.TempDir())
	cfg.Log, cfg.LogRequests = slog.New(slog.NewTextHandler(&log, nil)), true
	s, err := newServer(cfg, lightLoader(nil))
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/api/v1/datasets/none", nil)
	r.RemoteAddr = "192.0.2.9:1"
	s.Handler().ServeHTTP(w, r)
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	id := w.Header().Get(reply.RequestID)
	for _, want := range []string{"id=" + id, "client=192.0.2.9", "method=GET", "path=/api/v1/datasets/none", "status=404", "code=server.no_set", fmt.Sprint("bytes=", w.Body.Len()), " ms="} {
		if id == "" || !strings.Contains(log.String(), want) {
			t.Errorf("the log says %q, want %s in it", log.String(), want)
		}
	}
	if n := strings.Count(log.String(), "\n"); n != 1 {
		t.Errorf("%d lines for a request, want 1", n)
	}
}
