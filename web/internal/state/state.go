package state

import (
	"graft/core/api"
	"graft/core/api/client"
	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
)

// App is what the parts of one page share: its language, the document, and what
// this tab knows of its pictures and of the trainer. Each component has it. Use it
// on the UI goroutine only.
type App struct {
	i18n.Words

	Session    *Session
	Pictures   *PictureSet
	Trainer    *Trainer
	Server     client.Client          // the one that the page came from, or a trainer on the visitor's own computer
	Reports    map[string]*api.Report // those that this tab has fetched, by job
	Shown      Picture                // the augment view's, once it is open: what may be shared
	ChosenHead string                 // id of the job whose head the recognise view has chosen
	Recognised bool                   // a picture was recognised in this tab
}

// New returns the state of a page that was just opened.
func New(w i18n.Words) *App {
	a := &App{
		Words:    w,
		Session:  newSession(),
		Pictures: &PictureSet{},
		Server:   client.Client{Send: bridge.Fetch},
		Reports:  make(map[string]*api.Report),
	}
	a.Trainer = &Trainer{app: a}
	return a
}
