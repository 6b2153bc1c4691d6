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
	if v.example.set.name != "" || a.Session.View() == state.ViewData {
		t.Errorf("an example of no name: %+v in %s", v.example, a.Session.View())
	}
	p.Do(func(ctx app.Context) { v.beginExample(ctx, "plates") })
	if v.example.set.name != "plates" || a.Session.View() != state.ViewData {
		t.Fatalf("%+v in %s, want it drawn where one sees it", v.example, a.Session.View())
	}
	const half = `{"phase":"reading","pictures":60,"classes":[{"id":"a","name":"hotdog","count":60}]}`
	const all = `{"phase":"","pictures":120,"classes":[{"id":"a","name":"hotdog","count":60},{"id":"b","name":"other","count":60}]}`
	p.Do(func(ctx app.Context) { v.onStore(ctx, half) })
	if v.example.sent {
		t.Errorf("%+v before all is drawn", v.example)
	}
	p.Do(func(ctx app.Context) { v.onStore(ctx, all) })
	if !v.example.sent {
		t.Errorf("%+v once all is drawn, want it sent", v.example)
	}
	p.Do(func(ctx app.Context) { v.onUpload(ctx, `{"state":"failed","error":"network"}`) })
	if v.example.set.name != "" {
		t.Errorf("%+v after the upload failed", v.example)
	}
	p.Do(func(ctx app.Context) { v.beginExample(ctx, "plates") })
	if v.example.set.name != "" {
		t.Error("an example would mix with pictures that are there")
	}
	a.Pictures.Pictures, a.Trainer.Asked, a.Trainer.Problem = 0, true, errors.New("nobody answers")
	p.Do(func(ctx app.Context) { v.beginExample(ctx, "plates"); v.onStore(ctx, half); v.onStore(ctx, all) })
	if v.example.set.name != "" || a.Session.View() != state.ViewTrain {
		t.Errorf("without a trainer: %+v in %s, want the view that says how to have one", v.example, a.Session.View())
	}
	a.Pictures.Pictures, a.Trainer.Problem = 0, nil
	const mixed = `{"phase":"","pictures":121,"classes":[{"id":"a","name":"hotdog","count":60},{"id":"b","name":"other","count":61}]}`
	p.Do(func(ctx app.Context) { v.beginExample(ctx, "plates"); v.onStore(ctx, half); v.onStore(ctx, mixed) })
	if v.example.sent || v.example.set.name != "" {
		t.Error("pictures of the visitor's own would be uploaded with the example")
	}
}
