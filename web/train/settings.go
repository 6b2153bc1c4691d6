package train

import (
	"fmt"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// suggested returns settings for the data set that is chosen, with the reasons,
// on the weights that are chosen now.
func suggested(a *state.App) (recipe.Train, []recipe.Reason) {
	var counts []int
	if set, ok := a.Trainer.Set(chosenSet(a)); ok {
		for _, c := range set.Classes {
			counts = append(counts, c.Count)
		}
	}
	t, reasons := recipe.SuggestTrain(counts)
	if own := a.Session.Recipe().Train; own != nil {
		t.Weights = own.Weights
	}
	return t, reasons
}

// trainSettings are what the form shows and the button starts: the document's,
// else those suggested.
func trainSettings(a *state.App) recipe.Train {
	if own := a.Session.Recipe().Train; own != nil {
		return *own
	}
	t, _ := suggested(a)
	return t
}

// renderSettings is the form: what to train on, how, and the button.
func (v *View) renderSettings() app.UI {
	_, wants := startRequest(v.App)
	busy := v.Trainer.Now.ID != "" && !v.Trainer.Now.State.Final() && v.Trainer.Now.State != ""
	label := v.T("Start fine-tuning")
	if busy {
		label = v.T("Queue another")
	}
	button := app.Button().Type("button").ID("start-training").Class("button", "primary", "button-wide").
		OnClick(func(ctx app.Context, _ app.Event) { v.start(ctx) }).
		Body(ui.Icon("play"), app.Span().Text(label))
	if wants != "" {
		button = button.Disabled(true)
	}
	// No <form>: Enter in a field of one would start a run.
	form := app.Div().Class("settings").Role("form").Aria("label", v.T("Settings of the run"))
	if v.Trainer.Now.ID != "" {
		form = form.Class("has-run")
	}
	if v.unfolded {
		form = form.Class("is-unfolded")
	}
	return form.Body(
		v.renderSet(),
		v.renderFold(),
		app.Div().Class("settings-body").ID("settings-body").Body(
			v.renderStarts(),
			v.renderWeights(),
			v.renderGroups(),
		),
		app.Div().Class("start-bar").Body(
			v.renderSummary(),
			button,
			app.If(wants != "", func() app.UI { return app.P().Class("muted").Text(wants) }).
				Else(func() app.UI { return app.P().Class("muted").Text(v.promise()) }),
			app.P().Class("muted").ID("input-note").Text(v.Text(v.Session.Recipe().InputNote(trainSettings(v.App)))),
			v.renderEngine(),
		),
	)
}

// renderFold opens the settings where there is no room for them beside a run;
// data.css shows it only there.
func (v *View) renderFold() app.UI {
	return app.Button().Type("button").Class("settings-fold").ID("settings-fold").
		Aria("expanded", fmt.Sprint(v.unfolded)).Aria("controls", "settings-body").
		OnClick(func(app.Context, app.Event) { v.unfolded = !v.unfolded }).Body(
		app.Span().Class("setting-title").Text(v.T("Settings")),
		app.Span().Class("muted", "figures").Text(v.settingsInUse()),
		ui.Icon("chevron"),
	)
}

// renderSummary says which settings the start will use, and leads to them: on a wide
// screen they lie in a column of their own, out of sight below the weights.
func (v *View) renderSummary() app.UI {
	return app.Button().Type("button").Class("settings-summary").ID("settings-summary").
		OnClick(func(app.Context, app.Event) { bridge.RevealTop(".settings-body > :last-child") }).Body(
		app.Span().Class("setting-title").Text(v.T("Settings")),
		app.Span().Class("muted", "figures").Text(v.settingsInUse()),
		ui.Icon("chevron"),
	)
}

// settingsInUse names the settings that matter most.
func (v *View) settingsInUse() string {
	t := trainSettings(v.App)
	t.Weights = weightsInUse(v.App, t.Weights)
	return jobSettings(v.Words, api.Job{Train: t, Input: api.Input{Size: v.Session.Recipe().InputSize(t)}})
}

// promise says what the start will do, in figures.
func (v *View) promise() string {
	set, ok := v.Trainer.Set(chosenSet(v.App))
	if !ok {
		return ""
	}
	t := trainSettings(v.App)
	steps := 0
	for _, s := range v.Session.Recipe().Steps {
		if !s.Off {
			steps++
		}
	}
	recipeSteps := fmt.Sprintf(v.Plural(steps, "%d step", "%d steps"), steps)
	return fmt.Sprintf(v.Plural(t.Views,
		"%s pictures, one augmented view of each by the %[3]s of your recipe. Validation pictures are not augmented.",
		"%s pictures, %d augmented views of each by the %s of your recipe. Validation pictures are not augmented."),
		ui.FormatCount(set.Pictures()), t.Views, recipeSteps)
}

// renderEngine says what the server computes with.
func (v *View) renderEngine() app.UI {
	if v.Trainer.Problem != nil || v.Trainer.Health.Backend == "" {
		return app.Div().Hidden(true)
	}
	return app.P().Class("muted", "figures", "train-engine").ID("train-backend").DataSet("backend", v.Trainer.Health.Backend).
		Text(fmt.Sprintf(v.T("Trainer: %s on %s"), backendName(v.Words, v.Trainer.Health.Backend), strings.ToUpper(v.Trainer.Health.Device)))
}

func backendName(w i18n.Words, name string) string {
	switch {
	case strings.HasPrefix(name, "xla"):
		return "XLA"
	case strings.HasPrefix(name, "onnx"):
		return "ONNX Runtime"
	case name == "go":
		return w.T("pure Go")
	}
	return name
}

// starting is a set of settings to begin with.
type starting struct {
	id, title, help string
	train           recipe.Train
}

// starts are the suggestion, and the article's own settings beside the same done
// right.
func starts(a *state.App) []starting {
	t, _ := suggested(a)
	list := []starting{{"suggested", a.T("Suggested"), a.T("For this data set; each setting says why."), t}}
	for _, p := range recipe.TrainPresets() {
		train := p.Train
		train.Weights, train.Seed = t.Weights, t.Seed
		list = append(list, starting{p.Name, a.Text(p.Title), a.Text(p.Help), train})
	}
	return list
}

// renderStarts chooses what to begin with, and says what that is.
func (v *View) renderStarts() app.UI {
	now := trainSettings(v.App)
	all := starts(v.App)
	about := v.T("Your own settings.")
	for _, s := range all {
		if now == s.train {
			about = s.help
		}
	}
	return app.Div().Class("starts").Body(
		app.H2().ID("starts-title").Text(v.T("Preset")),
		app.Div().Class("segments", "start-segments").Role("group").Aria("labelledby", "starts-title").Body(
			app.Range(all).Slice(func(i int) app.UI {
				s := all[i]
				return app.Button().Type("button").Class("segment").ID("start-"+s.id).Title(s.help).Aria("pressed", now == s.train).
					OnClick(func(ctx app.Context, _ app.Event) { begin(ctx, v.App, s.id) }, app.EventScope(s.id)).Text(s.title)
			})),
		app.P().Class("muted").ID("start-about").Text(about),
	)
}

// begin takes the settings of a start as they are now: those suggested change
// with the data set.
func begin(ctx app.Context, a *state.App, id string) {
	all := starts(a)
	s := all[slices.IndexFunc(all, func(s starting) bool { return s.id == id })]
	if err := a.Session.SetTrain(ctx, "", s.train); err != nil {
		ui.Notify(ctx, ui.ToastError, faults.Err(a.Words, err))
	}
}

// useSuggested makes the suggestion the settings.
func useSuggested(ctx app.Context, a *state.App) {
	begin(ctx, a, "suggested")
	ui.Notify(ctx, ui.ToastInfo, a.T("The suggested settings are in the form."))
}

func (v *View) start(ctx app.Context) {
	r, wants := startRequest(v.App)
	if wants == "" {
		v.Trainer.Start(v.ctx, r)
	}
}
