package server

import (
	"encoding/binary"
	"fmt"
	"math"
	"net"
	"net/http"
	"strings"
	"testing"

	"graft/core/api"
	"graft/core/weights"
)

func floats(b []byte) []float32 {
	f := make([]float32, len(b)/4)
	for i := range f {
		f[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return f
}

func TestAPI(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	cfg.Weights = weights.Name{Kind: weights.KindFile, Path: "/srv/models/mine.safetensors"}
	c := start(t, cfg, lightLoader(nil))
	set := c.upload(twoClasses(t, 6)).ID
	done := c.submit(set, quick)
	c.listen(done, 0, nil)
	picture := string(pngOf(t, draw("warm", 1)))
	jpg := string(jpegOf(t, draw("warm", 1)))
	j := func(s string) string { return strings.NewReplacer("SET", set).Replace(s) }

	for _, tc := range []struct {
		method, url, body string
		status            int
		want              string // contained in the answer
	}{
		{"GET", "/", "", 200, "the page"},
		{"GET", "/healthz", "", 200, `{"status":"ok","backend":"go","device":"cpu","version":"test","weights":"mine.safetensors","weights_now":"mine.safetensors","fetching":false}`},
		{"HEAD", "/healthz", "", 200, ""},
		{"POST", "/healthz", "", 405, `want GET or HEAD`},
		{"GET", "/api/v1/openapi.json", "", 200, `"openapi": "3.1.0"`},
		{"GET", "/api/v1/nothing", "", 404, `"error":"nothing is served at this address"`},
		{"GET", "/api/v2/jobs", "", 404, `nothing is served`},

		{"GET", "/api/v1/datasets", "", 200, `{"datasets":[{"id":"` + set},
		{"GET", "/api/v1/datasets/" + set, "", 200, `"classes":[{"name":"cool","count":6},{"name":"warm","count":6}],"skipped":[]`},
		{"GET", "/api/v1/datasets/nothing", "", 404, `no such data set`},
		{"GET", "/api/v1/datasets/..%2fjobs", "", 404, `no such data set`},
		{"DELETE", "/api/v1/datasets/nothing", "", 404, `no such data set`},
		{"PUT", "/api/v1/datasets", "", 405, `want GET or HEAD or POST`},
		{"POST", "/api/v1/datasets", "", 400, `the body is empty`},

		{"GET", "/api/v1/jobs", "", 200, `"id":"` + done},
		{"GET", "/api/v1/jobs/" + done, "", 200, `"state":"done"`},
		{"GET", "/api/v1/jobs/" + done, "", 200, `"weights":"mine.safetensors"`},
		{"GET", "/api/v1/jobs/nothing", "", 404, `not found`},
		{"GET", "/api/v1/jobs/nothing/events", "", 404, `not found`},
		{"GET", "/api/v1/jobs/" + done + "/events?last_event_id=x", "", 400, `"field":"last_event_id"`},
		{"GET", "/api/v1/jobs/" + done + "/events?last_event_id=99999", "", 204, ``},
		{"POST", "/api/v1/jobs/nothing/cancel", "", 404, `not found`},
		{"POST", "/api/v1/jobs/" + done + "/cancel", "", 409, `the job is done`},
		{"GET", "/api/v1/jobs/nothing/head", "", 404, `not found`},
		{"HEAD", "/api/v1/jobs/" + done + "/head", "", 200, ``},
		{"GET", "/api/v1/jobs/" + done + "/labels.txt", "", 200, "cool\nwarm\n"},
		{"GET", "/api/v1/jobs/nothing/labels.txt", "", 404, `not found`},
		{"GET", "/api/v1/jobs/" + done + "/model.onnx", "", 503, `mine.safetensors`}, // a file that is not there
		{"GET", "/api/v1/jobs/nothing/model.onnx", "", 404, `not found`},
		{"GET", "/api/v1/jobs/nothing/model.safetensors", "", 404, `not found`},

		{"POST", "/api/v1/jobs", ``, 400, `not a job in JSON`},
		{"POST", "/api/v1/jobs", `{`, 400, `not a job in JSON: it is empty or cut off`},
		{"POST", "/api/v1/jobs", `[]`, 400, `not a job in JSON: array: want an object`},
		{"POST", "/api/v1/jobs", `{"dataset":5}`, 400, `{"error":"number: want a text","code":"server.want_text","field":"dataset","args":{"got":"number"}}`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET","recipe":{},"train":{"epochs":"x"}}`), 400, `{"error":"string: want a whole number","code":"recipe.wrong_type","field":"train.epochs"`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET","recipe":{"seed":-1}}`), 400, `{"error":"-1: want a whole number from 0 on","code":"recipe.wrong_type","field":"recipe.seed"`},
		{"POST", "/api/v1/jobs", `{"recipe":{}}`, 400, `"field":"dataset"`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET"}`), 400, `"field":"recipe"`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET","recipe":null}`), 400, `"field":"recipe"`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET","recipe":{}}{}`), 400, `something follows`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET","recipe":{},"more":1}`), 400, `unknown field`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET","recipe":{"v":9}}`), 400, `"field":"recipe.v"`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET","recipe":{"steps":[{"op":"explode"}]}}`), 400, `"field":"recipe.steps[0].op"`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET","recipe":{"steps":[{"op":"rotation","degrees":999}]}}`), 400, `{"error":"999: want 0 to 180","code":"recipe.outside","field":"recipe.steps[0].degrees","args":{"least":0,"most":180,"value":999}}`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET","recipe":{},"train":{"epochs":0}}`), 400, `"field":"train.epochs"`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET","recipe":{},"train":{"input_size":600}}`), 400, `600: want 0 (the recipe’s) or 32 to 512","code":"recipe.setting_outside_or_0","field":"train.input_size"`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET","recipe":{"train":{"views":0}}}`), 400, `"field":"recipe.train.views"`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET","recipe":{},"train":{"weights":"/etc/passwd"}}`), 400, `"field":"train.weights"`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"SET","recipe":{},"train":{"weights":"../x"}}`), 400, `"field":"train.weights"`},
		{"POST", "/api/v1/jobs", j(`{"dataset":"nothing","recipe":{}}`), 404, `"field":"dataset"`},
		{"POST", "/api/v1/jobs", `"` + strings.Repeat("x", maxJobBody) + `"`, 413, `larger than 64 KB`},

		{"POST", "/api/v1/embed", "", 422, `empty file`},
		{"POST", "/api/v1/embed", "hello, I am a text", 422, `this is text, not a picture`},
		{"POST", "/api/v1/embed", jpg[:len(jpg)/2], 422, `cut off`},
		{"POST", "/api/v1/embed", hugePNG(), 413, `100000 pixels a side: want at most`},
		{"POST", "/api/v1/embed", "II*\x00\x08\x00\x00\x00", 422, `this is a TIFF: want JPEG`},
		{"POST", "/api/v1/embed?weights=..%2f..%2fsecret", picture, 400, `"field":"weights"`},
		{"POST", "/api/v1/embed?weights=mine.safetensors", picture, 200, ""},
		{"POST", "/api/v1/embed?weights=someone/resnet50", picture, 200, ""},
		{"POST", "/api/v1/embed?size=33", picture, 200, ""},
		{"POST", "/api/v1/embed?size=31", picture, 400, `{"error":"\"31\": want a whole number of pixels, 32 to 512","code":"server.input_size","field":"size","args":{"least":32,"most":512,"value":"31"}}`},
		{"POST", "/api/v1/embed?size=big", picture, 400, `"field":"size"`},
		{"POST", "/api/v1/embed?size=224&job=" + done, picture, 200, ""},
		{"POST", "/api/v1/embed?size=160&job=" + done, picture, 400, `160: the job's head was trained at 224: want that, or nothing`},
		{"POST", "/api/v1/jobs/nothing/predict", picture, 404, `not found`},
		{"POST", "/api/v1/jobs/" + done + "/predict", "text", 422, `not a picture`},
		{"POST", "/api/v1/jobs/" + done + "/predict", picture, 200, `{"classes":[{"name":"`},

		{"POST", "/api/v1/links", `{}`, 201, `"url":"http://127.0.0.1`},
		{"POST", "/api/v1/links", `{"steps":[{"op":"explode"}]}`, 400, `"field":"steps[0].op"`},
		{"POST", "/api/v1/links", strings.Repeat("x", 40<<10), 413, `32 KB`},
		{"GET", "/api/v1/links/AAAAAAAAAAAAAAAAA", "", 404, `no such link`},
		{"GET", "/s/AAAAAAAAAAAAAAAAA", "", 404, `no such link`},
		{"DELETE", "/s/AAAAAAAAAAAAAAAAA", "", 405, `want GET`},
	} {
		t.Run(fmt.Sprintf("%s %.60s %d", tc.method, tc.url, tc.status), func(t *testing.T) {
			status, header, body := c.do(tc.method, tc.url, []byte(tc.body))
			if status != tc.status || !strings.Contains(string(body), tc.want) {
				t.Errorf("%s %s = %d %.300s, want %d with %s", tc.method, tc.url, status, body, tc.status, tc.want)
			}
			if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("X-Frame-Options") != "DENY" {
				t.Errorf("headers %v, want the security headers", header)
			}
			if strings.Contains(string(body), c.s.cfg.DataDir) || strings.Contains(string(body), "/srv/models") {
				t.Errorf("%s %s tells the server's paths: %s", tc.method, tc.url, body)
			}
		})
	}
}

// hugePNG is the head of a PNG that declares 100,000×100,000 pixels.
func hugePNG() string {
	return "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x02\x00\x00\x00\xd9\x7d\xf2\xa3" +
		"\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e\x00\x00\x00\x00IEND\xae\x42\x60\x82"
}

func TestUploads(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	cfg.MaxUpload = 1 << 20
	cfg.Limits.MaxUnpackedBytes = 8 << 20
	c := start(t, cfg, lightLoader(nil))
	warm, cool := pngOf(t, draw("warm", 1)), jpegOf(t, draw("cool", 2))
	good := []file{{"a/1.png", warm}, {"a/2.png", pngOf(t, draw("warm", 3))}, {"b/1.jpg", cool}, {"b/2.jpg", jpegOf(t, draw("cool", 4))}}
	with := func(f ...file) []byte { return zipped(t, append(f, good...)...) }
	bomb := make([]file, 40)
	for i := range bomb {
		bomb[i] = file{fmt.Sprintf("a/%d.png", i), make([]byte, 512<<10)}
	}
	kept := c.upload(with())

	for _, tc := range []struct {
		name   string
		body   []byte
		status int
		want   string
	}{
		{"empty zip", zipped(t), 422, `no pictures in class folders`},
		{"one class", zipped(t, good[:2]...), 422, `only one class`},
		{"text only", []byte("I am no archive"), 422, `not a zip, tar or tar.gz`},
		{"a picture", warm, 422, `this is a single PNG`},
		{"cut off", with()[:200], 422, `damaged`},
		{"bomb", zipped(t, bomb...), 413, `it unpacks to more than`},
		{"too large", make([]byte, 1<<20+1), 413, `larger than 1 MB`},
		{"text called .jpg", with(file{"a/0.jpg", []byte("just text")}), 201, `{"path":"a/0.jpg","reason":"this is text, not a picture`},
		{"truncated JPEG", with(file{"a/0.jpg", cool[:len(cool)/2]}), 201, `{"path":"a/0.jpg","reason":"jpeg is cut off`},
		{"huge PNG", with(file{"a/0.png", []byte(hugePNG())}), 201, `"reason":"100000 pixels a side`},
		{"TIFF", with(file{"a/0.tif", []byte("II*\x00\x08\x00\x00\x00")}), 201, `"reason":"this is a TIFF`},
		{"path upwards", with(file{"../../a/0.png", warm}), 201, `a/0.png","reason":`},
		{"absolute path", with(file{"/etc/0.png", warm}), 201, `etc/0.png","reason":`},
		{"two of one name", with(file{"a/1.png", warm}), 201, `{"path":"a/1.png","reason":"a second file of this name","code":"dataset.skip_twice"}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			status, _, body := c.do("POST", "/api/v1/datasets", tc.body)
			if status != tc.status || !strings.Contains(string(body), tc.want) {
				t.Errorf("upload of %s = %d %s, want %d with %s", tc.name, status, body, tc.status, tc.want)
			}
			wantNothingLeft(t, cfg.DataDir)
		})
	}
	var after api.Dataset
	c.want(200, "GET", "/api/v1/datasets/"+kept.ID, nil, &after)
	if asJSON(t, after) != asJSON(t, kept) {
		t.Errorf("the first data set is %+v, was %+v", after, kept)
	}
}

func TestUploadBreaksOff(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	c := start(t, cfg, lightLoader(nil))
	conn, err := net.Dial("tcp", c.ts.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	archive := twoClasses(t, 2)
	fmt.Fprintf(conn, "POST /api/v1/datasets HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(archive), archive[:len(archive)/2])
	conn.Close()
	wantNothingLeft(t, cfg.DataDir)
	var list struct{ Datasets []api.Dataset }
	c.want(200, "GET", "/api/v1/datasets", nil, &list)
	if len(list.Datasets) != 0 {
		t.Errorf("data sets = %v, want none", list.Datasets)
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	c := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	for _, tc := range []struct {
		method string
		header []string
		status int
	}{
		{"POST", nil, 201},
		{"POST", []string{"Origin", c.ts.URL, "Sec-Fetch-Site", "same-origin"}, 201},
		{"POST", []string{"Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site"}, 403},
		{"POST", []string{"Origin", "https://elsewhere.example"}, 403},
	} {
		status, _, body := c.do(tc.method, "/api/v1/links", []byte("{}"), tc.header...)
		if status != tc.status {
			t.Errorf("%s with %v = %d %s, want %d", tc.method, tc.header, status, body, tc.status)
		}
	}
}

func TestTooManyJobs(t *testing.T) {
	gate := make(chan struct{})
	c := start(t, testConfig(t, t.TempDir()), lightLoader(gate))
	set := c.upload(twoClasses(t, 2)).ID
	id := c.submit(set, quick)
	c.listen(id, 0, func(e event) bool { return e.kind == "running" })
	ask := func(client int) (int, http.Header, string) {
		status, head, body := c.do("POST", "/api/v1/jobs", fmt.Appendf(nil, `{"dataset":%q,"recipe":{}}`, set), as(client)...)
		return status, head, string(body)
	}
	refused := func(client, want int, why string) {
		t.Helper()
		if status, head, body := ask(client); status != want || !strings.Contains(body, why) || head.Get("Retry-After") == "" {
			t.Errorf("one job too many = %d %v %s, want %d, when to come again and %q", status, head, body, want, why)
		}
	}
	for n := range maxQueued {
		client := n / maxQueuedEach
		if status, _, body := ask(client); status != 202 {
			t.Fatalf("job %d = %d %s, want 202", n, status, body)
		}
		if n%maxQueuedEach == maxQueuedEach-1 {
			refused(client, 429, "60 jobs of this client are waiting")
		}
	}
	refused(99, 503, "200 jobs are waiting")
}

func TestPanicIsAnswered(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	cfg.Page = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a bug") })
	c := start(t, cfg, lightLoader(nil))
	if status, _, body := c.do("GET", "/", nil); status != 500 || strings.Contains(string(body), "a bug") {
		t.Errorf("a panic = %d %s, want 500 without its words", status, body)
	}
	c.want(200, "GET", "/healthz", nil, nil)
}
