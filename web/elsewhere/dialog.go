package elsewhere

import (
	"context"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/codegen"
	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

const opened = "take-opened"

// Button opens the dialog for a job that is done.
func Button(w i18n.Words, id string, j api.Job) app.UI {
	return app.Button().Type("button").Class("button").ID(id).
		OnClick(func(ctx app.Context, _ app.Event) { ctx.NewActionWithValue(opened, j.ID) }, app.EventScope(j.ID)).
		Body(ui.Icon("code"), app.Span().Text(w.T("Use it elsewhere")))
}

// Dialog offers what was trained as files, each with the program that loads
// it.
type Dialog struct {
	app.Compo
	*state.App
	job    api.Job
	all    []way  // while it is open
	name   string // of the library that is shown
	making codegen.File
	stop   context.CancelFunc // of making
	fault  string
}

// New returns the dialog, closed.
func New(a *state.App) app.UI { return &Dialog{App: a} }

func (d *Dialog) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	ctx.Handle(opened, func(ctx app.Context, a app.Action) {
		id, _ := a.Value.(string)
		d.open(ctx, id)
	})
}

// open shows the dialog once all is known of the job: lists of jobs say less.
func (d *Dialog) open(ctx app.Context, id string) {
	ctx.Async(func() {
		full, err := d.Server.Job(ctx, id)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				ui.Notify(ctx, ui.ToastError, faults.Words(d.Words, err.Error()))
				return
			}
			d.job, d.all, d.fault = full, ways(d.Words, full), ""
			if d.name == "" {
				d.name = d.all[0].Name
			}
			ctx.Defer(func(app.Context) { bridge.OpenDialog("take-dialog") })
		})
	})
}

func (d *Dialog) shown() way {
	for _, w := range d.all {
		if w.Name == d.name {
			return w
		}
	}
	return way{}
}

// fetch has the server make the file, which takes a second or two the first
// time; the browser then saves it, with its own bar, pause and place to put it.
func (d *Dialog) fetch(ctx app.Context, f codegen.File) {
	if d.making != "" {
		return
	}
	path := address(d.job, f)
	waiting, stop := context.WithCancel(ctx)
	d.making, d.stop, d.fault = f, stop, ""
	ctx.Async(func() {
		err := d.Server.Make(waiting, path)
		ctx.Dispatch(func(ctx app.Context) {
			stopped := waiting.Err() != nil
			stop()
			d.making = ""
			switch {
			case stopped:
			case err != nil:
				d.fault = faults.Words(d.Words, err.Error())
			default:
				bridge.Download(d.Server.At(path))
			}
			ctx.Defer(func(app.Context) { bridge.Refocus("#take-" + fileID(f)) })
		})
	})
}

func (d *Dialog) copy(ctx app.Context, _ app.Event) {
	bridge.Await(ctx, bridge.Copy(d.shown().Text), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			ui.Notify(ctx, ui.ToastError, d.T("Copying did not work: select the code and press Ctrl+C."))
			return
		}
		ui.Notify(ctx, ui.ToastInfo, d.T("Code copied"))
	})
}

func (d *Dialog) Render() app.UI {
	shown := d.shown()
	return app.Dialog().ID("take-dialog").Class("dialog", "code", "take").Aria("labelledby", "take-title").Body(
		app.Div().Class("dialog-head").Body(
			app.H2().ID("take-title").Text(d.T("Use it elsewhere")),
			ui.CloseButton(d.Words),
		),
		app.Div().Class("code-tabs").Role("tablist").Aria("label", d.T("Library")).Body(
			app.Range(d.all).Slice(func(i int) app.UI { return d.tab(d.all[i]) }),
		),
		app.Div().Class("code-body").ID("take-panel").Role("tabpanel").Aria("labelledby", "take-tab-"+shown.Name).Body(
			d.renderFiles(shown),
			d.renderNotes(shown),
			app.Div().Class("code-frame").Body(
				app.Button().Type("button").Class("button", "code-copy").ID("take-copy").OnClick(d.copy).
					Body(ui.Icon("copy"), app.Span().Text(d.T("Copy"))),
				app.Pre().Class("code-text").TabIndex(0).Aria("label", shown.Title).
					Body(app.Code().ID("take-text").Attr("data-library", shown.Name).Text(shown.Text)),
			),
		),
	)
}

func (d *Dialog) tab(w way) app.UI {
	open := w.Name == d.name
	b := app.Button().Type("button").Class("code-tab").Role("tab").ID("take-tab-"+w.Name).
		Aria("selected", open).Aria("controls", "take-panel").TabIndex(-1).Text(w.Title).
		OnClick(func(app.Context, app.Event) { d.name = w.Name }, app.EventScope(w.Name))
	if open {
		b = b.TabIndex(0)
	}
	return b
}

// renderFiles is the files that the program loads.
func (d *Dialog) renderFiles(w way) app.UI {
	return app.Div().Class("take-files").Body(
		app.Range(w.Files).Slice(func(i int) app.UI { return d.renderFile(w.Files[i]) }),
		app.Span().Class("muted").Role("status").ID("take-state").Text(d.state()),
		app.If(d.making != "", func() app.UI {
			return app.Button().Type("button").Class("button", "quiet-button").ID("take-stop").
				OnClick(func(app.Context, app.Event) { d.stop() }).Text(d.T("Stop"))
		}),
		app.If(d.fault != "", func() app.UI {
			return app.P().Class("notice", "notice-error").Role("alert").Body(ui.Icon("warn"), app.Span().Text(d.fault))
		}),
	)
}

func (d *Dialog) renderFile(f codegen.File) app.UI {
	label := string(f)
	if n := fileBytes(d.job, f); n > 0 {
		label += " · " + ui.FormatBytes(n)
	}
	return app.Button().Type("button").Class("button").ID("take-"+fileID(f)).Disabled(d.making != "").
		OnClick(func(ctx app.Context, _ app.Event) { d.fetch(ctx, f) }, app.EventScope(d.job.ID, f)).
		Body(ui.Icon("download"), app.Span().Text(label))
}

// fileID is f as part of an element's id.
func fileID(f codegen.File) string {
	switch f {
	case codegen.FileONNX:
		return "onnx"
	case codegen.FileSafetensors:
		return "model"
	case codegen.FileLabels:
		return "labels"
	}
	return "head"
}

func (d *Dialog) state() string {
	if d.making == "" {
		return ""
	}
	return d.T("The trainer writes the file…")
}

// renderNotes says how the program is run and what to know of it.
func (d *Dialog) renderNotes(w way) app.UI {
	return app.Div().Class("code-notes").Body(
		app.P().Class("code-about").Body(ui.Icon("check"), app.Span().Text(w.about)),
		app.Ul().Body(
			app.If(w.Install != "", func() app.UI {
				return app.Li().Body(app.Span().Text(d.T("Needs: ")), app.Code().Text(w.Install))
			}),
			app.Range(w.Notes).Slice(func(i int) app.UI { return app.Li().Text(d.Text(w.Notes[i])) }),
		),
	)
}
