package server

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"graft/core/api"
	asking "graft/core/api/client"
	"graft/core/api/overhttp"
	"graft/core/recipe"
)

// Everything that the page's client asks is asked of a server.
func TestClientOfTheAPI(t *testing.T) {
	s := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	set := s.upload(twoClasses(t, 8))
	c := asking.Client{Base: s.ts.URL, Send: overhttp.Sender(http.DefaultClient)}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ok := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}

	h, err := c.Health(ctx)
	if ok("health", err); h.Status != "ok" || h.Backend != "go" {
		t.Errorf("health %+v", h)
	}
	sets, err := c.Datasets(ctx)
	if ok("data sets", err); len(sets) != 1 || sets[0].ID != set.ID || sets[0].Pictures() != 16 {
		t.Errorf("data sets %+v, want %s with 16 pictures", sets, set.ID)
	}
	train := recipe.DefaultTrain()
	train.Epochs, train.Views, train.Weights = 2, 1, "random"
	r := recipe.Default()
	r.Train = &train
	id, err := c.Start(ctx, api.JobRequest{Dataset: set.ID, Recipe: r, Train: train})
	ok("start", err)
	s.listen(id, 0, nil)
	j, err := c.Job(ctx, id)
	if ok("job", err); j.State != api.Done || len(j.Epochs) != 2 || j.Train.Epochs != 2 || j.Weights.Digest == "" || j.Timings.FeaturesComputed == 0 {
		t.Errorf("job %+v, want it done as asked", j)
	}
	ok("rename", c.Rename(ctx, id, "two epochs"))
	jobs, err := c.Jobs(ctx)
	if ok("jobs", err); len(jobs) != 1 || jobs[0].Name != "two epochs" || jobs[0].Epochs != nil {
		t.Errorf("jobs %+v, want the one, named, without its epochs", jobs)
	}
	report, err := c.Report(ctx, id)
	if ok("report", err); report.Count != j.ValCount || len(report.Map.Points) != 16 {
		t.Errorf("report on %d pictures with a map of %d, want %d and 16", report.Count, len(report.Map.Points), j.ValCount)
	}
	if res, err := http.Get(c.PictureURL(set.ID, report.Pictures[0].Digest, 64)); err != nil || res.StatusCode != 200 {
		t.Errorf("picture: %v, %v", res, err)
	} else {
		res.Body.Close()
	}
	f, err := c.WeightsFetch(ctx)
	if ok("fetch", err); f.State == "" {
		t.Errorf("fetch %+v", f)
	}
	var refused *asking.Error
	if err := c.Cancel(ctx, id); !errors.As(err, &refused) || refused.Wire.Code != "server.ended" {
		t.Errorf("cancel of a done job: %v, want server.ended", err)
	}
	if err := c.Make(ctx, api.PathJob("none")+"/model.onnx"); !errors.As(err, &refused) || refused.Status != 404 {
		t.Errorf("a model of no job: %v, want 404", err)
	}
	ok("remove the job", c.Remove(ctx, id))
	ok("remove the set", c.RemoveDataset(ctx, set.ID))
}
