//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/jpeg"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// visitor asks a server that may be killed at any moment.
type visitor struct{ address string }

// ask returns the status, 0 if no whole answer came.
func (v visitor) ask(method, path string, body []byte, header ...string) (int, []byte) {
	r, err := http.NewRequest(method, strings.TrimSuffix(v.address, "/")+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, nil
	}
	return res.StatusCode, got
}

// promises are the ids that servers have acknowledged and nobody has deleted.
type promises struct {
	mu                sync.Mutex
	sets, jobs, links []string
}

func (p *promises) keep(list *[]string, status int, body []byte) string {
	var made struct{ ID string }
	if status < 200 || status > 299 || json.Unmarshal(body, &made) != nil {
		return ""
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	*list = append(*list, made.ID)
	return made.ID
}

// take removes the oldest of a list that is longer than n: it may be deleted.
func (p *promises) take(list *[]string, n int) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(*list) <= n {
		return ""
	}
	id := (*list)[0]
	*list = (*list)[1:]
	return id
}

func (p *promises) latest(list *[]string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(*list) == 0 {
		return ""
	}
	return (*list)[len(*list)-1]
}

// use uploads, trains, makes links and files, and deletes, until the server is gone.
func (p *promises) use(address string, archives [][]byte, picture string) {
	v := visitor{address}
	var all sync.WaitGroup
	loop := func(step func(n int) int) {
		all.Go(func() {
			for n := 0; ; n++ {
				if step(n) == 0 {
					return
				}
			}
		})
	}
	loop(func(n int) int {
		status, body := v.ask("POST", "/api/v1/datasets", archives[n%len(archives)])
		p.keep(&p.sets, status, body)
		if id := p.take(&p.sets, 3); id != "" {
			if gone, _ := v.ask("DELETE", "/api/v1/datasets/"+id, nil); gone == 409 { // a job is on it
				p.keep(&p.sets, 200, fmt.Appendf(nil, `{"id":%q}`, id))
			}
		}
		return status
	})
	loop(func(n int) int {
		time.Sleep(50 * time.Millisecond)
		status, body := v.ask("POST", "/api/v1/jobs", fmt.Appendf(nil, `{"dataset":%q,"recipe":{"seed":%d,"steps":[{"op":"flip_left_right"}]},"train":{"epochs":%d,"views":1}}`, p.latest(&p.sets), n, 5+n))
		id := p.keep(&p.jobs, status, body)
		if n%3 == 2 && id != "" {
			v.ask("POST", "/api/v1/jobs/"+id+"/cancel", nil)
		}
		if old := p.take(&p.jobs, 6); old != "" {
			v.ask("POST", "/api/v1/jobs/"+old+"/cancel", nil)
			if gone, _ := v.ask("DELETE", "/api/v1/jobs/"+old, nil); gone == 409 {
				p.keep(&p.jobs, 200, fmt.Appendf(nil, `{"id":%q}`, old))
			}
		}
		return status
	})
	loop(func(n int) int {
		var form bytes.Buffer
		w := multipart.NewWriter(&form)
		w.WriteField("recipe", `{"steps":[{"op":"rotation"}]}`)
		w.WriteField("picture", picture)
		w.Close()
		status, body := v.ask("POST", "/api/v1/links", form.Bytes(), "Content-Type", w.FormDataContentType())
		p.keep(&p.links, status, body)
		time.Sleep(20 * time.Millisecond)
		return status
	})
	loop(func(n int) int {
		time.Sleep(300 * time.Millisecond)
		p.mu.Lock()
		jobs := slices.Clone(p.jobs)
		p.mu.Unlock()
		if len(jobs) == 0 {
			return 1
		}
		status, _ := v.ask("GET", "/api/v1/jobs/"+jobs[n%len(jobs)]+"/model.safetensors", nil)
		return status
	})
	all.Wait()
}

// Killed again and again in the middle of everything, the server has what it said it
// would keep, and every file that is left belongs to something that it knows of.
// GRAFT_KILLS says how often, 5 times by default.
func TestKilledServerLeavesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network")
	}
	kills := 5
	if text := os.Getenv("GRAFT_KILLS"); text != "" {
		var err error
		if kills, err = strconv.Atoi(text); err != nil {
			t.Fatalf("GRAFT_KILLS=%q: want a number", text)
		}
	}
	home := t.TempDir()
	archives := [][]byte{gemsZip(t, 3), gemsZip(t, 20), gemsZip(t, 8)}
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, texture("ruby", 1), nil); err != nil {
		t.Fatal(err)
	}
	var p promises
	for n := range kills {
		s := runServer(t, home)
		used := make(chan struct{})
		go func() {
			defer close(used)
			p.use(s.address, archives, picture.String())
		}()
		time.Sleep(time.Duration(700+n*613%2500) * time.Millisecond)
		s.kill()
		<-used
	}
	if len(p.sets) == 0 || len(p.jobs) == 0 || len(p.links) == 0 {
		t.Fatalf("%d sets, %d jobs, %d links: want some of each, or nothing was tested", len(p.sets), len(p.jobs), len(p.links))
	}
	s := runServer(t, home)
	defer s.stop()
	v := visitor{s.address}
	for what, ids := range map[string][]string{"datasets": p.sets, "jobs": p.jobs, "links": p.links} {
		for _, id := range ids {
			if status, body := v.ask("GET", "/api/v1/"+what+"/"+id, nil); status != 200 {
				t.Errorf("%s/%s was acknowledged and is %d %s", what, id, status, body)
			}
		}
	}
	for id := range known(t, v, "jobs") {
		v.ask("POST", "/api/v1/jobs/"+id+"/cancel", nil)
	}
	status, body := v.ask("POST", "/api/v1/jobs", fmt.Appendf(nil, `{"dataset":%q,"recipe":{"seed":77,"steps":[{"op":"hue"}]}}`, p.sets[0]))
	if last := p.keep(&p.jobs, status, body); last == "" {
		t.Fatalf("a job on a set that was kept = %d %s", status, body)
	}
	jobs := finished(t, v)
	if jobs[p.latest(&p.jobs)] != "done" {
		t.Errorf("the last job is %s, want done", jobs[p.latest(&p.jobs)])
	}
	for _, path := range []string{"jobs/" + p.latest(&p.jobs), "datasets/" + p.sets[0]} {
		if status, body := v.ask("DELETE", "/api/v1/"+path, nil); status != 204 {
			t.Errorf("DELETE %s = %d %s", path, status, body)
		}
	}
	delete(jobs, p.latest(&p.jobs))
	wantOwned(t, filepath.Join(home, "data"), v, jobs)
}

// finished waits until every job is, and returns their states.
func finished(t *testing.T, v visitor) map[string]string {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		jobs := known(t, v, "jobs")
		open := 0
		for _, state := range jobs {
			if state == "queued" || state == "running" {
				open++
			}
		}
		if open == 0 {
			return jobs
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d jobs do not end", open)
		}
	}
}

// known returns what the API lists, by id, with its state.
func known(t *testing.T, v visitor, what string) map[string]string {
	t.Helper()
	status, body := v.ask("GET", "/api/v1/"+what, nil)
	var list map[string][]struct{ ID, State string }
	if err := json.Unmarshal(body, &list); status != 200 || err != nil {
		t.Fatalf("%s = %d %.200s, %v", what, status, body, err)
	}
	ids := map[string]string{}
	for _, e := range list[what] {
		ids[e.ID] = e.State
	}
	return ids
}

// owned are the files that a data folder may have when no job is unfinished, and whose
// each is: group 1, of what the API lists under that name.
var owned = []struct {
	file *regexp.Regexp
	of   string
}{
	{regexp.MustCompile(`^datasets/([a-z2-7]{26})/(?:dataset\.json|files/\d{6}\.\w+)$`), "datasets"},
	{regexp.MustCompile(`^jobs/([a-z2-7]{26})/(?:job\.json|events\.jsonl|reached|objects/[a-z][\w.-]*)$`), "jobs"},
	{regexp.MustCompile(`^features/[\w-]+/([a-z2-7]{26})-\d+\.features$`), "datasets"},
	{regexp.MustCompile(`^links/(\w{10,})\.(?:json|picture|head|card)$`), "links"},
	{regexp.MustCompile(`^jobs/lock$`), ""},
	{regexp.MustCompile(`^tmp/ready-\d+$`), ""}, // for a moment
}

func wantOwned(t *testing.T, data string, v visitor, jobs map[string]string) {
	t.Helper()
	owners := map[string]map[string]string{"jobs": jobs, "datasets": known(t, v, "datasets"), "links": {}}
	files := 0
	err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		rel, _ := filepath.Rel(data, path)
		for _, o := range owned {
			m := o.file.FindStringSubmatch(filepath.ToSlash(rel))
			if m == nil {
				continue
			}
			if o.of == "" {
				return nil
			}
			if o.of == "links" { // which are not listed: who has the id, has the link
				if status, _ := v.ask("GET", "/api/v1/links/"+m[1], nil); status == 200 {
					owners["links"][m[1]] = "kept"
				}
			}
			if _, ok := owners[o.of][m[1]]; ok {
				return nil
			}
			t.Errorf("%s is of no %s that the server knows of", rel, o.of)
			return nil
		}
		t.Errorf("%s belongs to nothing", rel)
		return nil
	})
	if err != nil || files < 20 {
		t.Errorf("%d files, %v: want many", files, err)
	}
}

// A run that gets further each time ends done, however often the server is killed.
func TestRunKilledFiveTimes(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network")
	}
	home, archive := t.TempDir(), gemsZip(t, 9)
	id, most := "", int64(0)
	for n := range 6 {
		s := runServer(t, home)
		v := visitor{s.address}
		if n == 0 {
			var set, job struct{ ID string }
			_, body := v.ask("POST", "/api/v1/datasets", archive)
			decodeJSON(t, body, &set)
			_, body = v.ask("POST", "/api/v1/jobs", fmt.Appendf(nil, `{"dataset":%q,"recipe":{"steps":[{"op":"flip_left_right"}]},"train":{"epochs":1000,"batch":1,"views":4}}`, set.ID))
			decodeJSON(t, body, &job)
			id = job.ID
		}
		before := most
		for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
			var now struct {
				State, Error string
				Attempts     int
			}
			_, body := v.ask("GET", "/api/v1/jobs/"+id, nil)
			decodeJSON(t, body, &now)
			if now.State == "done" && n == 5 {
				s.stop()
				return
			}
			if now.State != "queued" && now.State != "running" || time.Now().After(deadline) {
				t.Fatalf("after %d kills the run is %s in attempt %d at %d: %s", n, now.State, now.Attempts, most, now.Error)
			}
			reached, _ := os.ReadFile(filepath.Join(home, "data", "jobs", id, "reached"))
			far, _ := strconv.ParseInt(string(reached), 10, 64)
			if most = max(most, far); n < 5 && most > before {
				break
			}
		}
		s.kill()
	}
}
