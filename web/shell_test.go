package web

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
	"graft/web/internal/webtest"
)

func TestShellSwitchesLanguageThemeAndView(t *testing.T) {
	s := newShell(i18n.All()[0])
	p := webtest.Mount(t, s)
	p.Has("Augment", "Fine-tune", "切换到中文", "Theme: as the system")
	p.Press("#language", func(ctx app.Context) { s.switchLanguage(ctx, "zh") })
	p.Has("增强", "EN: switch to English")
	p.Press("#language", func(ctx app.Context) { s.switchLanguage(ctx, "en") })
	for _, want := range []string{"Theme: light", "Theme: dark", "Theme: as the system"} {
		p.Press("#theme", func(ctx app.Context) { s.switchTheme(ctx, app.Event{}) })
		p.Has(want)
	}
	p.Press("#tab-data", func(ctx app.Context) { s.Session.Show(ctx, state.ViewData) })
	if s.Session.View() != state.ViewData {
		t.Errorf("view = %s, want the data set", s.Session.View())
	}
	p.Press("#share", func(ctx app.Context) {})
	p.Press(".skip", func(ctx app.Context) {})
}

// A third language makes the button a list.
func TestLanguageMenuOfThree(t *testing.T) {
	head := func(name, texts string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`{"name": "` + name + `", "short": "x", "tag": "x", "switch": "x", "texts": {` + texts + `}}`)}
	}
	all, err := i18n.Load(fstest.MapFS{"l/en.json": head("English", ""), "l/eo.json": head("Esperanto", `"Language": "Lingvo"`), "l/zh.json": head("中文", "")}, "l")
	if err != nil {
		t.Fatal(err)
	}
	s := newShell(all[1])
	html := app.HTMLString(s.languageMenu(all))
	for _, want := range []string{"<select", "Lingvo", "Esperanto", "中文", "English", `value="eo"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the menu has no %q: %s", want, html)
		}
	}
}

// The address is read before anything can hear: what is wrong with it is the
// first message.
func TestShellSaysThatTheLinkIsBad(t *testing.T) {
	s := newShell(i18n.All()[0])
	s.fault = errors.New("the link is cut off or damaged: copy the whole of it")
	toaster, ok := s.renderToasts().(*ui.Toaster)
	if !ok || !strings.Contains(toaster.First, "This link cannot be opened: it is cut off or damaged") {
		t.Errorf("the first message is %+v", toaster)
	}
}
