package data

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// undoWords says what was done.
func undoWords(w i18n.Words, s state.UndoStep) string {
	n := pictureCount(w, s.Count)
	switch s.Kind {
	case "class":
		if s.Count == 0 {
			return fmt.Sprintf(w.T("“%s” removed."), s.From)
		}
		return fmt.Sprintf(w.T("“%[1]s” removed, with %[2]s."), s.From, n)
	case "move":
		return fmt.Sprintf(w.T("%[1]s moved to “%[2]s”."), n, s.Into)
	case "merge":
		return fmt.Sprintf(w.T("“%[1]s” is part of “%[2]s” now: %[3]s moved."), s.From, s.Into, n)
	}
	return fmt.Sprintf(w.T("%s removed."), n)
}

// renderUndo is the bar that says what was removed or moved last, and takes it
// back. Closed, it deletes what was removed for good.
func (v *View) renderUndo() app.UI {
	if v.Pictures.Undo == nil {
		return app.Div().Class("selection-bar").Hidden(true)
	}
	return app.Div().Class("selection-bar").ID("undo-bar").Role("region").Aria("label", v.T("Last change")).Body(
		app.Span().Role("status").Text(undoWords(v.Words, *v.Pictures.Undo)),
		app.Button().Type("button").ID("undo-data").Class("button").Title(v.T("Undo (Ctrl+Z)")).
			OnClick(func(app.Context, app.Event) { v.refocusAfter(bridge.UndoStore()) }).Body(ui.Icon("undo"), app.Span().Text(v.T("Undo"))),
		app.Button().Type("button").ID("forget-removed").Class("icon-button").
			Aria("label", v.T("Close; nothing is undone after that")).Title(v.T("Close; nothing is undone after that")).
			OnClick(func(app.Context, app.Event) { v.refocusAfter(bridge.ForgetRemoved()) }).Body(ui.Icon("close")),
	)
}

// refocusAfter keeps the keyboard in the set when the bar goes.
func (v *View) refocusAfter(promise bridge.Promise) {
	v.changed(promise, func() { bridge.Refocus(".data-main") })
}

func (v *View) removeSelected(app.Context, app.Event) {
	v.changed(bridge.RemoveSelected(), func() { bridge.FocusID("undo-data") })
}

// changed waits for a change of the set, says if it failed, and calls then once
// the page shows it.
func (v *View) changed(promise bridge.Promise, then func()) {
	bridge.Await(v.ctx, promise, func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			ui.Notify(ctx, ui.ToastError, faults.Err(v.Words, err))
			return
		}
		ctx.Defer(func(app.Context) { then() })
	})
}
