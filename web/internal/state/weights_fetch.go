package state

import (
	"context"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/web/internal/faults"
	"graft/web/internal/ui"
)

// Actions of what the visitor presses, and of a fetch that goes on. The view acts on
// them, for a button may be gone before the server has answered, and go-app then
// drops the answer.
const (
	RepeatWanted = "repeat-wanted"
	FetchWanted  = "fetch-wanted"
	FetchGoesOn  = "fetch-goes-on"
)

// followFetch keeps what the server says, and asks again while it goes on.
func (t *Trainer) followFetch(ctx app.Context, f api.WeightsFetch) {
	if t.Fetch.State == api.FetchRunning && f.State == api.FetchThere {
		ui.Notify(ctx, ui.ToastInfo, t.app.T("ImageNet’s weights are there: new runs on Automatic use them."))
	}
	t.Fetch = f
	if f.State == api.FetchRunning {
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
			f, err := t.app.Server.WeightsFetch(ctx)
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
func (t *Trainer) heardOf(f api.WeightsFetch, err error) api.WeightsFetch {
	if err != nil {
		return t.Fetch
	}
	return f
}

// WantFetch begins to fetch, or stops, as the visitor wishes.
func (t *Trainer) WantFetch(ctx app.Context, on bool) {
	ctx.Async(func() {
		f, err := t.app.Server.SetFetch(context.Background(), on)
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
