package state

import (
	"fmt"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/webtest"
)

func TestStep(t *testing.T) {
	a := New(English)
	p := webtest.Mount(t, &blank{})
	all := func() string {
		text := ""
		for _, view := range []string{ViewAugment, ViewData, ViewTrain, ViewRecognise} {
			n, done, next := a.Step(view)
			switch {
			case done:
				text += "✓"
			case next:
				text += fmt.Sprint("[", n, "]")
			default:
				text += fmt.Sprint(n)
			}
		}
		return text
	}
	for _, tc := range []struct {
		what string
		do   func(ctx app.Context)
		want string
	}{
		{"nothing", func(app.Context) {}, "[1]234"},
		{"one class", func(app.Context) { a.Pictures.Classes = []KeptClass{{Count: 3}, {}} }, "[1]234"},
		{"an edit", func(ctx app.Context) { a.Session.Edit(ctx, "", func(r *recipe.Recipe) { r.Seed = 5 }) }, "✓[2]34"},
		{"two classes", func(app.Context) { a.Pictures.Classes[1].Count = 1 }, "✓✓[3]4"},
		{"recognised from a link", func(app.Context) { a.Recognised = true }, "✓✓[3]✓"},
		{"a run that failed", func(app.Context) { a.Trainer.Jobs = []api.Job{{State: api.Failed}} }, "✓✓[3]✓"},
		{"a run that is done", func(app.Context) { a.Trainer.Jobs = append(a.Trainer.Jobs, api.Job{State: api.Done}) }, "✓✓✓✓"},
		{"undone", func(ctx app.Context) { a.Session.Undo(ctx) }, "✓✓✓✓"},
	} {
		p.Do(tc.do)
		if got := all(); got != tc.want {
			t.Errorf("after %s: %s, want %s", tc.what, got, tc.want)
		}
	}
	if n, _, _ := a.Step("elsewhere"); n != 0 {
		t.Errorf("a view that is none is step %d", n)
	}
}
