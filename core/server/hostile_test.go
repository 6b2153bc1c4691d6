package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"graft/core/disk"
	"graft/core/server/internal/reply"
)

// A name that its owner points at 127.0.0.1 must not make the server part of
// his site.
func TestForeignNamesAreRefused(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	cfg.Names, cfg.Origin = []string{"Box.lan"}, "https://Graft.example"
	c := start(t, cfg, lightLoader(nil))
	for host, status := range map[string]int{
		"127.0.0.1:8000": 200, "localhost:8000": 200, "LOCALHOST": 200, "graft.localhost:1": 200, "[::1]:8000": 200,
		"graft.example": 200, "graft.example:443": 200, "box.lan:8000": 200, "BOX.LAN.": 200, "192.168.1.5": 200, "localhost.": 200, "": 200,
		"evil.example": 421, "evil.example:8000": 421, "127.0.0.1.evil.example": 421, "localhost.evil.example": 421, "notlocalhost": 421,
	} {
		for _, path := range []string{"/", "/healthz", "/api/v1/jobs"} {
			r := httptest.NewRequest("GET", path, nil)
			r.Host = host
			w := httptest.NewRecorder()
			c.s.Handler().ServeHTTP(w, r)
			if w.Code != status || status == 421 && !strings.Contains(w.Body.String(), host) {
				t.Errorf("GET %s of %q = %d %s, want %d", path, host, w.Code, w.Body, status)
			}
		}
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.Host = "graft.lan"
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	w := httptest.NewRecorder()
	c.s.Handler().ServeHTTP(w, r)
	if body := w.Body.String(); w.Code != 421 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") || !strings.HasPrefix(body, "Graft: this server does not answer") || !strings.Contains(body, "-names graft.lan") {
		t.Errorf("a visitor who opens it under another name reads %d %s, want a sentence that says what to do", w.Code, body)
	}
	open := start(t, testConfig(t, t.TempDir()), lightLoader(nil)) // "*"
	r = httptest.NewRequest("GET", "/healthz", nil)
	r.Host = "graft.lan"
	w = httptest.NewRecorder()
	open.s.Handler().ServeHTTP(w, r)
	if w.Code != 200 {
		t.Errorf("a server that answers to every name = %d, want 200", w.Code)
	}
}

// Only the methods that the API has are answered, whatever the address.
func TestOtherMethodsAreRefused(t *testing.T) {
	c := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	for _, method := range []string{"TRACE", "CONNECT", "PUT", "PROPFIND", "BREW"} {
		for _, path := range []string{"/", "/x.js", "/healthz", "/api/v1/jobs"} {
			r := httptest.NewRequest(method, path, nil)
			w := httptest.NewRecorder()
			c.s.Handler().ServeHTTP(w, r)
			if w.Code != 405 || w.Header().Get("Allow") == "" {
				t.Errorf("%s %s = %d, Allow %q, want 405 and what is allowed", method, path, w.Code, w.Header().Get("Allow"))
			}
		}
	}
}

// A request may have only those repositories fetched that the operator allows, and
// learns nothing of the server's files from the answer.
func TestWeightsOfStrangers(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("there/file", 0o755); err != nil {
		t.Fatal(err)
	}
	ask := func(allowed []string, name string) (int, string) {
		cfg := testConfig(t, t.TempDir())
		cfg.HubWeights = allowed
		status, _, body := start(t, cfg, lightLoader(nil)).do("POST", "/api/v1/embed?weights="+name, pngOf(t, draw("warm", 1)))
		return status, strings.ReplaceAll(string(body), name, "NAME")
	}
	thereStatus, there := ask(nil, "there/file")
	noneStatus, none := ask(nil, "none/file")
	if thereStatus != 400 || noneStatus != 400 || there != none || !strings.Contains(none, "-hub-weights") {
		t.Errorf("a path that is there: %d %s; one that is not: %d %s; want 400 for both, alike, saying how to allow it", thereStatus, there, noneStatus, none)
	}
	for _, allowed := range [][]string{{"none/file"}, {"*"}} {
		if status, body := ask(allowed, "none/file"); status != 200 {
			t.Errorf("allowed by %q: %d %s, want 200", allowed, status, body)
		}
	}
	if a, _ := ask([]string{"*"}, "there/file"); a != 200 {
		t.Errorf("a hub name that is also a path here: %d, want 200: nobody looks at files", a)
	}
}

// A data folder may be one that has other things in it.
func TestForeignFilesAreKept(t *testing.T) {
	dir := t.TempDir()
	mine := []string{"tmp/letter.txt", "tmp/uploads/1.jpg", "jobs/hire/cv.txt", "datasets/mnist/1.png", "links/a.txt", "checkpoints/best.pt"}
	left := []string{"tmp/upload-123", "tmp/picture-5", "tmp/.import-99/files/000001.jpg", "tmp/deleted-abcdefghijklmnopqrstuvwxyz/x", "tmp/abcdefghijklmnopqrstuvwxyz/y",
		"links/.new-1", "checkpoints/.new-2", "checkpoints/abcdefghijklmnopqrstuvwxyz"}
	for _, f := range append(append([]string{}, mine...), left...) {
		os.MkdirAll(filepath.Dir(filepath.Join(dir, f)), 0o755)
		if err := os.WriteFile(filepath.Join(dir, f), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	start(t, testConfig(t, dir), lightLoader(nil))
	for _, f := range mine {
		if _, err := os.Stat(filepath.Join(dir, f)); err != nil {
			t.Errorf("%s: %v, want it kept", f, err)
		}
	}
	for _, f := range left {
		if _, err := os.Stat(filepath.Join(dir, f)); err == nil {
			t.Errorf("%s is there, want it removed", f)
		}
	}
}

func TestFormIsRefused(t *testing.T) {
	c := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	status, _, body := c.do("POST", "/api/v1/datasets", twoClasses(t, 2), "Content-Type", "multipart/form-data; boundary=x")
	if status != 415 || !strings.Contains(string(body), "want the archive itself") {
		t.Errorf("a form = %d %s, want 415", status, body)
	}
}

func TestNoRoomForArchive(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	free, err := disk.Free(cfg.DataDir)
	if err != nil {
		t.Skip("free space cannot be told here: ", err)
	}
	cfg.MaxUpload = 1 << 62
	c := start(t, cfg, lightLoader(nil))
	conn, err := net.Dial("tcp", c.ts.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /api/v1/datasets HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", free)
	conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	answer, err := io.ReadAll(io.LimitReader(conn, 15))
	if err != nil || string(answer) != "HTTP/1.1 507 In" {
		t.Errorf("an archive as large as the free space = %q, %v, want 507 before it is sent", answer, err)
	}
}

// A large picture waits in a file, and nothing is left of it.
func TestLargePicture(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	c := start(t, cfg, lightLoader(nil))
	noise := draw("warm", 1)
	big := *noise
	big.Rect.Max.X, big.Rect.Max.Y, big.Stride = 900, 700, 3600
	big.Pix = make([]byte, 3600*700)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range big.Pix {
		big.Pix[i] = byte(rng.Uint32()) | 255*byte(i/3%2)
	}
	for i := 3; i < len(big.Pix); i += 4 {
		big.Pix[i] = 255
	}
	data := pngOf(t, &big)
	if len(data) <= inMemory {
		t.Fatalf("%d bytes: want more than wait in memory", len(data))
	}
	want := c.embed(data, "d-random")
	r := httptest.NewRequest("POST", "/api/v1/embed", bytes.NewReader(data))
	r.ContentLength = -1
	w := httptest.NewRecorder()
	c.s.Handler().ServeHTTP(w, r)
	if w.Code != 200 || fmt.Sprint(floats(w.Body.Bytes())) != fmt.Sprint(want) {
		t.Errorf("sent in pieces = %d, want the same features", w.Code)
	}
	status, _, body := c.do("POST", "/api/v1/embed", data[:len(data)-inMemory/2])
	if status != 422 {
		t.Errorf("cut off = %d %s, want 422", status, body)
	}
	wantNothingLeft(t, cfg.DataDir)
}

// Who sends a part of a body and then nothing, or next to nothing, is cut off.
func TestSlowBodies(t *testing.T) {
	defer func(p time.Duration) { reply.Patience = p }(reply.Patience)
	reply.Patience = 300 * time.Millisecond
	c := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	var all sync.WaitGroup
	for call, want := range map[string]string{
		"POST /api/v1/links": "HTTP/1.1 40", "POST /api/v1/jobs": "HTTP/1.1 40", "POST /api/v1/datasets": "HTTP/1.1 40", "POST /api/v1/embed": "HTTP/1.1 40",
		// and where no handler reads the body
		"GET /healthz": "HTTP/1.1 200", "POST /api/v1/jobs/x/cancel": "HTTP/1.1 404", "DELETE /api/v1/jobs/x": "HTTP/1.1 404", "POST /nothing": "HTTP/1.1 405",
	} {
		for _, drip := range []bool{false, true} {
			all.Go(func() {
				if answer, err := slowly(c.ts.Listener.Addr().String(), call, drip); err != nil || !strings.HasPrefix(answer, want) {
					t.Errorf("%s, dripping %v = %.40q, %v, want %s and the end of the connection", call, drip, answer, err, want)
				}
			})
		}
	}
	all.Wait()
}

// slowly begins a body and returns all that comes back until the server hangs up.
func slowly(addr, call string, drip bool) (string, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprintf(conn, "%s HTTP/1.1\r\nHost: x\r\nContent-Length: 30000\r\n\r\n{", call)
	if drip {
		go func() {
			for err := error(nil); err == nil; time.Sleep(50 * time.Millisecond) {
				_, err = conn.Write([]byte(" "))
			}
		}()
	}
	answer, err := io.ReadAll(conn)
	if len(answer) > 0 && errors.Is(err, syscall.ECONNRESET) {
		err = nil // the last drop met a closed door
	}
	return string(answer), err
}

// HEAD of a stream has an end.
func TestHeadOfEvents(t *testing.T) {
	c := start(t, testConfig(t, t.TempDir()), lightLoader(make(chan struct{})))
	id := c.submit(c.upload(twoClasses(t, 2)).ID, quick)
	done := make(chan *httptest.ResponseRecorder, 1)
	go func() {
		w := httptest.NewRecorder()
		c.s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodHead, "/api/v1/jobs/"+id+"/events", nil))
		done <- w
	}()
	select {
	case w := <-done:
		if w.Code != 200 || w.Header().Get("Content-Type") != "text/event-stream" {
			t.Errorf("HEAD = %d %v, want 200 and the type of a stream", w.Code, w.Header())
		}
	case <-time.After(10 * time.Second):
		t.Fatal("HEAD of a job's events does not end")
	}
}
