package web

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/i18n"
)

// languageMenu switches the page to another language: a button where there is one
// other, a list where there are more.
func (s *shell) languageMenu(all i18n.Languages) app.UI {
	var others []i18n.Language
	for _, w := range all {
		if w.Code() != s.Code() {
			others = append(others, w.Language())
		}
	}
	if len(others) == 1 {
		return s.languageButton(others[0])
	}
	return app.Select().Class("select", "language").ID("language").Aria("label", s.T("Language")).
		OnChange(func(ctx app.Context, _ app.Event) { s.switchLanguage(ctx, ctx.JSSrc().Get("value").String()) }).
		Body(app.Range(all).Slice(func(i int) app.UI {
			l := all[i].Language()
			return app.Option().Value(l.Code).Lang(l.Tag).Selected(l.Code == s.Code()).Text(l.Name)
		}))
}

func (s *shell) languageButton(to i18n.Language) app.UI {
	return app.Button().Type("button").Class("icon-button", "language").ID("language").
		Lang(to.Tag).Aria("label", to.Switch).Title(to.Name).Text(to.Short).
		OnClick(func(ctx app.Context, _ app.Event) { s.switchLanguage(ctx, to.Code) }, app.EventScope(to.Code))
}

func (s *shell) switchLanguage(ctx app.Context, code string) {
	if w, ok := i18n.All().Named(code); ok {
		s.SetLanguage(ctx, w)
	}
}
