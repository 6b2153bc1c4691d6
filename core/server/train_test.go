package server

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"graft/core/api"
	"graft/core/head"
	"graft/core/job"
	"graft/core/server/internal/models"
)

// event is one server-sent event.
type event struct {
	id         int64
	kind, data string
}

// listen returns a job's events after number after, until the stream ends or
// stop says so, and the number of heartbeats seen.
func (c *client) listen(id string, after int64, stop func(event) bool) (events []event, beats int) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", c.ts.URL+"/api/v1/jobs/"+id+"/events", nil)
	if err != nil {
		c.t.Fatal(err)
	}
	if after > 0 {
		r.Header.Set("Last-Event-ID", strconv.FormatInt(after, 10))
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode == 204 {
		return nil, 0
	}
	if got := res.Header.Get("Content-Type"); res.StatusCode != 200 || got != "text/event-stream" {
		c.t.Fatalf("events = %d %s, want a stream", res.StatusCode, got)
	}
	var e event
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		key, value, _ := strings.Cut(lines.Text(), ": ")
		switch key {
		case "id":
			if e.id, err = strconv.ParseInt(value, 10, 64); err != nil {
				c.t.Fatal(err)
			}
		case "event":
			e.kind = value
		case "data":
			e.data = value
			events = append(events, e)
			c.checkEvent(e)
			if stop != nil && stop(e) {
				return events, beats
			}
		case "":
			if value == "alive" {
				beats++
			}
		}
	}
	if ctx.Err() != nil {
		c.t.Fatalf("the events did not end: %v", events)
	}
	return events, beats
}

// checkEvent holds an event to what openapi.json says of its kind.
func (c *client) checkEvent(e event) {
	c.t.Helper()
	p := readPage(c.t)
	name := map[string]string{"progress": "Progress", "epoch": "Epoch", "done": "Outcome"}[e.kind]
	if name == "" {
		return
	}
	if err := p.checkJSON(p.Components.Schemas[name], []byte(e.data)); err != nil {
		c.t.Errorf("event %s %s: openapi.json: %v", e.kind, e.data, err)
	}
}

func kinds(events []event) string {
	var s []string
	for _, e := range events {
		if len(s) == 0 || s[len(s)-1] != e.kind {
			s = append(s, e.kind)
		}
	}
	return strings.Join(s, " ")
}

func TestTrainAndRecognise(t *testing.T) {
	c := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	set := c.upload(twoClasses(t, 20))
	if got := fmt.Sprint(set.Classes); got != "[{cool 20} {warm 20}]" || len(set.Skipped) != 0 {
		t.Fatalf("classes %s, skipped %v, want 20 of each and none", got, set.Skipped)
	}
	id := c.submit(set.ID, `{"epochs":8,"views":2,"batch":8,"learning_rate":0.01}`)
	events, _ := c.listen(id, 0, nil)
	if got := kinds(events); !strings.HasPrefix(got, "queued running progress ") || !strings.HasSuffix(got, " done") {
		t.Errorf("events %s, want them from queued to done", got)
	}
	for i, e := range events {
		if e.id != int64(i+1) {
			t.Fatalf("event %d has id %d", i+1, e.id)
		}
	}
	// Whoever comes back gets what follows, wherever the stream broke off.
	for _, after := range []int{1, len(events) / 2, len(events) - 1} {
		rest, _ := c.listen(id, int64(after), nil)
		if fmt.Sprint(rest) != fmt.Sprint(events[after:]) {
			t.Errorf("after %d: %v, want %v", after, rest, events[after:])
		}
	}
	if status, _, body := c.do("GET", "/api/v1/jobs/"+id+"/events", nil, "Last-Event-ID", strconv.Itoa(len(events))); status != 204 {
		t.Errorf("after the last event = %d %s, want 204", status, body)
	}

	d := c.job(id)
	if d.State != job.Done || len(d.Epochs) != 8 || d.Epochs[7].ValAccuracy < 0.95 || d.TrainCount != 32 || d.ValCount != 8 || d.Position != 0 {
		t.Errorf("job = %+v, want it done, with 32 and 8 pictures told apart", d)
	}
	if d.Confusion[0][0]+d.Confusion[1][1] < 8 || d.Weights.Digest != "d-random" || d.Train.Weights != "random" || d.Backend != "go" {
		t.Errorf("confusion %v, weights %+v, train %+v, backend %s", d.Confusion, d.Weights, d.Train, d.Backend)
	}
	c.recognises(id)
}

// recognises checks head, embed and predict of a job that tells warm from cool.
func (c *client) recognises(id string) {
	c.t.Helper()
	status, header, body := c.do("GET", "/api/v1/jobs/"+id+"/head", nil)
	h, err := head.Decode(body)
	if status != 200 || err != nil || fmt.Sprint(h.Classes) != "[cool warm]" {
		c.t.Fatalf("head = %d, %v, %+v", status, err, h)
	}
	if !strings.HasPrefix(header.Get("Content-Disposition"), `attachment; filename="graft-`) {
		c.t.Errorf("Content-Disposition = %q", header.Get("Content-Disposition"))
	}
	if status, _, _ := c.do("GET", "/api/v1/jobs/"+id+"/head", nil, "If-None-Match", header.Get("ETag")); status != 304 {
		c.t.Errorf("head with its ETag = %d, want 304", status)
	}
	for _, kind := range []string{"warm", "cool"} {
		picture := jpegOf(c.t, draw(kind, 999))
		var answer struct{ Classes []api.Guess }
		c.want(200, "POST", "/api/v1/jobs/"+id+"/predict", picture, &answer)
		if len(answer.Classes) != 2 || answer.Classes[0].Name != kind || answer.Classes[0].P < 0.5 {
			c.t.Errorf("predict of a %s picture = %v", kind, answer.Classes)
		}
		features := c.embed(picture, h.WeightsDigest)
		p, err := h.Predict(features)
		if err != nil {
			c.t.Fatal(err)
		}
		for i, name := range h.Classes {
			for _, g := range answer.Classes {
				if g.Name == name && g.P != p[i] {
					c.t.Errorf("the head in the client gives %s %g, the server %g", name, p[i], g.P)
				}
			}
		}
	}
}

func (c *client) embed(picture []byte, digest string) []float32 {
	c.t.Helper()
	status, header, body := c.do("POST", "/api/v1/embed?weights=random", picture)
	if status != 200 || len(body) != 4*head.Features || header.Get("Graft-Weights-Digest") != digest {
		c.t.Fatalf("embed = %d with %d bytes of %q, want %d of %q", status, len(body), header.Get("Graft-Weights-Digest"), 4*head.Features, digest)
	}
	return floats(body)
}

func TestCancel(t *testing.T) {
	gate := make(chan struct{}) // never opened
	c := start(t, testConfig(t, t.TempDir()), lightLoader(gate))
	set := c.upload(twoClasses(t, 4))
	running, waiting := c.submit(set.ID, quick), c.submit(set.ID, quick)
	events, _ := c.listen(running, 0, func(e event) bool { return e.kind == "running" })
	if d := c.job(waiting); d.State != job.Queued || d.Position != 1 {
		t.Errorf("the second job is %s at position %d, want queued at 1", d.State, d.Position)
	}
	if status, _, body := c.do("DELETE", "/api/v1/datasets/"+set.ID, nil); status != 409 {
		t.Errorf("DELETE of a data set in use = %d %s, want 409", status, body)
	}
	for _, id := range []string{waiting, running, running} {
		c.want(200, "POST", "/api/v1/jobs/"+id+"/cancel", nil, nil)
	}
	rest, _ := c.listen(running, int64(len(events)), nil)
	if got := kinds(rest); !strings.HasSuffix(got, "cancelled") {
		t.Errorf("events after the cancellation: %s, want cancelled at the end", got)
	}
	for _, id := range []string{running, waiting} {
		if d := c.job(id); d.State != job.Cancelled {
			t.Errorf("job is %s, want cancelled", d.State)
		}
		for _, call := range [][2]string{{"GET", "/head"}, {"POST", "/predict"}} {
			if status, _, body := c.do(call[0], "/api/v1/jobs/"+id+call[1], nil); status != 409 || !strings.Contains(string(body), "it is cancelled") {
				t.Errorf("%s of a cancelled job = %d %s, want 409", call[1], status, body)
			}
		}
	}
	c.want(204, "DELETE", "/api/v1/datasets/"+set.ID, nil, nil)
	c.want(404, "GET", "/api/v1/datasets/"+set.ID, nil, nil)
}

func TestHeartbeat(t *testing.T) {
	gate := make(chan struct{})
	c := start(t, testConfig(t, t.TempDir()), lightLoader(gate))
	id := c.submit(c.upload(twoClasses(t, 4)).ID, quick)
	time.AfterFunc(200*time.Millisecond, func() { close(gate) })
	events, beats := c.listen(id, 0, nil)
	if kinds(events[len(events)-1:]) != "done" || beats < 2 {
		t.Errorf("%s with %d heartbeats, want done with several", kinds(events), beats)
	}
}

func TestServerOutlivesItsWork(t *testing.T) {
	dir := t.TempDir()
	gate := make(chan struct{}, 100)
	c := start(t, testConfig(t, dir), lightLoader(gate))
	set := c.upload(twoClasses(t, 8))
	for range 100 {
		gate <- struct{}{}
	}
	finished := c.submit(set.ID, `{"epochs":8,"batch":8,"views":1,"learning_rate":0.01}`)
	c.listen(finished, 0, nil)
	var made struct{ ID, URL string }
	c.want(201, "POST", "/api/v1/links", []byte(`{"steps":[{"op":"rotation"}]}`), &made)
	before := c.job(finished)
	for len(gate) > 0 {
		<-gate
	}
	running, waiting := c.submit(set.ID, quick), c.submit(set.ID, quick)
	seen, _ := c.listen(running, 0, func(e event) bool { return e.kind == "running" })

	killed := t.TempDir() // what a kill at this moment leaves on the disk
	if err := os.CopyFS(killed, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	c.stop()
	for name, dir := range map[string]string{"stopped": dir, "killed": killed} {
		t.Run(name, func(t *testing.T) {
			c := start(t, testConfig(t, dir), lightLoader(nil))
			rest, _ := c.listen(running, int64(len(seen)), nil)
			if got := kinds(rest); !strings.HasPrefix(strings.TrimPrefix(got, "progress "), "queued running progress") || !strings.HasSuffix(got, "done") {
				t.Errorf("the interrupted job's events %s, want it queued, run and done", got)
			}
			c.listen(waiting, 0, nil)
			for _, id := range []string{running, waiting} {
				if d := c.job(id); d.State != job.Done || len(d.Epochs) != 3 {
					t.Errorf("job %+v, want it done", d)
				}
			}
			if after := c.job(finished); fmt.Sprint(asJSON(t, after)) != fmt.Sprint(asJSON(t, before)) {
				t.Errorf("the finished job is %s, was %s", asJSON(t, after), asJSON(t, before))
			}
			c.recognises(finished)
			var again api.Dataset
			c.want(200, "GET", "/api/v1/datasets/"+set.ID, nil, &again)
			if asJSON(t, again.Classes) != asJSON(t, set.Classes) {
				t.Errorf("the data set is %+v, was %+v", again, set)
			}
			if status, header, _ := c.do("GET", "/s/"+made.ID, nil, "Sec-Fetch-Mode", "navigate"); status != 302 || !strings.HasPrefix(header.Get("Location"), "/#r=") {
				t.Errorf("the link = %d %q", status, header.Get("Location"))
			}
			var jobs struct{ Jobs []api.Job }
			c.want(200, "GET", "/api/v1/jobs", nil, &jobs)
			if len(jobs.Jobs) != 3 || jobs.Jobs[0].ID != waiting || jobs.Jobs[2].ID != finished {
				t.Errorf("jobs = %+v, want three, newest first", jobs.Jobs)
			}
			wantNothingLeft(t, dir)
		})
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestWeightsThatCannotBeHad(t *testing.T) {
	fails := 0
	c := start(t, testConfig(t, t.TempDir()), func(ctx context.Context, key models.Key, progress func(done, total int64)) (*models.Model, error) {
		if fails++; fails <= 2 {
			return nil, errors.New("resnet: no network")
		}
		return lightLoader(nil)(ctx, key, progress)
	})
	id := c.submit(c.upload(twoClasses(t, 4)).ID, quick)
	events, _ := c.listen(id, 0, nil)
	if last := events[len(events)-1]; last.kind != "failed" || !strings.Contains(last.data, `weights \"random\": resnet: no network`) {
		t.Errorf("last event %v, want failed for want of weights", last)
	}
	if d := c.job(id); d.State != job.Failed || !strings.Contains(d.Error, "no network") {
		t.Errorf("job = %s %q, want failed", d.State, d.Error)
	}
	picture := pngOf(t, draw("warm", 1))
	if status, _, body := c.do("POST", "/api/v1/embed", picture); status != 503 || !strings.Contains(string(body), "no network") {
		t.Errorf("embed = %d %s, want 503", status, body)
	}
	// The network is back: nothing has to be restarted.
	c.want(200, "POST", "/api/v1/embed", picture, nil)
}
