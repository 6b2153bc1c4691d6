package train

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/web/internal/faults"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// Names of weight sets that the page has words for.
const (
	autoWeights     = "auto"
	starterWeights  = "starter"
	imageNetWeights = "imagenet"
)

// weightsInUse is what a run started now would be of, where a name leaves it open:
// the server's own for "", ImageNet's or the starter's for auto.
func weightsInUse(a *state.App, name string) string {
	h := a.Trainer.Health
	if name == "" {
		name = h.Weights
	}
	switch {
	case name != autoWeights:
		return name
	case a.Trainer.Fetch.State == api.FetchThere:
		return imageNetWeights
	case h.Weights == autoWeights && h.WeightsNow != "":
		return h.WeightsNow
	}
	return starterWeights
}

// weightsTitle is what a weight set is called.
func weightsTitle(a *state.App, name string) string {
	for _, c := range knownWeights(a) {
		if c.name == name {
			return c.title
		}
	}
	return name
}

// weightChoice is a weight set that one may choose.
type weightChoice struct{ name, title, help string }

// renderWeights chooses what the backbone knows beforehand.
func (v *View) renderWeights() app.UI {
	now := trainSettings(v.App).Weights
	if now == "" {
		now = v.Trainer.Health.Weights
	}
	choices := weightChoices(v.App, now)
	return app.FieldSet().Class("weights").Body(
		app.Legend().Text(v.T("Weights of ResNet-50")),
		renderFetch(v.App),
		app.Range(choices).Slice(func(i int) app.UI {
			c := choices[i]
			return app.Label().Class("option").Body(
				app.Input().Type("radio").Name("weights").Value(c.name).ID("weights-"+c.name).Checked(c.name == now).
					OnChange(func(ctx app.Context, _ app.Event) { v.setWeights(ctx, c.name) }, app.EventScope(c.name)),
				app.Span().Body(app.Span().Class("option-title").Text(c.title), app.Span().Class("muted").Text(c.help)),
			)
		}),
	)
}

// knownWeights are those that everyone can have.
func knownWeights(a *state.App) []weightChoice {
	return []weightChoice{
		{autoWeights, a.T("Automatic"), fmt.Sprintf(a.T("ImageNet where the trainer has it, else Starter. Now: %s."), map[bool]string{true: "ImageNet", false: a.T("Starter")}[weightsInUse(a, autoWeights) == imageNetWeights])},
		{starterWeights, a.T("Starter"), a.T("Trained by us on pictures drawn by code: it has never seen a hot dog, nor anything else of the sample sets. Needs no network.")},
		{imageNetWeights, "ImageNet", a.T("Has seen 1.3 million photographs. The best for photographs of things.")},
		{"keras", a.T("ImageNet, by Keras"), a.T("The file that Keras’s ResNet50 loads, with a preprocessing of its own.")},
		{"random", a.T("Random"), a.T("Has learnt nothing. For teaching: the same run on it shows what weights are good for.")},
	}
}

// weightChoices are the known ones, after now if it is another: a name on the hub,
// or what an older server does not tell.
func weightChoices(a *state.App, now string) []weightChoice {
	known := knownWeights(a)
	for _, c := range known {
		if c.name == now {
			return known
		}
	}
	if now == "" {
		return append([]weightChoice{{"", a.T("The trainer's own"), a.T("What it was started with.")}}, known...)
	}
	return append([]weightChoice{{now, now, a.T("A network of the hub, or of the trainer.")}}, known...)
}

func (v *View) setWeights(ctx app.Context, name string) {
	t := trainSettings(v.App)
	t.Weights = name
	if err := v.Session.SetTrain(ctx, "", t); err != nil {
		ui.Notify(ctx, ui.ToastError, faults.Err(v.Words, err))
	}
}
