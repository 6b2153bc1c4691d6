package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"graft/core/link"
	"graft/core/recipe"
)

// What the page sends, the handler takes.
func TestLinkQuery(t *testing.T) {
	for _, l := range lifetimes {
		seconds := int64(l.stays.Seconds())
		if l.stays != 0 && (seconds < link.MinExpiry || seconds > link.MaxExpiry) {
			t.Errorf("%s is %d s: want %d to %d", l.name, seconds, link.MinExpiry, link.MaxExpiry)
		}
	}
	for name, want := range map[string]string{"forever": "?lang=zh", "week": "?expires_in=604800&lang=zh", "": "?lang=zh", "unknown": "?lang=zh"} {
		if got := linkQuery(lifetimeOf(name), Chinese); got != want {
			t.Errorf("linkQuery(%q) = %q, want %q", name, got, want)
		}
	}
}

// The list of what leaves the tab has a line for each part that does, and none
// for one that does not.
func TestLeaves(t *testing.T) {
	a := newApp(English)
	parts := []*sharePart{
		{name: "picture", state: "ready", said: attachment{Width: 640, Height: 427, Bytes: 20_000}},
		{name: "head", state: "preparing"},
		{name: "card", state: "failed"},
	}
	got := leaves(a.Words, recipe.Default(), parts)
	if len(got) != 2 || !strings.Contains(got[1], "640 × 427") || !strings.Contains(got[1], "20.0 kB") {
		t.Errorf("leaves = %q, want the recipe and the picture", got)
	}
	parts[1] = &sharePart{name: "head", state: "ready", said: attachment{Classes: []string{"a", "b", "c", "d", "e", "f"}, Bytes: 9}}
	if got := leaves(a.Words, recipe.Default(), parts); len(got) != 3 || !strings.Contains(got[2], "a, b, c, d and 2 more") {
		t.Errorf("leaves = %q, want the classifier too", got)
	}
}

func TestParseLinks(t *testing.T) {
	a := newApp(English)
	list := parseLinks(`[{"id":"x","url":"https://graft.example/s/x","token":"t","made":"2026-01-02T03:04:05Z","parts":["picture"]}]`)
	if len(list) != 1 || !list[0].has("picture") || list[0].has("head") || list[0].until(a.Words) != "stays until you delete it" {
		t.Errorf("parseLinks = %+v", list)
	}
	if list := parseLinks("damaged"); list != nil {
		t.Errorf("parseLinks of nothing = %+v", list)
	}
}

func TestFragmentOfLink(t *testing.T) {
	a := newApp(English)
	const id = "0123456789abcdefG"
	s := newSession()
	code := recipe.Default().Code()
	changed, err := s.open("#r=" + code + "&picture=" + id + "&head=" + id + "&view=recognise")
	if err != nil || !changed || s.picture != id || s.head != id || s.View() != viewRecognise {
		t.Fatalf("open = %v, %v, %+v, want the link's picture and head", changed, err, s)
	}
	if f := s.Fragment(); !strings.Contains(f, "&picture="+id) || !strings.Contains(f, "&head="+id) {
		t.Errorf("Fragment = %q, want it to say where picture and head are", f)
	}
	a.Session = s
	if j, ok := linkJob(a); !ok || headURL(a, j) != "/api/v1/links/"+id+"/head" {
		t.Errorf("the link's head is %+v at %s", j, headURL(a, j))
	}
	// A fragment with a recipe and no link forgets both; one with neither, nothing.
	if s.open("#view=data"); s.head != id {
		t.Error("a fragment that says nothing of links made the page forget one")
	}
	if s.open("#r=" + code); s.picture != "" || s.head != "" {
		t.Errorf("picture %q and head %q are left of the link before", s.picture, s.head)
	}
	for _, evil := range []string{"https://elsewhere.example/x", "../../healthz", id + "/x", strings.ToUpper(id) + "0", ""} {
		if s.open("#r=" + code + "&picture=" + evil); s.picture != "" {
			t.Errorf("%q was taken for a link", evil)
		}
	}
}

func TestParseNearby(t *testing.T) {
	for text, want := range map[string]string{
		"127.0.0.1:8000": "http://127.0.0.1:8000", " localhost:9000/ ": "http://localhost:9000", "http://localhost": "http://localhost",
		"https://127.0.0.1:8000": "", "graft.example:8000": "", "127.0.0.1.elsewhere.example": "", "http://me@127.0.0.1": "",
		"http://127.0.0.1:8000/api": "", "": "", "javascript:alert(1)": "", "127.0.0.1:8000#x": "",
	} {
		if got := parseNearby(text); got != want {
			t.Errorf("parseNearby(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestNoneConfigured(t *testing.T) {
	edge := decodeAnswer(503, "application/json", []byte(`{"error":"no trainer is configured here","field":"TRAINER_URL"}`), nil)
	dead := decodeAnswer(502, "application/json", []byte(`{"error":"the trainer at x cannot be reached","field":"trainer"}`), nil)
	if !noneConfigured(edge) || noneConfigured(dead) || noneConfigured(errNoServer) || noneConfigured(nil) {
		t.Errorf("noneConfigured(%v, %v)", edge, dead)
	}
}

// A head is offered unless its run changed the backbone.
func TestSharedHead(t *testing.T) {
	a := newApp(English)
	whole := job{ID: "whole", State: jobDone, Train: recipe.Train{Mode: recipe.ModeAll}}
	alone := job{ID: "alone", State: jobDone, Train: recipe.Train{Mode: recipe.ModeHead}}
	other := job{ID: "other", State: jobDone}
	for _, tc := range []struct {
		jobs   []job
		chosen string
		want   string
	}{
		{nil, "", ""}, {[]job{whole}, "whole", ""}, {[]job{whole, alone, other}, "", "alone"}, {[]job{whole, alone, other}, "other", "other"},
		{[]job{whole, alone}, "whole", "alone"}, {[]job{{ID: "x", State: jobRunning}}, "x", ""},
	} {
		a.Trainer.jobs, a.ChosenHead = tc.jobs, tc.chosen
		if j, ok := sharedHead(a); j.ID != tc.want || ok != (tc.want != "") {
			t.Errorf("of %d jobs with %q chosen: %q, %v, want %q", len(tc.jobs), tc.chosen, j.ID, ok, tc.want)
		}
	}
}

// What a link's handler refuses is said in the visitor's language.
func TestLinkFaultsInWords(t *testing.T) {
	a := newApp(English)
	limited := link.Handler(link.NewMemStore(), link.Options{Limit: link.NewBucket(0, time.Hour)})
	open := link.Handler(link.NewMemStore(), link.Options{})
	a.Words = Chinese
	for _, tc := range []struct {
		h                  http.Handler
		method, path, body string
	}{
		{limited, "POST", "/api/v1/links", "{}"},
		{open, "GET", "/api/v1/links/0123456789abcdefG", ""},
		{open, "POST", "/api/v1/links", strings.Repeat(" ", recipe.MaxBytes+1)},
	} {
		w := httptest.NewRecorder()
		tc.h.ServeHTTP(w, httptest.NewRequest(tc.method, tc.path, strings.NewReader(tc.body)))
		err := decodeAnswer(w.Code, w.Header().Get("Content-Type"), w.Body.Bytes(), nil)
		var fault *apiError
		if !errors.As(err, &fault) {
			t.Fatalf("%s %s = %d %s", tc.method, tc.path, w.Code, w.Body)
		}
		if said := words(a.Words, fault.Msg); !regexp.MustCompile(`\p{Han}`).MatchString(said) || said == fault.Msg {
			t.Errorf("%q is said as %q", fault.Msg, said)
		}
	}
}
