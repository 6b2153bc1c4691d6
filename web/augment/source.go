package augment

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// openSample opens a bundled picture; its bytes come from where the page came.
func (v *View) openSample(ctx app.Context, i int) {
	p := state.SamplePicture(i)
	bridge.Await(ctx, bridge.FetchPicture(p.URL), func(ctx app.Context, blob app.Value, err error) {
		if err != nil {
			ui.Notify(ctx, ui.ToastError, v.T("The sample picture could not be fetched: ")+faults.Err(v.Words, err))
			return
		}
		v.open(ctx, "sample-"+strconv.Itoa(i), blob, p)
	})
}

// receive takes what was dropped or pasted: a picture's file, or text with a
// recipe in it.
func (v *View) receive(ctx app.Context, given app.Value) {
	if given.Type() == app.TypeString {
		openText(ctx, v.App, given.String())
		return
	}
	v.openGiven(ctx, given)
}

// openGiven opens a file of the visitor's.
func (v *View) openGiven(ctx app.Context, file app.Value) {
	name := "picture"
	if n := file.Get("name"); n.Truthy() {
		name = n.String()
	}
	if strings.HasSuffix(strings.ToLower(name), ".json") {
		bridge.Await(ctx, bridge.Text(file), func(ctx app.Context, text app.Value, err error) {
			if err == nil {
				openText(ctx, v.App, text.String())
			}
		})
		return
	}
	v.openFile(ctx, file, state.Picture{Name: name})
}

// openFile opens a picture that is a file.
func (v *View) openFile(ctx app.Context, file app.Value, p state.Picture) {
	v.opened++
	p.URL, p.Sample, p.Owned = bridge.ObjectURL(file), -1, true
	v.open(ctx, "picture-"+strconv.Itoa(v.opened), file, p)
}

// openShared opens the picture that came with a link, if there is one and it is
// not shown yet. Without it there is a sample, as always.
func (v *View) openShared(ctx app.Context) {
	id := v.Session.Picture
	if id == "" || id == v.picture.Shared || id == v.asked {
		return
	}
	v.asked = id
	bridge.Await(ctx, bridge.AttachedPicture(id), func(ctx app.Context, file app.Value, err error) {
		v.asked = ""
		if v.Session.Picture != id {
			return
		}
		if err != nil {
			v.Session.SetShared(ctx, "", v.Session.Head)
			ui.Notify(ctx, ui.ToastError, v.T("The link's picture cannot be had: ")+faults.Err(v.Words, err))
			if v.picture.Key == "" {
				v.openSample(ctx, 0)
			}
			return
		}
		v.openFile(ctx, file, state.Picture{Name: v.T("Picture of the link"), Shared: id})
	})
}

// openKept opens the picture that was shown before the page had to be reloaded.
func (v *View) openKept(ctx app.Context) {
	bridge.Await(ctx, bridge.TakeKeptPicture(), func(ctx app.Context, file app.Value, err error) {
		if err != nil || !file.Truthy() {
			v.openSample(ctx, 0)
			return
		}
		v.openGiven(ctx, file)
	})
}

// open hands the picture to the engine; until it has answered, and if it
// refuses, the picture before stays.
func (v *View) open(ctx app.Context, key string, blob app.Value, p state.Picture) {
	v.busy = true
	bridge.Await(ctx, bridge.OpenPicture(key, blob), func(ctx app.Context, info app.Value, err error) {
		v.busy = false
		if err != nil {
			if p.Owned {
				bridge.RevokeURL(p.URL)
			}
			ui.Notify(ctx, ui.ToastError, fmt.Sprintf(v.T("%s cannot be opened: %s. The picture before stays."), p.Title(v.Words), faults.Err(v.Words, err)))
			return
		}
		if p.Shared == "" {
			v.Session.SetShared(ctx, "", v.Session.Head) // the visitor has another picture now
		}
		old := v.picture
		p.Key, p.W, p.H = key, info.Get("width").Int(), info.Get("height").Int()
		p.Format = strings.ToUpper(info.Get("format").String())
		v.picture = p
		v.Shown = p
		v.forget(old)
		v.draw()
		v.showable(ctx)
	})
}

// forget lets go of a picture that was replaced.
func (v *View) forget(old state.Picture) {
	if old.Key != "" && old.Key != v.picture.Key && old.Key != v.other.Key {
		bridge.ClosePicture(old.Key)
	}
	if old.Owned {
		bridge.RevokeURL(old.URL)
	}
}

// showable replaces the original's own address by a thumbnail of ours if the
// browser cannot draw the format (PPM).
func (v *View) showable(ctx app.Context) {
	p := v.picture
	if !p.Owned {
		return
	}
	bridge.Await(ctx, bridge.Drawable(p.URL, p.Key), func(ctx app.Context, address app.Value, err error) {
		if err == nil && address.Truthy() && v.picture.Key == p.Key {
			v.picture.URL = address.String()
		}
	})
}

// openText opens a recipe that was pasted or dropped, in any of its forms.
func openText(ctx app.Context, a *state.App, text string) {
	r, err := recipe.Parse(text)
	if err != nil {
		if strings.Contains(text, "#r=") || strings.HasPrefix(strings.TrimSpace(text), "{") {
			ui.Notify(ctx, ui.ToastError, a.T("This recipe cannot be opened: ")+faults.Err(a.Words, err))
		}
		return
	}
	if a.Session.Apply("", r) {
		a.Session.Changed(ctx)
	}
	ui.Notify(ctx, ui.ToastInfo, a.T("Recipe opened. Undo brings the one before back."))
}

func (v *View) renderSource() app.UI {
	p := v.picture
	facts := fmt.Sprintf("%d × %d · %s", p.W, p.H, p.Format)
	frame := app.Figure().Class("source-frame")
	if v.busy {
		frame = frame.Class("is-busy").Aria("busy", true)
	}
	return app.Section().Class("source").Aria("label", v.T("Original picture")).Body(
		frame.Body(
			app.Img().Class("source-picture").ID("original").Src(p.URL).Alt(v.T("The original: ")+p.Title(v.Words)),
			app.FigCaption().Body(
				app.Span().Class("source-name").Title(p.Title(v.Words)).Text(p.Title(v.Words)),
				app.Span().Class("source-facts").Text(facts),
			),
		),
		app.Div().Class("source-actions").Body(
			app.Label().Class("button", "file-button").Body(
				app.Input().Type("file").ID("file-input").Class("sr-only").
					Accept("image/*,.ppm,.pgm,.pnm,.bmp,.webp,.json").OnChange(v.pick),
				ui.Icon("picture"), app.Span().Text(v.T("Choose a picture")),
			),
			app.Button().Type("button").Class("button").ID("camera").OnClick(v.photograph).
				Body(ui.Icon("camera"), app.Span().Text(v.T("Camera##takes one picture"))),
			app.Input().Type("file").ID("camera-input").Class("sr-only").Accept("image/*").
				Attr("capture", "environment").TabIndex(-1).Aria("hidden", true).OnChange(v.pick),
		),
		v.renderSamples(),
		app.P().Class("hint").Text(v.T("Or drop one anywhere, or paste it.")),
		app.P().Class("privacy").Body(ui.Icon("lock"),
			app.Span().Text(v.T("Pictures stay in this tab. Nothing is uploaded."))),
		app.Div().Class("aside").Body(
			app.P().Text(v.T("Each tile is one random draw of the recipe. A network that sees a picture in many such forms learns the thing, not the photograph.")),
			app.Button().Type("button").Class("text-button").
				OnClick(func(ctx app.Context, _ app.Event) { v.Session.Show(ctx, state.ViewData) }).
				Body(app.Span().Text(v.T("Train on your own pictures")), ui.Icon("right")),
		),
	)
}

func (v *View) renderSamples() app.UI {
	return app.Div().Class("samples").Role("group").Aria("label", v.T("Sample pictures")).Body(
		app.Range(state.Samples()).Slice(func(i int) app.UI {
			s := state.Samples()[i]
			return app.Button().Type("button").Class("sample").Aria("label", v.T("Sample: ")+v.T(s.Title)).
				Aria("pressed", v.picture.Sample == i).Title(v.T(s.Title)).
				OnClick(func(ctx app.Context, _ app.Event) { v.openSample(ctx, i) }, app.EventScope(i)).
				Style("background-image", "url(/web/"+s.File+")")
		}),
	)
}

// pick takes what an <input type=file> has, and empties it so that the same
// file can be picked again.
func (v *View) pick(ctx app.Context, _ app.Event) {
	input := ctx.JSSrc()
	if files := input.Get("files"); files.Length() > 0 {
		v.openGiven(ctx, files.Index(0))
	}
	input.Set("value", "")
}

// photograph opens the phone's own camera, elsewhere the dialog with a video.
func (v *View) photograph(ctx app.Context, _ app.Event) {
	if bridge.Coarse() {
		bridge.Element("camera-input").Call("click")
		return
	}
	ui.OpenCamera(ctx, func(ctx app.Context, file app.Value) { v.openGiven(ctx, file) })
}
