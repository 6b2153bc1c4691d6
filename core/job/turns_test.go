package job

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// TestClientsTakeTurns submits what a row says, in its order, while another job runs, and
// looks at the places that the jobs are told and at the order in which they run.
func TestClientsTakeTurns(t *testing.T) {
	for name, c := range map[string]struct{ submitted, want string }{
		"one client":                  {"a1 a2 a3", "a1 a2 a3"},
		"many before another's first": {"a1 a2 a3 a4 b1", "a1 b1 a2 a3 a4"},
		"three clients":               {"a1 a2 b1 b2 c1 a3", "a1 b1 c1 a2 b2 a3"},
		"who runs now comes last":     {"x1 a1 a2 x2", "a1 x1 a2 x2"},
		"only who runs now":           {"x1 x2", "x1 x2"},
	} {
		t.Run(name, func(t *testing.T) {
			gate, ran := make(chan struct{}), []string{}
			q := open(t, t.TempDir(), func(ctx context.Context, r *Run) (any, error) {
				<-gate
				ran = append(ran, strings.Trim(string(r.Job.Request), `"`))
				return nil, nil
			})
			running, err := q.Submit("x", "x0")
			if err != nil {
				t.Fatal(err)
			}
			follow(t, q, running.ID, 0, kind("running"))
			want := strings.Fields(c.want)
			place := map[string]int{} // of a job, by its id
			var last string
			for _, text := range strings.Fields(c.submitted) {
				j, err := q.Submit(text[:1], text)
				if err != nil {
					t.Fatal(err)
				}
				place[j.ID] = 1 + slices.Index(want, text)
				if place[j.ID] == len(want) {
					last = j.ID
				}
			}
			for id, want := range place {
				if got := q.Position(id); got != want {
					j, _ := q.Get(id)
					t.Errorf("job %s is at place %d, want %d", j.Request, got, want)
				}
			}
			close(gate)
			follow(t, q, last, 0, nil)
			if got := strings.Join(ran[1:], " "); got != c.want {
				t.Errorf("ran %s, want %s", got, c.want)
			}
		})
	}
}

// TestTurnsGoOn has a client submit anew after each of its jobs, beside one who has
// many waiting: both get on.
func TestTurnsGoOn(t *testing.T) {
	step, ran := make(chan struct{}), make(chan string, 9)
	q := open(t, t.TempDir(), func(ctx context.Context, r *Run) (any, error) {
		ran <- strings.Trim(string(r.Job.Request), `"`)
		select {
		case <-step:
		case <-ctx.Done():
		}
		return nil, nil
	})
	defer shut(t, q)
	add := func(text string) {
		t.Helper()
		if _, err := q.Submit(text[:1], text); err != nil {
			t.Fatal(err)
		}
	}
	add("a1")
	for _, want := range []string{"a1", "b1", "a2", "b2", "a3"} {
		if got := <-ran; got != want {
			t.Fatalf("%s runs, want %s", got, want)
		}
		switch want {
		case "a1":
			add("a2")
			add("a3")
			add("b1")
		case "b1":
			add("b2") // while its first runs
		}
		step <- struct{}{}
	}
}
