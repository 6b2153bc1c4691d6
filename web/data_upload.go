package web

import (
	"fmt"
	"time"

	"graft/web/internal/bridge"
	"graft/web/internal/i18n"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// renderTotals says how much there is and where.
func (v *dataView) renderTotals() app.UI {
	return app.Div().Class("data-totals").Body(
		app.Div().Class("total-row").Body(
			total(formatCount(v.Pictures.Pictures), v.Plural(v.Pictures.Pictures, "picture", "pictures")),
			total(formatCount(len(v.Pictures.Classes)), v.Plural(len(v.Pictures.Classes), "class", "classes")),
			total(formatBytes(v.Pictures.Bytes), v.T("in all")),
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
func (v *dataView) renderBalance() app.UI {
	small, large := unbalanced(v.Pictures.Classes)
	if small == nil {
		return app.Div().Hidden(true)
	}
	return app.P().Class("muted").Text(fmt.Sprintf(
		v.T("“%s” has %s, “%s” has %s: more pictures of the first would help."),
		small.Name, formatCount(small.Count), large.Name, formatCount(large.Count)))
}

// unbalanced returns the least and the fullest class if the latter has more
// than four times as many pictures.
func unbalanced(classes []keptClass) (small, large *keptClass) {
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

func (v *dataView) renderStorage() app.UI {
	if v.Pictures.Quota <= 0 || v.Pictures.Kind == "memory" {
		return app.Div().Hidden(true)
	}
	text := fmt.Sprintf(v.T("%s of %s of this browser's storage"), formatBytes(v.Pictures.Usage), formatBytes(v.Pictures.Quota))
	return app.Div().Class("storage").Body(
		app.Meter().Min(0).Max(1).High(0.9).Value(v.Pictures.Usage/v.Pictures.Quota).Aria("label", text),
		app.P().Class("muted", "figures").Text(text),
	)
}

// renderUpload is the button, or how far the upload is.
func (v *dataView) renderUpload() app.UI {
	u := v.Pictures.upload
	if u.busy() {
		return v.renderSending(u)
	}
	label, class := v.T("Upload"), "primary"
	wants := v.Pictures.wants(v.Words)
	if wants == "" && v.Pictures.fresh() {
		label, class = v.T("Upload again"), ""
	}
	button := app.Button().Type("button").ID("upload").Class("button", "button-wide", class).OnClick(v.startUpload).
		Body(icon("upload"), app.Span().Text(label))
	if wants != "" {
		button = button.Disabled(true)
	}
	return app.Div().Class("data-upload").Body(
		button,
		app.If(wants != "", func() app.UI { return app.P().Class("muted").Text(wants) }).ElseIf(v.Pictures.fresh(), func() app.UI {
			return app.P().Class("muted").Text(v.T("The trainer has this very set."))
		}).Else(func() app.UI { return privacyNote(v.Words) }),
		app.If(u.State == "failed", func() app.UI {
			return app.P().Class("notice", "notice-error").Role("alert").ID("upload-error").Body(icon("warn"), app.Span().Text(u.Error))
		}).ElseIf(u.State == "cancelled", func() app.UI {
			return app.P().Class("muted").Role("status").Text(v.T("Cancelled. The server keeps nothing of it."))
		}),
	)
}

func (v *dataView) renderSending(u upload) app.UI {
	bar := app.Progress().ID("upload-progress").Class("bar").Aria("label", v.T("Upload"))
	text, detail := v.T("Preparing"), ""
	switch u.State {
	case "sending":
		bar = bar.Max(u.total).Value(u.loaded)
		text = fmt.Sprintf(v.T("%s of %s"), formatBytes(u.loaded), formatBytes(u.total))
		if u.meter.speed > 0 {
			detail = formatBytes(u.meter.speed) + v.T("/s")
			if left := formatLeft(v.Words, u.meter.left(u.total)); left != "" {
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

func (v *dataView) startUpload(ctx app.Context, e app.Event) {
	bridge.StartUpload(v.Server.at("/api/v1/datasets"))
}

func (v *dataView) onUpload(ctx app.Context, detail string) {
	if v.Pictures.takeUpload(v.Words, detail, time.Now()) {
		ctx.LocalStorage().Set(sentKey, v.Pictures.sent)
		notify(ctx, toastInfo, fmt.Sprintf(v.T("Uploaded: %s pictures in %d classes."), formatCount(v.Pictures.sent.Pictures()), len(v.Pictures.sent.Classes)))
	}
	ctx.Defer(func(app.Context) { bridge.Refocus(".data-side") })
	ctx.NewAction(dataChanged)
}

// renderSent is what the server made of the upload.
func (v *dataView) renderSent() app.UI {
	s := v.Pictures.sent
	if s.ID == "" || v.Pictures.upload.busy() {
		return app.Div().Hidden(true)
	}
	class := ""
	if v.Pictures.fresh() {
		class = "primary"
	}
	return app.Div().Class("data-sent").ID("server-summary").DataSet("dataset", s.ID).Body(
		app.H2().Body(icon("check"), app.Span().Text(v.T("On the server"))),
		classList(v.Words, s.Classes),
		app.If(!v.Pictures.fresh() && v.Pictures.Pictures > 0, func() app.UI {
			return app.P().Class("muted").Text(v.T("The set has changed since: upload again to train on it."))
		}),
		app.If(len(s.Skipped) > 0, func() app.UI {
			n := len(s.Skipped) + s.SkippedMore
			return skippedList(v.Words, "server-skipped", fmt.Sprintf(v.Plural(n, "The server left out %d file", "The server left out %d files"), n), len(s.Skipped), func(i int) (string, string) {
				return s.Skipped[i].Path, words(v.Words, s.Skipped[i].Reason)
			})
		}),
		app.Button().Type("button").ID("go-train").Class("button", "button-wide", class).
			OnClick(func(ctx app.Context, e app.Event) { v.Session.Show(ctx, viewTrain) }).
			Body(icon("leaf"), app.Span().Text(v.T("Fine-tune on it"))),
	)
}

// renderSkipped lists what was not taken into the set.
func (v *dataView) renderSkipped() app.UI {
	n := len(v.Pictures.Skipped) + v.Pictures.SkippedMore
	if n == 0 {
		return app.Div().Hidden(true)
	}
	return app.Div().Class("data-skipped").Body(
		skippedList(v.Words, "skipped", fmt.Sprintf(v.Plural(n, "%s file was left out", "%s files were left out"), formatCount(n)), len(v.Pictures.Skipped), func(i int) (string, string) {
			return v.Pictures.Skipped[i].Path, v.Pictures.Skipped[i].reason(v.Words)
		}),
		app.Button().Type("button").Class("link-button").OnClick(func(app.Context, app.Event) { bridge.ForgetSkipped() }).Text(v.T("Clear this list")),
	)
}

// skippedShown bounds a list on the page; nobody reads further.
const skippedShown = 200

func skippedList(w i18n.Words, id, title string, n int, at func(int) (path, reason string)) app.UI {
	shown := make([]struct{}, min(n, skippedShown))
	return app.Details().ID(id).Class("skipped").DataSet("count", n).Body(
		app.Summary().Text(title),
		app.Ul().Class("plain-list").TabIndex(0).Aria("label", title).Body(
			app.Range(shown).Slice(func(i int) app.UI {
				path, reason := at(i)
				return app.Li().Body(app.Code().Text(path), app.Span().Class("muted").Text(reason))
			}),
			app.If(n > len(shown), func() app.UI {
				return app.Li().Class("muted").Text(fmt.Sprintf(w.T("and %s more"), formatCount(n-len(shown))))
			}),
		),
	)
}

// renderSelection is the bar for selected pictures, or for what Undo takes back.
func (v *dataView) renderSelection() app.UI {
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
			Body(icon("remove"), app.Span().Text(v.T("Delete"))),
		app.Button().Type("button").Class("button", "quiet-button").OnClick(func(app.Context, app.Event) { bridge.ClearSelection() }).Text(v.T("Clear selection")),
	)
}
