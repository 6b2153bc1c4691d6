package export

import (
	"fmt"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/ui"
)

func (d *Dialog) Render() app.UI {
	return app.Dialog().ID("export-dialog").Class("dialog", "export").Aria("labelledby", "export-title").Body(
		app.Div().Class("dialog-head").Body(
			app.H2().ID("export-title").Text(d.T("Export augmented pictures")),
			ui.CloseButton(d.Words),
		),
		app.Div().Class("export-body").ID("export-state").TabIndex(-1).DataSet("state", d.state.State).Body(d.renderState()...),
	)
}

func (d *Dialog) renderState() []app.UI {
	switch {
	case d.state.busy():
		return d.renderRunning()
	case d.state.State == "done":
		return d.renderDone()
	}
	return []app.UI{d.renderForm()}
}

func (d *Dialog) renderForm() app.UI {
	s := d.settings
	start := app.Button().Type("submit").ID("export-start").Class("button", "primary", "button-wide").
		Body(ui.Icon("download"), app.Span().Text(d.T("Export as a zip")))
	if d.of.Pictures(d.App) == 0 {
		start = start.Disabled(true)
	}
	return app.Form().Class("export-form").OnSubmit(d.start).Body(
		d.renderTrouble(),
		app.Label().Class("export-row").Body(
			app.Span().Text(d.T("Augmented copies of each picture")),
			app.Input().Type("text").ID("export-views").Class("number").Attr("inputmode", "numeric").AutoComplete(false).
				Value(strconv.Itoa(s.Views)).OnChange(d.wholeNumber(func(s *exportSettings) *int { return &s.Views }, maxExportViews), app.EventScope("views")),
		),
		app.Div().Class("export-row").Body(
			app.Span().Text(d.T("Format")),
			app.Div().Class("segments").Role("group").Aria("label", d.T("Format")).Body(
				d.formatButton(formatPNG, "PNG", d.T("PNG, every pixel as it is")),
				d.formatButton(formatJPEG, "JPEG", d.T("JPEG, smaller files")),
			),
		),
		app.If(s.Format == formatJPEG, func() app.UI {
			return app.Label().Class("export-row").Body(
				app.Span().Text(d.T("Quality, 1 to 100")),
				app.Input().Type("text").ID("export-quality").Class("number").Attr("inputmode", "numeric").AutoComplete(false).
					Value(strconv.Itoa(s.Quality)).OnChange(d.wholeNumber(func(s *exportSettings) *int { return &s.Quality }, 100), app.EventScope("quality")),
			)
		}),
		app.Label().Class("export-row").Body(
			app.Span().Text(d.T("With the originals")),
			app.Input().Type("checkbox").ID("export-originals").Checked(s.Originals).
				OnChange(func(ctx app.Context, _ app.Event) { d.settings.Originals = ctx.JSSrc().Get("checked").Bool() }),
		),
		app.P().Class("figures").ID("export-promise").Text(d.promise()),
		start,
		app.P().Class("muted").Text(d.about()),
	)
}

func (d *Dialog) formatButton(format, text, label string) app.UI {
	return app.Button().Type("button").Class("segment").ID("export-"+format).
		Aria("label", label).Aria("pressed", d.settings.Format == format).Text(text).
		OnClick(func(app.Context, app.Event) { d.settings.Format = format }, app.EventScope(format))
}

// promise says in figures what there will be.
func (d *Dialog) promise() string {
	n, size := d.of.Pictures(d.App), d.Session.Recipe().Size
	files := n * d.settings.Views
	if d.settings.Originals {
		files += n
	}
	dimensions := fmt.Sprintf("%d × %d", size.W, size.H)
	if d.of.Key != "" {
		return fmt.Sprintf(d.Plural(files, "%s: %s file, views of %s pixels", "%s: %s files, views of %s pixels"),
			d.of.Title, ui.FormatCount(files), dimensions)
	}
	return fmt.Sprintf(d.T("%s %s in %d class folders: %s files, views of %s pixels"),
		ui.FormatCount(n), d.Plural(n, "picture", "pictures"), len(d.Pictures.Classes), ui.FormatCount(files), dimensions)
}

// about says what else is in the zip, and what is not.
func (d *Dialog) about() string {
	text := d.T("Made in this tab by the recipe as it is now; nothing is uploaded. manifest.jsonl in the zip tells, for each file, its original and what every step drew, so that anyone can make it again. The command graft augment gives the same files.")
	if names := leftOut(d.Words, d.Session.Recipe()); names != "" {
		text += " " + fmt.Sprintf(d.T("%s needs two pictures and their labels, which only training has: it is left out."), names)
	}
	return text
}

// renderTrouble says how the export before ended, if it did not end well.
func (d *Dialog) renderTrouble() app.UI {
	switch d.state.State {
	case "failed":
		return app.P().Class("notice", "notice-error").Role("alert").ID("export-error").
			Body(ui.Icon("warn"), app.Span().Text(d.T("The export failed: ")+d.state.fault(d.Words)))
	case "cancelled":
		return app.P().Class("muted").Role("status").Text(d.T("Cancelled. Nothing of it is kept."))
	}
	return app.Div().Hidden(true)
}

func (d *Dialog) renderRunning() []app.UI {
	bar := app.Progress().ID("export-progress").Aria("label", d.T("Export"))
	text := d.T("Preparing")
	if d.state.State == "running" {
		bar, text = bar.Max(d.state.Total).Value(d.state.Done), d.state.figures(d.Words)
	}
	return []app.UI{
		bar,
		app.P().Class("figures").ID("export-figures").Text(text),
		app.P().Class("muted").Text(d.T("It goes on while you work elsewhere on this page. Leave the tab open.")),
		app.Button().Type("button").ID("export-cancel").Class("button", "button-wide").
			OnClick(func(app.Context, app.Event) { bridge.CancelExport() }).Text(d.T("Cancel")),
	}
}

func (d *Dialog) outcome() string {
	if d.state.URL != "" {
		return fmt.Sprintf(d.T("The export is ready: %s views, %s. Open Export to save it."),
			ui.FormatCount(d.state.Files), ui.FormatBytes(d.state.Bytes))
	}
	return fmt.Sprintf(d.T("Saved as %s: %s views, %s."), d.state.Name, ui.FormatCount(d.state.Files), ui.FormatBytes(d.state.Bytes))
}

func (d *Dialog) renderDone() []app.UI {
	s := d.state
	text := d.outcome()
	if s.URL != "" {
		text = fmt.Sprintf(d.T("Ready: %s views, %s."), ui.FormatCount(s.Files), ui.FormatBytes(s.Bytes))
	}
	return []app.UI{
		app.P().Class("notice", "figures").Role("status").Body(ui.Icon("check"), app.Span().Text(text)),
		app.If(s.URL != "", func() app.UI {
			return app.A().ID("export-save").Class("button", "primary", "button-wide").Href(s.URL).Download(s.Name).
				Body(ui.Icon("download"), app.Span().Text(d.T("Save ")+s.Name))
		}),
		app.If(s.Bad > 0, func() app.UI {
			title := fmt.Sprintf(d.Plural(s.Bad, "%s picture could not be read", "%s pictures could not be read"), ui.FormatCount(s.Bad))
			return ui.SkippedList(d.Words, "export-faults", title, len(s.Faults), func(i int) (string, string) {
				return s.Faults[i].Path, faults.Words(d.Words, s.Faults[i].Text)
			})
		}),
		app.Button().Type("button").ID("export-again").Class("button", "button-wide").OnClick(d.again).
			Text(d.T("Another export")),
	}
}
