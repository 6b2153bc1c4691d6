package state

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/faults"
	"graft/web/internal/ui"
)

// Report is what a done job says of its head. Classes are places in Classes.
type Report struct {
	Count     int           `json:"count"`
	Correct   int           `json:"correct"`
	Accuracy  float64       `json:"accuracy"`
	Interval  [2]float64    `json:"interval"`
	Baseline  float64       `json:"baseline"`
	MacroF1   float64       `json:"macro_f1"`
	Classes   []ClassReport `json:"classes"`
	Confusion [][]int       `json:"confusion"` // [true][predicted]
	Pictures  []Verdict     `json:"pictures"`
	Mistakes  []int         `json:"mistakes"` // places in Pictures
	Map       FeatureMap    `json:"map"`
	Collapsed *int          `json:"collapsed"`
}

// ClassReport is how well one class is recognised.
type ClassReport struct {
	Name      string  `json:"name"`
	Support   int     `json:"support"`
	Predicted int     `json:"predicted"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Verdict is what the head says of a held-out picture.
type Verdict struct {
	Path    string  `json:"path"`
	Digest  string  `json:"digest"`
	Class   int     `json:"class"`
	Guesses []Guess `json:"guesses"` // likeliest first, at least one
}

// Guess is a class with how sure the head is of it.
type Guess struct {
	Class int     `json:"class"`
	P     float64 `json:"p"`
}

// FeatureMap is the pictures in the two directions in which their features differ most.
type FeatureMap struct {
	Explained [2]float64 `json:"explained"`
	Points    []MapPoint `json:"points"`
}

// MapPoint is a picture on it.
type MapPoint struct {
	Path    string  `json:"path"`
	Digest  string  `json:"digest"`
	Class   int     `json:"class"`
	HeldOut bool    `json:"held_out"`
	X       float64 `json:"x"`
	Y       float64 `json:"y"`
}

// check says what keeps the report from being shown.
func (r *Report) check() error {
	n := len(r.Classes)
	within := func(c int) bool { return c >= 0 && c < n }
	if len(r.Confusion) != n {
		return fmt.Errorf("web: report: confusion of %d classes: want %d", len(r.Confusion), n)
	}
	for _, v := range r.Pictures {
		ok := within(v.Class) && len(v.Guesses) > 0
		for _, g := range v.Guesses {
			ok = ok && within(g.Class)
		}
		if !ok {
			return fmt.Errorf("web: report: picture %s: a class out of range", v.Path)
		}
	}
	for _, i := range r.Mistakes {
		if i < 0 || i >= len(r.Pictures) {
			return fmt.Errorf("web: report: mistake %d: want less than %d", i, len(r.Pictures))
		}
	}
	for _, p := range r.Map.Points {
		if !within(p.Class) {
			return fmt.Errorf("web: report: point %s: a class out of range", p.Path)
		}
	}
	return nil
}

// Cell returns the pictures of class is that were taken for as, the surest first.
func (r *Report) Cell(is, as int) []Verdict {
	var list []Verdict
	for _, v := range r.Pictures {
		if v.Class == is && v.Guesses[0].Class == as {
			list = append(list, v)
		}
	}
	slices.SortStableFunc(list, func(a, b Verdict) int { return cmp.Compare(b.Guesses[0].P, a.Guesses[0].P) })
	return list
}

// Verdict returns what was said of a picture; false for one that was trained on.
func (r *Report) Verdict(digest string) (Verdict, bool) {
	for _, v := range r.Pictures {
		if v.Digest == digest {
			return v, true
		}
	}
	return Verdict{}, false
}

// orders of the table of classes.
const (
	ByName      = "name"
	BySupport   = "support"
	ByPrecision = "precision"
	ByRecall    = "recall"
	ByF1        = "f1"
)

// Sorted returns the places of the classes in an order; figures rise, so that
// what is worst comes first, unless falling.
func (r *Report) Sorted(by string, falling bool) []int {
	order := make([]int, len(r.Classes))
	for i := range order {
		order[i] = i
	}
	key := func(c ClassReport) float64 {
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
func (t *Trainer) wantReport(ctx app.Context, j Job) {
	if app.IsServer || j.State != JobDone || t.app.Reports[j.ID] != nil {
		return
	}
	ctx.Async(func() {
		r, err := t.app.Server.report(context.Background(), j.ID)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				if fault, ok := err.(*APIError); !ok || fault.Status != 404 { // an old job has none
					ui.Notify(ctx, ui.ToastError, faults.Err(t.app.Words, err))
				}
				return
			}
			t.app.Reports[j.ID] = r
			ctx.NewAction(JobsChanged)
		})
	})
}
