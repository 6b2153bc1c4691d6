package state

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/api/client"
	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/ui"
)

// JobsChanged is the action after every change of what is known of the jobs.
const JobsChanged = "jobs-changed"

// Trainer follows one job by its events and the others by asking.
type Trainer struct {
	app *App

	Health  api.Health
	Asked   bool      // once the server has answered, or has not
	Problem error     // why there is no server; nil if there is one
	Jobs    []api.Job // newest first
	Sets    []api.Dataset
	Picked  string  // data set to train on, if one was picked
	Now     api.Job // the one shown; its ID is "" if there is none
	Link    string  // of the events: "", "open", "broken"
	source  *bridge.Events
	wanted  int // counts requests, so that a late answer is dropped

	Fetch   api.WeightsFetch // of ImageNet's weights, beside the work
	polling bool             // it is asked again and again how far that is
}

// AddSet notes a data set that the server has just taken: until the next answer says so,
// too, another would be trained on.
func (t *Trainer) AddSet(d api.Dataset) {
	if !slices.ContainsFunc(t.Sets, func(s api.Dataset) bool { return s.ID == d.ID }) {
		t.Sets = slices.Insert(t.Sets, 0, d)
	}
}

// Refresh asks for the server's health, the jobs and the data sets, then joins
// the job that is shown, or the newest.
func (t *Trainer) Refresh(ctx app.Context) {
	if app.IsServer {
		return
	}
	t.wanted++
	mine := t.wanted
	ctx.Async(func() {
		health, err := t.app.Server.Health(ctx)
		var jobs []api.Job
		var sets []api.Dataset
		var fetch api.WeightsFetch
		if err == nil {
			jobs, err = t.app.Server.Jobs(ctx)
		}
		if err == nil {
			sets, _ = t.app.Server.Datasets(ctx)      // an older server has no list
			fetch, _ = t.app.Server.WeightsFetch(ctx) // nor does it fetch beside the work
		}
		ctx.Dispatch(func(ctx app.Context) {
			if mine != t.wanted {
				return
			}
			t.Asked, t.Problem = true, err
			if err == nil {
				t.Health, t.Sets = health, sets
				t.followFetch(ctx, fetch)
				t.Jobs = keepDetails(jobs, t.Jobs)
				t.Join(ctx)
				t.fill(ctx)
			}
			ctx.NewAction(JobsChanged)
		})
	})
}

// keepDetails returns the jobs of a new list, with what was known of finished
// ones: a list says less than a description.
func keepDetails(list, known []api.Job) []api.Job {
	for i := range list {
		for _, k := range known {
			if k.ID == list[i].ID && k.State == list[i].State && len(k.Classes) > 0 {
				list[i] = k
			}
		}
	}
	return list
}

// filledAtOnce is how many finished jobs are asked for their figures.
const filledAtOnce = 20

// fill fetches the descriptions of finished jobs, one after the other.
func (t *Trainer) fill(ctx app.Context) {
	var ids []string
	for _, j := range t.Done() {
		if len(j.Classes) == 0 && len(ids) < filledAtOnce {
			ids = append(ids, j.ID)
		}
	}
	ctx.Async(func() {
		for _, id := range ids {
			j, err := t.app.Server.Job(ctx, id)
			if err != nil {
				return
			}
			ctx.Dispatch(func(ctx app.Context) {
				t.Remember(j)
				ctx.NewAction(JobsChanged)
			})
		}
	})
}

// Join shows the job that a link asks for, else, if none is shown, one that is
// under way or the newest.
func (t *Trainer) Join(ctx app.Context) {
	if id := t.app.Session.Wanted; id != "" {
		t.Show(ctx, id)
		return
	}
	if t.Now.ID != "" || len(t.Jobs) == 0 {
		return
	}
	pick := t.Jobs[0]
	for _, j := range t.Jobs {
		if !j.State.Final() {
			pick = j
			break
		}
	}
	t.Show(ctx, pick.ID)
}

// Show makes a job the one shown and follows it to its end.
func (t *Trainer) Show(ctx app.Context, id string) {
	t.Drop()
	t.Now = api.Job{ID: id}
	for _, j := range t.Jobs {
		if j.ID == id {
			t.Now = j
		}
	}
	t.load(ctx, id)
	ctx.NewAction(JobsChanged)
}

// load fetches the description of the job shown, then hears its events if it
// goes on. A job that is over needs none.
func (t *Trainer) load(ctx app.Context, id string) {
	ctx.Async(func() {
		j, err := t.app.Server.Job(ctx, id)
		ctx.Dispatch(func(ctx app.Context) {
			if t.Now.ID != id {
				return
			}
			switch {
			case errors.Is(err, client.ErrNoServer):
				t.Link = "broken"
				ctx.After(3*time.Second, func(ctx app.Context) {
					if t.Now.ID == id && t.source == nil {
						t.load(ctx, id)
					}
				})
			case err != nil:
				t.Now = api.Job{}
				t.app.Session.Wanted = ""
				ui.Notify(ctx, ui.ToastError, t.app.T("This run cannot be shown: ")+faults.Err(t.app.Words, err))
				t.Join(ctx)
			default:
				t.Link = ""
				t.Now = j
				t.Remember(j)
				t.adopt(ctx, j)
				t.wantReport(ctx, j)
				if !j.State.Final() {
					t.hear(ctx, id)
				}
			}
			ctx.NewAction(JobsChanged)
		})
	})
}

// adopt takes over the recipe and the settings of the run that a link asked for.
func (t *Trainer) adopt(ctx app.Context, j api.Job) {
	if t.app.Session.Wanted != j.ID {
		return
	}
	t.app.Session.Wanted = ""
	if t.app.Session.given { // the link says what recipe is wanted
		return
	}
	UseSettings(ctx, t.app, j)
}

// Remember keeps the list in step with the job shown.
func (t *Trainer) Remember(j api.Job) {
	for i := range t.Jobs {
		if t.Jobs[i].ID == j.ID {
			t.Jobs[i] = j
			return
		}
	}
	t.Jobs = append([]api.Job{j}, t.Jobs...)
}

// hear follows the events of a job. The browser takes a broken connection up
// again by itself, after the last event heard; only a refusal ends it, and then
// load asks what became of the job.
func (t *Trainer) hear(ctx app.Context, id string) {
	if t.source != nil {
		return
	}
	t.source = bridge.OpenEvents(ctx, t.app.Server.At("/api/v1/jobs/"+id+"/events"), api.EventKinds(),
		func(ctx app.Context, kind, data string) {
			if t.Now.ID != id {
				return
			}
			t.Link = "open"
			if err := t.Now.Follow(kind, []byte(data)); err != nil {
				app.Log(err)
			}
			if t.Now.State.Final() {
				t.Drop()
				t.load(ctx, id)
				ctx.Defer(func(app.Context) { bridge.Refocus("#train-state") })
			}
			ctx.NewAction(JobsChanged)
		},
		func(ctx app.Context, closed bool) {
			if t.Now.ID != id {
				return
			}
			t.Link = "broken"
			if closed {
				t.Drop()
				ctx.After(3*time.Second, func(ctx app.Context) {
					if t.Now.ID == id && t.source == nil {
						t.load(ctx, id)
					}
				})
			}
			ctx.NewAction(JobsChanged)
		})
}

// Drop stops hearing events.
func (t *Trainer) Drop() {
	if t.source != nil {
		t.source.Close()
		t.source = nil
	}
	t.Link = ""
}

// Start sends a job and shows it.
func (t *Trainer) Start(ctx app.Context, r api.JobRequest) {
	ctx.Async(func() {
		id, err := t.app.Server.Start(context.Background(), r)
		ctx.Dispatch(func(ctx app.Context) {
			switch {
			case errors.Is(err, client.ErrNoServer):
				t.Asked, t.Problem = true, err
			case err != nil:
				ui.Notify(ctx, ui.ToastError, t.app.T("The trainer refused: ")+faults.Err(t.app.Words, err))
			default:
				t.Problem = nil
				t.Show(ctx, id)
				t.Now.State = api.Queued
				ctx.Defer(func(app.Context) { bridge.RevealTop("#train-state") })
			}
			ctx.NewAction(JobsChanged)
		})
	})
}

// Cancel stops the job shown.
func (t *Trainer) Cancel(ctx app.Context) {
	id := t.Now.ID
	ctx.Async(func() {
		err := t.app.Server.Cancel(context.Background(), id)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				ui.Notify(ctx, ui.ToastError, faults.Err(t.app.Words, err))
				return
			}
			if t.Now.ID == id && t.source == nil {
				t.load(ctx, id)
			}
		})
	})
}

// Done returns the finished jobs, newest first.
func (t *Trainer) Done() []api.Job {
	var list []api.Job
	for _, j := range t.Jobs {
		if j.State == api.Done {
			list = append(list, j)
		}
	}
	return list
}

// Set returns what is known of a data set on the server.
func (t *Trainer) Set(id string) (api.Dataset, bool) {
	for _, s := range t.Sets {
		if s.ID == id {
			return s, true
		}
	}
	if t.app.Pictures.Sent.ID == id && id != "" {
		return t.app.Pictures.Sent.Dataset, true
	}
	return api.Dataset{}, false
}
