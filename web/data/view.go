package data

import (
	"fmt"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// New returns the view in which a data set is made.
func New(a *state.App) app.UI { return &View{App: a} }

// View shows the classes, what was skipped, and the upload.
type View struct {
	app.Compo
	*state.App
	hears bridge.Listeners

	ctx       app.Context     // of the view: those of its elements end with them
	selected  int             // pictures
	open      map[string]bool // classes whose pictures are all shown
	camera    string          // class whose camera is on, by id
	shots     ui.CameraState
	confirm   string // class to be removed, by id; "all" for the whole set
	samples   bool   // the menu of sample sets is open
	merging   string // class that was given the name of another, by id
	mergeInto string // that other, by id
	loadStart time.Time
	imported  imported
	example   example // under way
}

func (v *View) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	v.ctx = ctx
	v.open = make(map[string]bool)
	ctx.Handle(state.DataChanged, ui.Rerender)
	ctx.Handle(sampleChosen, func(app.Context, app.Action) { v.samples = false })
	ctx.Handle(state.ExampleWanted, func(ctx app.Context, a app.Action) {
		if name, ok := a.Value.(string); ok {
			v.beginExample(ctx, name)
		}
	})
	v.hears.On(ctx, "graft-store", v.onStore)
	v.hears.On(ctx, "graft-selection", func(_ app.Context, detail string) { fmt.Sscan(detail, &v.selected) })
	v.hears.On(ctx, "graft-new-class", func(ctx app.Context, id string) { v.nameClass(ctx, id) })
	v.hears.On(ctx, "graft-upload", v.onUpload)
	v.hears.On(ctx, "graft-camera", v.onCamera)
	v.Pictures.Open(ctx)
	ctx.NewAction(state.DataChanged)
}

func (v *View) OnDismount() { v.hears.Close() }

func (v *View) onStore(ctx app.Context, detail string) {
	was := v.Pictures.Phase
	if err := v.Pictures.FollowStore(detail); err != nil {
		app.Log(err)
		return
	}
	switch {
	case was == "" && v.Pictures.Phase != "":
		v.loadStart = time.Now()
	case was != "" && v.Pictures.Phase == "" && v.Pictures.Error == "quota":
		ui.Notify(ctx, ui.ToastError, v.T("The browser's storage is full: the rest was not imported."))
	}
	v.tellSkipped(ctx)
	if was != "" && v.Pictures.Phase == "" {
		v.sendExample(ctx)
	}
	if was != v.Pictures.Phase {
		ctx.Defer(func(app.Context) { bridge.Refocus(".data-main") })
	}
	ctx.NewAction(state.DataChanged)
}

func (v *View) Render() app.UI {
	return app.Section().ID("data-view").Class("data-view").DataSet("paste", "set").DataSet("drop", "set").Body(
		app.If(v.Pictures.Pictures == 0 && len(v.Pictures.Classes) == 0 && v.Pictures.Phase == "", v.renderEmpty).
			Else(v.renderSet),
		v.renderSelection(),
	)
}

// renderEmpty is what a visitor without a set sees.
func (v *View) renderEmpty() app.UI {
	return app.Div().Class("data-empty").Body(
		app.Div().Class("drop-zone", "drop-zone-large").ID("drop-set").Body(
			app.Div().Class("drop-mark").Body(ui.Icon("folder")),
			app.H2().Body(
				app.Span().Class("with-mouse").Text(v.T("Drop a folder of class folders here")),
				app.Span().Class("with-finger").Text(v.T("Make classes from your pictures")),
			),
			app.P().Class("muted").Text(v.T("Each folder inside it becomes a class. Several folders or a zip do as well.")),
			app.Div().Class("button-row").Body(v.renderAddButtons(true)...),
		),
		app.Div().Class("data-samples").Body(
			app.H2().Text(v.T("No pictures at hand?")),
			app.P().Class("muted").Text(v.T("Take one of these sets; our own code draws it in this tab, nothing is downloaded.")),
			&sampleMenu{App: v.App},
		),
		app.Div().Class("data-ways").Body(
			app.Div().Class("data-way").Body(
				app.H2().Text(v.T("Start from the camera")),
				app.P().Class("muted").Text(v.T("Name a class, then hold the shutter while you turn the thing in front of it.")),
				v.newClassForm(),
			),
		),
		privacyNote(v.Words), v.renderTrouble(), v.renderSkipped(),
	)
}

// privacyNote says where the pictures are.
func privacyNote(w i18n.Words) app.UI {
	return app.P().Class("privacy").Body(
		ui.Icon("lock"),
		app.Span().Text(w.T("Your pictures stay in this tab until you press Upload.")),
	)
}

// renderSet shows classes on the left, totals and upload on the right.
func (v *View) renderSet() app.UI {
	return app.Div().Class("data-columns").Body(
		app.Div().Class("data-main").TabIndex(-1).Body(
			app.Div().Class("data-bar").Body(
				app.Div().Class("button-row").Body(append(v.renderAddButtons(false), v.sampleButton())...),
			),
			app.Div().ID("sample-sets").Hidden(!v.samples).Body(app.If(v.samples, func() app.UI { return &sampleMenu{App: v.App} })),
			v.renderReading(),
			v.renderTrouble(),
			app.Div().Class("class-list").Body(
				app.Range(v.Pictures.Classes).Slice(func(i int) app.UI { return v.renderClass(v.Pictures.Classes[i]) }),
			),
			app.Div().Class("drop-zone", "drop-zone-small").Body(
				v.newClassForm(),
				app.P().Class("muted").Text(v.T("or drop folders, a zip or loose pictures here")),
			),
			v.renderSkipped(),
		),
		app.Aside().Class("data-side").TabIndex(-1).Body(v.renderTotals(), v.renderUpload(), exportSetButton(v.App), v.renderSent()),
	)
}

// renderAddButtons are the ways to pick files; the inputs are read by
// static/intake.js.
func (v *View) renderAddButtons(first bool) []app.UI {
	class := "button"
	if first {
		class = "button primary"
	}
	return []app.UI{
		app.Label().Class(class, "file-button").Body(
			ui.Icon("folder"), app.Span().Text(v.T("Choose a folder")),
			app.Input().Type("file").ID("dataset-folder").Attr("webkitdirectory", "webkitdirectory").Multiple(true).DataSet("pick", "set").Class("file-input"),
		),
		app.Label().Class("button", "file-button").Body(
			ui.Icon("add"), app.Span().Text(v.T("Files or zip")),
			app.Input().Type("file").ID("dataset-files").Multiple(true).Accept("image/*,.ppm,.pgm,.zip,.tar,.tgz,.tar.gz").DataSet("pick", "set").Class("file-input"),
		),
	}
}

func (v *View) newClassForm() app.UI {
	return app.Form().Class("new-class").OnSubmit(v.addClass).Body(
		app.Input().Type("text").ID("new-class-name").Name("name").AutoComplete(false).MaxLength(80).
			Class("text-input").Placeholder(v.T("Name of a class")).Aria("label", v.T("Name of a new class")),
		app.Button().Type("submit").ID("new-class").Class("button").Body(ui.Icon("add"), app.Span().Text(v.T("New class"))),
	)
}

func (v *View) addClass(ctx app.Context, e app.Event) {
	input := bridge.Element("new-class-name")
	name := input.Get("value").String()
	if name == "" {
		input.Call("focus")
		return
	}
	input.Set("value", "")
	bridge.Await(ctx, bridge.AddClass(name), func(_ app.Context, id app.Value, err error) {})
}

// renderReading is the progress of pictures being brought in.
func (v *View) renderReading() app.UI {
	if v.Pictures.Phase == "" {
		return app.Div().Class("data-reading").Hidden(true)
	}
	var m ui.Meter
	m.Add(0, v.loadStart)
	m.Add(float64(v.Pictures.Done), time.Now())
	detail := fmt.Sprintf(v.T("%s of %s pictures"), ui.FormatCount(v.Pictures.Done), ui.FormatCount(v.Pictures.Total))
	if left := ui.FormatLeft(v.Words, m.Left(float64(v.Pictures.Total))); left != "" && v.Pictures.Done > 2 {
		detail += " · " + fmt.Sprintf(v.T("%s left"), left)
	}
	return app.Div().Class("data-reading").ID("reading").Body(
		app.Progress().Max(v.Pictures.Total).Value(v.Pictures.Done).Aria("label", v.T("Reading pictures")),
		app.Span().Class("figures").Text(detail),
		app.Button().Type("button").Class("button", "quiet-button").ID("cancel-reading").
			OnClick(func(app.Context, app.Event) { bridge.CancelReading() }).Text(v.T("Stop")),
	)
}

// renderTrouble says what the browser cannot do.
func (v *View) renderTrouble() app.UI {
	text := ""
	switch {
	case !v.Pictures.Ready:
	case v.Pictures.Kind == "memory":
		text = v.T("This browser keeps nothing for this page (a private window, or storage is switched off). You can work, but the set is gone when the tab closes.")
	case v.Pictures.Error == "quota":
		text = v.T("The browser's storage is full. Remove pictures, or free space on the disk, and add the rest again.")
	}
	if text == "" {
		return app.Div().Class("data-trouble").Hidden(true)
	}
	return app.P().Class("data-trouble", "notice", "notice-warn").Role("status").Body(ui.Icon("warn"), app.Span().Text(text))
}
