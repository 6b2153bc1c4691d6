package state

import (
	"context"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/faults"
	"graft/web/internal/ui"
)

// States of fetching ImageNet's weights.
const (
	FetchNone      = "none"
	FetchRunning   = "running"
	FetchThere     = "there"
	FetchFailed    = "failed"
	FetchCancelled = "cancelled"
	FetchOffline   = "offline"
)

// WeightsFetch is what the server says of fetching ImageNet's weights beside the
// work. Its State is "" where an older server says nothing.
type WeightsFetch struct {
	State       string  `json:"state"`
	Done        float64 `json:"done"`  // bytes
	Total       float64 `json:"total"` // 0 while unknown
	PerSecond   float64 `json:"per_second"`
	SecondsLeft float64 `json:"seconds_left"`
	Error       string  `json:"error"`
}

const fetchPath = "/api/v1/weights/fetch"

func (a Client) weightsFetch(ctx context.Context) (f WeightsFetch, err error) {
	err = a.call(ctx, "GET", fetchPath, nil, &f)
	return f, err
}

// setFetch begins to fetch, or stops.
func (a Client) setFetch(ctx context.Context, on bool) (f WeightsFetch, err error) {
	method := "POST"
	if !on {
		method = "DELETE"
	}
	err = a.call(ctx, method, fetchPath, nil, &f)
	return f, err
}

// Actions of what the visitor presses, and of a fetch that goes on. The view acts on
// them, for a button may be gone before the server has answered, and go-app then
// drops the answer.
const (
	RepeatWanted = "repeat-wanted"
	FetchWanted  = "fetch-wanted"
	FetchGoesOn  = "fetch-goes-on"
)

// followFetch keeps what the server says, and asks again while it goes on.
func (t *Trainer) followFetch(ctx app.Context, f WeightsFetch) {
	if t.Fetch.State == FetchRunning && f.State == FetchThere {
		ui.Notify(ctx, ui.ToastInfo, t.app.T("ImageNet’s weights are there: new runs on Automatic use them."))
	}
	t.Fetch = f
	if f.State == FetchRunning {
		ctx.NewAction(FetchGoesOn)
	}
}

// PollFetch asks once more in a second, unless that is going to happen already.
func (t *Trainer) PollFetch(ctx app.Context) {
	if t.polling {
		return
	}
	t.polling = true
	ctx.After(time.Second, func(ctx app.Context) {
		ctx.Async(func() {
			f, err := t.app.Server.weightsFetch(ctx)
			ctx.Dispatch(func(ctx app.Context) {
				t.polling = false
				t.followFetch(ctx, t.heardOf(f, err))
				ctx.NewAction(JobsChanged)
			})
		})
	})
}

// heardOf is what the server says, or where that could not be heard what it said
// last: a fetch that was going on is asked after again.
func (t *Trainer) heardOf(f WeightsFetch, err error) WeightsFetch {
	if err != nil {
		return t.Fetch
	}
	return f
}

// WantFetch begins to fetch, or stops, as the visitor wishes.
func (t *Trainer) WantFetch(ctx app.Context, on bool) {
	ctx.Async(func() {
		f, err := t.app.Server.setFetch(context.Background(), on)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				ui.Notify(ctx, ui.ToastError, faults.Err(t.app.Words, err))
				return
			}
			t.followFetch(ctx, f)
			ctx.NewAction(JobsChanged)
		})
	})
}
