package train

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/web/internal/chart"
	"graft/web/internal/i18n"
	"graft/web/internal/ui"
)

// renderCurves shows accuracy, loss and learning rate by epoch, and the same as
// a table.
func (v *View) renderCurves(j api.Job) app.UI {
	if len(j.Epochs) == 0 {
		return app.Div().Class("curves").Hidden(true)
	}
	return app.Div().Class("curves").Body(
		runChart(v.Words, j),
		app.Details().Class("curve-table").Body(
			app.Summary().Text(v.T("The same as a table")),
			v.renderTable(j),
		),
	)
}

// runChart is the chart of one run.
func runChart(w i18n.Words, j api.Job) *chart.Chart {
	acc, loss := curves(w, j.Epochs)
	c := &chart.Chart{Words: w,
		ID: "run-chart", Title: w.T("Curves of the run"),
		Epochs: max(j.Train.Epochs, j.Last().Epochs, len(j.Epochs)),
		Panels: []chart.Panel{{Title: w.T("Accuracy"), Series: acc, Share: true}, {Title: w.T("Loss"), Series: loss}},
		Marks:  runMarks(w, j),
	}
	if j.State.Final() {
		c.Epochs = len(j.Epochs) // an early stop leaves no empty half
	}
	if rates := rates(j.Epochs); rates != nil {
		c.Panels = append(c.Panels, chart.Panel{Title: w.T("Learning rate"), Thin: true,
			Series: []chart.Series{{Name: w.T("learning rate"), Class: "rate", Values: rates}}})
	}
	return c
}

// runMarks are where a phase begins, and the best epoch.
func runMarks(w i18n.Words, j api.Job) []chart.Mark {
	var marks []chart.Mark
	for i := 1; i < len(j.Epochs); i++ {
		if e := j.Epochs[i]; e.Phase != j.Epochs[i-1].Phase {
			marks = append(marks, chart.Mark{At: float64(e.Number) - 0.5, Class: "phase", Text: phaseName(w, e.Phase)})
		}
	}
	if n := j.Best(); n > 0 {
		marks = append(marks, chart.Mark{At: float64(n), Class: "best", Text: w.T("best")})
	}
	return marks
}

// rates returns the learning rates, or nil if they are not told.
func rates(epochs []api.Epoch) []float64 {
	var list []float64
	told := false
	for _, e := range epochs {
		list = append(list, e.LearningRate)
		told = told || e.LearningRate > 0
	}
	if !told {
		return nil
	}
	return list
}

// curves takes the lines out of epochs; training first, so that validation is
// drawn over it.
func curves(w i18n.Words, epochs []api.Epoch) (acc, loss []chart.Series) {
	train, val := w.T("training"), w.T("validation")
	acc = []chart.Series{{Name: train, Class: "train"}, {Name: val, Class: "val"}}
	loss = []chart.Series{{Name: train, Class: "train"}, {Name: val, Class: "val"}}
	for _, e := range epochs {
		acc[0].Values = append(acc[0].Values, e.Accuracy)
		acc[1].Values = append(acc[1].Values, e.ValAccuracy)
		loss[0].Values = append(loss[0].Values, e.Loss)
		loss[1].Values = append(loss[1].Values, e.ValLoss)
	}
	return acc, loss
}

func (v *View) renderTable(j api.Job) app.UI {
	head := []string{v.T("Epoch"), v.T("Loss##in training"), v.T("Validation loss"), v.T("Accuracy##in training"), v.T("Validation accuracy"), v.T("Time")}
	return scrollTable(v.T("Epochs"), app.Table().Class("figures").ID("epoch-table").Body(
		app.THead().Body(app.Tr().Body(app.Range(head).Slice(func(i int) app.UI { return app.Th().Scope("col").Text(head[i]) }))),
		app.TBody().Body(app.Range(j.Epochs).Slice(func(i int) app.UI {
			e := j.Epochs[i]
			return app.Tr().Body(
				app.Th().Scope("row").Text(fmt.Sprint(e.Number)),
				app.Td().Text(fmt.Sprintf("%.4f", e.Loss)), app.Td().Text(fmt.Sprintf("%.4f", e.ValLoss)),
				app.Td().Text(ui.FormatPercent(e.Accuracy)), app.Td().Text(ui.FormatPercent(e.ValAccuracy)),
				app.Td().Text(ui.FormatTook(v.Words, seconds(e.Seconds))),
			)
		})),
	))
}

// scrollTable lets keys reach a table that is wider than its place.
func scrollTable(label string, table app.UI) app.UI {
	return app.Div().Class("table-scroll").TabIndex(0).Role("region").Aria("label", label).Body(table)
}
