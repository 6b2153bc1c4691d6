package export

import (
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/state"
	"graft/web/internal/webtest"
)

func TestDialog(t *testing.T) {
	a := state.New(English)
	d := &Dialog{App: a}
	p := webtest.Mount(t, d)
	p.Do(func(ctx app.Context) {
		state.OpenExport(ctx, state.ExportOf{Key: "picture-1", Name: "cat.jpg", Title: "Cat", Pixels: 480000})
	})
	p.Has("Cat: 9 files, views of 224 × 224 pixels", "Export as a zip")
	p.Press("#export-jpeg", func(app.Context) { d.settings.Format = formatJPEG })
	p.Has("Quality, 1 to 100")
	p.Do(func(app.Context) { d.settings.Originals = true })
	p.Has("Cat: 10 files")
	p.Press("#export-start", func(ctx app.Context) { d.start(ctx, app.Event{Value: app.Window()}) })
	for _, step := range []struct{ detail, want string }{
		{`{"state":"preparing"}`, "Preparing"},
		{`{"state":"running","done":3,"total":9,"bytes":300000}`, "3 of 9 views · 300 kB"},
		{`{"state":"failed","error":"quota"}`, "The browser"},
		{`{"state":"cancelled"}`, "Cancelled. Nothing of it is kept."},
		{`{"state":"done","files":9,"bytes":900000,"name":"cat-augmented.zip"}`, "Saved as cat-augmented.zip: 9 views, 900 kB."},
		{`{"state":"done","files":8,"bytes":900000,"name":"x.zip","url":"blob:x","bad":1,"faults":[{"path":"a.jpg","text":"empty file"}]}`, "1 picture could not be read"},
	} {
		p.Do(func(ctx app.Context) { d.hear(ctx, step.detail) })
		p.Has(step.want)
	}
	if first := d.first(); first != "#export-save" {
		t.Errorf("the keyboard begins at %s, want the button that saves", first)
	}
	p.Press("#export-again", func(ctx app.Context) { d.again(ctx, app.Event{}) })
	p.Has("Export as a zip")
	op := recipe.Ops()[0]
	for _, o := range recipe.Ops() {
		if o.Kind == recipe.Batch {
			op = o
		}
	}
	p.Do(func(ctx app.Context) {
		a.Session.Edit(ctx, "", func(r *recipe.Recipe) { r.Steps = append(r.Steps, op.New(1)) })
		a.Pictures.Pictures, a.Pictures.Classes = 20, make([]state.KeptClass, 2)
		d.of = state.ExportOf{}
	})
	p.Has(op.Title.En+" needs two pictures", "20 pictures in 2 class folders: 200 files")
}
