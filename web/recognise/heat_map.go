package recognise

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// explanation is what a job's head says of a picture, with the places that speak
// for each class.
type explanation struct {
	Side int             `json:"side"`
	Maps []activationMap `json:"maps"`
}

type activationMap struct {
	Class  string    `json:"class"`
	Values []float64 `json:"values"` // [side, side]
}

// of returns the map of a class.
func (e *explanation) of(class string) ([]float64, bool) {
	for _, m := range e.Maps {
		if m.Class == class && len(m.Values) == e.Side*e.Side {
			return m.Values, true
		}
	}
	return nil, false
}

// heat is the state of the heat map: off, or shown for a class of the picture.
type heat struct {
	on      bool
	class   string // "" for the likeliest
	opacity int    // percent
	asked   string // what was asked for last
	drawn   string // what the canvas shows
	problem string
	known   map[string]*explanation // by head and picture
}

func heatKey(number, picture int) string { return fmt.Sprint(number, "/", picture) }

// hasHeat says whether the trainer can say what the head looks at: it has the
// head, and that sits on the features.
func (v *View) hasHeat() bool {
	return state.LinkOf(v.head.job) == "" && v.head.job.Train.Top != recipe.TopSoftmax
}

// heatClass is the class whose map is shown.
func (v *View) heatClass(s *seen) string {
	if v.heat.class != "" {
		return v.heat.class
	}
	return best(v.head.Classes, s.p).Class
}

// warm brings the heat map up to what should be shown: it asks for what is not
// known yet, and draws.
func (v *View) warm(ctx app.Context) {
	s := v.shown()
	if !v.heat.on || v.camera || !v.hasHeat() || s == nil || s.p == nil || s.URL == "" {
		return
	}
	class, key := v.heatClass(s), heatKey(v.head.number, s.ID)
	e := v.heat.known[key]
	if e != nil {
		if values, ok := e.of(class); ok {
			v.draw(ctx, key+"/"+class, values, e.Side)
			return
		}
	}
	if v.heat.asked == key+"/"+class {
		return
	}
	v.heat.asked, v.heat.problem = key+"/"+class, ""
	address := v.Server.At("/api/v1/jobs/" + v.head.job.ID + "/explain")
	if e != nil { // the likeliest are known: this one is not among them
		address += "?class=" + url.QueryEscape(class)
	}
	bridge.Await(ctx, bridge.Explain(s.ID, address), func(ctx app.Context, answer app.Value, err error) {
		var got explanation
		if err == nil {
			err = json.Unmarshal([]byte(answer.String()), &got)
		}
		if err != nil {
			v.heat.problem = v.fault(err)
			return
		}
		if v.heat.known == nil {
			v.heat.known = make(map[string]*explanation)
		}
		if e != nil {
			got.Maps = append(got.Maps, e.Maps...)
		}
		v.heat.known[key] = &got
		v.warm(ctx)
	})
}

// draw puts the map onto the canvas, once go-app has made that.
func (v *View) draw(ctx app.Context, what string, values []float64, side int) {
	if v.heat.drawn == what {
		return
	}
	v.heat.drawn = what
	text, err := json.Marshal(values)
	if err != nil {
		app.Log(err)
		return
	}
	ctx.Defer(func(app.Context) { bridge.Heat(string(text), side, what) })
}

// renderHeat lies over the picture.
func (v *View) renderHeat(s *seen) app.UI {
	canvas := app.Canvas().ID("heat").Class("heat").Aria("hidden", true).Style("opacity", fmt.Sprintf("%.2f", float64(v.heat.opacity)/100))
	if !v.heat.on || s.p == nil || !strings.HasPrefix(v.heat.drawn, heatKey(v.head.number, s.ID)+"/") {
		canvas = canvas.Hidden(true)
	}
	return canvas
}

// renderHeatBar turns the map on and says what it shows.
func (v *View) renderHeatBar() app.UI {
	s := v.shown()
	if s == nil || s.URL == "" || s.p == nil || v.camera || state.LinkOf(v.head.job) != "" {
		return app.Div().Class("heat-bar").Hidden(true)
	}
	if !v.hasHeat() {
		return app.Div().Class("heat-bar").Body(app.P().Class("heat-words", "muted").Text(
			v.T("This classifier sits on the 1000-way softmax, as the article’s did: no place of the picture speaks for a class alone, so there is no heat map.")))
	}
	body := []app.UI{
		app.Button().Type("button").Class("switch").ID("heat-switch").Role("switch").Aria("checked", v.heat.on).Aria("labelledby", "heat-title").
			OnClick(func(ctx app.Context, _ app.Event) {
				v.heat.on, v.heat.asked = !v.heat.on, ""
				v.warm(ctx)
			}),
		app.Span().ID("heat-title").Class("setting-title").Text(v.T("What it looks at")),
	}
	if v.heat.on {
		body = append(body, app.Label().Class("heat-opacity").Body(
			app.Span().Class("muted").Text(v.T("Opacity")),
			app.Input().Type("range").ID("heat-opacity").Min(0).Max(100).Value(v.heat.opacity).
				OnInput(func(ctx app.Context, _ app.Event) { v.heat.opacity = ctx.JSSrc().Get("valueAsNumber").Int() }),
		))
	}
	return app.Div().Class("heat-bar").Body(append(body, v.renderHeatWords(s))...)
}

func (v *View) renderHeatWords(s *seen) app.UI {
	switch {
	case !v.heat.on:
		return app.P().Hidden(true)
	case v.heat.problem != "":
		return app.P().Class("heat-words", "notice", "notice-error").Role("alert").Text(faults.Words(v.Words, v.heat.problem))
	case !strings.HasPrefix(v.heat.drawn, heatKey(v.head.number, s.ID)+"/"):
		return app.P().Class("heat-words", "muted").Role("status").Text(v.T("Looking…##for the heat map"))
	}
	return app.P().Class("heat-words", "muted").Role("status").ID("heat-words").DataSet("class", v.heatClass(s)).Text(fmt.Sprintf(
		v.T("Bright: what speaks for “%s” most (class activation map, %[2]d×%[2]d places). Choose another class in the list."), v.heatClass(s), v.heat.known[heatKey(v.head.number, s.ID)].Side))
}

// explain opens the picture that another view wants explained.
func (v *View) explain(ctx app.Context, w state.WantedExplanation) {
	v.job, v.heat.on, v.heat.class, v.camera = w.Job, true, "", false
	v.openChosenHead(ctx)
	bridge.Await(ctx, bridge.RecogniseFrom(w.URL, w.Name), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			ui.Notify(ctx, ui.ToastError, faults.Words(v.Words, v.fault(err)))
		}
	})
}
