package state

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/ui"
)

// SaveFragment writes the document into the address, a moment later and once
// for many changes: browsers refuse more than about 100 writes in 30 s.
func SaveFragment(s *Session) {
	if app.IsClient {
		s.saved = s.Fragment()
		bridge.SaveFragment(s.saved)
	}
}

// enterFragment makes an entry of the browser's history for the view just opened.
func enterFragment(s *Session) {
	if app.IsClient {
		s.saved = s.Fragment()
		bridge.EnterFragment(s.saved)
	}
}

// OpenAddress reads the address at the start. What it says is where the
// visitor begins: there is nothing before it to undo.
func (a *App) OpenAddress() error {
	return a.Session.Begin(bridge.Fragment())
}

// FollowAddress opens what a visitor pastes into the address of the open page,
// and the views that Back and Forward lead to.
func (a *App) FollowAddress(ctx app.Context) {
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
	SaveFragment(a.Session) // the entry has the document of when it was left
	bridge.Address()
}

func openFragment(ctx app.Context, a *App, fragment string) {
	if fragment == a.Session.saved {
		return
	}
	changed, err := a.Session.open(fragment)
	switch {
	case err != nil:
		ui.Notify(ctx, ui.ToastError, Refusal(a.Words, err))
		SaveFragment(a.Session)
	case changed:
		a.Session.Changed(ctx)
	}
}

// Refusal says why a link was not opened.
func Refusal(w i18n.Words, err error) string {
	return w.T("This link cannot be opened: ") + faults.Err(w, err) + w.T(". Your recipe is as it was.")
}
