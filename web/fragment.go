package web

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/i18n"
)

// saveFragment writes the document into the address, a moment later and once
// for many changes: browsers refuse more than about 100 writes in 30 s.
func saveFragment(s *sessionState) {
	if app.IsClient {
		s.saved = s.Fragment()
		glue().Call("saveFragment", s.saved)
	}
}

// enterFragment makes an entry of the browser's history for the view just opened.
func enterFragment(s *sessionState) {
	if app.IsClient {
		s.saved = s.Fragment()
		glue().Call("enterFragment", s.saved)
	}
}

// openAddress reads the address at the start. What it says is where the
// visitor begins: there is nothing before it to undo.
func openAddress(a *App) error {
	_, err := a.Session.open(app.Window().Get("location").Get("hash").String())
	a.Session.past = nil
	return err
}

// followAddress opens what a visitor pastes into the address of the open page,
// and the views that Back and Forward lead to.
func followAddress(ctx app.Context, a *App) {
	glue().Call("onFragment", app.FuncOf(func(_ app.Value, args []app.Value) any {
		fragment, known := args[0].String(), args[1].Bool()
		ctx.Dispatch(func(ctx app.Context) {
			if known {
				goBack(ctx, a, fragment)
			} else {
				openFragment(ctx, a, fragment)
			}
		})
		return nil
	}))
}

func goBack(ctx app.Context, a *App, fragment string) {
	if a.Session.back(fragment) {
		a.Session.shown(ctx)
	}
	saveFragment(a.Session) // the entry has the document of when it was left
	glue().Call("address")
}

func openFragment(ctx app.Context, a *App, fragment string) {
	if fragment == a.Session.saved {
		return
	}
	changed, err := a.Session.open(fragment)
	switch {
	case err != nil:
		notify(ctx, toastError, refusal(a.Words, err))
		saveFragment(a.Session)
	case changed:
		a.Session.changed(ctx)
	}
}

// refusal says why a link was not opened.
func refusal(w i18n.Words, err error) string {
	return w.T("This link cannot be opened: ") + trErr(w, err) + w.T(". Your recipe is as it was.")
}

// glue is the JavaScript beside the page, window.graft.
func glue() app.Value { return app.Window().Get("graft") }
