package web

import (
	"encoding/json"
	"time"

	"graft/web/internal/bridge"
	"graft/web/internal/i18n"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

const (
	shareOpened  = "share-opened"
	pictureGiven = "picture-given" // to the augment view; its value is a File
)

const lifetimeKey = "graft-link-lifetime"

// shareDialog gives the document away: the address itself, a short link with
// what its maker wants to go with it, a file, or the phone's own sharing.
type shareDialog struct {
	app.Compo
	*App
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

// openShare opens the dialog.
func openShare(ctx app.Context) { ctx.NewAction(shareOpened) }

func (s *shareDialog) OnInit() { s.reset() }

func (s *shareDialog) OnMount(ctx app.Context) {
	follow(ctx)
	s.lifetime = bridge.Recall(lifetimeKey)
	ctx.Handle(shareOpened, func(ctx app.Context, _ app.Action) { s.open(ctx) })
	ctx.Handle(jobsChanged, rerender)
}

func (s *shareDialog) open(ctx app.Context) {
	address := bridge.Address()
	if address != s.address || s.of != s.Shown.key {
		s.forget()
		s.address, s.of = address, s.Shown.key
		if s.Shown.sample >= 0 && s.Shown.key != "" {
			s.prepare(ctx, &s.card) // a picture of ours: nothing of the visitor's is in it
		}
	}
	s.list()
	s.native = bridge.CanShare()
	ctx.Defer(func(app.Context) { bridge.OpenDialog("share-dialog") })
}

// forget begins anew: nothing goes with a link unless it is asked for each time.
func (s *shareDialog) forget() {
	for _, name := range []string{"picture", "head", "card"} {
		bridge.DropPart(name)
	}
	s.reset()
}

func (s *shareDialog) reset() {
	s.picture, s.head, s.card = sharePart{name: "picture"}, sharePart{name: "head"}, sharePart{name: "card"}
	s.made, s.waiting = madeLink{}, false
}

func (s *shareDialog) list() { s.mine = parseLinks(bridge.MyLinks()) }

func (s *shareDialog) parts() []*sharePart { return []*sharePart{&s.picture, &s.head, &s.card} }

// toggle attaches a part, or takes it off again.
func (s *shareDialog) toggle(ctx app.Context, p *sharePart) {
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
func (s *shareDialog) prepare(ctx app.Context, p *sharePart) {
	var promise bridge.Promise
	switch p.name {
	case "picture":
		promise = bridge.PreparePicture(s.Shown.key)
	case "head":
		j, ok := sharedHead(s.App)
		if !ok {
			return
		}
		promise = bridge.PrepareHead(headURL(s.App, j))
	default:
		promise = bridge.PrepareCard(s.Shown.key, pixelRecipe(s.App))
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
func (s *shareDialog) shorten(ctx app.Context, _ app.Event) {
	s.waiting = true
	s.make(ctx)
}

func (s *shareDialog) make(ctx app.Context) {
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
			notify(ctx, toastError, s.T("No short link could be made: ")+trErr(s.Words, err)+
				s.T(". The long link works all the same."))
			return
		}
		s.list()
		if s.address != address {
			return
		}
		s.made = made
		if made.has("picture") && s.Shown.sample < 0 {
			s.showShared(ctx)
		}
		ctx.Defer(func(app.Context) { bridge.Focus("#short-link") })
	})
}

// showShared shows the picture as it went with the link: what is drawn depends
// on a picture's bytes, and so this tab sees what the link's readers will.
func (s *shareDialog) showShared(ctx app.Context) {
	s.of = "" // the next link starts from the new picture
	ctx.NewActionWithValue(pictureGiven, bridge.PreparedFile(s.Shown.name))
}

// remove deletes a link for everybody.
func (s *shareDialog) remove(ctx app.Context, id string) {
	s.leaving = id
	bridge.Await(ctx, bridge.RemoveLink(id), func(ctx app.Context, _ app.Value, err error) {
		s.leaving = ""
		if err != nil {
			notify(ctx, toastError, s.T("The link could not be deleted: ")+trErr(s.Words, err))
			return
		}
		if s.made.ID == id {
			s.made = madeLink{}
		}
		s.list()
		notify(ctx, toastInfo, s.T("Link deleted. Caches may show it for another minute."))
		ctx.Defer(func(app.Context) { bridge.Refocus("#share-dialog") })
	})
}

func (s *shareDialog) copy(ctx app.Context, text string) {
	bridge.Await(ctx, bridge.Copy(text), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			notify(ctx, toastError, s.T("Copying did not work: select the link and press Ctrl+C."))
			return
		}
		notify(ctx, toastInfo, s.T("Link copied"))
	})
}

func (s *shareDialog) download(app.Context, app.Event) {
	bridge.SaveText(string(s.Session.Recipe().JSON())+"\n", "graft-recipe.json", "application/json")
}

func (s *shareDialog) shareNatively(ctx app.Context, _ app.Event) {
	address := s.address
	if s.made.URL != "" {
		address = s.made.URL
	}
	bridge.Await(ctx, bridge.Share(pageTitle(s.Words), address), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			notify(ctx, toastError, trErr(s.Words, err))
		}
	})
}

// sharedHead is the trained head that may go with a link: the one that the
// recognise view has chosen, else the newest. One whose run changed the backbone
// recognises nothing without that backbone, which no link can carry.
func sharedHead(a *App) (job, bool) {
	var fits []job
	if j, ok := linkJob(a); ok {
		fits = append(fits, j)
	}
	for _, j := range a.Trainer.done() {
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
		return job{}, false
	}
	return fits[0], true
}

// headURL is where a head is: a job's, or a link's.
func headURL(a *App, j job) string {
	if j.link != "" {
		return "/api/v1/links/" + j.link + "/head"
	}
	return a.Server.at(address(j, fileHead))
}

// linkJob stands for the head that came with the link in the address.
func linkJob(a *App) (job, bool) {
	if a.Session.head == "" {
		return job{}, false
	}
	return job{ID: "link-" + a.Session.head, State: jobDone, link: a.Session.head}, true
}

// until says when a link ends, in the visitor's words.
func (l madeLink) until(w i18n.Words) string {
	at, err := time.Parse(time.RFC3339, l.Expires)
	if err != nil {
		return w.T("stays until you delete it")
	}
	return w.T("ends on ") + at.Local().Format("2006-01-02 15:04")
}
