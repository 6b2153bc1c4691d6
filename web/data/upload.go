package data

import (
	"fmt"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// uploadWants says what is still missing before an upload makes sense, or "".
func uploadWants(w i18n.Words, p *state.PictureSet) string {
	switch {
	case p.Phase != "":
		return w.T("Wait until all pictures are read.")
	case p.Filled() < 2:
		return w.T("Two classes with pictures are the least: the network learns to tell them apart.")
	}
	for _, c := range p.Classes {
		if c.Count == 1 {
			return fmt.Sprintf(w.T("“%s” has one picture: two are the least, one to learn from and one to check with."), c.Name)
		}
	}
	return ""
}

// renderTotals says how much there is and where.
func (v *View) renderTotals() app.UI {
	return app.Div().Class("data-totals").Body(
		app.Div().Class("total-row").Body(
			total(ui.FormatCount(v.Pictures.Pictures), v.Plural(v.Pictures.Pictures, "picture", "pictures")),
			total(ui.FormatCount(len(v.Pictures.Classes)), v.Plural(len(v.Pictures.Classes), "class", "classes")),
			total(ui.FormatBytes(v.Pictures.Bytes), v.T("in all")),
		),
		v.renderBalance(),
		v.renderStorage(),
	)
}

func total(figure, label string) app.UI {
	return app.Div().Class("total").Body(
		app.Span().Class("total-figure", "figures").Text(figure), app.Span().Class("muted").Text(label))
}

// renderBalance warns of a class with far fewer pictures than another: the
// network would do well by ignoring it.
func (v *View) renderBalance() app.UI {
	small, large := unbalanced(v.Pictures.Classes)
	if small == nil {
		return app.Div().Hidden(true)
	}
	return app.P().Class("muted").Text(fmt.Sprintf(
		v.T("“%s” has %s, “%s” has %s: more pictures of the first would help."),
		small.Name, ui.FormatCount(small.Count), large.Name, ui.FormatCount(large.Count)))
}

// unbalanced returns the least and the fullest class if the latter has more
// than four times as many pictures.
func unbalanced(classes []state.KeptClass) (small, large *state.KeptClass) {
	for i := range classes {
		c := &classes[i]
		if c.Count == 0 {
			continue
		}
		if small == nil || c.Count < small.Count {
			small = c
		}
		if large == nil || c.Count > large.Count {
			large = c
		}
	}
	if small == nil || large.Count <= 4*small.Count {
		return nil, nil
	}
	return small, large
}

func (v *View) renderStorage() app.UI {
	if v.Pictures.Quota <= 0 || v.Pictures.Kind == "memory" {
		return app.Div().Hidden(true)
	}
	text := fmt.Sprintf(v.T("%s of %s of this browser's storage"), ui.FormatBytes(v.Pictures.Usage), ui.FormatBytes(v.Pictures.Quota))
	return app.Div().Class("storage").Body(
		app.Meter().Min(0).Max(1).High(0.9).Value(v.Pictures.Usage/v.Pictures.Quota).Aria("label", text),
		app.P().Class("muted", "figures").Text(text),
	)
}

// renderUpload is the button, or how far the upload is.
func (v *View) renderUpload() app.UI {
	u := v.Pictures.Upload
	if u.Busy() {
		return v.renderSending(u)
	}
	label, class := v.T("Upload"), "primary"
	wants := uploadWants(v.Words, v.Pictures)
	if wants == "" && v.Pictures.Fresh() {
		label, class = v.T("Upload again"), ""
	}
	button := app.Button().Type("button").ID("upload").Class("button", "button-wide", class).OnClick(v.startUpload).
		Body(ui.Icon("upload"), app.Span().Text(label))
	if wants != "" {
		button = button.Disabled(true)
	}
	return app.Div().Class("data-upload").Body(
		button,
		app.If(wants != "", func() app.UI { return app.P().Class("muted").Text(wants) }).ElseIf(v.Pictures.Fresh(), func() app.UI {
			return app.P().Class("muted").Text(v.T("Up to date on the server."))
		}).Else(func() app.UI { return privacyNote(v.Words) }),
		app.If(u.State == "failed", func() app.UI {
			return app.P().Class("notice", "notice-error").Role("alert").ID("upload-error").Body(ui.Icon("warn"), app.Span().Text(u.Error))
		}).ElseIf(u.State == "cancelled", func() app.UI {
			return app.P().Class("muted").Role("status").Text(v.T("Cancelled. The server keeps nothing of it."))
		}),
	)
}

func (v *View) renderSending(u state.Upload) app.UI {
	bar := app.Progress().ID("upload-progress").Class("bar").Aria("label", v.T("Upload"))
	text, detail := v.T("Preparing"), ""
	switch u.State {
	case "sending":
		bar = bar.Max(u.Total).Value(u.Loaded)
		text = fmt.Sprintf(v.T("%s of %s"), ui.FormatBytes(u.Loaded), ui.FormatBytes(u.Total))
		if u.Meter.Speed > 0 {
			detail = ui.FormatBytes(u.Meter.Speed) + v.T("/s")
			if left := ui.FormatLeft(v.Words, u.Meter.Left(u.Total)); left != "" {
				detail += " · " + fmt.Sprintf(v.T("%s left"), left)
			}
		}
	case "checking":
		text = v.T("The server is looking at every picture")
	}
	return app.Div().Class("data-upload", "sending").Body(
		bar,
		app.P().Class("figures").Role("status").Text(text),
		app.P().Class("muted", "figures").Text(detail),
		app.Button().Type("button").ID("cancel-upload").Class("button", "button-wide").
			OnClick(func(app.Context, app.Event) { bridge.CancelUpload() }).Text(v.T("Cancel")),
	)
}

func (v *View) startUpload(ctx app.Context, e app.Event) {
	bridge.StartUpload(v.Server.At("/api/v1/datasets"))
}

func (v *View) onUpload(ctx app.Context, detail string) {
	if v.Pictures.FollowUpload(v.Words, detail, time.Now()) {
		ctx.LocalStorage().Set(state.SentKey, v.Pictures.Sent)
		ui.Notify(ctx, ui.ToastInfo, fmt.Sprintf(v.T("Uploaded: %s pictures in %d classes."), ui.FormatCount(v.Pictures.Sent.Pictures()), len(v.Pictures.Sent.Classes)))
		v.Trainer.AddSet(v.Pictures.Sent.Dataset)
		v.endExample(ctx)
	}
	if u := v.Pictures.Upload.State; u == "failed" || u == "cancelled" {
		v.example = example{}
	}
	ctx.Defer(func(app.Context) { bridge.Refocus(".data-side") })
	ctx.NewAction(state.DataChanged)
}

// renderSent is what the server made of the upload.
func (v *View) renderSent() app.UI {
	s := v.Pictures.Sent
	if s.ID == "" || v.Pictures.Upload.Busy() {
		return app.Div().Hidden(true)
	}
	class := ""
	if v.Pictures.Fresh() {
		class = "primary"
	}
	return app.Div().Class("data-sent").ID("server-summary").DataSet("dataset", s.ID).Body(
		app.H2().Body(ui.Icon("check"), app.Span().Text(v.T("On the server"))),
		ui.ClassList(v.Words, s.Classes),
		app.If(!v.Pictures.Fresh() && v.Pictures.Pictures > 0, func() app.UI {
			return app.P().Class("muted").Text(v.T("The set has changed since: upload again to train on it."))
		}),
		app.If(len(s.Skipped) > 0, func() app.UI {
			n := len(s.Skipped) + s.SkippedMore
			return ui.SkippedList(v.Words, "server-skipped", fmt.Sprintf(v.Plural(n, "The server left out %d file", "The server left out %d files"), n), len(s.Skipped), func(i int) (string, string) {
				return s.Skipped[i].Path, faults.Words(v.Words, s.Skipped[i].Reason)
			})
		}),
		app.Button().Type("button").ID("go-train").Class("button", "button-wide", class).
			OnClick(func(ctx app.Context, e app.Event) { v.Session.Show(ctx, state.ViewTrain) }).
			Body(ui.Icon("leaf"), app.Span().Text(v.T("Fine-tune on it"))),
	)
}

// renderSkipped lists what was not taken into the set.
func (v *View) renderSkipped() app.UI {
	n := len(v.Pictures.Skipped) + v.Pictures.SkippedMore
	if n == 0 {
		return app.Div().Hidden(true)
	}
	return app.Div().Class("data-skipped").Body(
		ui.SkippedList(v.Words, "skipped", fmt.Sprintf(v.Plural(n, "%s file was left out", "%s files were left out"), ui.FormatCount(n)), len(v.Pictures.Skipped), func(i int) (string, string) {
			return v.Pictures.Skipped[i].Path, skipReason(v.Words, v.Pictures.Skipped[i])
		}),
		app.Button().Type("button").Class("link-button").OnClick(func(app.Context, app.Event) { bridge.ForgetSkipped() }).Text(v.T("Clear this list")),
	)
}

// renderSelection is the bar for selected pictures, or for what Undo takes back.
func (v *View) renderSelection() app.UI {
	if v.selected == 0 {
		return v.renderUndo()
	}
	options := []app.UI{app.Option().Value("").Text(v.T("Move to…")).Selected(true)}
	for _, c := range v.Pictures.Classes {
		options = append(options, app.Option().Value(c.ID).Text(c.Name))
	}
	return app.Div().Class("selection-bar").Role("region").Aria("label", v.T("Selected pictures")).Body(
		app.Span().Class("figures").Role("status").Text(fmt.Sprintf(v.T("%d selected"), v.selected)),
		app.Select().Class("select").ID("move-to").Aria("label", v.T("Move the selected pictures to a class")).
			OnChange(func(ctx app.Context, e app.Event) {
				to := ctx.JSSrc().Get("value").String()
				ctx.JSSrc().Set("value", "")
				if to != "" {
					bridge.MoveSelected(to)
				}
			}).Body(options...),
		app.Button().Type("button").ID("delete-selected").Class("button").OnClick(v.removeSelected).
			Body(ui.Icon("remove"), app.Span().Text(v.T("Delete"))),
		app.Button().Type("button").Class("button", "quiet-button").OnClick(func(app.Context, app.Event) { bridge.ClearSelection() }).Text(v.T("Clear selection")),
	)
}
