package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"graft/core/api"
	"graft/core/api/client"
	"graft/core/api/overhttp"
	"graft/core/recipe"
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
		{"static host, no such file", 404, "text/html", "<h1>404</h1>", client.ErrNoServer.Error()},
		{"static host, page for all", 200, "text/html", "<!doctype html>", client.ErrNoServer.Error()},
		{"proxy without a trainer", 502, "text/plain", "bad gateway", client.ErrNoServer.Error()},
		{"cut off", 200, "application/json", `{"id":`, "client: the server's answer cannot be read: unexpected end of JSON input"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var into struct {
				ID string `json:"id"`
			}
			err := client.Answer{Status: tc.status, ContentType: tc.mediaType, Body: []byte(tc.body)}.Decode(&into)
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
	id, err := client.Client{Base: srv.URL, Send: overhttp.Sender(http.DefaultClient)}.Start(context.Background(), api.JobRequest{Dataset: "d1", Recipe: r, Train: train})
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
	_, err := client.Client{Base: srv.URL, Send: overhttp.Sender(http.DefaultClient)}.Health(context.Background())
	if !errors.Is(err, client.ErrNoServer) {
		t.Errorf("health of a closed server = %v, want ErrNoServer", err)
	}
}

func TestLists(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path {
		case "/api/v1/jobs":
			if r.URL.Query().Get("after") == "2-new" {
				io.WriteString(w, `{"jobs":[{"id":"old","created":"2025-01-01T10:00:00Z","state":"done"}]}`)
				return
			}
			io.WriteString(w, `{"jobs":[{"id":"new","created":"2025-01-02T10:00:00Z","state":"running"}],"next":"2-new"}`)
		case "/api/v1/datasets":
			io.WriteString(w, `{"datasets":[{"id":"d1","classes":[{"name":"a","count":2},{"name":"b","count":3}],"skipped":[]}]}`)
		}
	}))
	defer srv.Close()
	a := client.Client{Base: srv.URL, Send: overhttp.Sender(http.DefaultClient)}
	jobs, err := a.Jobs(context.Background())
	if err != nil || len(jobs) != 2 || jobs[0].ID != "new" || !jobs[1].State.Final() || jobs[0].State.Final() {
		t.Errorf("jobs = %+v, %v, want new and running, then old and done", jobs, err)
	}
	sets, err := a.Datasets(context.Background())
	if err != nil || len(sets) != 1 || sets[0].Pictures() != 5 {
		t.Errorf("datasets = %+v, %v, want one with 5 pictures", sets, err)
	}
}

func TestNoneConfigured(t *testing.T) {
	refused := func(status int, body string) error {
		return client.Answer{Status: status, ContentType: "application/json", Body: []byte(body)}.Decode(nil)
	}
	edge := refused(503, `{"error":"no trainer is configured here","field":"TRAINER_URL"}`)
	dead := refused(502, `{"error":"the trainer at x cannot be reached","field":"trainer"}`)
	if !client.NoneConfigured(edge) || client.NoneConfigured(dead) || client.NoneConfigured(client.ErrNoServer) || client.NoneConfigured(nil) {
		t.Errorf("NoneConfigured(%v, %v)", edge, dead)
	}
}
