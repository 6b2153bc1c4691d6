package state

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"graft/core/api/client"
	"graft/core/link"
	"graft/core/recipe"
	"graft/web/internal/faults"
)

func TestFragmentOfLink(t *testing.T) {
	a := New(English)
	const id = "0123456789abcdefG"
	s := newSession()
	code := recipe.Default().Code()
	changed, err := s.open("#r=" + code + "&picture=" + id + "&head=" + id + "&view=recognise")
	if err != nil || !changed || s.Picture != id || s.Head != id || s.View() != ViewRecognise {
		t.Fatalf("open = %v, %v, %+v, want the link's picture and head", changed, err, s)
	}
	if f := s.Fragment(); !strings.Contains(f, "&picture="+id) || !strings.Contains(f, "&head="+id) {
		t.Errorf("Fragment = %q, want it to say where picture and head are", f)
	}
	a.Session = s
	if j, ok := a.LinkJob(); !ok || a.HeadURL(j) != "/api/v1/links/"+id+"/head" {
		t.Errorf("the link's head is %+v at %s", j, a.HeadURL(j))
	}
	// A fragment with a recipe and no link forgets both; one with neither, nothing.
	if s.open("#view=data"); s.Head != id {
		t.Error("a fragment that says nothing of links made the page forget one")
	}
	if s.open("#r=" + code); s.Picture != "" || s.Head != "" {
		t.Errorf("picture %q and head %q are left of the link before", s.Picture, s.Head)
	}
	for _, evil := range []string{"https://elsewhere.example/x", "../../healthz", id + "/x", strings.ToUpper(id) + "0", ""} {
		if s.open("#r=" + code + "&picture=" + evil); s.Picture != "" {
			t.Errorf("%q was taken for a link", evil)
		}
	}
}

// What a link's handler refuses is said in the visitor's language.
func TestLinkFaultsInWords(t *testing.T) {
	limited := link.Handler(link.NewMemStore(), link.Options{Limit: link.NewBucket(0, time.Hour)})
	open := link.Handler(link.NewMemStore(), link.Options{})
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
		err := client.Answer{Status: w.Code, ContentType: w.Header().Get("Content-Type"), Body: w.Body.Bytes()}.Decode(nil)
		var fault *client.Error
		if !errors.As(err, &fault) {
			t.Fatalf("%s %s = %d %s", tc.method, tc.path, w.Code, w.Body)
		}
		if said := faults.Words(Chinese, fault.Wire.Error); !regexp.MustCompile(`\p{Han}`).MatchString(said) || said == fault.Wire.Error {
			t.Errorf("%q is said as %q", fault.Wire.Error, said)
		}
	}
}
