package data

import (
	"errors"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/state"
	"graft/web/internal/webtest"
)

// An example goes on by itself, and stops where it cannot.
func TestExample(t *testing.T) {
	a := state.New(English)
	v := &View{App: a}
	p := webtest.Mount(t, v)
	p.Do(func(ctx app.Context) { v.beginExample(ctx, "nothing") })
	if a.Example != "" || a.Session.View() == state.ViewData {
		t.Errorf("an example of no name: %q in %s", a.Example, a.Session.View())
	}
	p.Do(func(ctx app.Context) { v.beginExample(ctx, "plates") })
	if a.Example != "drawing" || a.Session.View() != state.ViewData {
		t.Fatalf("%q in %s, want it drawn where one sees it", a.Example, a.Session.View())
	}
	const half = `{"phase":"reading","pictures":60,"classes":[{"id":"a","name":"hotdog","count":60}]}`
	const all = `{"phase":"","pictures":120,"classes":[{"id":"a","name":"hotdog","count":60},{"id":"b","name":"other","count":60}]}`
	p.Do(func(ctx app.Context) { v.onStore(ctx, half) })
	if a.Example != "drawing" {
		t.Errorf("%q before all is drawn", a.Example)
	}
	p.Do(func(ctx app.Context) { v.onStore(ctx, all) })
	if a.Example != "sending" {
		t.Errorf("%q once all is drawn, want it sent", a.Example)
	}
	p.Do(func(ctx app.Context) { v.onUpload(ctx, `{"state":"failed","error":"network"}`) })
	if a.Example != "" {
		t.Errorf("%q after the upload failed", a.Example)
	}
	p.Do(func(ctx app.Context) { v.beginExample(ctx, "plates") })
	if a.Example != "" {
		t.Error("an example would mix with pictures that are there")
	}
	a.Pictures.Pictures, a.Trainer.Asked, a.Trainer.Problem = 0, true, errors.New("nobody answers")
	p.Do(func(ctx app.Context) { v.beginExample(ctx, "plates"); v.onStore(ctx, all) })
	if a.Example != "" || a.Session.View() != state.ViewTrain {
		t.Errorf("without a trainer: %q in %s, want the view that says how to have one", a.Example, a.Session.View())
	}
}
