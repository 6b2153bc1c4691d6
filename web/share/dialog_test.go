package share

import (
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/state"
	"graft/web/internal/webtest"
)

func TestDialog(t *testing.T) {
	a := state.New(English)
	a.Shown = state.Picture{Key: "picture-1", Name: "mine.jpg", Sample: -1}
	a.Trainer.Jobs = []api.Job{{ID: "j", State: api.Done, Outcome: api.Outcome{Classes: []string{"cat", "dog"}}, Train: recipe.Train{Mode: recipe.ModeHead}}}
	d := &Dialog{App: a}
	p := webtest.Mount(t, d)
	p.Do(func(ctx app.Context) { Open(ctx) })
	p.Has("Share this recipe", "Make a short link", "cat, dog: whoever opens the link can recognise at once", "This leaves the tab, and nothing else:")
	p.Do(func(app.Context) {
		d.head = sharePart{name: "head", state: "ready", said: attachment{Bytes: 16000, Classes: []string{"cat", "dog"}}}
		d.card = sharePart{name: "card", state: "ready", said: attachment{URL: "blob:card", Width: 1200, Height: 630, Bytes: 90000}}
		d.picture = sharePart{name: "picture", state: "failed", fault: "empty file"}
	})
	p.Has("the classifier: cat, dog; 16.0 kB", "the preview image: nine views", `id="card-image"`, "empty file")
	p.Do(func(ctx app.Context) { d.toggle(ctx, &d.head) })
	p.Lacks("the classifier: cat, dog; 16.0 kB")
	p.Do(func(app.Context) {
		d.made = madeLink{ID: "x", URL: "https://graft.example/s/x", Expires: "2027-01-02T03:04:05Z", Parts: []string{"card"}}
		d.mine, d.native = []madeLink{d.made}, true
	})
	p.Has("https://graft.example/s/x", "with a preview image", "ends on 2027-01-0", "Links made in this browser (1)", "Share with…")
	p.Do(func(ctx app.Context) { d.shorten(ctx, app.Event{}) })
	p.Do(func(ctx app.Context) { d.remove(ctx, "x") })
	p.Do(func(ctx app.Context) {
		d.copy(ctx, "text")
		d.download(ctx, app.Event{})
		d.shareNatively(ctx, app.Event{})
	})
	p.Do(func(app.Context) { a.Trainer.Jobs[0].Train.Mode = recipe.ModeAll; d.reset() })
	p.Has("Only a classifier on an unchanged ResNet-50 fits into a link", "Make a short link")
}
