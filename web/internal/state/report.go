package state

import (
	"cmp"
	"context"
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/api/client"
	"graft/web/internal/faults"
	"graft/web/internal/ui"
)

// orders of the table of classes.
const (
	ByName      = "name"
	BySupport   = "support"
	ByPrecision = "precision"
	ByRecall    = "recall"
	ByF1        = "f1"
)

// SortedClasses returns the places of a report's classes in an order; figures rise, so
// that what is worst comes first, unless falling.
func SortedClasses(r *api.Report, by string, falling bool) []int {
	order := make([]int, len(r.Classes))
	for i := range order {
		order[i] = i
	}
	key := func(c api.ClassReport) float64 {
		switch by {
		case BySupport:
			return float64(c.Support)
		case ByPrecision:
			return c.Precision
		case ByRecall:
			return c.Recall
		case ByF1:
			return c.F1
		}
		return 0
	}
	slices.SortStableFunc(order, func(a, b int) int {
		d := cmp.Compare(key(r.Classes[a]), key(r.Classes[b]))
		if by == ByName {
			d = cmp.Compare(a, b)
		}
		if falling {
			return -d
		}
		return d
	})
	return order
}

// wantReport fetches the report of a done job, once.
func (t *Trainer) wantReport(ctx app.Context, j api.Job) {
	if app.IsServer || j.State != api.Done || t.app.Reports[j.ID] != nil {
		return
	}
	ctx.Async(func() {
		r, err := t.app.Server.Report(context.Background(), j.ID)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				if fault, ok := err.(*client.Error); !ok || fault.Status != 404 { // an old job has none
					ui.Notify(ctx, ui.ToastError, faults.Err(t.app.Words, err))
				}
				return
			}
			t.app.Reports[j.ID] = r
			ctx.NewAction(JobsChanged)
		})
	})
}
