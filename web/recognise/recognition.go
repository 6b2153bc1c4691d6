package recognise

import (
	"encoding/json"
	"errors"
	"net/url"
	"sort"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/api/client"
	"graft/core/recipe"
	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
)

// seen is a picture that was given to be recognised.
type seen struct {
	ID    int       `json:"id"`
	Name  string    `json:"name"`
	URL   string    `json:"url"` // of what is shown; "" if nothing can be
	Error string    `json:"error"`
	p     []float64 // by class of the head; nil while unknown
	asked int       // the head's number that it was asked with
}

// bar is one class of a result.
type bar struct {
	Class string
	P     float64
}

// barsShown bounds how many classes a result lists.
const barsShown = 8

// bars pairs probabilities with classes: in the head's order if all are shown,
// so that bars do not jump from picture to picture, else the likeliest first.
func bars(classes []string, p []float64) []bar {
	var list []bar
	for i, c := range classes {
		b := bar{Class: c}
		if i < len(p) {
			b.P = p[i]
		}
		list = append(list, b)
	}
	if len(list) > barsShown {
		sort.SliceStable(list, func(a, b int) bool { return list[a].P > list[b].P })
		list = list[:barsShown]
	}
	return list
}

// best returns the likeliest class.
func best(classes []string, p []float64) bar {
	top := bar{}
	for i, c := range classes {
		if i < len(p) && p[i] > top.P {
			top = bar{Class: c, P: p[i]}
		}
	}
	return top
}

// openedHead is the head in the engine.
type openedHead struct {
	Classes  []string `json:"classes"`
	Weights  string   `json:"weights"`
	Backbone string   `json:"backbone"`
	Size     []int    `json:"size"`
	Digest   string   `json:"weights_digest"`
	job      api.Job
	number   int // counts heads opened in this tab
}

// recognition is what the view works with.
type recognition struct {
	*state.App

	pictures []*seen // newest first
	chosen   int     // id of the one shown large
	head     openedHead
	opening  string                // job whose head is being fetched
	problem  string                // why there is no head, in words
	busy     int                   // pictures being asked about
	changed  func(ctx app.Context) // told when something is known of a picture
}

// askedAtOnce bounds requests under way: the server takes one after the other.
const askedAtOnce = 2

// openHead fetches a job's head, then looks at every picture again.
func (r *recognition) openHead(ctx app.Context, j api.Job) {
	if app.IsServer || r.opening == j.ID || (r.head.job.ID == j.ID && r.problem == "") {
		return
	}
	r.opening, r.problem = j.ID, ""
	bridge.Await(ctx, bridge.OpenHead(r.HeadURL(j)), func(ctx app.Context, answer app.Value, err error) {
		if r.opening != j.ID {
			return
		}
		r.opening = ""
		head := openedHead{job: j, number: r.head.number + 1}
		if err == nil {
			err = json.Unmarshal([]byte(answer.String()), &head)
		}
		if err != nil {
			r.problem = recogniseFault(r.Words, err)
			return
		}
		if len(head.Size) == 2 {
			head.job.Input.Size = head.Size[0]
		}
		if state.LinkOf(j) != "" { // only the head itself says what it belongs to
			head.job.Classes, head.job.Train.Weights, head.job.Weights.Digest = head.Classes, head.Weights, head.Digest
		}
		r.head = head
		for _, s := range r.pictures {
			s.p = nil
		}
		r.ask(ctx)
	})
}

// fault is recogniseFault for the head that is open: who has it from a link
// cannot train it again.
func (r *recognition) fault(err error) string {
	if state.LinkOf(r.head.job) != "" && err.Error() == "other-weights" {
		return r.T("The trainer's weights are not those that this classifier was trained on: ") + r.head.Weights
	}
	return recogniseFault(r.Words, err)
}

func recogniseFault(w i18n.Words, err error) string {
	if err.Error() == "other-weights" {
		return w.T("The trainer's weights are no longer those that this classifier was trained on: train again.")
	}
	if err.Error() == "other-size" {
		return w.T("The trainer is of an earlier version, which knows pictures of 224×224 pixels only: this classifier was trained at another input size.")
	}
	if errors.Is(err, client.ErrNoServer) || err.Error() == "no-server" {
		return w.T("No server answers. Look whether it still runs, then try again.")
	}
	return err.Error() // put into words where it is shown
}

// add begins to recognise a picture.
func (r *recognition) add(ctx app.Context, detail string) {
	var s seen
	if json.Unmarshal([]byte(detail), &s) != nil {
		return
	}
	r.pictures = append([]*seen{&s}, r.pictures...)
	r.chosen = s.ID
	r.ask(ctx)
}

// ask sends what is not known yet, newest first, a few at a time.
func (r *recognition) ask(ctx app.Context) {
	if r.head.job.ID == "" {
		return
	}
	for _, s := range r.pictures {
		if r.busy >= askedAtOnce {
			return
		}
		if s.p != nil || s.Error != "" || s.asked == r.head.number {
			continue
		}
		s.asked = r.head.number
		r.busy++
		r.classify(ctx, s)
	}
}

func (r *recognition) classify(ctx app.Context, s *seen) {
	number := r.head.number
	bridge.Await(ctx, bridge.Classify(s.ID, embedURL(r.App, r.head.job), r.head.job.Backbone().Digest, r.head.job.InputSize()), func(ctx app.Context, answer app.Value, err error) {
		r.busy--
		if number == r.head.number {
			var p []float64
			if err == nil {
				err = json.Unmarshal([]byte(answer.String()), &p)
			}
			if err != nil {
				s.Error = r.fault(err)
			} else {
				s.p = p
			}
		}
		r.changed(ctx)
		r.ask(ctx)
	})
}

// embedURL asks for features as the head was trained on: of pictures of its size, of
// the job's own backbone, or prepared in the job's way, where it has either.
func embedURL(a *state.App, j api.Job) string {
	if j.Tuned != nil || j.Train.Preprocess != recipe.PreprocessOwn {
		return a.Server.At("/api/v1/embed?job=" + url.QueryEscape(j.ID))
	}
	q := url.Values{}
	if j.Train.Weights != "" {
		q.Set("weights", j.Train.Weights)
	}
	if size := j.InputSize(); size != recipe.DefaultInput {
		q.Set("size", strconv.Itoa(size))
	}
	if len(q) == 0 {
		return a.Server.At("/api/v1/embed")
	}
	return a.Server.At("/api/v1/embed?" + q.Encode())
}

// retry asks again about what failed.
func (r *recognition) retry(ctx app.Context) {
	for _, s := range r.pictures {
		if s.URL != "" {
			s.Error, s.asked = "", 0
		}
	}
	r.ask(ctx)
}

func (r *recognition) forget() {
	bridge.ForgetSeen()
	r.pictures, r.chosen = nil, 0
}

// shown is the picture shown large, or nil.
func (r *recognition) shown() *seen {
	for _, s := range r.pictures {
		if s.ID == r.chosen {
			return s
		}
	}
	return nil
}
