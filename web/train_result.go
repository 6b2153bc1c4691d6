package web

import (
	"fmt"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// renderCurves shows accuracy and loss by epoch, and the same as a table.
func (v *trainView) renderCurves(j job) app.UI {
	if len(j.Epochs) == 0 {
		return app.Div().Class("curves").Hidden(true)
	}
	acc, loss := curves(j.Epochs)
	epochs := max(j.Train.Epochs, j.last().Epochs, len(j.Epochs))
	return app.Div().Class("curves").Body(
		&chart{ID: "chart-accuracy", Title: T("Accuracy", "准确率"), Series: acc, Epochs: epochs, Share: true},
		&chart{ID: "chart-loss", Title: T("Loss", "损失"), Series: loss, Epochs: epochs},
		app.Details().Class("curve-table").Body(
			app.Summary().Text(T("The same as a table", "以表格显示")),
			v.renderTable(j),
		),
	)
}

// curves takes the lines out of epochs; training first, so that validation is
// drawn over it.
func curves(epochs []epoch) (acc, loss []series) {
	train, val := T("training", "训练"), T("validation", "验证")
	acc = []series{{Name: train, Class: "train"}, {Name: val, Class: "val"}}
	loss = []series{{Name: train, Class: "train"}, {Name: val, Class: "val"}}
	for _, e := range epochs {
		acc[0].Values = append(acc[0].Values, e.Accuracy)
		acc[1].Values = append(acc[1].Values, e.ValAccuracy)
		loss[0].Values = append(loss[0].Values, e.Loss)
		loss[1].Values = append(loss[1].Values, e.ValLoss)
	}
	return acc, loss
}

func (v *trainView) renderTable(j job) app.UI {
	head := []string{T("Epoch", "轮"), T("Loss", "训练损失"), T("Validation loss", "验证损失"), T("Accuracy", "训练准确率"), T("Validation accuracy", "验证准确率")}
	return scrollTable(T("Epochs", "各轮"), app.Table().Class("figures").ID("epoch-table").Body(
		app.THead().Body(app.Tr().Body(app.Range(head).Slice(func(i int) app.UI { return app.Th().Scope("col").Text(head[i]) }))),
		app.TBody().Body(app.Range(j.Epochs).Slice(func(i int) app.UI {
			e := j.Epochs[i]
			return app.Tr().Body(
				app.Th().Scope("row").Text(fmt.Sprint(e.Epoch)),
				app.Td().Text(fmt.Sprintf("%.4f", e.Loss)), app.Td().Text(fmt.Sprintf("%.4f", e.ValLoss)),
				app.Td().Text(formatPercent(e.Accuracy)), app.Td().Text(formatPercent(e.ValAccuracy)),
			)
		})),
	))
}

// renderConfusion shows what was taken for what among the held-out pictures.
func (v *trainView) renderConfusion(j job) app.UI {
	if len(j.Confusion) == 0 || len(j.Classes) != len(j.Confusion) {
		return app.Div().Hidden(true)
	}
	return app.Figure().Class("confusion").Body(
		app.FigCaption().Body(
			app.Span().Class("chart-title").Text(T("What was taken for what", "混淆矩阵")),
			app.Span().Class("muted").Text(T("Held-out pictures. A row is what a picture is, a column what the head said.", "验证图片。行为真实类别，列为预测类别。")),
		),
		scrollTable(T("What was taken for what", "混淆矩阵"), app.Table().Class("figures", manyClasses(j)).ID("confusion").Body(
			app.THead().Body(app.Tr().Body(
				app.Th().Scope("col").Body(app.Span().Class("sr-only").Text(T("Is", "真实"))),
				app.Range(j.Classes).Slice(func(i int) app.UI {
					return app.Th().Scope("col").Title(j.Classes[i]).Body(app.Span().Text(j.Classes[i]))
				}),
				app.Th().Scope("col").Class("recall").Text(T("right", "正确")),
			)),
			app.TBody().Body(app.Range(j.Confusion).Slice(func(i int) app.UI { return confusionRow(j, i) })),
		)),
	)
}

// scrollTable lets keys reach a table that is wider than its place.
func scrollTable(label string, table app.UI) app.UI {
	return app.Div().Class("table-scroll").TabIndex(0).Role("region").Aria("label", label).Body(table)
}

// manyClasses is the class of a matrix that needs small cells.
func manyClasses(j job) string {
	if len(j.Classes) > 12 {
		return "is-many"
	}
	return ""
}

func confusionRow(j job, i int) app.UI {
	row := j.Confusion[i]
	sum := 0
	for _, n := range row {
		sum += n
	}
	cells := []app.UI{app.Th().Scope("row").Title(j.Classes[i]).Body(app.Span().Text(j.Classes[i]))}
	for k, n := range row {
		share := 0.0
		if sum > 0 {
			share = float64(n) / float64(sum)
		}
		class := "cell-wrong"
		if i == k {
			class = "cell-right"
		}
		if n == 0 {
			class = "cell-none"
		}
		if share > 0.5 {
			class += " cell-strong"
		}
		cells = append(cells, app.Td().Class(class).Style("--share", fmt.Sprintf("%.3f", share)).
			Title(fmt.Sprintf(T("%s taken for %s: %d", "%s 被识别为 %s:%d"), j.Classes[i], j.Classes[k], n)).Text(fmt.Sprint(n)))
	}
	right := "–"
	if sum > 0 && i < len(row) {
		right = formatPercent(float64(row[i]) / float64(sum))
	}
	return app.Tr().Body(append(cells, app.Td().Class("recall").Text(right))...)
}

// renderJobs lists the jobs that the server knows.
func (v *trainView) renderJobs() app.UI {
	if len(trainer.jobs) < 2 {
		return app.Div().Class("jobs").Hidden(true)
	}
	return app.Div().Class("jobs").Body(
		app.H2().Text(T("All runs", "全部任务")),
		app.Ul().Class("job-list").ID("jobs").Body(app.Range(trainer.jobs).Slice(func(i int) app.UI {
			j := trainer.jobs[i]
			if j.ID == trainer.now.ID {
				j = trainer.now
			}
			return v.renderJob(j)
		})),
	)
}

func (v *trainView) renderJob(j job) app.UI {
	button := app.Button().Type("button").Class("job-row").DataSet("job", j.ID).
		OnClick(func(ctx app.Context, _ app.Event) { trainer.show(ctx, j.ID) }, app.EventScope(j.ID)).Body(
		app.Span().Class("run-state", "state-"+j.State).Body(app.Span().Class("state-dot"), app.Span().Text(stateName(j.State))),
		app.Span().Class("job-title").Text(jobTitle(j, 3)),
		app.Span().Class("muted", "figures").Text(jobSettings(j)),
		app.Span().Class("figures", "job-figure").Text(jobFigure(j)),
		app.Span().Class("muted", "figures", "job-time").Text(when(j.Created, time.Now())),
	)
	if j.ID == trainer.now.ID {
		button = button.Aria("current", "true")
	}
	return app.Li().Body(button)
}

func jobFigure(j job) string {
	if len(j.Epochs) == 0 {
		return ""
	}
	return formatPercent(j.last().ValAccuracy)
}

// jobSettings tells jobs on one data set apart.
func jobSettings(j job) string {
	if j.Train.Epochs == 0 {
		return ""
	}
	parts := []string{
		fmt.Sprintf(plural(j.Train.Epochs, "%d epoch", "%d epochs", "%d 轮"), j.Train.Epochs),
		fmt.Sprintf(plural(j.Train.Views, "%d view", "%d views", "%d 个视图"), j.Train.Views),
	}
	if j.Train.Weights != "" {
		parts = append(parts, j.Train.Weights)
	}
	return strings.Join(parts, " · ")
}

// when writes a time as one speaks of it: the hour today, else the day.
func when(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.Local(), now.Local()
	clock := t.Format("15:04")
	switch {
	case t.YearDay() == now.YearDay() && t.Year() == now.Year():
		return clock
	case t.Year() == now.Year():
		return t.Format(T("2 Jan ", "1月2日 ")) + clock
	}
	return t.Format(T("2 Jan 2006", "2006年1月2日"))
}
