package share

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/ui"
)

func (s *Dialog) Render() app.UI {
	return app.Dialog().ID("share-dialog").Class("dialog", "share").TabIndex(-1).Aria("labelledby", "share-title").Body(
		app.Div().Class("dialog-head").Body(
			app.H2().ID("share-title").Text(s.T("Share this recipe")),
			ui.CloseButton(s.Words),
		),
		app.Div().Class("share-body").Body(
			app.P().Class("muted").Text(s.T("Whoever opens a link gets the same steps, seed and size, and so the same pixels of the same picture.")),
			s.renderLink("share-link", s.T("Link"), s.address, s.T("Holds the recipe itself; nothing is stored anywhere. Your picture is not in it.")),
			s.renderShort(),
			app.Div().Class("share-more").Body(
				app.Button().Type("button").Class("button").ID("download-recipe").OnClick(s.download).
					Body(ui.Icon("download"), app.Span().Text(s.T("Recipe as JSON"))),
				app.If(s.native, func() app.UI {
					return app.Button().Type("button").Class("button").ID("native-share").OnClick(s.shareNatively).
						Body(ui.Icon("share"), app.Span().Text(s.T("Share with…")))
				}),
			),
			s.renderMine(),
		),
	)
}

func (s *Dialog) renderLink(id, label, address, about string) app.UI {
	return app.Div().Class("link-row").Body(
		app.Label().For(id).Text(label),
		app.Div().Class("link-field").Body(
			app.Input().Type("text").ID(id).ReadOnly(true).Value(address).
				OnFocus(func(ctx app.Context, _ app.Event) { ctx.JSSrc().Call("select") }),
			app.Button().Type("button").Class("button").ID("copy-"+id).Aria("label", s.T("Copy: ")+label).
				OnClick(func(ctx app.Context, _ app.Event) { s.copy(ctx, address) }, app.EventScope(id, address)).
				Body(ui.Icon("copy"), app.Span().Text(s.T("Copy"))),
		),
		app.Small().Class("muted").Text(about),
	)
}

// renderShort is the short link, or what goes with it and the button that makes it.
func (s *Dialog) renderShort() app.UI {
	if s.made.URL != "" {
		return app.Div().Class("short").Body(
			s.renderLink("short-link", s.T("Short link"), s.made.URL, s.made.about(s.Words)),
			s.deleteButton(s.made, "delete-link"),
		)
	}
	button := app.Button().Type("button").Class("button", "primary").ID("make-short").OnClick(s.shorten).
		Body(ui.Icon("link"), app.Span().Text(s.T("Make a short link")))
	if s.waiting {
		button = button.Disabled(true)
	}
	return app.FieldSet().Class("short").Body(
		app.Legend().Text(s.T("Short link")),
		app.Div().Class("short-parts").Body(
			s.renderPart(&s.picture, s.T("Attach this picture"), s.pictureHint()),
			s.renderPart(&s.head, s.T("Attach the classifier"), s.headHint()),
			s.renderPart(&s.card, s.T("Preview image for chats"), s.T("The nine views, small, as anyone sees them before opening the link")),
			s.renderCard(),
			s.renderLifetime(),
		),
		s.renderLeaves(),
		button,
	)
}

func (l madeLink) about(w i18n.Words) string {
	text := l.until(w)
	for _, with := range []struct{ part, text string }{
		{"picture", w.T("with the picture")}, {"head", w.T("with the classifier")}, {"card", w.T("with a preview image")},
	} {
		if l.has(with.part) {
			text += " · " + with.text
		}
	}
	return text
}

func (s *Dialog) pictureHint() string {
	if s.Shown.Sample >= 0 {
		return s.T("The sample picture that is shown")
	}
	return s.T("Encoded anew, at most 1600 pixels wide; this tab then shows it as your readers will")
}

func (s *Dialog) headHint() string {
	j, ok := sharedHead(s.App)
	if !ok && len(s.Trainer.Done()) > 0 {
		return s.T("Only a classifier on an unchanged ResNet-50 fits into a link: train “Last layer” alone")
	}
	if !ok {
		return s.T("Train one first")
	}
	return s.JobTitle(j, 4) + s.T(": whoever opens the link can recognise at once")
}

// renderPart is a switch for something that goes along.
func (s *Dialog) renderPart(p *sharePart, title, hint string) app.UI {
	box := app.Input().Type("checkbox").ID("attach-"+p.name).Checked(p.state != "" && p.state != "failed").
		Aria("describedby", "attach-"+p.name+"-hint").
		OnChange(func(ctx app.Context, _ app.Event) { s.toggle(ctx, p) }, app.EventScope(p.name))
	_, trained := sharedHead(s.App)
	if p.name == "head" && !trained || p.name != "head" && s.Shown.Key == "" {
		box = box.Disabled(true)
	}
	if p.state == "failed" {
		hint = faults.Words(s.Words, p.fault)
	}
	if p.state == "preparing" {
		hint = s.T("Preparing…")
	}
	return app.Label().Class("short-part").Class("is-"+p.state).Body(
		box,
		app.Span().Body(
			app.Span().Class("setting-title").Text(title),
			app.Small().Class("muted").ID("attach-"+p.name+"-hint").Text(hint),
		),
	)
}

func (s *Dialog) renderCard() app.UI {
	if s.card.state != "ready" {
		return app.Div().Hidden(true)
	}
	return app.Img().Class("card-image").ID("card-image").Src(s.card.said.URL).Width(s.card.said.Width).Height(s.card.said.Height).
		Alt(s.T("The preview image: nine views"))
}

func (s *Dialog) renderLifetime() app.UI {
	return app.Label().Class("short-life").Body(
		app.Span().Class("setting-title").Text(s.T("The link stays")),
		app.Select().Class("select").ID("link-lifetime").OnChange(func(ctx app.Context, _ app.Event) {
			s.lifetime = ctx.JSSrc().Get("value").String()
			bridge.Keep(lifetimeKey, s.lifetime)
		}).Body(app.Range(lifetimes).Slice(func(i int) app.UI {
			l := lifetimes[i]
			return app.Option().Value(l.name).Selected(l.name == lifetimeOf(s.lifetime).name).Text(s.T(l.title))
		})),
	)
}

// renderLeaves says exactly what leaves the tab.
func (s *Dialog) renderLeaves() app.UI {
	lines := leaves(s.Words, s.Session.Recipe(), s.parts())
	return app.Div().Class("short-leaves").ID("link-leaves").Aria("live", "polite").Body(
		app.P().Body(ui.Icon("lock"), app.Span().Text(s.T("This leaves the tab, and nothing else:"))),
		app.Ul().Body(app.Range(lines).Slice(func(i int) app.UI { return app.Li().Text(lines[i]) })),
	)
}

// renderMine lists the links made in this browser: it has what deletes them.
func (s *Dialog) renderMine() app.UI {
	if len(s.mine) == 0 {
		return app.Div().Hidden(true)
	}
	return app.Details().Class("my-links").ID("my-links").Body(
		app.Summary().Text(fmt.Sprintf(s.T("Links made in this browser (%d)"), len(s.mine))),
		app.Ul().Class("plain-list").Body(app.Range(s.mine).Slice(func(i int) app.UI {
			l := s.mine[i]
			return app.Li().Body(
				app.Div().Body(
					app.A().Href(l.URL).Target("_blank").Rel("noopener").Text(l.URL),
					app.Small().Class("muted").Text(l.Made.Local().Format("2006-01-02 15:04")+" · "+l.about(s.Words)),
				),
				s.deleteButton(l, ""),
			)
		})),
	)
}

func (s *Dialog) deleteButton(l madeLink, id string) app.UI {
	label := s.T("Delete this link")
	b := app.Button().Type("button").Class("button", "quiet-button", "link-delete").DataSet("link", l.ID).Aria("label", label+": "+l.URL).
		OnClick(func(ctx app.Context, _ app.Event) { s.remove(ctx, l.ID) }, app.EventScope(l.ID)).
		Body(ui.Icon("remove"), app.Span().Text(s.T("Delete")))
	if id != "" {
		b = b.ID(id)
	}
	if s.leaving == l.ID {
		b = b.Disabled(true)
	}
	return b
}
