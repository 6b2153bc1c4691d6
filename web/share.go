package web

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

const shareOpened = "share-opened"

// shareDialog gives the document away: the address itself, a short link, a
// file, or the phone's own sharing.
type shareDialog struct {
	app.Compo
	address string // with the whole document in its fragment
	short   string // made for address
	waiting bool
	native  bool
}

// openShare opens the dialog.
func openShare(ctx app.Context) { ctx.NewAction(shareOpened) }

func (s *shareDialog) OnMount(ctx app.Context) {
	follow(ctx)
	ctx.Handle(shareOpened, func(ctx app.Context, _ app.Action) {
		if address := glue().Call("address").String(); address != s.address {
			s.address, s.short = address, ""
		}
		s.native = glue().Call("canShare").Bool()
		ctx.Defer(func(app.Context) { glue().Call("openDialog", "share-dialog") })
	})
}

func (s *shareDialog) Render() app.UI {
	return app.Dialog().ID("share-dialog").Class("dialog", "share").Aria("labelledby", "share-title").Body(
		app.Div().Class("dialog-head").Body(
			app.H2().ID("share-title").Text(T("Share this recipe", "分享此配方")),
			closeButton(),
		),
		app.Div().Class("share-body").Body(
			app.P().Class("muted").Text(T(
				"Whoever opens the link gets the same steps, seed and size, and so the same pixels. Your picture is not in it.",
				"打开链接的人会得到相同的步骤、种子与尺寸，因而得到相同的像素。链接不含你的图片。")),
			s.renderLink("share-link", T("Link", "链接"), s.address, T("Holds everything itself; no server is needed.", "链接本身包含全部内容，无需服务器。")),
			s.renderShort(),
			app.Div().Class("share-more").Body(
				app.Button().Type("button").Class("button").ID("download-recipe").OnClick(s.download).
					Body(icon("download"), app.Span().Text(T("Recipe as JSON", "下载 JSON 配方"))),
				app.If(s.native, func() app.UI {
					return app.Button().Type("button").Class("button").ID("native-share").OnClick(s.shareNatively).
						Body(icon("share"), app.Span().Text(T("Share with…", "分享到…")))
				}),
			),
		),
	)
}

func (s *shareDialog) renderLink(id, label, address, about string) app.UI {
	return app.Div().Class("link-row").Body(
		app.Label().For(id).Text(label),
		app.Div().Class("link-field").Body(
			app.Input().Type("text").ID(id).ReadOnly(true).Value(address).
				OnFocus(func(ctx app.Context, _ app.Event) { ctx.JSSrc().Call("select") }),
			app.Button().Type("button").Class("button").ID("copy-"+id).Aria("label", T("Copy: ", "复制：")+label).
				OnClick(func(ctx app.Context, _ app.Event) { s.copy(ctx, id) }, app.EventScope(id)).
				Body(icon("copy"), app.Span().Text(T("Copy", "复制"))),
		),
		app.Small().Class("muted").Text(about),
	)
}

func (s *shareDialog) renderShort() app.UI {
	if s.short != "" {
		return s.renderLink("short-link", T("Short link", "短链接"), s.short,
			T("Kept by this server.", "由此服务器保存。"))
	}
	b := app.Button().Type("button").Class("button").ID("make-short").OnClick(s.shorten).
		Body(icon("link"), app.Span().Text(T("Make a short link", "生成短链接")))
	if s.waiting {
		b = b.Disabled(true)
	}
	return app.Div().Class("link-row").Body(
		b,
		app.Small().Class("muted").Text(T("Stores the recipe, not the picture, on this server.", "在此服务器上保存配方（不含图片）。")),
	)
}

func (s *shareDialog) copy(ctx app.Context, id string) {
	text := s.address
	if id == "short-link" {
		text = s.short
	}
	callJS(ctx, glue().Call("copy", text), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			notify(ctx, toastError, T("Copying did not work: select the link and press Ctrl+C.", "复制失败：请选中链接并按 Ctrl+C。"))
			return
		}
		notify(ctx, toastInfo, T("Link copied", "链接已复制"))
	})
}

func (s *shareDialog) shorten(ctx app.Context, _ app.Event) {
	s.waiting = true
	address := s.address
	callJS(ctx, glue().Call("postJSON", "/api/v1/links", string(session.Recipe().JSON())), func(ctx app.Context, answer app.Value, err error) {
		s.waiting = false
		if err != nil {
			notify(ctx, toastError, T("No short link could be made: ", "无法生成短链接：")+trErr(err)+
				T(". The long link works all the same.", "。长链接仍可使用。"))
			return
		}
		if s.address == address {
			s.short = glue().Call("absolute", answer.Get("url")).String()
		}
	})
}

func (s *shareDialog) download(app.Context, app.Event) {
	glue().Call("saveText", string(session.Recipe().JSON())+"\n", "graft-recipe.json", "application/json")
}

func (s *shareDialog) shareNatively(ctx app.Context, _ app.Event) {
	address := s.address
	if s.short != "" {
		address = s.short
	}
	callJS(ctx, glue().Call("share", pageTitle(), address), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			notify(ctx, toastError, trErr(err))
		}
	})
}
