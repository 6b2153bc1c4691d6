package web

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
)

// saveFragment writes the document into the address, a moment later and once
// for many changes: browsers refuse more than about 100 writes in 30 s.
func saveFragment(s *sessionState) {
	if app.IsClient {
		s.saved = s.Fragment()
		bridge.SaveFragment(s.saved)
	}
}

// enterFragment makes an entry of the browser's history for the view just opened.
func enterFragment(s *sessionState) {
	if app.IsClient {
		s.saved = s.Fragment()
		bridge.EnterFragment(s.saved)
	}
}

// openAddress reads the address at the start. What it says is where the
// visitor begins: there is nothing before it to undo.
func openAddress(a *App) error {
	_, err := a.Session.open(bridge.Fragment())
	a.Session.past = nil
	return err
}

// followAddress opens what a visitor pastes into the address of the open page,
// and the views that Back and Forward lead to.
func followAddress(ctx app.Context, a *App) {
	bridge.OnAddress(ctx, func(ctx app.Context, fragment string, known bool) {
		if known {
			goBack(ctx, a, fragment)
		} else {
			openFragment(ctx, a, fragment)
		}
	})
}

func goBack(ctx app.Context, a *App, fragment string) {
	if a.Session.back(fragment) {
		a.Session.shown(ctx)
	}
	saveFragment(a.Session) // the entry has the document of when it was left
	bridge.Address()
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
