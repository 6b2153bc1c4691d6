package link_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"graft/core/link"
	"graft/core/link/linktest"
)

func TestHandlerAsEverywhere(t *testing.T) {
	s := httptest.NewServer(link.Handler(link.NewMemStore(), link.Options{}))
	defer s.Close()
	linktest.RunHTTP(t, s.URL)
}

// failsAt is a store that has no room for one kind of key.
type failsAt struct {
	*link.MemStore
	suffix string
	keys   map[string]bool // what Put took and Delete did not take away
}

func (s failsAt) Put(ctx context.Context, key string, body []byte, expires time.Time) error {
	if strings.HasSuffix(key, s.suffix) && strings.Contains(key, ".") == strings.Contains(s.suffix, ".") {
		return fmt.Errorf("link: put: %w", link.ErrFull)
	}
	s.keys[key] = true
	return s.MemStore.Put(ctx, key, body, expires)
}

func (s failsAt) Delete(ctx context.Context, key string) error {
	delete(s.keys, key)
	return s.MemStore.Delete(ctx, key)
}

// A link that cannot be stored whole is not stored at all.
func TestNothingIsLeftOfHalfALink(t *testing.T) {
	body, kind := linktest.Form(t, linktest.Part{Name: "recipe", Data: []byte("{}")},
		linktest.Part{Name: "picture", Data: linktest.Picture(t, 8, 8)}, linktest.Part{Name: "head", Data: linktest.Head(t, "a", "b")})
	for _, suffix := range []string{".picture", ".head", ""} {
		s := failsAt{link.NewMemStore(), suffix, map[string]bool{}}
		w := do(link.Handler(s, link.Options{}), "POST", "/api/v1/links", string(body), "Content-Type", kind)
		if w.Code != 507 || len(s.keys) > 0 {
			t.Errorf("no room for %q: POST = %d %s, %v are left, want 507 and nothing", suffix, w.Code, w.Body, s.keys)
		}
	}
}

func TestLimit(t *testing.T) {
	h := link.Handler(link.NewMemStore(), link.Options{Limit: link.NewBucket(3, time.Hour)})
	for i, want := range []int{201, 400, 201, 429, 429} {
		body := "{}"
		if want == 400 {
			body = "{" // a try counts
		}
		w := do(h, "POST", "/api/v1/links", body)
		if w.Code != want || (want == 429) != (w.Header().Get("Retry-After") != "") {
			t.Errorf("link %d = %d %s, want %d", i, w.Code, w.Body, want)
		}
	}
	if w := do(h, "GET", "/api/v1/links/AAAAAAAAAAAAAAAAA", ""); w.Code != 404 {
		t.Errorf("GET = %d, want 404: reading is not limited", w.Code)
	}
	other := httptest.NewRequest("POST", "/api/v1/links", strings.NewReader("{}"))
	other.RemoteAddr = "198.51.100.7:1234"
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, other); w.Code != 201 {
		t.Errorf("another client = %d, want 201", w.Code)
	}
}

func TestBucketRefills(t *testing.T) { synctest.Test(t, bucketRefills) }

func bucketRefills(t *testing.T) {
	b := link.NewBucket(2, 50*time.Millisecond)
	for i, want := range []bool{true, true, false} {
		if got := b.Allow("a"); got != want {
			t.Errorf("request %d at once = %v, want two and no third", i+1, got)
		}
	}
	time.Sleep(50 * time.Millisecond)
	if !b.Allow("a") || b.Allow("a") {
		t.Error("want one more after the interval")
	}
	for i := range 40_000 { // bounded, and nobody is kept out by strangers
		b.Allow(fmt.Sprint(i))
	}
	if !b.Allow("new") {
		t.Error("a new client is refused")
	}
}

func ExampleBucket() {
	b := link.NewBucket(1, time.Minute)
	fmt.Println(b.Allow("192.0.2.1"), b.Allow("192.0.2.1"), b.Allow("192.0.2.2"))
	// Output: true false true
}
