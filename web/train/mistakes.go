package train

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// mistakesView shows what the head was sure of and wrong about.
type mistakesView struct {
	app.Compo
	*state.App
	Job    api.Job
	Report *api.Report
	Lang   i18n.Words

	more int // pages beyond the first
}

const (
	mistakesFirst = 12
	mistakesMore  = 24
)

func (m *mistakesView) Render() app.UI {
	all := m.Report.Mistakes
	section := app.Section().Class("mistakes").ID("mistakes")
	if len(all) == 0 {
		return section.Body(
			app.H3().Class("chart-title").Text(m.T("Most confident mistakes")),
			app.P().Class("muted").Text(m.T("None: every validation picture is recognised.")),
		)
	}
	shown := all[:min(len(all), mistakesFirst+m.more*mistakesMore)]
	return section.Body(
		app.H3().Class("chart-title").Text(m.T("Most confident mistakes")),
		app.P().Class("muted").Text(m.T("Often they tell most: a wrong label, a picture of two things, a background that gives the class away.")),
		app.Ul().Class("picture-cards").Body(app.Range(shown).Slice(func(i int) app.UI { return m.renderOne(shown[i], i) })),
		app.If(len(shown) < len(all), func() app.UI {
			return app.Button().Type("button").Class("button").ID("more-mistakes").OnClick(func(app.Context, app.Event) { m.more++ }).
				Text(fmt.Sprintf(m.T("Show more of %d"), len(all)))
		}),
	)
}

func (m *mistakesView) renderOne(at, place int) app.UI {
	v := m.Report.Pictures[at]
	guess := m.Report.Classes[v.Guesses[0].Class].Name
	return app.Li().Body(
		app.Button().Type("button").Class("picture-card").DataSet("picture", v.Digest).
			OnClick(func(ctx app.Context, _ app.Event) {
				openPictures(ctx, pictureList{
					Title: m.T("Most confident mistakes"), Job: m.Job, Report: m.Report, At: place,
					Pictures: ofVerdicts(verdictsAt(m.Report, m.Report.Mistakes)),
				})
			}, app.EventScope(m.Job.ID, at, place)).Body(
			datasetPicture(m.App, m.Job.Dataset, v.Digest, v.Path),
			app.Span().Class("card-guess").Text(guess),
			app.Span().Class("figures", "muted").Text(ui.FormatPercent(float64(v.Guesses[0].P))),
			app.Span().Class("card-is", "muted").Text(fmt.Sprintf(m.T("is %s"), m.Report.Classes[v.Class].Name)),
		),
	)
}

// verdictsAt returns the pictures at places.
func verdictsAt(r *api.Report, places []int) []api.Verdict {
	list := make([]api.Verdict, len(places))
	for i, p := range places {
		list[i] = r.Pictures[p]
	}
	return list
}

// datasetPicture is a picture of a data set, if the trainer still has that.
func datasetPicture(a *state.App, dataset, digest, path string) app.UI {
	if _, ok := a.Trainer.Set(dataset); !ok {
		return app.Span().Class("card-none").Title(path).Body(ui.Icon("picture"))
	}
	return app.Img().CrossOrigin("anonymous").Src(a.Server.PictureURL(dataset, digest, 256)).Alt(path).Loading("lazy")
}
