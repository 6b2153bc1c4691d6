package data

import (
	"slices"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/state"
	"graft/web/internal/ui"
	"graft/web/internal/webtest"
)

func twoClasses() state.StoreState {
	return state.StoreState{
		Kind: "files", Ready: true, Usage: 1e6, Quota: 1e9, Pictures: 50, Bytes: 5e6, Signature: "50-x",
		Classes: []state.KeptClass{{ID: "c1", Name: "cat", Count: 45, Bytes: 4e6}, {ID: "c2", Name: "dog", Count: 5, Bytes: 1e6}},
	}
}

func TestView(t *testing.T) {
	a := state.New(English)
	v := &View{App: a}
	p := webtest.Mount(t, v)
	p.Has("Drop a folder of class folders here", "Sixty hot dogs", "Your pictures stay in this tab until you press Upload.")
	show := func(change func(s *state.StoreState)) {
		p.Do(func(app.Context) {
			s := twoClasses()
			change(&s)
			a.Pictures.StoreState = s
		})
	}
	for name, tc := range map[string]struct {
		change func(s *state.StoreState)
		want   []string
	}{
		"a set":   {func(*state.StoreState) {}, []string{"cat", "45 pictures", "“dog” has 5, “cat” has 45", "of this browser", "Upload"}},
		"reading": {func(s *state.StoreState) { s.Phase, s.Done, s.Total = "reading", 3, 10 }, []string{"3 of 10 pictures", "Wait until all pictures are read."}},
		"skipped": {func(s *state.StoreState) {
			s.Skipped, s.SkippedMore = []state.Skipped{{Path: "a/x.txt", Code: "empty"}}, 3
		}, []string{"4 files were left out", "an empty file"}},
		"full":     {func(s *state.StoreState) { s.Error = "quota" }, []string{"storage is full"}},
		"private":  {func(s *state.StoreState) { s.Kind = "memory" }, []string{"This browser keeps nothing for this page"}},
		"removed":  {func(s *state.StoreState) { s.Undo = &state.UndoStep{Kind: "remove", Count: 2} }, []string{"2 pictures removed.", `id="undo-data"`}},
		"no class": {func(s *state.StoreState) { s.Classes[1].Count = 0 }, []string{"Two classes with pictures are the least", "Drop pictures here"}},
	} {
		t.Run(name, func(t *testing.T) {
			show(tc.change)
			p.Has(tc.want...)
		})
	}
	show(func(*state.StoreState) {})
	p.Press("#remove-c1", func(app.Context) { v.askRemove("c1") })
	p.Has("Remove “cat” and its 45 pictures from this browser?")
	p.Press("#keep-c1", func(app.Context) { v.keepClass("c1") })
	p.Lacks("Remove “cat”")
	p.Press("#camera-c2", func(app.Context) { v.toggleCamera("c2") })
	p.Has("Hold to take pictures")
	p.Do(func(ctx app.Context) {
		v.onCamera(ctx, `{"target":"class:c2","state":"failed","reason":"NotFoundError"}`)
	})
	p.Has("No camera was found.")
	p.Do(func(app.Context) { v.merging, v.mergeInto, v.selected, v.samples = "c1", "c2", 3, true })
	p.Has("There is a class “dog” already, with 5 pictures.", "3 selected", "Sample sets", "Move to…")
	p.Press("#apart-c1", func(app.Context) { v.keepApart("c1") })
	p.Lacks("There is a class “dog” already")
}

// What is left out is said at once: once, and not of what lay there before.
func TestLeftOutIsSaid(t *testing.T) {
	a := state.New(English)
	zip := state.Skipped{Path: "set.zip", Code: "unreadable", Text: "imagefile: not a picture"}
	text, system := state.Skipped{Path: "b/x.txt", Code: "empty"}, state.Skipped{Path: "a/.DS_Store", Code: "system"}
	var was imported
	for i, step := range []struct {
		pictures, more int
		skipped        []state.Skipped
		kind, want     string
	}{
		{3, 0, []state.Skipped{text}, "", ""}, // from before the view was opened
		{3, 0, []state.Skipped{text, system}, "", ""},
		{3, 0, []state.Skipped{text, system, zip}, ui.ToastError, "Nothing was imported. set.zip: not a picture"},
		{3, 0, []state.Skipped{text, system, zip}, "", ""},
		{9, 0, []state.Skipped{text, system, zip, text}, ui.ToastInfo, "1 file was left out: the list at the end says why"},
		{2, 0, []state.Skipped{text, system, zip, text}, "", ""}, // some were removed
		{2, 2, []state.Skipped{text, system, zip, text, text}, ui.ToastError, "Nothing was imported of 3 files. b/x.txt: an empty file"},
		{2, 0, nil, "", ""}, // the list was put away
		{2, 0, []state.Skipped{zip}, ui.ToastError, "Nothing was imported. set.zip: not a picture"},
	} {
		now := importedOf(state.StoreState{Pictures: step.pictures, Skipped: step.skipped, SkippedMore: step.more})
		if kind, got := leftOut(a.Words, was, now, step.skipped); kind != step.kind || got != step.want {
			t.Errorf("step %d: %s %q, want %s %q", i, kind, got, step.kind, step.want)
		}
		was = now
	}
}

func TestUploadIsShown(t *testing.T) {
	a := state.New(English)
	v := &View{App: a}
	p := webtest.Mount(t, v)
	p.Do(func(app.Context) { a.Pictures.StoreState = twoClasses() })
	for _, step := range []struct {
		detail string
		want   string
	}{
		{`{"state":"preparing"}`, "Preparing"},
		{`{"state":"sending","loaded":1000000,"total":4000000}`, "1.0 MB of 4.0 MB"},
		{`{"state":"checking"}`, "The server is looking at every picture"},
		{`{"state":"failed","error":"network"}`, "No server answered."},
		{`{"state":"cancelled"}`, "The server keeps nothing of it."},
		{`{"state":"answered","status":201,"body":"{\"id\":\"d1\",\"classes\":[{\"name\":\"cat\",\"count\":45}],\"skipped\":[{\"path\":\"x\",\"reason\":\"empty file\"}]}","signature":"50-x"}`, "On the server"},
	} {
		p.Do(func(ctx app.Context) { v.onUpload(ctx, step.detail) })
		p.Has(step.want)
	}
	p.Has("Up to date on the server.", "The server left out 1 file", "Upload again")
	p.Press("#go-train", func(ctx app.Context) { a.Session.Show(ctx, state.ViewTrain) })
	if a.Session.View() != state.ViewTrain {
		t.Errorf("view = %s", a.Session.View())
	}
	p.Do(func(app.Context) { a.Pictures.Signature = "51-y" })
	p.Has("The set has changed since")
	if !app.IsClient {
		return
	}
	p.Press("#upload", nil)
	if !slices.Contains(webtest.Calls(), "upload.start") {
		t.Errorf("calls = %q, want an upload", webtest.Calls())
	}
}

func TestStoreIsHeard(t *testing.T) {
	a := state.New(English)
	v := &View{App: a}
	p := webtest.Mount(t, v)
	p.Do(func(ctx app.Context) { v.onStore(ctx, `{"ready":true,"phase":"reading","pictures":1,"total":2}`) })
	if v.loadStart.IsZero() || time.Since(v.loadStart) > time.Minute {
		t.Errorf("reading began at %v", v.loadStart)
	}
	p.Do(func(ctx app.Context) { v.onStore(ctx, `nonsense`) })
	p.Has("0 of 2 pictures")
}
