package state

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/api/client"
	"graft/core/recipe"
	"graft/web/internal/webtest"
)

// aServer answers calls of the API from a table, by method and path.
type aServer struct {
	t       *testing.T
	answers map[string]string
	asked   []string
	sent    map[string]string
}

func (s *aServer) send(_ context.Context, r client.Request, _ int) (client.Answer, error) {
	call := r.Method + " " + r.URL
	s.asked = append(s.asked, call)
	s.sent[call] = string(r.Body)
	answer, ok := s.answers[call]
	if !ok {
		return client.Answer{Status: 404, ContentType: "application/json", Body: []byte(`{"error":"no such job"}`)}, nil
	}
	return client.Answer{Status: 200, ContentType: "application/json", Body: []byte(answer)}, nil
}

// blank is a component, so that there is a context to call with.
type blank struct{ app.Compo }

func (*blank) Render() app.UI { return app.Div() }

func withServer(t *testing.T, answers map[string]string) (*App, *aServer, *webtest.Page) {
	a := New(English)
	s := &aServer{t: t, answers: answers, sent: make(map[string]string)}
	a.Server.Send = s.send
	return a, s, webtest.Mount(t, &blank{})
}

func jobJSON(id string, state api.State) string {
	j := api.Job{ID: id, State: state, Outcome: api.Outcome{Classes: []string{"a", "b"}}, Dataset: "set", Train: recipe.DefaultTrain()}
	r := recipe.Default()
	r.Seed = 77
	j.Recipe = &r
	b, err := json.Marshal(j)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestTrainerShowsAJob(t *testing.T) {
	a, s, p := withServer(t, map[string]string{
		"GET /api/v1/jobs/j":        jobJSON("j", api.Done),
		"GET /api/v1/jobs/j/report": `{"count":2,"correct":1,"classes":[{"name":"a"},{"name":"b"}],"confusion":[[1,0],[1,0]]}`,
	})
	p.Do(func(ctx app.Context) { a.Trainer.Show(ctx, "j") })
	if a.Trainer.Now.ID != "j" || a.Trainer.Now.State != api.Done || len(a.Trainer.Jobs) != 1 {
		t.Errorf("shown: %+v of %d jobs", a.Trainer.Now, len(a.Trainer.Jobs))
	}
	if r := a.Reports["j"]; app.IsClient && (r == nil || r.Correct != 1) {
		t.Errorf("report = %+v, calls %q", r, s.asked)
	}
	if name := a.RunName(a.Trainer.Now, 3); name != "a, b" {
		t.Errorf("name = %q", name)
	}
	p.Do(func(ctx app.Context) { a.Trainer.Show(ctx, "gone") })
	if a.Trainer.Now.ID == "gone" {
		t.Error("a job that is not there is shown")
	}
}

// A link to a run opens it with its recipe and settings.
func TestTrainerAdoptsTheRunOfALink(t *testing.T) {
	id := strings.Repeat("a", 26)
	a, _, p := withServer(t, map[string]string{"GET /api/v1/jobs/" + id: jobJSON(id, api.Cancelled)})
	if err := a.Session.Begin("#run=" + id); err != nil || a.Session.View() != ViewTrain {
		t.Fatalf("Begin = %v, view %s", err, a.Session.View())
	}
	p.Do(func(ctx app.Context) { a.Trainer.Join(ctx) })
	if got := a.Session.Recipe(); got.Seed != 77 || got.Train == nil {
		t.Errorf("the document is %+v, want the run's", got)
	}
	if a.Session.Wanted != "" {
		t.Error("the run is still wanted")
	}
}

func TestTrainerManagesJobs(t *testing.T) {
	a, s, p := withServer(t, map[string]string{
		"PATCH /api/v1/jobs/j":       `{}`,
		"DELETE /api/v1/jobs/j":      `{}`,
		"POST /api/v1/jobs/k/cancel": `{}`,
		"GET /api/v1/jobs/k":         jobJSON("k", api.Cancelled),
		"POST /api/v1/jobs":          `{"id":"k"}`,
	})
	a.Trainer.Jobs = []api.Job{{ID: "j", State: api.Done}}
	a.Trainer.Now = a.Trainer.Jobs[0]
	p.Do(func(ctx app.Context) { a.Trainer.Rename(ctx, "j", "  mine ") })
	if a.Trainer.Now.Name != "mine" || a.Trainer.Jobs[0].Name != "mine" || !strings.Contains(s.sent["PATCH /api/v1/jobs/j"], `"mine"`) {
		t.Errorf("renamed: %+v, sent %s", a.Trainer.Now, s.sent["PATCH /api/v1/jobs/j"])
	}
	p.Do(func(ctx app.Context) { a.Trainer.Remove(ctx, "j") })
	if len(a.Trainer.Jobs) != 0 || a.Trainer.Now.ID != "" {
		t.Errorf("after removal: %+v", a.Trainer.Jobs)
	}
	p.Do(func(ctx app.Context) {
		a.Trainer.Start(ctx, api.JobRequest{Dataset: "set", Recipe: recipe.Default(), Train: recipe.DefaultTrain()})
	})
	if a.Trainer.Now.ID != "k" {
		t.Errorf("shown after the start: %+v, calls %q", a.Trainer.Now, s.asked)
	}
	p.Do(func(ctx app.Context) { a.Trainer.Cancel(ctx) })
	if a.Trainer.Now.State != api.Cancelled {
		t.Errorf("state = %s, want cancelled", a.Trainer.Now.State)
	}
	p.Do(func(ctx app.Context) { a.Trainer.Rename(ctx, "unknown", "x") })
	p.Do(func(ctx app.Context) { a.Trainer.Remove(ctx, "unknown") })
}

func TestTrainerFetchesWeights(t *testing.T) {
	a, _, p := withServer(t, map[string]string{
		"POST /api/v1/weights/fetch":   `{"state":"there"}`,
		"DELETE /api/v1/weights/fetch": `{"state":"cancelled","done":5}`,
	})
	a.Trainer.Fetch.State = api.FetchRunning
	p.Do(func(ctx app.Context) { a.Trainer.WantFetch(ctx, true) })
	if a.Trainer.Fetch.State != api.FetchThere {
		t.Errorf("fetch = %+v", a.Trainer.Fetch)
	}
	p.Do(func(ctx app.Context) { a.Trainer.WantFetch(ctx, false) })
	if a.Trainer.Fetch.State != api.FetchCancelled {
		t.Errorf("fetch = %+v", a.Trainer.Fetch)
	}
}

func TestSessionIsEdited(t *testing.T) {
	a, _, p := withServer(t, nil)
	s := a.Session
	p.Do(func(ctx app.Context) {
		for seed := range uint64(3) {
			s.Edit(ctx, "slider", func(r *recipe.Recipe) { r.Seed = 100 + seed })
		}
		s.EndEdit()
		s.NewSeed(ctx)
	})
	if !s.CanUndo() || s.CanRedo() {
		t.Errorf("undo %t, redo %t", s.CanUndo(), s.CanRedo())
	}
	p.Do(func(ctx app.Context) { s.Undo(ctx) })
	if s.Recipe().Seed != 102 {
		t.Errorf("seed = %d, want the slider's last", s.Recipe().Seed)
	}
	p.Do(func(ctx app.Context) { s.Undo(ctx) })
	if s.Recipe().Seed != recipe.Default().Seed {
		t.Errorf("seed = %d: the moves of a slider are one step", s.Recipe().Seed)
	}
	p.Do(func(ctx app.Context) { s.Redo(ctx); s.Show(ctx, ViewData); s.SetShared(ctx, "x", "") })
	if s.Recipe().Seed != 102 || s.View() != ViewData || s.Picture != "x" {
		t.Errorf("seed %d, view %s, picture %s", s.Recipe().Seed, s.View(), s.Picture)
	}
	p.Do(func(ctx app.Context) {
		if err := s.Edit(ctx, "", func(r *recipe.Recipe) { r.Size.W = -1 }); err == nil {
			t.Error("a bad size was taken")
		}
	})
}

func TestAddressIsFollowed(t *testing.T) {
	a, _, p := withServer(t, nil)
	r := recipe.Default()
	r.Seed = 5
	p.Do(func(ctx app.Context) { openFragment(ctx, a, r.Fragment()+"&view=data") })
	if a.Session.Recipe().Seed != 5 || a.Session.View() != ViewData {
		t.Errorf("seed %d, view %s", a.Session.Recipe().Seed, a.Session.View())
	}
	p.Do(func(ctx app.Context) { goBack(ctx, a, "#view=train") })
	if a.Session.View() != ViewTrain || a.Session.Recipe().Seed != 5 {
		t.Errorf("back: seed %d, view %s", a.Session.Recipe().Seed, a.Session.View())
	}
	p.Do(func(ctx app.Context) { openFragment(ctx, a, "#r=garbage") })
	if a.Session.Recipe().Seed != 5 {
		t.Error("a bad link changed the document")
	}
	p.Do(func(ctx app.Context) { a.SetLanguage(ctx, Chinese) })
	if a.T("Undo") != "撤销" {
		t.Errorf("Undo = %q", a.T("Undo"))
	}
}
