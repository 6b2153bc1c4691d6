package train

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/web/internal/bridge"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

const picturesOpened = "pictures-opened"

// pictureList is pictures of a run's data set to be looked at.
type pictureList struct {
	Title    string
	Job      api.Job
	Report   *api.Report
	Pictures []listedPicture
	At       int // the one to begin with
}

// listedPicture is a picture with what is known of it.
type listedPicture struct {
	Path, Digest string
	Class        int
	Guesses      []api.ClassGuess // none for a picture that was trained on
}

func ofVerdicts(list []api.Verdict) []listedPicture {
	shown := make([]listedPicture, len(list))
	for i, v := range list {
		shown[i] = listedPicture{v.Path, v.Digest, v.Class, v.Guesses}
	}
	return shown
}

// openPictures opens the dialog.
func openPictures(ctx app.Context, l pictureList) { ctx.NewActionWithValue(picturesOpened, l) }

// picturesDialog shows one of some pictures large, and the others beside it.
type picturesDialog struct {
	app.Compo
	*state.App
	list pictureList
}

func (d *picturesDialog) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	ctx.Handle(picturesOpened, func(ctx app.Context, a app.Action) {
		l, ok := a.Value.(pictureList)
		if !ok || len(l.Pictures) == 0 {
			return
		}
		d.list = l
		ctx.Defer(func(app.Context) { bridge.OpenDialog("pictures-dialog") })
	})
}

func (d *picturesDialog) Render() app.UI {
	l := d.list
	dialog := app.Dialog().ID("pictures-dialog").Class("dialog", "pictures-dialog").Aria("labelledby", "pictures-title")
	if len(l.Pictures) == 0 {
		return dialog.Body(app.Div().Class("dialog-head").Body(app.H2().ID("pictures-title"), ui.CloseButton(d.Words)))
	}
	return dialog.OnKeyDown(d.key).Body(
		app.Div().Class("dialog-head").Body(app.H2().ID("pictures-title").Text(l.Title), ui.CloseButton(d.Words)),
		app.Div().Class("pictures-body").Body(d.renderLarge(l.Pictures[l.At]), d.renderOthers()),
	)
}

// key goes to the next picture, as in a book.
func (d *picturesDialog) key(_ app.Context, e app.Event) {
	n := len(d.list.Pictures)
	switch e.Get("key").String() {
	case "ArrowLeft":
		d.list.At = max(0, d.list.At-1)
	case "ArrowRight":
		d.list.At = min(n-1, d.list.At+1)
	}
}

func (d *picturesDialog) renderLarge(p listedPicture) app.UI {
	l := d.list
	picture := datasetPicture(d.App, l.Job.Dataset, p.Digest, p.Path)
	_, there := d.Trainer.Set(l.Job.Dataset)
	if there {
		picture = app.Img().CrossOrigin("anonymous").Src(d.Server.PictureURL(l.Job.Dataset, p.Digest, 640)).Alt(p.Path).ID("picture-large")
	}
	return app.Figure().Class("picture-large").Body(
		picture,
		app.FigCaption().Body(
			app.P().Class("muted", "picture-path").Text(p.Path),
			app.P().Body(app.Text(d.T("Is ")), app.Strong().Text(l.Report.Classes[p.Class].Name)),
			d.renderGuesses(p),
			app.If(there, func() app.UI {
				return app.Button().Type("button").Class("button").ID("explain-picture").OnClick(d.explain).
					Body(ui.Icon("recognise"), app.Span().Text(d.T("What does it look at?")))
			}),
		),
	)
}

func (d *picturesDialog) renderGuesses(p listedPicture) app.UI {
	if len(p.Guesses) == 0 {
		return app.P().Class("muted").Text(d.T("It was trained on, so what the classifier says of it proves nothing."))
	}
	guesses := p.Guesses[:min(3, len(p.Guesses))]
	return app.Ul().Class("bars").Body(app.Range(guesses).Slice(func(i int) app.UI {
		g := guesses[i]
		return app.Li().Class("class-bar").Body(
			app.Span().Class("bar-name").Text(d.list.Report.Classes[g.Class].Name),
			app.Span().Class("bar-figure", "figures").Text(ui.FormatPercent(float64(g.P))),
			app.Span().Class("bar-track").Aria("hidden", true).Body(app.Span().Class("bar-fill").Style("width", ui.PercentOf(float64(g.P), 1))),
		)
	}))
}

// othersShown bounds the strip of pictures.
const othersShown = 60

func (d *picturesDialog) renderOthers() app.UI {
	l := d.list
	if len(l.Pictures) < 2 {
		return app.Div().Hidden(true)
	}
	from := max(0, min(l.At-othersShown/2, len(l.Pictures)-othersShown))
	some := l.Pictures[from:min(len(l.Pictures), from+othersShown)]
	return app.Ul().Class("picture-strip").Aria("label", d.T("All of them")).Body(app.Range(some).Slice(func(i int) app.UI {
		at, p := from+i, some[i]
		b := app.Button().Type("button").Class("strip-picture").Title(p.Path).
			Aria("label", fmt.Sprintf(d.T("Picture %d of %d: %s"), at+1, len(l.Pictures), p.Path)).
			OnClick(func(app.Context, app.Event) { d.list.At = at }, app.EventScope(l.Job.ID, at)).
			Body(datasetPicture(d.App, l.Job.Dataset, p.Digest, ""))
		if at == l.At {
			b = b.Aria("current", "true")
		}
		return app.Li().Body(b)
	}))
}

// explain opens the picture in the recognise view, with what the network looks at.
func (d *picturesDialog) explain(ctx app.Context, _ app.Event) {
	p := d.list.Pictures[d.list.At]
	bridge.CloseDialog("pictures-dialog")
	ctx.NewActionWithValue(state.ExplainWanted, state.WantedExplanation{
		Job: d.list.Job.ID, URL: d.Server.PictureURL(d.list.Job.Dataset, p.Digest, 1024), Name: p.Path,
	})
	d.Session.Show(ctx, state.ViewRecognise)
}
