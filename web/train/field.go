package train

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/chart"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// simple are the settings that are seen at once; the others are under More.
var simple = map[string]bool{"mode": true, "input_size": true, "epochs": true, "views": true, "learning_rate": true, "validation_split": true}

// renderGroups are the fields: the simple ones, and the others in groups, folded.
func (v *View) renderGroups() app.UI {
	t := trainSettings(v.App)
	want, reasons := suggested(v.App)
	var first []app.UI
	var more []app.UI
	var group recipe.SettingGroup
	for _, s := range recipe.Settings() {
		if s.Name == "weights" || !s.Applies(t) { // weights have a place of their own
			continue
		}
		field := v.renderField(s, t, want, reasonFor(v.Words, s.Name, reasons))
		if simple[s.Name] {
			first = append(first, field)
			continue
		}
		if s.Group != group {
			group = s.Group
			more = append(more, app.H3().Class("setting-group").Text(v.Text(group.Title())))
		}
		more = append(more, field)
	}
	return app.Div().Class("setting-groups").Body(
		app.Div().Class("setting-list").Body(first...),
		app.Details().Class("more-settings").ID("more-settings").Body(
			app.Summary().Body(app.Span().Text(v.T("More settings")), app.Span().Class("muted").Text(v.moreWords(t))),
			app.Div().Class("setting-list").Body(more...),
		),
	)
}

// moreWords says how many of the folded settings are not the plain ones.
func (v *View) moreWords(t recipe.Train) string {
	plain, n := recipe.DefaultTrain(), 0
	for _, s := range recipe.Settings() {
		if !simple[s.Name] && s.Name != "weights" && s.Name != "seed" && s.Applies(t) && s.Get(t) != s.Get(plain) {
			n++
		}
	}
	if n == 0 {
		return v.T("optimizer, schedule, regularisation…")
	}
	return fmt.Sprintf(v.Plural(n, "%d changed from plain", "%d changed from plain"), n)
}

func reasonFor(w i18n.Words, name string, reasons []recipe.Reason) string {
	for _, r := range reasons {
		if r.Setting == name {
			return w.Text(r.Text)
		}
	}
	return ""
}

// fieldID is a setting's id on the page. The recipe's seed has the plain name.
func fieldID(s recipe.Setting) string {
	if s.Name == "seed" {
		return "train-seed"
	}
	return s.Flag()
}

// renderField is one setting: its name, what it is, what it does, and why the
// value that is suggested is.
func (v *View) renderField(s recipe.Setting, t, want recipe.Train, reason string) app.UI {
	id := fieldID(s)
	return app.Div().Class("setting").Body(
		app.Div().Class("setting-head").Body(
			app.Label().For(id).Class("setting-title").ID(id+"-title").Text(v.Text(s.Title)),
			app.Button().Type("button").Class("setting-ask").Aria("label", fmt.Sprintf(v.T("What is %s?"), v.Text(s.Title))).
				Aria("expanded", v.asked[s.Name]).Aria("controls", id+"-help").
				OnClick(func(app.Context, app.Event) { v.ask(s.Name) }, app.EventScope(s.Name)).Body(ui.Icon("info")),
			v.renderControl(s, t, id),
		),
		app.P().Class("setting-help").ID(id+"-help").Hidden(!v.asked[s.Name]).Text(v.Text(s.Help)),
		renderReason(v.App, s, t, want, reason),
	)
}

func (v *View) ask(name string) {
	if v.asked == nil {
		v.asked = make(map[string]bool)
	}
	v.asked[name] = !v.asked[name]
}

// renderReason says why the value is suggested, or offers what is.
func renderReason(a *state.App, s recipe.Setting, t, want recipe.Train, reason string) app.UI {
	if reason == "" {
		return app.P().Class("setting-why").Hidden(true)
	}
	if s.Get(t) == s.Get(want) {
		return app.P().Class("setting-why").Text(reason)
	}
	value := s.Get(want)
	return app.P().Class("setting-why").Body(
		app.Button().Type("button").Class("link-button").OnClick(func(ctx app.Context, _ app.Event) {
			set(ctx, a, s, value)
		}, app.EventScope(s.Name, value)).Text(fmt.Sprintf(a.T("Suggested: %s."), settingText(a.Words, s, want))),
		app.Text(" "+reason),
	)
}

// renderControl is what a setting is changed with.
func (v *View) renderControl(s recipe.Setting, t recipe.Train, id string) app.UI {
	value := s.Get(t)
	switch s.Kind {
	case recipe.SettingFlag:
		on := value == "true"
		return app.Button().Type("button").Class("switch").ID(id).Role("switch").Aria("checked", on).Aria("labelledby", id+"-title").
			OnClick(func(ctx app.Context, _ app.Event) { set(ctx, v.App, s, strconv.FormatBool(!on)) }, app.EventScope(s.Name, on))
	case recipe.SettingChoice:
		return app.Select().Class("select").ID(id).Aria("labelledby", id+"-title").
			OnChange(func(ctx app.Context, _ app.Event) { set(ctx, v.App, s, ctx.JSSrc().Get("value").String()) }, app.EventScope(s.Name)).
			Body(app.Range(s.Choices).Slice(func(i int) app.UI {
				c := s.Choices[i]
				return app.Option().Value(c.Name).Selected(c.Name == value).Text(v.Text(c.Title))
			}))
	}
	shown := shownValue(s, value)
	input := app.Input().Type("text").Attr("inputmode", "decimal").ID(id).Class("text-input", "figures").Value(shown).AutoComplete(false).
		Title(rangeText(v.Words, s)).Aria("describedby", id+"-help").
		OnChange(func(ctx app.Context, _ app.Event) { v.change(ctx, s, shown) }, app.EventScope(s.Name, shown))
	if s.Zero.En != "" {
		input = input.Placeholder(v.Text(s.Zero))
	}
	if len(s.Hints) > 0 {
		input = input.List(id + "-hints")
	}
	return app.Div().Class("setting-field").Body(
		input,
		app.If(len(s.Hints) > 0, func() app.UI { return renderHints(s, id) }),
		app.If(unitText(v.Words, s) != "", func() app.UI { return app.Span().Class("muted").Text(unitText(v.Words, s)) }),
	)
}

// renderHints are the values to choose from, beside free entry.
func renderHints(s recipe.Setting, id string) app.UI {
	return app.DataList().ID(id + "-hints").Body(app.Range(s.Hints).Slice(func(i int) app.UI {
		return app.Option().Value(strconv.Itoa(s.Hints[i]))
	}))
}

// shownValue is a setting's value as it is typed: shares are percents, and a 0 that
// is no number is nothing.
func shownValue(s recipe.Setting, value string) string {
	if value == "0" && s.Zero.En != "" {
		return ""
	}
	if x, err := strconv.ParseFloat(value, 64); err == nil && s.Unit == "%" {
		return chart.TickLabel(x * 100)
	}
	return value
}

// typedValue is the opposite of shownValue.
func typedValue(s recipe.Setting, text string) string {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	if text == "" && s.Zero.En != "" {
		return "0"
	}
	if x, err := strconv.ParseFloat(text, 64); err == nil && s.Unit == "%" {
		return strconv.FormatFloat(x/100, 'g', -1, 64)
	}
	return text
}

func rangeText(w i18n.Words, s recipe.Setting) string {
	lo, hi := shownValue(s, tickExact(s.Min)), shownValue(s, tickExact(s.Max))
	text := fmt.Sprintf(w.T("%s to %s"), lo, hi)
	if s.Zero.En != "" {
		text += w.T("; empty: ") + w.Text(s.Zero)
	}
	return text
}

func tickExact(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func unitText(w i18n.Words, s recipe.Setting) string {
	if s.Unit == "epochs" {
		return w.T("epochs")
	}
	return s.Unit
}

// set puts a value into the document. What it contradicts follows it, and a
// message says so.
func set(ctx app.Context, a *state.App, s recipe.Setting, value string) bool {
	t := trainSettings(a)
	err := s.Set(&t, value)
	fitted := t.Fit(func(name string) bool { return name == s.Name })
	if err == nil {
		err = a.Session.SetTrain(ctx, "", fitted)
	}
	if err != nil {
		ui.Notify(ctx, ui.ToastError, faults.Err(a.Words, err))
	} else if text := followed(a.Words, t, fitted); text != "" {
		ui.Notify(ctx, ui.ToastInfo, text)
	}
	return err == nil
}

// followed says which settings are others in fitted, or "".
func followed(w i18n.Words, t, fitted recipe.Train) string {
	var changes []string
	for _, s := range recipe.Settings() {
		if s.Get(t) != s.Get(fitted) {
			changes = append(changes, fmt.Sprintf(w.T("“%s” is now %s, to fit."), w.Text(s.Title), settingText(w, s, fitted)))
		}
	}
	return strings.Join(changes, " ")
}

// change takes what was typed, or says why not and puts back what was there.
func (v *View) change(ctx app.Context, s recipe.Setting, shown string) {
	input := ctx.JSSrc()
	if !set(ctx, v.App, s, typedValue(s, input.Get("value").String())) {
		input.Set("value", shown)
	}
}
