package data

import (
	"encoding/json"
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// renderClass is one class: its name, its pictures, and what can be done to it.
func (v *View) renderClass(c state.KeptClass) app.UI {
	card := app.Article().Class("class-card").DataSet("class", c.Name).DataSet("count", c.Count).DataSet("drop", "class:"+c.ID).Body(
		app.Header().Class("class-head").Body(
			app.Input().Type("text").Class("class-name").ID("class-name-"+c.ID).Value(c.Name).MaxLength(80).
				AutoComplete(false).Spellcheck(false).Aria("label", v.T("Name of the class")).
				OnChange(func(ctx app.Context, e app.Event) { v.renameClass(ctx, c.ID) }, app.EventScope(c.ID)).
				OnKeyDown(func(ctx app.Context, e app.Event) {
					if e.Get("key").String() == "Enter" {
						ctx.JSSrc().Call("blur")
					}
				}, app.EventScope(c.ID)),
			app.Span().Class("class-count", "figures").Text(fmt.Sprintf(v.Plural(c.Count, "%s picture", "%s pictures"), ui.FormatCount(c.Count))),
			app.Div().Class("class-tools").Body(
				app.Label().Class("icon-button", "file-button").Title(v.T("Add pictures")).Body(
					ui.Icon("add"), app.Span().Class("sr-only").Text(fmt.Sprintf(v.T("Add pictures to %s"), c.Name)),
					app.Input().Type("file").Multiple(true).Accept("image/*,.ppm,.pgm").Class("file-input").DataSet("pick", "class:"+c.ID),
				),
				iconButton("camera", v.T("Take pictures with the camera"), c.ID, func(ctx app.Context) { v.toggleCamera(c.ID) }),
				iconButton("remove", v.T("Remove the class"), c.ID, func(app.Context) { v.askRemove(c.ID) }),
			),
		),
		app.If(v.confirm == c.ID, func() app.UI { return v.renderConfirm(c) }),
		app.If(v.merging == c.ID, func() app.UI { return v.renderMerge(c) }),
		app.If(v.camera == c.ID, func() app.UI { return v.renderCamera(c) }),
		app.If(c.Count == 0, func() app.UI {
			return app.P().Class("class-empty", "muted").Body(
				app.Span().Class("with-mouse").Text(v.T("Drop pictures here, choose some with +, or use the camera.")),
				app.Span().Class("with-finger").Text(v.T("Add pictures with + or the camera.")),
			)
		}).Else(func() app.UI { return v.renderThumbs(c) }),
	)
	return card
}

// renderThumbs shows the first rows, or all in a box that scrolls.
func (v *View) renderThumbs(c state.KeptClass) app.UI {
	thumbs := app.Elem("graft-thumbs").Attr("class-id", c.ID).Attr("role", "group").
		Aria("label", fmt.Sprintf(v.T("Pictures of %s"), c.Name))
	if v.open[c.ID] {
		thumbs = thumbs.Attr("expanded", "expanded") // go-app makes a property of open
	}
	label := fmt.Sprintf(v.T("Show all %s"), ui.FormatCount(c.Count))
	if v.open[c.ID] {
		label = v.T("Show fewer")
	}
	return app.Div().Class("class-thumbs").Body(
		thumbs,
		app.Button().Type("button").Class("link-button", "class-more").Aria("expanded", fmt.Sprint(v.open[c.ID])).
			OnClick(func(app.Context, app.Event) { v.open[c.ID] = !v.open[c.ID] }, app.EventScope(c.ID)).Text(label),
	)
}

// iconButton is a button that shows an icon and says its words to a reader.
func iconButton(name, label string, scope any, do func(app.Context)) app.UI {
	return app.Button().Type("button").ID(fmt.Sprint(name, "-", scope)).Class("icon-button").Aria("label", label).Title(label).
		OnClick(func(ctx app.Context, e app.Event) { do(ctx) }, app.EventScope(name, scope)).Body(ui.Icon(name))
}

func (v *View) renderConfirm(c state.KeptClass) app.UI {
	text := fmt.Sprintf(v.Plural(c.Count, "Remove “%[1]s” and its picture from this browser?", "Remove “%[1]s” and its %[2]s pictures from this browser?"), c.Name, ui.FormatCount(c.Count))
	if c.Count == 0 {
		text = fmt.Sprintf(v.T("Remove “%s”?"), c.Name)
	}
	return app.Div().Class("confirm").Role("alertdialog").Aria("label", text).OnKeyDown(func(_ app.Context, e app.Event) {
		if e.Get("key").String() == "Escape" {
			v.keepClass(c.ID)
		}
	}, app.EventScope(c.ID)).Body(
		app.Span().Text(text),
		app.Button().Type("button").Class("button", "danger").Text(v.T("Remove")).
			OnClick(func(app.Context, app.Event) {
				v.confirm = ""
				v.changed(bridge.RemoveClass(c.ID), func() { bridge.FocusID("undo-data") })
			}, app.EventScope("remove", c.ID)),
		app.Button().Type("button").ID("keep-"+c.ID).Class("button", "quiet-button").Text(v.T("Keep")).
			OnClick(func(app.Context, app.Event) { v.keepClass(c.ID) }, app.EventScope("keep", c.ID)),
	)
}

// askRemove asks before a class goes; the keyboard is led to the answer that
// loses nothing.
func (v *View) askRemove(id string) {
	v.confirm = id
	v.ctx.Defer(func(app.Context) { bridge.FocusID("keep-" + id) })
}

func (v *View) keepClass(id string) {
	v.confirm = ""
	v.ctx.Defer(func(app.Context) { bridge.FocusID("remove-" + id) })
}

func (v *View) renameClass(ctx app.Context, id string) {
	input := bridge.Element("class-name-" + id)
	c, ok := v.Pictures.Class(id)
	if name := input.Get("value").String(); !ok || name == "" {
		input.Set("value", c.Name)
	} else {
		v.giveName(ctx, c, name)
	}
}

func (v *View) giveName(ctx app.Context, c state.KeptClass, name string) {
	bridge.Await(ctx, bridge.RenameClass(c.ID, name), func(ctx app.Context, other app.Value, err error) {
		switch {
		case err != nil:
			ui.Notify(ctx, ui.ToastError, faults.Err(v.Words, err))
		case other.String() != "":
			v.merging, v.mergeInto = c.ID, other.String()
			bridge.Element("class-name-"+c.ID).Set("value", c.Name)
			ctx.Defer(func(app.Context) { bridge.FocusID("apart-" + c.ID) })
		default:
			v.merging = ""
		}
	})
}

// nameClass puts the cursor on the name of a class just made.
func (v *View) nameClass(ctx app.Context, id string) {
	ctx.Defer(func(ctx app.Context) {
		if input := bridge.Element("class-name-" + id); input.Truthy() {
			input.Call("focus")
			input.Call("select")
		}
	})
}

func (v *View) onCamera(ctx app.Context, detail string) {
	var s ui.CameraState
	if json.Unmarshal([]byte(detail), &s) == nil && s.Target == "class:"+v.camera {
		v.shots = s
	}
}

func (v *View) toggleCamera(id string) {
	v.shots = ui.CameraState{}
	if v.camera == id {
		v.camera = ""
	} else {
		v.camera = id
	}
}

// renderCamera shows the camera of a class; static/camera.js runs it.
func (v *View) renderCamera(c state.KeptClass) app.UI {
	if v.shots.State == "failed" {
		return app.Div().Class("shots").Body(
			app.P().Class("notice", "notice-warn").Role("status").Body(ui.Icon("warn"), app.Span().Text(v.shots.Fault(v.Words))),
			app.Button().Type("button").Class("button", "quiet-button").OnClick(func(app.Context, app.Event) { v.toggleCamera(c.ID) }, app.EventScope("off", c.ID)).Text(v.T("Close")),
		)
	}
	return app.Div().Class("shots").Body(
		app.Elem("graft-camera").Attr("target", "class:"+c.ID),
		app.Div().Class("shots-side").Body(
			app.Button().Type("button").Class("button", "primary", "shutter").DataSet("shutter", "hold").
				Body(ui.Icon("camera"), app.Span().Text(v.T("Hold to take pictures"))),
			app.P().Class("muted", "figures").Role("status").Text(fmt.Sprintf(v.Plural(v.shots.Taken, "%d picture taken", "%d pictures taken"), v.shots.Taken)),
			app.P().Class("muted").Text(v.T("Eight a second while held. Turn the thing, change its distance and the light.")),
			app.Button().Type("button").Class("button").OnClick(func(app.Context, app.Event) { v.toggleCamera(c.ID) }, app.EventScope("done", c.ID)).Text(v.T("Done")),
		),
	)
}
