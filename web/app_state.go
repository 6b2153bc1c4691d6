package web

import (
	"net/http"

	"graft/web/internal/i18n"
)

// App is what the parts of one page share: its language, the document, and what
// this tab knows of its pictures and of the trainer. Each component has it. Use it
// on the UI goroutine only.
type App struct {
	i18n.Words

	Session    *sessionState
	Pictures   *pictureSet
	Trainer    *trainerState
	Server     api                // the one that the page came from, or a trainer on the visitor's own computer
	Reports    map[string]*report // those that this tab has fetched, by job
	Shown      picture            // the augment view's, once it is open: what may be shared
	ChosenHead string             // id of the job whose head the recognise view has chosen
	Wishes     map[string][]wish  // of the dialogs and popovers that are open, by their name
}

// newApp returns the state of a page that was just opened.
func newApp(w i18n.Words) *App {
	a := &App{
		Words:    w,
		Session:  newSession(),
		Pictures: &pictureSet{},
		Server:   api{HTTP: http.DefaultClient},
		Reports:  make(map[string]*report),
		Wishes:   make(map[string][]wish),
	}
	a.Trainer = &trainerState{app: a}
	return a
}
