package web

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
)

// picture is the original that the grid is made from.
type picture struct {
	key    string // the pool's; "" before the first is open
	url    string // for <img>
	name   string // of the visitor's file
	sample int    // which bundled picture it is; -1 for the visitor's own
	w, h   int
	format string
	owned  bool   // url is an object URL of ours
	shared string // id of the link that it came with; "" if with none
}

// sample is a bundled picture, drawn by our own code.
type sample struct {
	file  string
	title string
	w, h  int
}

// samplePicture is bundled picture i, not yet open.
func samplePicture(i int) picture {
	s := samples[i]
	return picture{url: "/web/" + s.file, sample: i, w: s.w, h: s.h, format: "JPEG"}
}

// title is what the picture is called on the page.
func (p picture) title(w i18n.Words) string {
	if p.sample >= 0 {
		return w.T(samples[p.sample].title)
	}
	return p.name
}

// openSample opens a bundled picture; its bytes come from where the page came.
func (v *augmentView) openSample(ctx app.Context, i int) {
	p := samplePicture(i)
	bridge.Await(ctx, bridge.FetchPicture(p.url), func(ctx app.Context, blob app.Value, err error) {
		if err != nil {
			notify(ctx, toastError, v.T("The sample picture could not be fetched: ")+trErr(v.Words, err))
			return
		}
		v.open(ctx, "sample-"+strconv.Itoa(i), blob, p)
	})
}

// receive takes what was dropped or pasted: a picture's file, or text with a
// recipe in it.
func (v *augmentView) receive(ctx app.Context, given app.Value) {
	if given.Type() == app.TypeString {
		openText(ctx, v.App, given.String())
		return
	}
	v.take(ctx, given)
}

// take opens a file of the visitor's.
func (v *augmentView) take(ctx app.Context, file app.Value) {
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
	v.openFile(ctx, file, picture{name: name})
}

// openFile opens a picture that is a file.
func (v *augmentView) openFile(ctx app.Context, file app.Value, p picture) {
	v.opened++
	p.url, p.sample, p.owned = bridge.ObjectURL(file), -1, true
	v.open(ctx, "picture-"+strconv.Itoa(v.opened), file, p)
}

// openShared opens the picture that came with a link, if there is one and it is
// not shown yet. Without it there is a sample, as always.
func (v *augmentView) openShared(ctx app.Context) {
	id := v.Session.picture
	if id == "" || id == v.picture.shared || id == v.asked {
		return
	}
	v.asked = id
	bridge.Await(ctx, bridge.AttachedPicture(id), func(ctx app.Context, file app.Value, err error) {
		v.asked = ""
		if v.Session.picture != id {
			return
		}
		if err != nil {
			v.Session.SetShared(ctx, "", v.Session.head)
			notify(ctx, toastError, v.T("The link's picture cannot be had: ")+trErr(v.Words, err))
			if v.picture.key == "" {
				v.openSample(ctx, 0)
			}
			return
		}
		v.openFile(ctx, file, picture{name: v.T("Picture of the link"), shared: id})
	})
}

// openKept opens the picture that was shown before the page had to be reloaded.
func (v *augmentView) openKept(ctx app.Context) {
	bridge.Await(ctx, bridge.TakeKeptPicture(), func(ctx app.Context, file app.Value, err error) {
		if err != nil || !file.Truthy() {
			v.openSample(ctx, 0)
			return
		}
		v.take(ctx, file)
	})
}

// open hands the picture to the engine; until it has answered, and if it
// refuses, the picture before stays.
func (v *augmentView) open(ctx app.Context, key string, blob app.Value, p picture) {
	v.busy = true
	bridge.Await(ctx, bridge.OpenPicture(key, blob), func(ctx app.Context, info app.Value, err error) {
		v.busy = false
		if err != nil {
			if p.owned {
				bridge.RevokeURL(p.url)
			}
			notify(ctx, toastError, fmt.Sprintf(v.T("%s cannot be opened: %s. The picture before stays."), p.title(v.Words), trErr(v.Words, err)))
			return
		}
		if p.shared == "" {
			v.Session.SetShared(ctx, "", v.Session.head) // the visitor has another picture now
		}
		old := v.picture
		p.key, p.w, p.h = key, info.Get("width").Int(), info.Get("height").Int()
		p.format = strings.ToUpper(info.Get("format").String())
		v.picture = p
		v.Shown = p
		v.forget(old)
		v.draw()
		v.showable(ctx)
	})
}

// forget lets go of a picture that was replaced.
func (v *augmentView) forget(old picture) {
	if old.key != "" && old.key != v.picture.key && old.key != v.other.key {
		bridge.ClosePicture(old.key)
	}
	if old.owned {
		bridge.RevokeURL(old.url)
	}
}

// showable replaces the original's own address by a thumbnail of ours if the
// browser cannot draw the format (PPM).
func (v *augmentView) showable(ctx app.Context) {
	p := v.picture
	if !p.owned {
		return
	}
	bridge.Await(ctx, bridge.Drawable(p.url, p.key), func(ctx app.Context, address app.Value, err error) {
		if err == nil && address.Truthy() && v.picture.key == p.key {
			v.picture.url = address.String()
		}
	})
}

// openText opens a recipe that was pasted or dropped, in any of its forms.
func openText(ctx app.Context, a *App, text string) {
	r, err := recipe.Parse(text)
	if err != nil {
		if strings.Contains(text, "#r=") || strings.HasPrefix(strings.TrimSpace(text), "{") {
			notify(ctx, toastError, a.T("This recipe cannot be opened: ")+trErr(a.Words, err))
		}
		return
	}
	if a.Session.apply("", r) {
		a.Session.changed(ctx)
	}
	notify(ctx, toastInfo, a.T("Recipe opened. Undo brings the one before back."))
}

func (v *augmentView) renderSource() app.UI {
	p := v.picture
	facts := fmt.Sprintf("%d × %d · %s", p.w, p.h, p.format)
	frame := app.Figure().Class("source-frame")
	if v.busy {
		frame = frame.Class("is-busy").Aria("busy", true)
	}
	return app.Section().Class("source").Aria("label", v.T("Original picture")).Body(
		frame.Body(
			app.Img().Class("source-picture").ID("original").Src(p.url).Alt(v.T("The original: ")+p.title(v.Words)),
			app.FigCaption().Body(
				app.Span().Class("source-name").Title(p.title(v.Words)).Text(p.title(v.Words)),
				app.Span().Class("source-facts").Text(facts),
			),
		),
		app.Div().Class("source-actions").Body(
			app.Label().Class("button", "file-button").Body(
				app.Input().Type("file").ID("file-input").Class("sr-only").
					Accept("image/*,.ppm,.pgm,.pnm,.bmp,.webp,.json").OnChange(v.pick),
				icon("picture"), app.Span().Text(v.T("Choose a picture")),
			),
			app.Button().Type("button").Class("button").ID("camera").OnClick(v.photograph).
				Body(icon("camera"), app.Span().Text(v.T("Camera##takes one picture"))),
			app.Input().Type("file").ID("camera-input").Class("sr-only").Accept("image/*").
				Attr("capture", "environment").TabIndex(-1).Aria("hidden", true).OnChange(v.pick),
		),
		v.renderSamples(),
		app.P().Class("hint").Text(v.T("Or drop one anywhere, or paste it.")),
		app.P().Class("privacy").Body(icon("lock"),
			app.Span().Text(v.T("Pictures stay in this tab. Nothing is uploaded."))),
		app.Div().Class("aside").Body(
			app.P().Text(v.T("Each tile is one random draw of the recipe. A network that sees a picture in many such forms learns the thing, not the photograph.")),
			app.Button().Type("button").Class("text-button").
				OnClick(func(ctx app.Context, _ app.Event) { v.Session.Show(ctx, viewData) }).
				Body(app.Span().Text(v.T("Train on your own pictures")), icon("right")),
		),
	)
}

func (v *augmentView) renderSamples() app.UI {
	return app.Div().Class("samples").Role("group").Aria("label", v.T("Sample pictures")).Body(
		app.Range(samples).Slice(func(i int) app.UI {
			s := samples[i]
			return app.Button().Type("button").Class("sample").Aria("label", v.T("Sample: ")+v.T(s.title)).
				Aria("pressed", v.picture.sample == i).Title(v.T(s.title)).
				OnClick(func(ctx app.Context, _ app.Event) { v.openSample(ctx, i) }, app.EventScope(i)).
				Style("background-image", "url(/web/"+s.file+")")
		}),
	)
}

// pick takes what an <input type=file> has, and empties it so that the same
// file can be picked again.
func (v *augmentView) pick(ctx app.Context, _ app.Event) {
	input := ctx.JSSrc()
	if files := input.Get("files"); files.Length() > 0 {
		v.take(ctx, files.Index(0))
	}
	input.Set("value", "")
}

// photograph opens the phone's own camera, elsewhere the dialog with a video.
func (v *augmentView) photograph(ctx app.Context, _ app.Event) {
	if bridge.Coarse() {
		bridge.Element("camera-input").Call("click")
		return
	}
	openCamera(ctx, func(ctx app.Context, file app.Value) { v.take(ctx, file) })
}

// samples are the bundled pictures (core/sample); the first greets a visitor.
var samples = []sample{
	{"cat.jpg", i18n.Key("Cat"), 800, 600},
	{"fruit.jpg", i18n.Key("Fruit"), 800, 600},
}
