package web

import (
	"context"
	"errors"
	"time"

	"graft/web/internal/bridge"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// jobsChanged is the action after every change of what is known of the jobs.
const jobsChanged = "jobs-changed"

// trainerState follows one job by its events and the others by asking.
type trainerState struct {
	app *App

	health  serverHealth
	asked   bool  // once the server has answered, or has not
	problem error // why there is no server; nil if there is one
	jobs    []job // newest first
	sets    []remoteSet
	picked  string // data set to train on, if one was picked
	now     job    // the one shown; its ID is "" if there is none
	link    string // of the events: "", "open", "broken"
	source  *bridge.Events
	wanted  int // counts requests, so that a late answer is dropped

	fetch   weightsFetch // of ImageNet's weights, beside the work
	polling bool         // it is asked again and again how far that is
}

// refresh asks for the server's health, the jobs and the data sets, then joins
// the job that is shown, or the newest.
func (t *trainerState) refresh(ctx app.Context) {
	if app.IsServer {
		return
	}
	t.wanted++
	mine := t.wanted
	ctx.Async(func() {
		health, err := t.app.Server.health(ctx)
		var jobs []job
		var sets []remoteSet
		var fetch weightsFetch
		if err == nil {
			jobs, err = t.app.Server.jobs(ctx)
		}
		if err == nil {
			sets, _ = t.app.Server.datasets(ctx)      // an older server has no list
			fetch, _ = t.app.Server.weightsFetch(ctx) // nor does it fetch beside the work
		}
		ctx.Dispatch(func(ctx app.Context) {
			if mine != t.wanted {
				return
			}
			t.asked, t.problem = true, err
			if err == nil {
				t.health, t.sets = health, sets
				t.takeFetch(ctx, fetch)
				t.jobs = keepDetails(jobs, t.jobs)
				t.join(ctx)
				t.fill(ctx)
			}
			ctx.NewAction(jobsChanged)
		})
	})
}

// keepDetails returns the jobs of a new list, with what was known of finished
// ones: a list says less than a description.
func keepDetails(list, known []job) []job {
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
func (t *trainerState) fill(ctx app.Context) {
	var ids []string
	for _, j := range t.done() {
		if len(j.Classes) == 0 && len(ids) < filledAtOnce {
			ids = append(ids, j.ID)
		}
	}
	ctx.Async(func() {
		for _, id := range ids {
			j, err := t.app.Server.job(ctx, id)
			if err != nil {
				return
			}
			ctx.Dispatch(func(ctx app.Context) {
				t.remember(j)
				ctx.NewAction(jobsChanged)
			})
		}
	})
}

// join shows the job that a link asks for, else, if none is shown, one that is
// under way or the newest.
func (t *trainerState) join(ctx app.Context) {
	if id := t.app.Session.wanted; id != "" {
		t.show(ctx, id)
		return
	}
	if t.now.ID != "" || len(t.jobs) == 0 {
		return
	}
	pick := t.jobs[0]
	for _, j := range t.jobs {
		if !j.over() {
			pick = j
			break
		}
	}
	t.show(ctx, pick.ID)
}

// show makes a job the one shown and follows it to its end.
func (t *trainerState) show(ctx app.Context, id string) {
	t.drop()
	t.now = job{ID: id}
	for _, j := range t.jobs {
		if j.ID == id {
			t.now = j
		}
	}
	t.load(ctx, id)
	ctx.NewAction(jobsChanged)
}

// load fetches the description of the job shown, then hears its events if it
// goes on. A job that is over needs none.
func (t *trainerState) load(ctx app.Context, id string) {
	ctx.Async(func() {
		j, err := t.app.Server.job(ctx, id)
		ctx.Dispatch(func(ctx app.Context) {
			if t.now.ID != id {
				return
			}
			switch {
			case errors.Is(err, errNoServer):
				t.link = "broken"
				ctx.After(3*time.Second, func(ctx app.Context) {
					if t.now.ID == id && t.source == nil {
						t.load(ctx, id)
					}
				})
			case err != nil:
				t.now = job{}
				t.app.Session.wanted = ""
				notify(ctx, toastError, t.app.T("This run cannot be shown: ")+trErr(t.app.Words, err))
				t.join(ctx)
			default:
				t.link = ""
				t.now = j
				t.remember(j)
				t.adopt(ctx, j)
				t.wantReport(ctx, j)
				if !j.over() {
					t.hear(ctx, id)
				}
			}
			ctx.NewAction(jobsChanged)
		})
	})
}

// adopt takes over the recipe and the settings of the run that a link asked for.
func (t *trainerState) adopt(ctx app.Context, j job) {
	if t.app.Session.wanted != j.ID {
		return
	}
	t.app.Session.wanted = ""
	if t.app.Session.given { // the link says what recipe is wanted
		return
	}
	useSettings(ctx, t.app, j)
}

// remember keeps the list in step with the job shown.
func (t *trainerState) remember(j job) {
	for i := range t.jobs {
		if t.jobs[i].ID == j.ID {
			t.jobs[i] = j
			return
		}
	}
	t.jobs = append([]job{j}, t.jobs...)
}

// hear follows the events of a job. The browser takes a broken connection up
// again by itself, after the last event heard; only a refusal ends it, and then
// load asks what became of the job.
func (t *trainerState) hear(ctx app.Context, id string) {
	if t.source != nil {
		return
	}
	t.source = bridge.OpenEvents(ctx, t.app.Server.at("/api/v1/jobs/"+id+"/events"), jobEvents(),
		func(ctx app.Context, kind, data string) {
			if t.now.ID != id {
				return
			}
			t.link = "open"
			if err := t.now.take(kind, []byte(data)); err != nil {
				app.Log(err)
			}
			if t.now.over() {
				t.drop()
				t.load(ctx, id)
				ctx.Defer(func(app.Context) { bridge.Refocus("#train-state") })
			}
			ctx.NewAction(jobsChanged)
		},
		func(ctx app.Context, closed bool) {
			if t.now.ID != id {
				return
			}
			t.link = "broken"
			if closed {
				t.drop()
				ctx.After(3*time.Second, func(ctx app.Context) {
					if t.now.ID == id && t.source == nil {
						t.load(ctx, id)
					}
				})
			}
			ctx.NewAction(jobsChanged)
		})
}

// jobEvents are the kinds of event that job.take knows.
func jobEvents() []string {
	return []string{jobQueued, jobRunning, "progress", "epoch", "waits", jobDone, jobFailed, jobCancelled}
}

// drop stops hearing events.
func (t *trainerState) drop() {
	if t.source != nil {
		t.source.Close()
		t.source = nil
	}
	t.link = ""
}

// start sends a job and shows it.
func (t *trainerState) start(ctx app.Context, r jobRequest) {
	ctx.Async(func() {
		id, err := t.app.Server.start(context.Background(), r)
		ctx.Dispatch(func(ctx app.Context) {
			switch {
			case errors.Is(err, errNoServer):
				t.asked, t.problem = true, err
			case err != nil:
				notify(ctx, toastError, t.app.T("The trainer refused: ")+trErr(t.app.Words, err))
			default:
				t.problem = nil
				t.show(ctx, id)
				t.now.State = jobQueued
				ctx.Defer(func(app.Context) { bridge.RevealTop("#train-state") })
			}
			ctx.NewAction(jobsChanged)
		})
	})
}

// cancel stops the job shown.
func (t *trainerState) cancel(ctx app.Context) {
	id := t.now.ID
	ctx.Async(func() {
		err := t.app.Server.cancel(context.Background(), id)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				notify(ctx, toastError, trErr(t.app.Words, err))
				return
			}
			if t.now.ID == id && t.source == nil {
				t.load(ctx, id)
			}
		})
	})
}

// done returns the finished jobs, newest first.
func (t *trainerState) done() []job {
	var list []job
	for _, j := range t.jobs {
		if j.State == jobDone {
			list = append(list, j)
		}
	}
	return list
}

// set returns what is known of a data set on the server.
func (t *trainerState) set(id string) (remoteSet, bool) {
	for _, s := range t.sets {
		if s.ID == id {
			return s, true
		}
	}
	if t.app.Pictures.sent.ID == id && id != "" {
		return t.app.Pictures.sent.remoteSet, true
	}
	return remoteSet{}, false
}
