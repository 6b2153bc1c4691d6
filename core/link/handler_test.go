package link_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"graft/core/fault"
	"graft/core/ids"
	"graft/core/link"
	"graft/core/link/linktest"
	"graft/core/recipe"
)

func TestMemStore(t *testing.T) {
	linktest.Run(t, func(*testing.T) link.Store { return link.NewMemStore() })
}

const known = "0123456789abcdefG"

func newHandler(t *testing.T, o link.Options) http.Handler {
	t.Helper()
	s := link.NewMemStore()
	if err := s.Put(t.Context(), known, recipe.Default().JSON(), time.Time{}); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), "damagedDamaged123", []byte(`{"v":99}`), time.Time{}); err != nil {
		t.Fatal(err)
	}
	return link.Handler(s, o)
}

func do(h http.Handler, method, url, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, url, strings.NewReader(body))
	if body == "" {
		r.Body = nil // as at the edge
	}
	if method == "POST" && body == "" {
		r.Body = http.NoBody
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestHandler(t *testing.T) {
	big := `{"v":1,"seed":1` + strings.Repeat(" ", recipe.MaxBytes) + `}`
	for _, tc := range []struct {
		method, url, body string
		status            int
		want              string // contained in the answer
	}{
		{"GET", "/api/v1/links/" + known, "", 200, string(recipe.Default().JSON())},
		{"HEAD", "/api/v1/links/" + known, "", 200, ""},
		{"GET", "/api/v1/links/AAAAAAAAAAAAAAAAA", "", 404, `{"error":"no such link","code":"link.none"}`},
		{"GET", "/api/v1/links/x", "", 404, `{"error":"no such link","code":"link.none"}`},
		{"GET", "/api/v1/links/..%2f..%2f..%2fetc", "", 404, `"error"`},
		{"GET", "/s/AAAAAAAAAAAAAAAAA", "", 404, `{"error":"no such link","code":"link.none"}`},
		{"GET", "/s/damagedDamaged123", "", 500, `damaged: recipe: v: 99`},
		{"GET", "/s/" + known, "", 200, `<meta property="og:title"`},
		{"POST", "/s/" + known, "{}", 405, `"error":"POST: want GET, HEAD"`},
		{"GET", "/api/v1/links", "", 405, `want POST`},
		{"DELETE", "/api/v1/links/" + known, "", 403, `only who made`},
		{"PUT", "/api/v1/links/" + known, "", 405, `want GET, HEAD, DELETE`},
		{"GET", "/api/v1/links/" + known + "/head", "", 404, `no such link`},
		{"GET", "/elsewhere", "", 404, `"error"`},
		{"POST", "/api/v1/links", "", 400, `not a recipe in JSON`},
		{"POST", "/api/v1/links", "{", 400, `not a recipe in JSON`},
		{"POST", "/api/v1/links", `{"v":2}`, 400, `"field":"v"`},
		{"POST", "/api/v1/links", `{"steps":[{"op":"explode"}]}`, 400, `"field":"steps[0].op"`},
		{"POST", "/api/v1/links", `{"steps":[{"op":"rotation","degrees":999}]}`, 400, `"field":"steps[0].degrees"`},
		{"POST", "/api/v1/links", `{"train":{"epochs":0}}`, 400, `"field":"train.epochs"`},
		{"POST", "/api/v1/links", `{"html":"<script>"}`, 400, `unknown field`},
		{"POST", "/api/v1/links", big, 413, `32 KB`},
		{"POST", "/api/v1/links", `{"steps":[{"op":"rotation"}]}`, 201, `"url":"http://example.com/s/`},
	} {
		t.Run(tc.method+" "+tc.url+" "+fmt.Sprint(tc.status), func(t *testing.T) {
			w := do(newHandler(t, link.Options{}), tc.method, tc.url, tc.body)
			if w.Code != tc.status || !strings.Contains(w.Body.String(), tc.want) {
				t.Errorf("%s %s = %d %s, want %d with %s", tc.method, tc.url, w.Code, w.Body, tc.status, tc.want)
			}
			if w.Code >= 400 {
				var p fault.Wire
				if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Error == "" {
					t.Errorf("answer %q is no problem: %v", w.Body, err)
				}
			}
		})
	}
}

func TestLinkOpensTheSameRecipe(t *testing.T) {
	h := newHandler(t, link.Options{BasePath: "/graft", Origin: "https://graft.example/"})
	doc := recipe.Default()
	doc.Seed = 7
	train := recipe.DefaultTrain()
	doc.Train = &train
	w := do(h, "POST", "/graft/api/v1/links", string(doc.JSON()))
	var made link.Created
	if err := json.Unmarshal(w.Body.Bytes(), &made); err != nil || w.Code != 201 {
		t.Fatalf("POST = %d %s (%v), want 201", w.Code, w.Body, err)
	}
	if want := "https://graft.example/graft/s/" + made.ID; made.URL != want {
		t.Errorf("url = %s, want %s", made.URL, want)
	}
	if got := do(h, "GET", w.Header().Get("Location"), ""); got.Body.String() != string(doc.JSON()) {
		t.Errorf("GET %s = %s, want %s", w.Header().Get("Location"), got.Body, doc.JSON())
	}
	to := do(h, "GET", "/graft/s/"+made.ID, "", "Sec-Fetch-Mode", "navigate").Header().Get("Location")
	if !strings.HasPrefix(to, "/graft/#r=") {
		t.Fatalf("the short link leads to %s, want /graft/#r=…", to)
	}
	back, err := recipe.Parse(to)
	if err != nil || string(back.JSON()) != string(doc.JSON()) {
		t.Errorf("the short link opens %s (%v), want %s", back.JSON(), err, doc.JSON())
	}
}

func TestOrigin(t *testing.T) {
	h := newHandler(t, link.Options{})
	w := do(h, "POST", "/api/v1/links", "{}", "X-Forwarded-Proto", "https")
	if !strings.Contains(w.Body.String(), `"url":"https://example.com/s/`) {
		t.Errorf("behind a proxy: %s, want an https url", w.Body)
	}
}

func TestPersonSeesPageForMissingLink(t *testing.T) {
	w := do(newHandler(t, link.Options{}), "GET", "/s/AAAAAAAAAAAAAAAAA", "", "Accept", "text/html,*/*")
	if w.Code != 404 || !strings.Contains(w.Body.String(), "leads nowhere") || !strings.Contains(w.Body.String(), `href="/"`) {
		t.Errorf("GET = %d %s, want 404 and a page that leads home", w.Code, w.Body)
	}
}

// brokenStore fails as a full disk or a lost connection does.
type brokenStore struct{}

func (brokenStore) Put(context.Context, string, []byte, time.Time) error {
	return errors.New("secret vendor detail")
}
func (brokenStore) Delete(context.Context, string) error {
	return errors.New("secret vendor detail")
}
func (brokenStore) Get(context.Context, string) ([]byte, error) {
	return nil, errors.New("secret vendor detail")
}

func TestStoreFaultsDoNotLeak(t *testing.T) {
	var told []error
	h := link.Handler(brokenStore{}, link.Options{Fault: func(_ *http.Request, err error) { told = append(told, err) }})
	for _, r := range [][3]string{{"POST", "/api/v1/links", "{}"}, {"GET", "/api/v1/links/" + known, ""}, {"GET", "/s/" + known, ""}} {
		w := do(h, r[0], r[1], r[2])
		if w.Code != 500 || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s %s = %d %s, want 500 without the store's words", r[0], r[1], w.Code, w.Body)
		}
	}
	if len(told) != 3 || !strings.Contains(told[0].Error(), "secret") {
		t.Errorf("Fault was told %v, want the store's words three times", told)
	}
}

// refusingStore takes nothing, because of why.
type refusingStore struct {
	*link.MemStore
	why error
}

func (s refusingStore) Put(context.Context, string, []byte, time.Time) error {
	return fmt.Errorf("link: put: %w", s.why)
}

// What is the machine's fault is said, without the names of its files.
func TestStoreOfAFaultyMachine(t *testing.T) {
	for _, tc := range []struct {
		why    error
		status int
		want   string
	}{
		{link.ErrFull, 507, "disk is full"},
		{&fs.PathError{Op: "open", Path: "/secret", Err: syscall.EROFS}, 503, "may not write to its disk"},
		{&fs.PathError{Op: "open", Path: "/secret", Err: syscall.EMFILE}, 503, "too many files open"},
	} {
		w := do(link.Handler(refusingStore{link.NewMemStore(), tc.why}, link.Options{}), "POST", "/api/v1/links", "{}")
		if w.Code != tc.status || !strings.Contains(w.Body.String(), tc.want) || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("POST where %v = %d %s, want %d and %q", tc.why, w.Code, w.Body, tc.status, tc.want)
		}
		if w.Code == 503 && w.Header().Get("Retry-After") == "" {
			t.Errorf("503 without Retry-After")
		}
	}
}

// A refused body is read to a bound: unread, it breaks the next request at the edge.
func TestRefusedBodyIsDrained(t *testing.T) {
	body := strings.NewReader(strings.Repeat("x", 200<<10))
	r := httptest.NewRequest("POST", "/api/v1/links", nil)
	r.Body = io.NopCloser(body)
	w := httptest.NewRecorder()
	newHandler(t, link.Options{}).ServeHTTP(w, r)
	if w.Code != 413 || body.Len() != 0 {
		t.Errorf("status %d with %d bytes left unread, want 413 and 0", w.Code, body.Len())
	}
}

func ExampleHandler() {
	h := link.Handler(link.NewMemStore(), link.Options{Origin: "https://graft.example"})
	w := do(h, "POST", "/api/v1/links", `{"steps":[{"op":"rotation","degrees":20}]}`)
	var made link.Created
	json.Unmarshal(w.Body.Bytes(), &made)
	fmt.Println(w.Code, strings.HasPrefix(made.URL, "https://graft.example/s/"))
	fmt.Println(do(h, "GET", "/s/"+made.ID, "", "Sec-Fetch-Mode", "navigate").Code)
	// Output:
	// 201 true
	// 302
}

func ExampleMemStore() {
	s := link.NewMemStore()
	id := ids.NewLink()
	s.Put(context.Background(), id, []byte("a document"), time.Time{})
	body, _ := s.Get(context.Background(), id)
	fmt.Printf("%s\n", body)
	_, err := s.Get(context.Background(), ids.NewLink())
	fmt.Println(errors.Is(err, link.ErrNotFound))
	// Output:
	// a document
	// true
}
