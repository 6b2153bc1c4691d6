package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"net/http"
	"strings"
	"testing"

	"graft/core/api"
	"graft/core/head"
	"graft/core/job"
	"graft/core/resnet"
	"graft/core/tune/report"
)

// Map of light has the picture's features at every place, more of them to the
// right: their mean is the features.
func (l light) Map(ctx context.Context, picture *image.NRGBA) (*resnet.Map, error) {
	x, err := l.Features(ctx, []*image.NRGBA{picture})
	if err != nil {
		return nil, err
	}
	m := &resnet.Map{Side: 7, Values: make([]float32, 7*7*head.Features)}
	for place := range 49 {
		for k, v := range x[0] {
			m.Values[place*head.Features+k] = v * float32(place%7) / 3
		}
	}
	return m, nil
}

const learns = `{"epochs":8,"views":1,"batch":8,"learning_rate":0.01}`

func TestReport(t *testing.T) {
	dir := t.TempDir()
	c := start(t, testConfig(t, dir), lightLoader(nil))
	set := c.upload(twoClasses(t, 20))
	id := c.submit(set.ID, learns)
	c.listen(id, 0, nil)
	d := c.job(id)
	var r report.Report
	c.want(200, "GET", "/api/v1/jobs/"+id+"/report", nil, &r)
	if r.Count != d.ValCount || len(r.Pictures) != d.ValCount || fmt.Sprint(r.Confusion) != fmt.Sprint(d.Confusion) || len(r.Map.Points) != d.TrainCount+d.ValCount {
		t.Errorf("report on %d pictures with confusion %v and %d points, the job has %d, %v and %d", r.Count, r.Confusion, len(r.Map.Points), d.ValCount, d.Confusion, d.TrainCount+d.ValCount)
	}
	if d.Accuracy == nil || d.Accuracy.Value != r.Accuracy || d.Accuracy.Interval != r.Interval || d.Accuracy.MacroF1 != r.MacroF1 {
		t.Errorf("the job's accuracy is %+v, the report's %g within %v", d.Accuracy, r.Accuracy, r.Interval)
	}
	// Every picture of the report is shown by the data set.
	for _, v := range r.Pictures {
		status, header, body := c.do("GET", "/api/v1/datasets/"+set.ID+"/pictures/"+v.Digest+"?side=32", nil)
		img, err := jpeg.Decode(bytes.NewReader(body))
		if status != 200 || err != nil || max(img.Bounds().Dx(), img.Bounds().Dy()) != 32 || !strings.Contains(header.Get("Cache-Control"), "immutable") {
			t.Fatalf("picture %s = %d %v, %v, want 32 pixels", v.Path, status, header, err)
		}
	}
	// It outlives the server.
	c.stop()
	c = start(t, testConfig(t, dir), lightLoader(nil))
	var again report.Report
	c.want(200, "GET", "/api/v1/jobs/"+id+"/report", nil, &again)
	if a, b := asJSON(t, again), asJSON(t, r); a != b {
		t.Errorf("after a restart the report is %s, was %s", a, b)
	}
}

func TestReportFaults(t *testing.T) {
	gate := make(chan struct{})
	c := start(t, testConfig(t, t.TempDir()), lightLoader(gate))
	set := c.upload(twoClasses(t, 4))
	id := c.submit(set.ID, quick)
	var summary api.Dataset
	c.want(200, "GET", "/api/v1/datasets/"+set.ID, nil, &summary)
	unknown := strings.Repeat("ab", 32)
	for _, tc := range []struct {
		method, url, body string
		status            int
		text              string
	}{
		{"GET", "/api/v1/jobs/" + id + "/report", "", 409, "the job has no report"},
		{"GET", "/api/v1/jobs/x/report", "", 404, "not found"},
		{"POST", "/api/v1/jobs/" + id + "/explain", "x", 409, "no head"},
		{"POST", "/api/v1/jobs/x/explain", "x", 404, "not found"},
		{"GET", "/api/v1/datasets/" + set.ID + "/pictures/" + unknown, "", 404, "no such picture"},
		{"GET", "/api/v1/datasets/" + set.ID + "/pictures/..%2f..", "", 404, "no such picture"},
		{"GET", "/api/v1/datasets/x/pictures/" + unknown, "", 404, "no such data set"},
		{"GET", "/api/v1/datasets/" + set.ID + "/pictures/" + unknown + "?side=5000", "", 400, "16 to 1024"},
		{"PATCH", "/api/v1/jobs/x", `{"name":"a"}`, 404, "not found"},
		{"PATCH", "/api/v1/jobs/" + id, `{}`, 400, "missing"},
		{"PATCH", "/api/v1/jobs/" + id, `[`, 400, "not a change"},
		{"PATCH", "/api/v1/jobs/" + id, `{"name":"a\nb"}`, 400, "one line"},
		{"PATCH", "/api/v1/jobs/" + id, `{"name":"` + strings.Repeat("x", 201) + `"}`, 400, "201 bytes"},
		{"DELETE", "/api/v1/jobs/" + id, "", 409, "cancel it first"},
		{"DELETE", "/api/v1/jobs/x", "", 404, "not found"},
	} {
		status, _, body := c.do(tc.method, tc.url, []byte(tc.body))
		var p struct{ Error string }
		if err := json.Unmarshal(body, &p); err != nil || status != tc.status || !strings.Contains(p.Error, tc.text) {
			t.Errorf("%s %s = %d %s, want %d with %q", tc.method, tc.url, status, body, tc.status, tc.text)
		}
	}
	close(gate)
	c.listen(id, 0, nil)
}

// A run is named, keeps its name, and goes when it is told to.
func TestNameAndDelete(t *testing.T) {
	dir := t.TempDir()
	c := start(t, testConfig(t, dir), lightLoader(nil))
	id := c.submit(c.upload(twoClasses(t, 6)).ID, quick)
	c.listen(id, 0, nil)
	var j api.Job
	c.want(200, "PATCH", "/api/v1/jobs/"+id, []byte(`{"name":" more views "}`), &j)
	if j.Name != "more views" || j.State != job.Done {
		t.Errorf("PATCH = %+v, want the job with its name", j)
	}
	c.stop()
	c = start(t, testConfig(t, dir), lightLoader(nil))
	if d := c.job(id); d.Name != "more views" || len(d.Epochs) != 3 {
		t.Errorf("after a restart %+v, want the name and the epochs", d)
	}
	c.want(204, "DELETE", "/api/v1/jobs/"+id, nil, nil)
	for _, path := range []string{"", "/report", "/head", "/events"} {
		c.want(404, "GET", "/api/v1/jobs/"+id+path, nil, nil)
	}
	var jobs struct{ Jobs []api.Job }
	c.want(200, "GET", "/api/v1/jobs", nil, &jobs)
	if len(jobs.Jobs) != 0 {
		t.Errorf("jobs %+v, want none", jobs.Jobs)
	}
}

func TestExplain(t *testing.T) {
	c := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	id := c.submit(c.upload(twoClasses(t, 20)).ID, learns)
	c.listen(id, 0, nil)
	picture := jpegOf(t, draw("warm", 77))
	var told struct{ Classes []api.Guess }
	c.want(200, "POST", "/api/v1/jobs/"+id+"/predict", picture, &told)
	var e api.Explanation
	c.want(200, "POST", "/api/v1/jobs/"+id+"/explain", picture, &e)
	if len(e.Maps) != 2 || e.Side != 7 || e.Classes[0].Name != told.Classes[0].Name {
		t.Fatalf("explanation %+v, want both classes and what predict says: %+v", e, told)
	}
	var logits [2]float64
	for i, m := range e.Maps {
		if m.Class != e.Classes[i].Name || len(m.Values) != 49 {
			t.Fatalf("map %d is of %s with %d numbers, want %s and 49", i, m.Class, len(m.Values), e.Classes[i].Name)
		}
		for _, v := range m.Values {
			logits[i] += float64(v) / 49
		}
		logits[i] += float64(m.Bias)
	}
	if got, want := 1/(1+math.Exp(logits[1]-logits[0])), float64(told.Classes[0].P); math.Abs(got-want) > 1e-4 {
		t.Errorf("by the maps the probability is %g, predict says %g", got, want)
	}
	c.want(200, "POST", "/api/v1/jobs/"+id+"/explain?class=cool", picture, &e)
	if len(e.Maps) != 1 || e.Maps[0].Class != "cool" {
		t.Errorf("maps %+v, want that of cool alone", e.Maps)
	}
	if status, _, body := c.do("POST", "/api/v1/jobs/"+id+"/explain?class=hot", picture); status != http.StatusBadRequest || !strings.Contains(string(body), "class") {
		t.Errorf("explain of an unknown class = %d %s, want 400", status, body)
	}
	if status, _, body := c.do("POST", "/api/v1/jobs/"+id+"/explain", []byte("no picture")); status != 422 {
		t.Errorf("explain of a text = %d %s, want 422", status, body)
	}
}

func TestThumbCacheIsBounded(t *testing.T) {
	c := newThumbCache()
	for i := range 100 {
		c.put(fmt.Sprint(i), make([]byte, thumbMemory/20))
		c.get("0") // used all the time: it stays
	}
	if _, ok := c.get("0"); !ok || c.kept.Held() > thumbMemory || len(c.kept.Keys()) != 20 {
		t.Errorf("%d bytes in %d thumbnails, the first kept: %v; want at most %d", c.kept.Held(), len(c.kept.Keys()), ok, thumbMemory)
	}
	c.put("huge", make([]byte, thumbMemory))
	if _, ok := c.get("huge"); ok {
		t.Error("a thumbnail as large as the cache was kept")
	}
}
