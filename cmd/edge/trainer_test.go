//go:build !(js && wasm)

package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"graft/cmd/internal/workerd"
)

// behindWorker starts a Worker whose trainer is at address.
func behindWorker(t *testing.T, address string, bindings ...string) *worker {
	t.Helper()
	all := map[string]string{"TRAINER_URL": address}
	for i := 0; i+1 < len(bindings); i += 2 {
		all[bindings[i]] = bindings[i+1]
	}
	return startWorker(t, workerd.Options{Bindings: all})
}

// echo answers with what reached it.
func echo(w http.ResponseWriter, r *http.Request) {
	n, err := io.Copy(io.Discard, r.Body)
	w.Header().Set("Graft-Weights-Digest", "00ff")
	w.Header().Set("Location", "/api/v1/jobs/x")
	w.WriteHeader(http.StatusAccepted)
	fmt.Fprintf(w, "%s %s length %d read %d %v\n%v", r.Method, r.URL, r.ContentLength, n, err, r.Header)
}

func TestTrainerPasses(t *testing.T) {
	t.Parallel()
	trainer := httptest.NewServer(http.HandlerFunc(echo))
	defer trainer.Close()
	w := behindWorker(t, trainer.URL+"/graft/", "TRAINER_AUTH", "Bearer secret")
	said := w.want(t, 202, "GET /graft/api/v1/jobs?weights=random length 0", "GET", "/api/v1/jobs?weights=random", "",
		"Cookie", "graft-language=zh", "Last-Event-Id", "7", "X-Forwarded-For", "10.0.0.1", "Authorization", "Bearer mine")
	for _, want := range []string{"Last-Event-Id:[7]", "Authorization:[Bearer secret]"} {
		if !strings.Contains(said, want) {
			t.Errorf("the trainer was sent %s, want %s", said, want)
		}
	}
	for _, not := range []string{"graft-language", "10.0.0.1", "Cf-Connecting"} {
		if strings.Contains(said, not) {
			t.Errorf("the trainer was sent %s, want nothing of %s", said, not)
		}
	}
	w.want(t, 202, "GET /graft/healthz", "GET", "/healthz", "")
}

// Expect makes syumai/workers panic, and a client of the trainer wait: it is
// between the sender and the Worker only.
func TestTrainerIsSentNoExpect(t *testing.T) {
	t.Parallel()
	trainer := httptest.NewServer(http.HandlerFunc(alive(echo)))
	defer trainer.Close()
	w := behindWorker(t, trainer.URL)
	w.want(t, 202, "POST /api/v1/datasets length 3 read 3", "POST", "/api/v1/datasets", "abc", "Expect", "100-continue")
	w.want(t, 201, `"url"`, "POST", "/api/v1/links", "{}", "Expect", "100-continue")
}

// alive is a trainer that is well, and does h.
func alive(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/healthz" {
			io.WriteString(w, `{"status":"ok"}`)
			return
		}
		h(w, r)
	}
}

// An upload reaches the trainer while it is still being sent.
func TestUploadIsNotHeldBack(t *testing.T) {
	t.Parallel()
	const size = 24 << 20
	began := make(chan bool, 1)
	trainer := httptest.NewServer(alive(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadFull(r.Body, make([]byte, 1<<20)); err == nil {
			began <- true
		}
		n, err := io.Copy(io.Discard, r.Body)
		fmt.Fprintf(w, "length %d, read %d, %v", r.ContentLength, n+1<<20, err)
	}))
	defer trainer.Close()
	w := behindWorker(t, trainer.URL)
	in, out := io.Pipe()
	r, err := http.NewRequest("POST", w.address+"/api/v1/datasets", in)
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = size
	go func() {
		out.Write(make([]byte, size/2))
		select {
		case <-began:
		case <-time.After(20 * time.Second):
			t.Error("the trainer has seen nothing of an upload of which half is sent")
		}
		out.Write(make([]byte, size/2))
		out.Close()
	}()
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	if want := fmt.Sprintf("length %d, read %d, <nil>", size, size); string(body) != want {
		t.Errorf("the trainer got %s, want %s", body, want)
	}
}

// Each event arrives when it is sent.
func TestEventsAreNotHeldBack(t *testing.T) {
	t.Parallel()
	next := make(chan bool)
	trainer := httptest.NewServer(alive(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.(http.Flusher).Flush()
		for i := 0; ; i++ {
			select {
			case <-next:
				fmt.Fprintf(w, "id: %d\n\n", i)
				w.(http.Flusher).Flush()
			case <-r.Context().Done():
				return
			}
		}
	}))
	defer trainer.Close()
	defer trainer.CloseClientConnections() // the Worker listens on until it is told otherwise
	w := behindWorker(t, trainer.URL)
	res, err := http.Get(w.address + "/api/v1/jobs/x/events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	for i := range 5 {
		next <- true
		sent := time.Now()
		for lines.Scan() && lines.Text() == "" {
		}
		if want := fmt.Sprintf("id: %d", i); lines.Text() != want {
			t.Fatalf("event %q, want %q", lines.Text(), want)
		}
		if took := time.Since(sent); took > 5*time.Second {
			t.Errorf("event %d took %v", i, took)
		}
	}
}

func TestDeadTrainer(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + l.Addr().String()
	l.Close()
	w := behindWorker(t, address)
	began := time.Now()
	w.want(t, 502, `cannot be reached","code":"edge.trainer_unreachable","field":"trainer"`, "GET", "/api/v1/jobs", "")
	w.want(t, 504, `nothing was sent to it","code":"edge.trainer_silent","field":"trainer"`, "POST", "/api/v1/datasets", strings.Repeat("x", 4<<20))
	w.want(t, 201, `"url"`, "POST", "/api/v1/links", "{}")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v to say that nobody is there", took)
	}
}

// A trainer that takes connections and says nothing.
func TestSilentTrainer(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			defer c.Close()
		}
	}()
	w := behindWorker(t, "http://"+l.Addr().String())
	began := time.Now()
	w.want(t, 504, `does not answer: nothing was sent`, "POST", "/api/v1/datasets", strings.Repeat("x", 1<<20))
	if took := time.Since(began); took > 8*time.Second {
		t.Errorf("it took %v to say that an upload is of no use, want 4 s", took)
	}
	began = time.Now()
	w.want(t, 504, `did not answer in time`, "GET", "/api/v1/jobs", "")
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("it took %v to give up, want 10 s", took)
	}
}
