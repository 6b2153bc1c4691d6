package web

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
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
func openAddress() error {
	_, err := session.open(app.Window().Get("location").Get("hash").String())
	session.past = nil
	return err
}

// followAddress opens what a visitor pastes into the address of the open page,
// and the views that Back and Forward lead to.
func followAddress(ctx app.Context) {
	glue().Call("onFragment", app.FuncOf(func(_ app.Value, args []app.Value) any {
		fragment, known := args[0].String(), args[1].Bool()
		ctx.Dispatch(func(ctx app.Context) {
			if known {
				goBack(ctx, fragment)
			} else {
				openFragment(ctx, fragment)
			}
		})
		return nil
	}))
}

func goBack(ctx app.Context, fragment string) {
	if session.back(fragment) {
		session.shown(ctx)
	}
	saveFragment(session) // the entry has the document of when it was left
	glue().Call("address")
}

func openFragment(ctx app.Context, fragment string) {
	if fragment == session.saved {
		return
	}
	changed, err := session.open(fragment)
	switch {
	case err != nil:
		refuseLink(ctx, err)
		saveFragment(session)
	case changed:
		session.changed(ctx)
	}
}

func refuseLink(ctx app.Context, err error) {
	notify(ctx, toastError, T("This link cannot be opened: ")+trErr(err)+
		T(". Your recipe is as it was."))
}

// glue is the JavaScript beside the page, window.graft.
func glue() app.Value { return app.Window().Get("graft") }
