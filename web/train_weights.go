package web

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Names of weight sets that the page has words for.
const (
	autoWeights     = "auto"
	starterWeights  = "starter"
	imageNetWeights = "imagenet"
)

// weightsInUse is what a run started now would be of, where a name leaves it open:
// the server's own for "", ImageNet's or the starter's for auto.
func weightsInUse(name string) string {
	h := trainer.health
	if name == "" {
		name = h.Weights
	}
	switch {
	case name != autoWeights:
		return name
	case trainer.fetch.State == fetchThere:
		return imageNetWeights
	case h.Weights == autoWeights && h.WeightsNow != "":
		return h.WeightsNow
	}
	return starterWeights
}

// weightsTitle is what a weight set is called.
func weightsTitle(name string) string {
	for _, c := range knownWeights() {
		if c.name == name {
			return c.title
		}
	}
	return name
}

// weightChoice is a weight set that one may choose.
type weightChoice struct{ name, title, help string }

// renderWeights chooses what the backbone knows beforehand.
func (v *trainView) renderWeights() app.UI {
	now := trainSettings().Weights
	if now == "" {
		now = trainer.health.Weights
	}
	choices := weightChoices(now)
	return app.FieldSet().Class("weights").Body(
		app.Legend().Text(T("Weights of ResNet-50")),
		renderFetch(),
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
func knownWeights() []weightChoice {
	return []weightChoice{
		{autoWeights, T("Automatic"), fmt.Sprintf(T("ImageNet where the trainer has it, else Starter. Now: %s."), map[bool]string{true: "ImageNet", false: T("Starter")}[weightsInUse(autoWeights) == imageNetWeights])},
		{starterWeights, T("Starter"), T("Trained by us on pictures drawn by code: it has never seen a hot dog, nor anything else of the sample sets. Needs no network.")},
		{imageNetWeights, "ImageNet", T("Has seen 1.3 million photographs. The best for photographs of things.")},
		{"keras", T("ImageNet, by Keras"), T("The file that Keras’s ResNet50 loads, with a preprocessing of its own.")},
		{"random", T("Random"), T("Has learnt nothing. For teaching: the same run on it shows what weights are good for.")},
	}
}

// weightChoices are the known ones, after now if it is another: a name on the hub,
// or what an older server does not tell.
func weightChoices(now string) []weightChoice {
	known := knownWeights()
	for _, c := range known {
		if c.name == now {
			return known
		}
	}
	if now == "" {
		return append([]weightChoice{{"", T("The trainer's own"), T("What it was started with.")}}, known...)
	}
	return append([]weightChoice{{now, now, T("A network of the hub, or of the trainer.")}}, known...)
}

func (v *trainView) setWeights(ctx app.Context, name string) {
	t := trainSettings()
	t.Weights = name
	if err := session.SetTrain(ctx, "", t); err != nil {
		notify(ctx, toastError, trErr(err))
	}
}
