package server

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"graft/core/link/linktest"
)

// Links on the server behave as they do everywhere.
func TestLinksAsEverywhere(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	cfg.Links = nil
	c := start(t, cfg, lightLoader(nil))
	linktest.RunHTTP(t, c.ts.URL)
}

func TestLinksAreLimited(t *testing.T) {
	c := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	for range 100 {
		if status, _, _ := c.do("POST", "/api/v1/links", []byte("{}")); status == 429 {
			return
		}
	}
	t.Error("a hundred links at once, and none was refused")
}

// One page elsewhere may use the API, if whoever started the server said so.
func TestAllowedOrigin(t *testing.T) {
	const page = "https://graft.example"
	cfg := testConfig(t, t.TempDir())
	cfg.AllowOrigins = []string{page}
	c := start(t, cfg, lightLoader(nil))
	closed := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	ask := []string{"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type", "Access-Control-Request-Private-Network", "true"}
	for _, tc := range []struct {
		name, method, path, origin string
		header                     []string
		status                     int
		allowed                    bool
	}{
		{"read", "GET", "/healthz", page, nil, 200, true},
		{"write", "POST", "/api/v1/links", page, []string{"Sec-Fetch-Site", "cross-site"}, 201, true},
		{"preflight", "OPTIONS", "/api/v1/links", page, ask, 204, true},
		{"another page", "GET", "/healthz", "https://elsewhere.example", nil, 200, false},
		{"another page writes", "POST", "/api/v1/links", "https://elsewhere.example", []string{"Sec-Fetch-Site", "cross-site"}, 403, false},
		{"another page asks", "OPTIONS", "/api/v1/links", "https://elsewhere.example", ask, 405, false},
		{"the same name without encryption", "OPTIONS", "/api/v1/links", "http://graft.example", ask, 405, false},
		{"our own page", "POST", "/api/v1/links", "", []string{"Sec-Fetch-Site", "same-origin"}, 201, false},
		{"no API", "GET", "/", page, nil, 200, false},
	} {
		header := append([]string{"Origin", tc.origin}, tc.header...)
		if tc.origin == "" {
			header = header[2:]
		}
		status, h, body := c.do(tc.method, tc.path, []byte("{}"), header...)
		want := ""
		if tc.allowed {
			want = page
		}
		if status != tc.status || h.Get("Access-Control-Allow-Origin") != want || !strings.Contains(strings.Join(h.Values("Vary"), ","), "Origin") {
			t.Errorf("%s = %d %v %s, want %d, allowed %q", tc.name, status, h, body, tc.status, want)
		}
		if tc.name == "preflight" && (h.Get("Access-Control-Allow-Private-Network") != "true" || !strings.Contains(h.Get("Access-Control-Allow-Methods"), "DELETE")) {
			t.Errorf("preflight = %v, want private network and DELETE allowed", h)
		}
		if _, h, _ := closed.do(tc.method, tc.path, []byte("{}"), header...); h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: a server that allows nobody answers %v", tc.name, h)
		}
	}
}

// A page elsewhere is allowed every call that there is: the browser asks before
// each with a method or a header of its own.
func TestAllowedOriginMayCallEverything(t *testing.T) {
	const page = "https://graft.example"
	cfg := testConfig(t, t.TempDir())
	cfg.AllowOrigins = []string{page}
	c := start(t, cfg, lightLoader(nil))
	for _, r := range c.s.table() {
		if !strings.HasPrefix(r.path, "/api/") && r.path != "/healthz" {
			continue // an address to open, no call
		}
		ask := httptest.NewRequest("OPTIONS", strings.NewReplacer("{id}", "x", "{digest}", "x").Replace(r.path), nil)
		ask.Header.Set("Origin", page)
		ask.Header.Set("Access-Control-Request-Method", r.method)
		answer := httptest.NewRecorder()
		c.s.Handler().ServeHTTP(answer, ask)
		allowed := strings.Split(answer.Header().Get("Access-Control-Allow-Methods"), ", ")
		if answer.Code != http.StatusNoContent || !slices.Contains(allowed, r.method) {
			t.Errorf("preflight of %s %s = %d, methods %q, want 204 with %s among them", r.method, r.path, answer.Code, allowed, r.method)
		}
	}
}

func TestCheckOrigins(t *testing.T) {
	for origin, good := range map[string]bool{
		"https://graft.example": true, "http://127.0.0.1:8787": true, "https://graft.example/": false, "graft.example": false,
		"*": false, "null": false, "https://": false, "https://user@graft.example": false, "ftp://x": false, "https://graft.example/x": false,
	} {
		if err := CheckOrigins([]string{origin}); (err == nil) != good {
			t.Errorf("CheckOrigins(%q) = %v, want good: %v", origin, err, good)
		}
	}
	cfg := testConfig(t, t.TempDir())
	cfg.AllowOrigins = []string{"*"}
	if _, err := New(cfg); err == nil || !strings.Contains(err.Error(), "want scheme and host") {
		t.Errorf("New with origin * = %v, want an error", err)
	}
}
