package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"slices"
	"time"

	"graft/core/recipe"
	"graft/core/sample"
)

// user is somebody who means well: has a data set and a job there, and asks for the
// features of a picture now and then.
type user struct {
	*client
	job     string
	set     []byte // as an archive
	picture []byte
}

// arrive uploads a set of drawn pictures and starts a training job.
func arrive(ctx context.Context, s *target) (*user, error) {
	u := &user{client: newClient(s, net.IPv4(127, 0, 0, 9))}
	if err := u.draw(); err != nil {
		return nil, err
	}
	var set, job struct{ ID string }
	if err := u.post(ctx, http.StatusCreated, "/api/v1/datasets", u.set, &set); err != nil {
		return nil, err
	}
	plan, err := json.Marshal(recipe.Default())
	if err != nil {
		return nil, err
	}
	order := fmt.Appendf(nil, `{"dataset":%q,"recipe":%s,"train":{"epochs":300,"views":2}}`, set.ID, plan)
	if err := u.post(ctx, http.StatusAccepted, "/api/v1/jobs", order, &job); err != nil {
		return nil, err
	}
	u.job = job.ID
	return u, nil
}

func (u *user) post(ctx context.Context, status int, path string, body []byte, into any) error {
	answer, err := u.want(ctx, status, "POST", path, body)
	if err != nil {
		return err
	}
	return json.Unmarshal(answer, into)
}

func (u *user) draw() error {
	o := sample.DefaultSetOptions()
	o.PerClass, o.Seed = 12, 9
	items, err := sample.Set(o)
	if err != nil {
		return err
	}
	var box bytes.Buffer
	z := zip.NewWriter(&box)
	for it := range items {
		w, err := z.Create(it.Class + "/" + it.Name)
		if err != nil {
			return err
		}
		if _, err := w.Write(it.Data); err != nil {
			return err
		}
		u.picture = it.Data
	}
	err = z.Close()
	u.set = box.Bytes()
	return err
}

// waits is how long each of a user's requests took.
type waits struct {
	took  []time.Duration
	fault []string // what went wrong instead
}

func (w *waits) median() time.Duration { return w.at(0.5) }
func (w *waits) least() time.Duration  { return w.at(0) }
func (w *waits) most() time.Duration   { return w.at(1) }

func (w *waits) at(share float64) time.Duration {
	if len(w.took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(w.took))
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)].Round(time.Millisecond)
}

// embeds asks for a picture's features twice a second. The one under way when the
// time is over is waited for.
func (u *user) embeds(ctx context.Context, lasts time.Duration) *waits {
	w := &waits{}
	for end := time.Now().Add(lasts); ctx.Err() == nil && time.Now().Before(end); pause(ctx, 500*time.Millisecond) {
		one, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		began := time.Now()
		_, err := u.want(one, http.StatusOK, "POST", "/api/v1/embed", u.picture)
		cancel()
		if err != nil {
			w.fault = append(w.fault, err.Error())
		}
		w.took = append(w.took, time.Since(began))
	}
	return w
}

// ended waits until the job has ended and returns how.
func (u *user) ended(ctx context.Context) (state, fault string, err error) {
	for {
		var job struct{ State, Error string }
		answer, err := u.want(ctx, http.StatusOK, "GET", "/api/v1/jobs/"+u.job, nil)
		if err != nil {
			return "", "", err
		}
		if err := json.Unmarshal(answer, &job); err != nil {
			return "", "", err
		}
		if job.State != "queued" && job.State != "running" {
			return job.State, job.Error, nil
		}
		pause(ctx, time.Second)
	}
}
