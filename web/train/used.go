package train

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/state"
)

// renderUsed is what a run was made with: its recipe and its settings.
func renderUsed(a *state.App, j api.Job) app.UI {
	if j.Train.Epochs == 0 {
		return app.Div().Hidden(true)
	}
	lines := []difference{{a.T("Recipe"), []string{recipeText(a.Words, j)}}}
	if j.Weights.Name != "" {
		lines = append(lines, difference{a.T("Weights"), []string{weightsTitle(a, j.Weights.Name)}})
	}
	for _, s := range recipe.Settings() {
		if s.Applies(j.Train) && (s.Name != "weights" || j.Weights.Name == "") {
			lines = append(lines, difference{a.Text(s.Title), []string{usedText(a.Words, s, j)}})
		}
	}
	return app.Details().Class("curve-table", "used").ID("used").Body(
		app.Summary().Text(a.T("Recipe and settings of this run")),
		app.Dl().Class("used-list").Body(app.Range(lines).Slice(func(i int) app.UI {
			return app.Div().Body(app.Dt().Class("muted").Text(lines[i].Title), app.Dd().Class("figures").Text(lines[i].Values[0]))
		})),
	)
}
