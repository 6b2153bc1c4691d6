package train

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
)

// matrixClasses is up to how many classes a matrix can be read; of more the
// confusions are listed.
const matrixClasses = 40

// confusionView shows what was taken for what; a number opens its pictures.
type confusionView struct {
	app.Compo
	*state.App
	Job    api.Job
	Report *api.Report
	Lang   i18n.Words
}

func (c *confusionView) Render() app.UI {
	title := c.T("Confusion matrix: truth × answer")
	about, body := c.T("A row is what a picture is, a column what the classifier answered. A number opens its pictures."), c.renderMatrix
	if len(c.Report.Classes) > matrixClasses {
		about, body = c.T("The most frequent confusions. A number opens its pictures."), c.renderPairs
	}
	return app.Figure().Class("confusion").Body(
		app.FigCaption().Body(app.Span().Class("chart-title").Text(title), app.Span().Class("muted").Text(about)),
		scrollTable(title, body()),
	)
}

func (c *confusionView) renderMatrix() app.UI {
	classes := c.Report.Classes
	many := ""
	if len(classes) > 12 {
		many = "is-many"
	}
	return app.Table().Class("figures", many).ID("confusion").Body(
		app.THead().Body(app.Tr().Body(
			app.Th().Scope("col").Body(app.Span().Class("sr-only").Text(c.T("Is"))),
			app.Range(classes).Slice(func(i int) app.UI {
				return app.Th().Scope("col").Title(classes[i].Name).Body(app.Span().Text(classes[i].Name))
			}),
		)),
		app.TBody().Body(app.Range(classes).Slice(func(i int) app.UI { return c.renderRow(i) })),
	)
}

func (c *confusionView) renderRow(i int) app.UI {
	k := c.Report.Classes[i]
	cells := []app.UI{app.Th().Scope("row").Title(k.Name).Body(app.Span().Text(k.Name))}
	for as, n := range c.Report.Confusion[i] {
		share := 0.0
		if k.Support > 0 {
			share = float64(n) / float64(k.Support)
		}
		class := "cell-wrong"
		if i == as {
			class = "cell-right"
		}
		if n == 0 {
			class = "cell-none"
		}
		if share > 0.5 {
			class += " cell-strong"
		}
		cells = append(cells, app.Td().Class(class).Style("--share", fmt.Sprintf("%.3f", share)).Body(c.renderCount(i, as)))
	}
	return app.Tr().Body(cells...)
}

// renderCount is a number of pictures that opens them.
func (c *confusionView) renderCount(is, as int) app.UI {
	n := c.Report.Confusion[is][as]
	if n == 0 {
		return app.Span().Text("0")
	}
	title := c.cellTitle(is, as)
	return app.Button().Type("button").Class("cell").Title(title).Aria("label", title).
		DataSet("is", c.Report.Classes[is].Name).DataSet("as", c.Report.Classes[as].Name).
		OnClick(func(ctx app.Context, _ app.Event) {
			openPictures(ctx, pictureList{Title: title, Job: c.Job, Report: c.Report, Pictures: ofVerdicts(c.Report.Cell(is, as))})
		}, app.EventScope(c.Job.ID, is, as, title)).Text(fmt.Sprint(n))
}

func (c *confusionView) cellTitle(is, as int) string {
	n, name := c.Report.Confusion[is][as], c.Report.Classes[is].Name
	if is == as {
		return fmt.Sprintf(c.Plural(n, "%[1]d picture of %[2]s, recognised", "%[1]d pictures of %[2]s, recognised"), n, name)
	}
	return fmt.Sprintf(c.Plural(n, "%[1]d picture of %[2]s taken for %[3]s", "%[1]d pictures of %[2]s taken for %[3]s"), n, name, c.Report.Classes[as].Name)
}

// pairsShown bounds the list of confusions.
const pairsShown = 30

// confusions returns pairs of different classes, the most frequent first.
func confusions(r *api.Report) [][2]int {
	var pairs [][2]int
	for is, row := range r.Confusion {
		for as, n := range row {
			if is != as && n > 0 {
				pairs = append(pairs, [2]int{is, as})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b [2]int) int {
		return cmp.Compare(r.Confusion[b[0]][b[1]], r.Confusion[a[0]][a[1]])
	})
	return pairs[:min(len(pairs), pairsShown)]
}

func (c *confusionView) renderPairs() app.UI {
	pairs := confusions(c.Report)
	return app.Table().Class("figures").ID("confusions").Body(
		app.THead().Body(app.Tr().Body(
			app.Th().Scope("col").Text(c.T("Is")), app.Th().Scope("col").Text(c.T("Taken for")), app.Th().Scope("col").Text(c.T("Pictures")))),
		app.TBody().Body(app.Range(pairs).Slice(func(i int) app.UI {
			is, as := pairs[i][0], pairs[i][1]
			return app.Tr().Body(
				app.Th().Scope("row").Text(c.Report.Classes[is].Name), app.Td().Text(c.Report.Classes[as].Name), app.Td().Body(c.renderCount(is, as)))
		})),
	)
}
