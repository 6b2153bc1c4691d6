package data

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// sampleSet is a set that the engine draws (core/sample).
type sampleSet struct {
	name    string
	classes []string
	each    int // pictures of a class: enough to learn from, and drawn in seconds
	title   string
	about   string
	shown   string // on the button: classes and pictures of them
}

// sampleSets are offered in this order; a test holds them to core/sample.
var sampleSets = []sampleSet{
	{"plates", []string{"hotdog", "other"}, 60,
		i18n.Key("Hot dog or not"),
		i18n.Key("Sixty hot dogs and sixty other plates: the classic."),
		"hotdog:1 other:2 hotdog:6 other:5"},
	{"digits", strings.Fields("0 1 2 3 4 5 6 7 8 9"), 40,
		i18n.Key("Handwritten digits"),
		i18n.Key("Ten classes of forty, grey, 28×28 pixels, in many hands."),
		"2:0 7:1 4:2 9:3"},
	{"garden", strings.Fields("beetle butterfly dragonfly snail spider"), 40,
		i18n.Key("Animals of the garden"),
		i18n.Key("Beetle, butterfly, dragonfly, snail, spider, forty each: only the shape tells."),
		"butterfly:3 beetle:3 snail:2 spider:2"},
}

// id of the button; the first one's is the plainest.
func (s sampleSet) id() string {
	if s.name == sampleSets[0].name {
		return "use-sample"
	}
	return "use-sample-" + s.name
}

// sampleMenu are the sample sets, a button with pictures and a sentence each.
type sampleMenu struct {
	app.Compo
	*state.App
	strips map[string]string // by set: the address of its pictures
}

func (m *sampleMenu) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	ctx.Handle(state.DataChanged, ui.Rerender) // no set is drawn while another is read
	ctx.Handle(state.SessionChanged, func(ctx app.Context, _ app.Action) { m.draw(ctx) })
	m.draw(ctx)
}

// due says whether the pictures are to be drawn now, which takes the engine a
// moment: once, when the view that they are in is open.
func (m *sampleMenu) due() bool { return m.strips == nil && m.Session.View() == state.ViewData }

func (m *sampleMenu) draw(ctx app.Context) {
	if !m.due() {
		return
	}
	m.strips = make(map[string]string)
	for _, s := range sampleSets {
		bridge.Await(ctx, bridge.SampleStrip(s.name, s.shown), func(_ app.Context, url app.Value, err error) {
			if err == nil { // without pictures the words do
				m.strips[s.name] = url.String()
			}
		})
	}
}

func (m *sampleMenu) Render() app.UI {
	return app.Div().Class("sample-sets").Role("group").Aria("label", m.T("Sample sets")).Body(
		app.Range(sampleSets).Slice(func(i int) app.UI { return m.renderSet(sampleSets[i]) }),
	)
}

func (m *sampleMenu) renderSet(s sampleSet) app.UI {
	strip := app.Div().Class("sample-strip").Aria("hidden", true)
	if url := m.strips[s.name]; url != "" {
		strip = strip.Style("background-image", "url("+url+")")
	}
	name, classes, each := s.name, strings.Join(s.classes, " "), s.each
	b := app.Button().Type("button").ID(s.id()).Class("sample-set").
		OnClick(func(ctx app.Context, _ app.Event) { useSample(ctx, name, classes, each) }, app.EventScope(name, classes, each)).
		Body(strip, app.Span().Class("sample-title").Text(m.T(s.title)), app.Span().Class("muted").Text(m.T(s.about)))
	if m.Pictures.Phase != "" {
		b = b.Disabled(true)
	}
	return b
}

// sampleChosen says that a sample set is being drawn.
const sampleChosen = "sample-chosen"

func useSample(ctx app.Context, name, classes string, each int) {
	bridge.DrawSample(name, classes, each)
	ctx.NewAction(sampleChosen)
}

// sampleButton opens and closes the menu where a set is there already.
func (v *View) sampleButton() app.UI {
	b := app.Button().Type("button").ID("sample-menu").Class("button").Aria("expanded", v.samples).Aria("controls", "sample-sets").
		OnClick(func(app.Context, app.Event) { v.samples = !v.samples }).
		Body(ui.Icon("picture"), app.Span().Text(v.T("Sample sets")), ui.Icon("chevron"))
	if v.Pictures.Phase != "" {
		b = b.Disabled(true)
	}
	return b
}
