package linktest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"graft/core/head"
	"graft/core/ids"
	"graft/core/link"
	"graft/core/recipe"
)

// RunHTTP tests what serves links at base, for example "http://127.0.0.1:8787":
// link.Handler on any store, in any place. It makes some hundred links, so the
// server must let it.
func RunHTTP(t *testing.T, base string) {
	c := &client{base: base, http: &http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	for name, test := range map[string]func(*testing.T, *client){
		"same recipe": sameRecipe, "refuses": refusals, "goes on after large bodies": largeBodies,
		"opens": opens, "card": card, "nothing is smuggled": smuggling, "attachments": attachments,
		"refuses attachments": badAttachments, "expiry": expiry, "deletion": deletion, "together": together,
	} {
		t.Run(name, func(t *testing.T) { test(t, c) })
	}
}

type client struct {
	base string
	http *http.Client
}

type response struct {
	status int
	header http.Header
	body   []byte
}

func (c *client) do(t *testing.T, method, path string, body []byte, header ...string) response {
	t.Helper()
	r, err := http.NewRequest(method, c.base+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := c.http.Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return response{res.StatusCode, res.Header, got}
}

// want is do, and fails unless the answer has the status and says text.
func (c *client) want(t *testing.T, status int, text, method, path string, body []byte, header ...string) response {
	t.Helper()
	r := c.do(t, method, path, body, header...)
	if r.status != status || !strings.Contains(string(r.body), text) {
		t.Errorf("%s %s = %d %.300s, want %d with %q", method, path, r.status, r.body, status, text)
	}
	return r
}

func (c *client) make(t *testing.T, query string, body []byte, header ...string) link.Created {
	t.Helper()
	r := c.want(t, 201, `"url":"`, "POST", "/api/v1/links"+query, body, header...)
	var made link.Created
	if err := json.Unmarshal(r.body, &made); err != nil || !ids.ValidLink(made.ID) || made.Token == "" {
		t.Fatalf("POST = %s (%v), want an id and a token", r.body, err)
	}
	if want := c.base + "/s/" + made.ID; made.URL != want {
		t.Errorf("url = %s, want %s", made.URL, want)
	}
	return made
}

func document(seed uint64) []byte {
	r := recipe.Default()
	r.Seed = seed
	train := recipe.DefaultTrain()
	r.Train = &train
	return r.JSON()
}

func sameRecipe(t *testing.T, c *client) {
	made := c.make(t, "", document(7))
	r := c.want(t, 200, string(document(7)), "GET", "/api/v1/links/"+made.ID, nil)
	if r.header.Get("Content-Type") != "application/json" || r.header.Get("Graft-Attached") != "" {
		t.Errorf("header = %v, want JSON with nothing attached", r.header)
	}
	if got := c.do(t, "HEAD", "/api/v1/links/"+made.ID, nil); got.status != 200 || len(got.body) > 0 {
		t.Errorf("HEAD = %d with %d bytes, want 200 with none", got.status, len(got.body))
	}
	if max := r.header.Get("Cache-Control"); max != fmt.Sprintf("public, max-age=%d", link.CacheSeconds) {
		t.Errorf("Cache-Control = %q", max)
	}
}

func refusals(t *testing.T, c *client) {
	known := c.make(t, "", []byte(`{}`)).ID
	for _, tc := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "/api/v1/links/AAAAAAAAAAAAAAAAA", "", 404, `{"error":"no such link","code":"link.none"}`},
		{"GET", "/api/v1/links/x", "", 404, `{"error":"no such link","code":"link.none"}`},
		{"GET", "/api/v1/links/" + known + "/picture", "", 404, `no such link`},
		{"GET", "/api/v1/links/" + known + "/token", "", 404, `"error"`},
		{"GET", "/s/AAAAAAAAAAAAAAAAA", "", 404, `{"error":"no such link","code":"link.none"}`},
		{"GET", "/s/%3Cscript%3E", "", 404, `{"error":"no such link","code":"link.none"}`},
		{"POST", "/s/" + known, "{}", 405, `want GET`},
		{"GET", "/api/v1/links", "", 405, `want POST`},
		{"PUT", "/api/v1/links/" + known, "{}", 405, `DELETE`},
		{"DELETE", "/api/v1/links/" + known, "", 403, `only who made`},
		{"DELETE", "/api/v1/links/AAAAAAAAAAAAAAAAA", "", 404, `no such link`},
		{"POST", "/api/v1/links", "", 400, `not a recipe in JSON`},
		{"POST", "/api/v1/links", "{", 400, `not a recipe in JSON`},
		{"POST", "/api/v1/links", "\xff\xfe\x00", 400, `not a recipe in JSON`},
		{"POST", "/api/v1/links", `{"v":2}`, 400, `"field":"v"`},
		{"POST", "/api/v1/links", `{"steps":[{"op":"explode"}]}`, 400, `"field":"steps[0].op"`},
		{"POST", "/api/v1/links", `{"html":"<script>"}`, 400, `unknown field`},
		{"POST", "/api/v1/links?expires_in=59", `{}`, 400, `"field":"expires_in"`},
		{"POST", "/api/v1/links?expires_in=99999999999999999999", `{}`, 400, `"field":"expires_in"`},
		{"POST", "/api/v1/links?lang=fr", `{}`, 400, `"field":"lang"`},
		{"POST", "/api/v1/links?to=https://elsewhere.example", `{}`, 400, `"field":"to"`},
	} {
		c.want(t, tc.status, tc.want, tc.method, tc.path, []byte(tc.body))
	}
}

// A body past the limit is refused in words, and the connection is good for the
// next request.
func largeBodies(t *testing.T, c *client) {
	for _, size := range []int{recipe.MaxBytes + 1, 200 << 10, 3 << 20} {
		body := []byte(`{"v":1,"seed":1` + strings.Repeat(" ", size) + `}`)
		c.want(t, 413, `32 KB`, "POST", "/api/v1/links", body)
		c.make(t, "", []byte(`{"v":1}`))
	}
}

func opens(t *testing.T, c *client) {
	made := c.make(t, "", document(11))
	r := c.do(t, "GET", "/s/"+made.ID, nil, "Sec-Fetch-Mode", "navigate", "Accept", "text/html,*/*")
	to := r.header.Get("Location")
	if r.status != 302 || !strings.HasPrefix(to, "/#r=") {
		t.Fatalf("GET /s/%s = %d to %q, want 302 to /#r=…", made.ID, r.status, to)
	}
	back, err := recipe.Parse(to)
	if err != nil || string(back.JSON()) != string(document(11)) {
		t.Errorf("the short link opens %s (%v), want %s", back.JSON(), err, document(11))
	}
	missing := c.want(t, 404, "leads nowhere", "GET", "/s/AAAAAAAAAAAAAAAAA", nil, "Accept", "text/html,*/*")
	if !strings.HasPrefix(missing.header.Get("Content-Type"), "text/html") {
		t.Errorf("a missing link is %q for a browser, want a page", missing.header.Get("Content-Type"))
	}
}

// card is what programs see that make previews.
func card(t *testing.T, c *client) {
	body, kind := Form(t, Part{"recipe", document(3)}, Part{"card", Picture(t, 1200, 630)})
	made := c.make(t, "?lang=zh", body, "Content-Type", kind)
	plain := c.make(t, "", document(3))
	for id, wants := range map[string][]string{
		made.ID: {
			`<meta property="og:title" content="图像增强：`, `<meta property="og:url" content="` + c.base + "/s/" + made.ID + `">`,
			`<meta property="og:image" content="` + c.base + "/api/v1/links/" + made.ID + `/card">`,
			`<meta property="og:image:width" content="1200">`, `<meta name="twitter:card" content="summary_large_image">`,
			`<meta http-equiv="refresh" content="0; url=/#r=`,
		},
		plain.ID: {`<meta property="og:title" content="Augmentation: `, `<meta name="twitter:card" content="summary">`},
	} {
		for _, agent := range []string{"Twitterbot/1.0", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) somebot/2.0"} {
			r := c.do(t, "GET", "/s/"+id, nil, "User-Agent", agent, "Sec-Fetch-Mode", "navigate")
			for _, want := range wants {
				if r.status != 200 || !strings.Contains(string(r.body), want) {
					t.Errorf("GET /s/%s = %d %s, want it to have %s", id, r.status, r.body, want)
				}
			}
			if csp := r.header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "script") {
				t.Errorf("Content-Security-Policy = %q, want one without scripts", csp)
			}
		}
	}
}

// smuggling tries to bring markup and foreign addresses through what a stranger
// may name: the classes of a head, and headers.
func smuggling(t *testing.T, c *client) {
	evil := `"><script src=https://elsewhere.example/x.js></script><img onerror=a src=x>`
	body, kind := Form(t, Part{"recipe", document(5)}, Part{"head", Head(t, evil, "'; url=https://elsewhere.example")})
	made := c.make(t, "", body, "Content-Type", kind)
	r := c.want(t, 200, "og:title", "GET", "/s/"+made.ID, nil)
	page := string(r.body)
	if strings.Contains(page, "<script") || strings.Contains(page, "<img") || strings.Count(page, "http-equiv") != 1 {
		t.Errorf("the page of a link has markup in it that its maker brought: %s", page)
	}
	r = c.do(t, "GET", "/s/"+made.ID, nil, "Sec-Fetch-Mode", "navigate")
	if to := r.header.Get("Location"); !strings.HasPrefix(to, "/#r=") || strings.Contains(to, "elsewhere") {
		t.Errorf("the link leads to %q", to)
	}
}

func attachments(t *testing.T, c *client) {
	picture, classifier, grid := Picture(t, 320, 200), Head(t, "cat", "dog"), Picture(t, 600, 315)
	body, kind := Form(t, Part{"head", classifier}, Part{"recipe", document(9)}, Part{"picture", picture}, Part{"card", grid})
	made := c.make(t, "?expires_in=86400", body, "Content-Type", kind)
	for part, want := range map[string][]byte{"picture": picture, "head": classifier, "card": grid} {
		for range 2 { // the second may come out of a cache
			r := c.do(t, "GET", "/api/v1/links/"+made.ID+"/"+part, nil)
			if r.status != 200 || !bytes.Equal(r.body, want) || r.header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("GET %s = %d, %d bytes, %v, want 200 and the %d that were sent", part, r.status, len(r.body), r.header, len(want))
			}
		}
	}
	r := c.want(t, 200, `"seed":9`, "GET", "/api/v1/links/"+made.ID, nil)
	if got := r.header.Get("Graft-Attached"); got != "picture, head, card" {
		t.Errorf("Graft-Attached = %q", got)
	}
	to := c.do(t, "GET", "/s/"+made.ID, nil, "Sec-Fetch-Mode", "navigate").header.Get("Location")
	for _, want := range []string{"&picture=" + made.ID, "&head=" + made.ID, "&view=recognise"} {
		if !strings.Contains(to, want) {
			t.Errorf("the link leads to %q, want it to have %s", to, want)
		}
	}
}

func badAttachments(t *testing.T, c *client) {
	doc, good := document(1), Picture(t, 64, 64)
	exif := slices.Concat(good[:2], []byte{0xff, 0xe1, 0, 8, 'E', 'x', 'i', 'f', 0, 0}, good[2:])
	large := append(Picture(t, 64, 64), make([]byte, link.MaxPicture)...)
	half := Head(t, "cat", "dog")
	for _, tc := range []struct {
		name   string
		parts  []Part
		status int
		want   string
	}{
		{"no recipe", []Part{{"picture", good}}, 400, `"field":"recipe"`},
		{"bad recipe", []Part{{"recipe", []byte("{")}}, 400, `not a recipe`},
		{"unknown part", []Part{{"recipe", doc}, {"location", good}}, 400, `"field":"location"`},
		{"two pictures", []Part{{"recipe", doc}, {"picture", good}, {"picture", good}}, 400, `at most one`},
		{"not a picture", []Part{{"recipe", doc}, {"picture", []byte("<svg onload=alert(1)>")}}, 400, `not a JPEG`},
		{"metadata", []Part{{"recipe", doc}, {"picture", exif}}, 400, `metadata`},
		{"metadata in the card", []Part{{"recipe", doc}, {"card", exif}}, 400, `"field":"card"`},
		{"behind its end", []Part{{"recipe", doc}, {"picture", append(slices.Clone(good), "<script>"...)}}, 400, `behind its end`},
		{"large picture", []Part{{"recipe", doc}, {"picture", large}}, 413, `512 KB`},
		{"damaged head", []Part{{"recipe", doc}, {"head", half[:len(half)-1]}}, 400, `"field":"head"`},
		{"large head", []Part{{"recipe", doc}, {"head", make([]byte, link.MaxHead+1)}}, 413, `1 MB`},
	} {
		body, kind := Form(t, tc.parts...)
		r := c.do(t, "POST", "/api/v1/links", body, "Content-Type", kind)
		if r.status != tc.status || !strings.Contains(string(r.body), tc.want) {
			t.Errorf("%s = %d %s, want %d with %s", tc.name, r.status, r.body, tc.status, tc.want)
		}
	}
	body, kind := Form(t, Part{"recipe", doc})
	c.want(t, 400, "did not arrive whole", "POST", "/api/v1/links", body[:len(body)-20], "Content-Type", kind)
}

func expiry(t *testing.T, c *client) {
	made := c.make(t, "?expires_in=60", document(2))
	at, err := time.Parse(time.RFC3339, made.Expires)
	if left := time.Until(at); err != nil || left < 50*time.Second || left > 70*time.Second {
		t.Errorf("expires = %q, want it in a minute", made.Expires)
	}
	r := c.want(t, 200, `"seed":2`, "GET", "/api/v1/links/"+made.ID, nil)
	var age int
	if _, err := fmt.Sscanf(r.header.Get("Cache-Control"), "public, max-age=%d", &age); err != nil || age > 60 || age < 40 {
		t.Errorf("Cache-Control = %q, want it not to last longer than the link", r.header.Get("Cache-Control"))
	}
	if made := c.make(t, "", document(2)); made.Expires != "" {
		t.Errorf("expires = %q of a link that stays, want none", made.Expires)
	}
}

func deletion(t *testing.T, c *client) {
	body, kind := Form(t, Part{"recipe", document(4)}, Part{"picture", Picture(t, 32, 32)})
	made, other := c.make(t, "", body, "Content-Type", kind), c.make(t, "", document(4))
	paths := []string{"/api/v1/links/" + made.ID, "/s/" + made.ID, "/api/v1/links/" + made.ID + "/picture"}
	for _, path := range paths { // and so into every cache
		c.want(t, 200, "", "GET", path, nil)
	}
	for _, token := range []string{"", "Bearer", "Bearer " + other.Token, "Basic " + made.Token, "Bearer " + strings.ToLower(made.Token)} {
		c.want(t, 403, "only who made", "DELETE", "/api/v1/links/"+made.ID, nil, "Authorization", token)
	}
	c.want(t, 204, "", "DELETE", "/api/v1/links/"+made.ID, nil, "Authorization", "Bearer "+made.Token)
	for _, path := range paths {
		c.want(t, 404, "no such link", "GET", path, nil)
	}
	c.want(t, 404, "no such link", "DELETE", "/api/v1/links/"+made.ID, nil, "Authorization", "Bearer "+made.Token)
	c.want(t, 200, "", "GET", "/api/v1/links/"+other.ID, nil)
}

// together has makers and readers, and people who send rubbish, at once.
func together(t *testing.T, c *client) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 8 {
				doc := document(uint64(1000*i + j))
				made := c.make(t, "", doc)
				for range 3 {
					c.want(t, 200, string(doc), "GET", "/api/v1/links/"+made.ID, nil)
				}
				c.want(t, 400, "not a recipe", "POST", "/api/v1/links", []byte("{"))
				c.want(t, 404, "no such link", "GET", "/api/v1/links/"+ids.NewLink(), nil)
			}
		})
	}
	wg.Wait()
}

// Head returns a head of the given classes in 16 bits, as a link carries it.
func Head(t testing.TB, classes ...string) []byte {
	t.Helper()
	h := &head.Head{
		Classes: classes, Kernel: make([]float32, head.Features*len(classes)), Bias: make([]float32, len(classes)),
		Backbone: "resnet50", Weights: "random", WeightsDigest: "00ff", Preprocessing: "torchvision", Size: [2]int{224, 224},
	}
	data, err := h.EncodeHalf()
	if err != nil {
		t.Fatal(err)
	}
	return data
}
