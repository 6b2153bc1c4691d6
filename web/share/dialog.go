package share

import (
	"encoding/json"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

const shareOpened = "share-opened"

const lifetimeKey = "graft-link-lifetime"

// Dialog gives the document away: the address itself, a short link with
// what its maker wants to go with it, a file, or the phone's own sharing.
type Dialog struct {
	app.Compo
	*state.App
	address string // with the whole document in its fragment
	of      string // key of the picture that the parts were prepared from
	native  bool

	picture, head, card sharePart
	lifetime            string
	waiting             bool // for a part or for the server
	made                madeLink
	mine                []madeLink
	leaving             string // id of the link that is being deleted
}

// New returns the dialog, closed.
func New(a *state.App) app.UI { return &Dialog{App: a} }

// Open opens the dialog.
func Open(ctx app.Context) { ctx.NewAction(shareOpened) }

func (s *Dialog) OnInit() { s.reset() }

func (s *Dialog) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	s.lifetime = bridge.Recall(lifetimeKey)
	ctx.Handle(shareOpened, func(ctx app.Context, _ app.Action) { s.open(ctx) })
	ctx.Handle(state.JobsChanged, ui.Rerender)
}

func (s *Dialog) open(ctx app.Context) {
	address := bridge.Address()
	if address != s.address || s.of != s.Shown.Key {
		s.forget()
		s.address, s.of = address, s.Shown.Key
		if s.Shown.Sample >= 0 && s.Shown.Key != "" {
			s.prepare(ctx, &s.card) // a picture of ours: nothing of the visitor's is in it
		}
	}
	s.list()
	s.native = bridge.CanShare()
	ctx.Defer(func(app.Context) { bridge.OpenDialog("share-dialog") })
}

// forget begins anew: nothing goes with a link unless it is asked for each time.
func (s *Dialog) forget() {
	for _, name := range []string{"picture", "head", "card"} {
		bridge.DropPart(name)
	}
	s.reset()
}

func (s *Dialog) reset() {
	s.picture, s.head, s.card = sharePart{name: "picture"}, sharePart{name: "head"}, sharePart{name: "card"}
	s.made, s.waiting = madeLink{}, false
}

func (s *Dialog) list() { s.mine = parseLinks(bridge.MyLinks()) }

func (s *Dialog) parts() []*sharePart { return []*sharePart{&s.picture, &s.head, &s.card} }

// toggle attaches a part, or takes it off again.
func (s *Dialog) toggle(ctx app.Context, p *sharePart) {
	s.made = madeLink{}
	if p.state == "" || p.state == "failed" {
		s.prepare(ctx, p)
	} else {
		bridge.DropPart(p.name)
		*p = sharePart{name: p.name}
	}
	if p.name == "picture" && s.card.state != "" && p.state == "" {
		s.prepare(ctx, &s.card) // it is drawn from the picture that goes along
	}
}

// prepare has the engine make what would be sent.
func (s *Dialog) prepare(ctx app.Context, p *sharePart) {
	var promise bridge.Promise
	switch p.name {
	case "picture":
		promise = bridge.PreparePicture(s.Shown.Key)
	case "head":
		j, ok := sharedHead(s.App)
		if !ok {
			return
		}
		promise = bridge.PrepareHead(s.HeadURL(j))
	default:
		promise = bridge.PrepareCard(s.Shown.Key, s.PixelRecipe())
	}
	p.state, p.fault = "preparing", ""
	bridge.Await(ctx, promise, func(ctx app.Context, answer app.Value, err error) {
		if p.state != "preparing" {
			return // taken off meanwhile
		}
		if err == nil {
			err = json.Unmarshal([]byte(answer.String()), &p.said)
		}
		p.state = "ready"
		if err != nil {
			p.state, p.fault = "failed", err.Error()
			s.waiting = false
		}
		if p.name == "picture" && s.card.state != "" {
			s.prepare(ctx, &s.card)
		}
		if s.waiting {
			s.make(ctx)
		}
	})
}

// shorten makes the link, once everything that goes with it is ready.
func (s *Dialog) shorten(ctx app.Context, _ app.Event) {
	s.waiting = true
	s.make(ctx)
}

func (s *Dialog) make(ctx app.Context) {
	names := []any{}
	for _, p := range s.parts() {
		switch p.state {
		case "preparing":
			return // prepare comes back here
		case "ready":
			names = append(names, p.name)
		}
	}
	address := s.address
	query := linkQuery(lifetimeOf(s.lifetime), s.Words)
	promise := bridge.MakeLink(string(s.Session.Recipe().JSON()), names, query)
	bridge.Await(ctx, promise, func(ctx app.Context, answer app.Value, err error) {
		s.waiting = false
		var made madeLink
		if err == nil {
			err = json.Unmarshal([]byte(answer.String()), &made)
		}
		if err != nil {
			ui.Notify(ctx, ui.ToastError, s.T("No short link could be made: ")+faults.Err(s.Words, err)+
				s.T(". The long link works all the same."))
			return
		}
		s.list()
		if s.address != address {
			return
		}
		s.made = made
		if made.has("picture") && s.Shown.Sample < 0 {
			s.showShared(ctx)
		}
		ctx.Defer(func(app.Context) { bridge.Focus("#short-link") })
	})
}

// showShared shows the picture as it went with the link: what is drawn depends
// on a picture's bytes, and so this tab sees what the link's readers will.
func (s *Dialog) showShared(ctx app.Context) {
	s.of = "" // the next link starts from the new picture
	ctx.NewActionWithValue(state.PictureGiven, bridge.PreparedFile(s.Shown.Name))
}

// remove deletes a link for everybody.
func (s *Dialog) remove(ctx app.Context, id string) {
	s.leaving = id
	bridge.Await(ctx, bridge.RemoveLink(id), func(ctx app.Context, _ app.Value, err error) {
		s.leaving = ""
		if err != nil {
			ui.Notify(ctx, ui.ToastError, s.T("The link could not be deleted: ")+faults.Err(s.Words, err))
			return
		}
		if s.made.ID == id {
			s.made = madeLink{}
		}
		s.list()
		ui.Notify(ctx, ui.ToastInfo, s.T("Link deleted. Caches may show it for another minute."))
		ctx.Defer(func(app.Context) { bridge.Refocus("#share-dialog") })
	})
}

func (s *Dialog) copy(ctx app.Context, text string) {
	bridge.Await(ctx, bridge.Copy(text), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			ui.Notify(ctx, ui.ToastError, s.T("Copying did not work: select the link and press Ctrl+C."))
			return
		}
		ui.Notify(ctx, ui.ToastInfo, s.T("Link copied"))
	})
}

func (s *Dialog) download(app.Context, app.Event) {
	bridge.SaveText(string(s.Session.Recipe().JSON())+"\n", "graft-recipe.json", "application/json")
}

func (s *Dialog) shareNatively(ctx app.Context, _ app.Event) {
	address := s.address
	if s.made.URL != "" {
		address = s.made.URL
	}
	bridge.Await(ctx, bridge.Share(state.PageTitle(s.Words), address), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			ui.Notify(ctx, ui.ToastError, faults.Err(s.Words, err))
		}
	})
}

// sharedHead is the trained head that may go with a link: the one that the
// recognise view has chosen, else the newest. One whose run changed the backbone
// recognises nothing without that backbone, which no link can carry.
func sharedHead(a *state.App) (api.Job, bool) {
	var fits []api.Job
	if j, ok := a.LinkJob(); ok {
		fits = append(fits, j)
	}
	for _, j := range a.Trainer.Done() {
		if !j.Train.TunesBackbone() {
			fits = append(fits, j)
		}
	}
	for _, j := range fits {
		if j.ID == a.ChosenHead {
			return j, true
		}
	}
	if len(fits) == 0 {
		return api.Job{}, false
	}
	return fits[0], true
}

// until says when a link ends, in the visitor's words.
func (l madeLink) until(w i18n.Words) string {
	at, err := time.Parse(time.RFC3339, l.Expires)
	if err != nil {
		return w.T("stays until you delete it")
	}
	return w.T("ends on ") + at.Local().Format("2006-01-02 15:04")
}
