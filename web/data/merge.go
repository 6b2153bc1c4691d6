package data

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// renderMerge asks before a class that was given the name of another becomes one
// with it.
func (v *View) renderMerge(c state.KeptClass) app.UI {
	into, ok := v.Pictures.Class(v.mergeInto)
	if !ok {
		return app.Div().Hidden(true)
	}
	text := fmt.Sprintf(v.Plural(c.Count,
		"There is a class “%[1]s” already, with %[2]s. Put the picture of “%[3]s” into it?",
		"There is a class “%[1]s” already, with %[2]s. Put the %[4]s pictures of “%[3]s” into it?"),
		into.Name, pictureCount(v.Words, into.Count), c.Name, ui.FormatCount(c.Count))
	return app.Div().Class("confirm").Role("alertdialog").Aria("label", text).OnKeyDown(func(_ app.Context, e app.Event) {
		if e.Get("key").String() == "Escape" {
			v.keepApart(c.ID)
		}
	}, app.EventScope(c.ID)).Body(
		app.Span().Text(text),
		app.Button().Type("button").ID("merge-"+c.ID).Class("button", "danger").Text(v.T("Merge")).
			OnClick(func(app.Context, app.Event) { v.merge(c.ID) }, app.EventScope("merge", c.ID)),
		app.Button().Type("button").ID("apart-"+c.ID).Class("button", "quiet-button").Text(v.T("Keep both")).
			OnClick(func(app.Context, app.Event) { v.keepApart(c.ID) }, app.EventScope("apart", c.ID)),
	)
}

func pictureCount(w i18n.Words, n int) string {
	return fmt.Sprintf(w.Plural(n, "%s picture", "%s pictures"), ui.FormatCount(n))
}

func (v *View) merge(id string) {
	into := v.mergeInto
	v.merging, v.mergeInto = "", ""
	v.changed(bridge.MergeClass(id, into), func() { bridge.FocusID("undo-data") })
}

func (v *View) keepApart(id string) {
	v.merging, v.mergeInto = "", ""
	v.ctx.Defer(func(app.Context) { bridge.FocusID("class-name-" + id) })
}
