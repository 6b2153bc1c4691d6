package web

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/augment"
	"graft/web/data"
	"graft/web/elsewhere"
	"graft/web/export"
	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
	"graft/web/recognise"
	"graft/web/share"
	"graft/web/train"
)

// shell is the page: header with tabs, the four views, dialogs and toasts.
type shell struct {
	app.Compo
	*state.App
	theme string // "", "light" or "dark"
	fault error  // of the address that the page was opened with
}

func newShell(w i18n.Words) *shell { return &shell{App: state.New(w)} }

// OnInit reads the language and the address before the first rendering, so
// that nothing is shown and then replaced.
func (s *shell) OnInit() {
	if !app.IsClient {
		return
	}
	s.Words = state.RememberedLanguage()
	s.theme = bridge.Recall("graft-theme")
	s.fault = s.OpenAddress()
}

// OnPreRender gives the server's rendering its title and language.
func (s *shell) OnPreRender(ctx app.Context) { s.ShowLanguage(ctx) }

func (s *shell) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	state.FollowSession(ctx)
	s.ShowLanguage(ctx)
	s.FollowAddress(ctx)
	ctx.Handle(state.DataChanged, ui.Rerender) // the tabs tell what is done
	ctx.Handle(state.JobsChanged, ui.Rerender)
	state.SaveFragment(s.Session)
}

func (s *shell) Render() app.UI {
	return app.Div().Class("page").Body(
		app.Button().Type("button").Class("skip").Text(s.T("Skip to the content")).
			OnClick(func(app.Context, app.Event) { bridge.Focus("#main") }),
		s.header(),
		app.Main().ID("main").TabIndex(-1).Body(
			s.panel(state.ViewAugment, augment.New(s.App)),
			s.panel(state.ViewData, data.New(s.App)),
			s.panel(state.ViewTrain, train.New(s.App)),
			s.panel(state.ViewRecognise, recognise.New(s.App)),
		),
		app.Raw(`<noscript><p class="no-script">`+s.T("Graft works in your browser and needs JavaScript and WebAssembly.")+`</p></noscript>`),
		s.footer(),
		share.New(s.App),
		export.New(s.App),
		elsewhere.New(s.App),
		&ui.CameraDialog{Words: s.Words},
		renderDead(s.Words),
		s.renderToasts(),
		app.Div().ID("announcer").Class("sr-only").Role("status").Aria("live", "polite"),
		app.Div().Class("drop-veil").Aria("hidden", true).Body(
			app.P().Text(s.T("Drop the picture anywhere")),
		),
	)
}

// renderToasts is where messages appear. The first, if the address was bad, comes
// with it: the shell is mounted before what is in it can hear.
func (s *shell) renderToasts() app.UI {
	t := &ui.Toaster{Words: s.Words}
	if s.fault != nil {
		t.First = state.Refusal(s.Words, s.fault)
	}
	return t
}

func (s *shell) header() app.UI {
	return app.Header().Class("top").Body(
		app.Div().Class("brand").Body(logo(), app.H1().Class("brand-name").Text("Graft")),
		app.Nav().Class("tabs").Aria("label", s.T("Views")).Body(
			app.Div().Class("tablist").Role("tablist").Body(
				s.tab(state.ViewAugment, "swatches", s.T("Augment")),
				s.tab(state.ViewData, "folder", s.T("Data set")),
				s.tab(state.ViewTrain, "chart", s.T("Fine-tune")),
				s.tab(state.ViewRecognise, "recognise", s.T("Recognise")),
			),
		),
		app.Div().Class("tools").Body(
			s.languageMenu(i18n.All()),
			app.Button().Type("button").Class("icon-button").ID("theme").
				Aria("label", s.themeLabel()).Title(s.themeLabel()).
				OnClick(s.switchTheme).Body(ui.Icon(themeIcon(s.theme))),
			app.Button().Type("button").Class("button", "primary").ID("share").
				OnClick(func(ctx app.Context, _ app.Event) { share.Open(ctx) }).
				Body(ui.Icon("share"), app.Span().Text(s.T("Share"))),
		),
	)
}

func (s *shell) tab(view, iconName, title string) app.UI {
	open := s.Session.View() == view
	number, done, next := s.Step(view)
	mark, about := app.Span().Class("tab-mark").Aria("hidden", true).Text(number), ""
	switch {
	case done:
		mark, about = app.Span().Class("tab-mark", "is-done").Aria("hidden", true).Body(ui.Icon("check")), s.T("done")
	case next:
		mark, about = mark.Class("is-next"), s.T("next step")
	}
	b := app.Button().Type("button").Class("tab").ID("tab-"+view).Role("tab").
		Aria("selected", open).Aria("controls", "panel-"+view).TabIndex(-1).
		OnClick(func(ctx app.Context, _ app.Event) { s.Session.Show(ctx, view) }, app.EventScope(view)).
		Body(mark, ui.Icon(iconName), app.Span().Text(title), app.Span().Class("sr-only").Text(about))
	if open {
		b = b.Class("is-open").TabIndex(0)
	}
	return b
}

func (s *shell) panel(view string, content app.UI) app.UI {
	p := app.Section().Class("panel").ID("panel-"+view).Role("tabpanel").Aria("labelledby", "tab-"+view)
	if s.Session.View() != view {
		p = p.Hidden(true)
	}
	return p.Body(content)
}

func (s *shell) footer() app.UI {
	return app.Footer().Class("foot").Body(
		app.P().Text(s.T("What Augment shows is, pixel for pixel, what the network is trained on: the tab and the trainer run the same Go code.")),
	)
}

func (s *shell) switchTheme(ctx app.Context, _ app.Event) {
	s.theme = map[string]string{"": "light", "light": "dark", "dark": ""}[s.theme]
	bridge.Keep("graft-theme", s.theme)
	bridge.Theme(s.theme)
}

func (s *shell) themeLabel() string {
	switch s.theme {
	case "light":
		return s.T("Theme: light")
	case "dark":
		return s.T("Theme: dark")
	}
	return s.T("Theme: as the system")
}

func themeIcon(theme string) string {
	switch theme {
	case "light":
		return "sun"
	case "dark":
		return "moon"
	}
	return "auto"
}

// logo is a stem cut aslant and a shoot grafted onto it.
func logo() app.UI {
	return app.Raw(`<svg class="logo" viewBox="0 0 32 32" width="28" height="28" fill="none" aria-hidden="true" focusable="false"><path class="logo-stock" d="M13 30V20.5l6-5V30z"/><path class="logo-scion" d="M13 18V12.5h6v.5z"/><path class="logo-leaf" d="M16 12.5C8.5 12.5 4.5 8.5 4.5 2.5 12 2.5 16 6 16 12.5z"/><path class="logo-leaf" d="M16 12.5c0-5 3.5-8 11.5-8 0 5.5-4 8-11.5 8z"/></svg>`)
}
