package augment

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// introKept is where the browser remembers that the introduction was closed.
const introKept = "graft-introduction"

// example is a button that leads somewhere in one press.
type example struct{ id, icon, title, about string }

var examples = []example{
	{"cat", "swatches", i18n.Key("Augment a cat"), i18n.Key("Nine random forms of one picture.")},
	{"plates", "chart", i18n.Key("Hot dog or not"), i18n.Key("120 pictures to a classifier, in one press.")},
	{"digits", "chart", i18n.Key("Handwritten digits"), i18n.Key("Ten classes of 28×28 pixels, in one press.")},
}

// renderIntroduction says what the page is for and offers the examples.
func (v *View) renderIntroduction() app.UI {
	if v.introduced {
		return app.Div().Hidden(true)
	}
	return app.Section().Class("introduction").ID("introduction").Aria("label", v.T("What Graft is")).Body(
		app.P().Class("introduction-words").Body(
			app.Strong().Text(v.T("Teach a network with your own pictures, and see what it sees. ")),
			app.Span().Text(v.T("Augment, collect, fine-tune ResNet-50, recognise: four steps, each shared with a link.")),
		),
		app.Ul().Class("examples").Body(app.Range(examples).Slice(func(i int) app.UI {
			e := examples[i]
			return app.Li().Body(
				app.Button().Type("button").Class("example").ID("example-"+e.id).
					OnClick(func(ctx app.Context, _ app.Event) { v.beginExample(ctx, e.id) }, app.EventScope(e.id)).
					Body(ui.Icon(e.icon), app.Span().Body(
						app.Strong().Text(v.T(e.title)),
						app.Span().Class("muted").Text(v.T(e.about)),
					)),
			)
		})),
		app.Button().Type("button").Class("icon-button").ID("introduction-close").
			Aria("label", v.T("Close the introduction")).Title(v.T("Close the introduction")).
			OnClick(func(app.Context, app.Event) { v.closeIntroduction() }).Body(ui.Icon("close")),
	)
}

func (v *View) closeIntroduction() {
	v.introduced = true
	bridge.Keep(introKept, "closed")
}

// beginExample opens an example ready to play with: the cat here, a sample set through
// all the steps, with the recipe that suits it.
func (v *View) beginExample(ctx app.Context, id string) {
	r := recipe.Default()
	if id == "digits" {
		for _, p := range recipe.Presets() {
			if p.Name == id {
				r = p.Recipe
			}
		}
	}
	v.Session.Edit(ctx, "", func(now *recipe.Recipe) { now.Seed, now.Size, now.Steps = r.Seed, r.Size, r.Steps })
	if id == "cat" {
		v.side = 3
		v.openSample(ctx, 0)
		v.Session.NewSeed(ctx)
		return
	}
	ctx.NewActionWithValue(state.ExampleWanted, id)
}
