//go:build js && wasm

package bridge_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall/js"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/webtest"
)

// Every function reaches the name of window.graft that it is for.
func TestFunctionsCallTheirNames(t *testing.T) {
	blob := app.ValueOf(map[string]any{})
	for _, tc := range []struct {
		want string
		call func()
	}{
		{"openDialog", func() { bridge.OpenDialog("d") }},
		{"closeDialog", func() { bridge.CloseDialog("d") }},
		{"focus", func() { bridge.Focus("#x") }},
		{"refocus", func() { bridge.Refocus("#x") }},
		{"reveal", func() { bridge.Reveal("#x") }},
		{"reveal", func() { bridge.RevealTop("#x") }},
		{"raise", func() { bridge.Raise("x") }},
		{"announce", func() { bridge.Announce("x") }},
		{"coarse", func() { bridge.Coarse() }},
		{"theme", func() { bridge.Theme("dark") }},
		{"keep", func() { bridge.Keep("a", "b") }},
		{"recall", func() { bridge.Recall("a") }},
		{"compare", func() { bridge.Compare(30) }},
		{"placeExtremes", func() { bridge.PlaceExtremes(true) }},
		{"saveFragment", func() { bridge.SaveFragment("#") }},
		{"enterFragment", func() { bridge.EnterFragment("#") }},
		{"opened", func() { bridge.Opened("data") }},
		{"address", func() { bridge.Address() }},
		{"absolute", func() { bridge.Absolute("/") }},
		{"copy", func() { bridge.Copy("x") }},
		{"canShare", func() { bridge.CanShare() }},
		{"share", func() { bridge.Share("x", "y") }},
		{"saveText", func() { bridge.SaveText("x", "y", "z") }},
		{"saveBytes", func() { bridge.SaveBytes(blob, "y", "z") }},
		{"saveSlot", func() { bridge.SaveSlot("x", "y") }},
		{"download", func() { bridge.Download("x") }},
		{"objectURL", func() { bridge.ObjectURL(blob) }},
		{"revokeURL", func() { bridge.RevokeURL("x") }},
		{"drawable.copy", func() { bridge.Drawable("x", "y") }},
		{"kept.waits", func() { bridge.KeptPictureWaits() }},
		{"kept.take", func() { bridge.TakeKeptPicture() }},
		{"camera.start", func() { bridge.StartCamera("v") }},
		{"camera.stop", func() { bridge.StopCamera() }},
		{"camera.shoot", func() { bridge.Shoot("v") }},
		{"pool.call", func() { bridge.Engine(map[string]any{"do": "png"}) }},
		{"pool.picture", func() { bridge.FetchPicture("x") }},
		{"pool.open", func() { bridge.OpenPicture("x", blob) }},
		{"pool.close", func() { bridge.ClosePicture("x") }},
		{"pool.show", func() { bridge.ShowPictures("x", "{}", []any{"0"}, []any{0}, map[string]any{}) }},
		{"pool.draws", func() { bridge.Drawn("0") }},
		{"store.open", func() { bridge.OpenStore() }},
		{"store.state", func() { bridge.StoreState() }},
		{"store.addClass", func() { bridge.AddClass("x") }},
		{"store.rename", func() { bridge.RenameClass("x", "y") }},
		{"store.removeClass", func() { bridge.RemoveClass("x") }},
		{"store.merge", func() { bridge.MergeClass("x", "y") }},
		{"store.sample", func() { bridge.DrawSample("x", "a b", 3) }},
		{"store.sampleStrip", func() { bridge.SampleStrip("x", "a:1") }},
		{"store.undo", func() { bridge.UndoStore() }},
		{"store.forget", func() { bridge.ForgetRemoved() }},
		{"store.forgetSkipped", func() { bridge.ForgetSkipped() }},
		{"store.cancel", func() { bridge.CancelReading() }},
		{"gallery.remove", func() { bridge.RemoveSelected() }},
		{"gallery.move", func() { bridge.MoveSelected("x") }},
		{"gallery.clear", func() { bridge.ClearSelection() }},
		{"upload.start", func() { bridge.StartUpload("/") }},
		{"upload.cancel", func() { bridge.CancelUpload() }},
		{"export.start", func() { bridge.StartExport(map[string]any{}, nil, "x.zip") }},
		{"export.cancel", func() { bridge.CancelExport() }},
		{"export.forget", func() { bridge.ForgetExport() }},
		{"recognise.open", func() { bridge.OpenHead("/") }},
		{"recognise.classify", func() { bridge.Classify(1, "/", "d", 224) }},
		{"recognise.explain", func() { bridge.Explain(1, "/") }},
		{"recognise.heat", func() { bridge.Heat("[]", 7, "x") }},
		{"recognise.fetch", func() { bridge.RecogniseFrom("/", "x") }},
		{"recognise.forget", func() { bridge.ForgetSeen() }},
		{"nearby.allowed", func() { bridge.NearbyAllowed() }},
		{"nearby.health", func() { bridge.NearbyHealth("http://127.0.0.1:8000") }},
		{"link.picture", func() { bridge.PreparePicture("x") }},
		{"link.head", func() { bridge.PrepareHead("/") }},
		{"link.card", func() { bridge.PrepareCard("x", "{}") }},
		{"link.drop", func() { bridge.DropPart("card") }},
		{"link.make", func() { bridge.MakeLink("{}", []any{"card"}, "") }},
		{"link.remove", func() { bridge.RemoveLink("x") }},
		{"link.mine", func() { bridge.MyLinks() }},
		{"link.file", func() { bridge.PreparedFile("x") }},
		{"link.attached", func() { bridge.AttachedPicture("x") }},
	} {
		webtest.Mount(t, &listener{})
		tc.call()
		if calls := webtest.Calls(); len(calls) == 0 || calls[len(calls)-1] != tc.want {
			t.Errorf("calls = %q, want %s", calls, tc.want)
		}
	}
}

// listener hears an event of the window, and waits for promises.
type listener struct {
	app.Compo
	hears bridge.Listeners
	heard []string
}

func (l *listener) OnMount(ctx app.Context) {
	l.hears.On(ctx, "graft-test", func(_ app.Context, detail string) { l.heard = append(l.heard, detail) })
}

func (l *listener) OnDismount() { l.hears.Close() }

func (l *listener) Render() app.UI { return app.P().ID("heard").Text(strings.Join(l.heard, " ")) }

func tell(detail string) {
	js.Global().Get("Function").New("detail", `dispatchEvent(new CustomEvent("graft-test", { detail }))`).Invoke(detail)
}

func TestListeners(t *testing.T) {
	l := &listener{}
	p := webtest.Mount(t, l)
	tell("one")
	tell("two")
	p.Do(func(app.Context) {})
	p.Has("one two")
	l.hears.Close()
	tell("three")
	p.Do(func(app.Context) {})
	p.Lacks("three")
}

func TestAwait(t *testing.T) {
	l := &listener{}
	p := webtest.Mount(t, l)
	ended := make(chan string, 3)
	say := func(_ app.Context, answer app.Value, err error) {
		var coded *bridge.Fault
		if errors.As(err, &coded) {
			ended <- "coded " + coded.Fault().Code + " " + err.Error()
			return
		}
		if err != nil {
			ended <- "fault " + err.Error()
			return
		}
		ended <- "answer " + answer.String()
	}
	text := func(script string) app.Value { return js2app(script) }
	p.Do(func(ctx app.Context) {
		bridge.Await(ctx, bridge.Text(text(`return { text: async () => "words" }`)), say)
		bridge.Await(ctx, bridge.Text(text(`return { text: async () => { throw new Error("no file") } }`)), say)
		bridge.Await(ctx, bridge.Text(text(`return { text: async () => { throw Object.assign(new Error("not open"), { code: "engine.not_open" }) } }`)), say)
	})
	var got []string
	for range 3 {
		for len(ended) == 0 {
			turn()
			p.Do(func(app.Context) {})
		}
		got = append(got, <-ended)
	}
	slices.Sort(got)
	if want := "[answer words coded engine.not_open not open fault no file]"; fmt.Sprint(got) != want {
		t.Errorf("ended with %v, want %v", got, want)
	}
}

// turn lets the browser go on with what waits there.
func turn() {
	done := make(chan struct{})
	f := js.FuncOf(func(js.Value, []js.Value) any { close(done); return nil })
	defer f.Release()
	js.Global().Call("setTimeout", f, 0)
	<-done
}

func js2app(script string) app.Value {
	return app.Window().Get("Function").New(script).Invoke()
}
