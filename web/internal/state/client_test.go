//go:build !(js && wasm)

package state

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"graft/core/recipe"
	"graft/web/internal/bridge"
)

func TestDecodeAnswer(t *testing.T) {
	for _, tc := range []struct {
		name      string
		status    int
		mediaType string
		body      string
		want      string // of the error; "" for none
	}{
		{"value", 200, "application/json", `{"id":"a"}`, ""},
		{"fault with field", 400, "application/json", `{"error":"want 1 to 1000","field":"train.epochs"}`, "train.epochs: want 1 to 1000"},
		{"fault", 409, "application/json; charset=utf-8", `{"error":"already finished","field":""}`, "already finished"},
		{"fault of an unknown kind", 418, "text/plain", "short and stout", "the server answered 418"},
		{"static host, no such file", 404, "text/html", "<h1>404</h1>", ErrNoServer.Error()},
		{"static host, page for all", 200, "text/html", "<!doctype html>", ErrNoServer.Error()},
		{"proxy without a trainer", 502, "text/plain", "bad gateway", ErrNoServer.Error()},
		{"cut off", 200, "application/json", `{"id":`, "web: the server's answer cannot be read: unexpected end of JSON input"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var into struct {
				ID string `json:"id"`
			}
			err := decodeAnswer(tc.status, tc.mediaType, []byte(tc.body), &into)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != tc.want {
				t.Errorf("error = %q, want %q", got, tc.want)
			}
			if tc.want == "" && into.ID != "a" {
				t.Errorf("value = %+v, want id a", into)
			}
		})
	}
}

func TestStartJob(t *testing.T) {
	var method, path string
	var body map[string]json.RawMessage
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		method, path = r.Method, r.URL.Path
		b, _ := io.ReadAll(r.Body)
		json.Unmarshal(b, &body)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusAccepted)
		io.WriteString(w, `{"id":"j1"}`)
	}))
	defer srv.Close()
	train := recipe.DefaultTrain()
	r := recipe.Default()
	r.Train = &train
	id, err := Client{Base: srv.URL, Send: natively}.start(context.Background(), JobRequest{Dataset: "d1", Recipe: r, Train: train})
	if err != nil || id != "j1" {
		t.Fatalf("start = %q, %v, want j1", id, err)
	}
	if method != "POST" || path != "/api/v1/jobs" {
		t.Errorf("asked %s %s, want POST /api/v1/jobs", method, path)
	}
	if string(body["dataset"]) != `"d1"` || !strings.Contains(string(body["train"]), `"epochs":20`) {
		t.Errorf("body = %s", body)
	}
	if strings.Contains(string(body["recipe"]), "train") {
		t.Errorf("recipe says train again: %s", body["recipe"])
	}
	if r.Train == nil {
		t.Error("start changed the caller's recipe")
	}
}

func TestNobodyAnswers(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	srv.Close()
	_, err := Client{Base: srv.URL, Send: natively}.health(context.Background())
	if !errors.Is(err, ErrNoServer) {
		t.Errorf("health of a closed server = %v, want errNoServer", err)
	}
}

func TestLists(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path {
		case "/api/v1/jobs":
			io.WriteString(w, `{"jobs":[{"id":"old","created":"2025-01-01T10:00:00Z","state":"done"},{"id":"new","created":"2025-01-02T10:00:00Z","state":"running"}]}`)
		case "/api/v1/datasets":
			io.WriteString(w, `{"datasets":[{"id":"d1","classes":[{"name":"a","count":2},{"name":"b","count":3}],"skipped":[]}]}`)
		}
	}))
	defer srv.Close()
	a := Client{Base: srv.URL, Send: natively}
	jobs, err := a.jobs(context.Background())
	if err != nil || len(jobs) != 2 || jobs[0].ID != "new" || !jobs[1].Over() || jobs[0].Over() {
		t.Errorf("jobs = %+v, %v, want new and running, then old and done", jobs, err)
	}
	sets, err := a.datasets(context.Background())
	if err != nil || len(sets) != 1 || sets[0].Pictures() != 5 {
		t.Errorf("datasets = %+v, %v, want one with 5 pictures", sets, err)
	}
}

// natively sends a request without a browser.
func natively(ctx context.Context, r bridge.Request, limit int) (bridge.Answer, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return bridge.Answer{}, err
	}
	if r.ContentType != "" {
		req.Header.Set("Content-Type", r.ContentType)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return bridge.Answer{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, int64(limit)))
	return bridge.Answer{Status: res.StatusCode, ContentType: res.Header.Get("Content-Type"), Body: body}, err
}
