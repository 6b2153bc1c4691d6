package augment

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

func (v *View) openZoom(ctx app.Context, k int) {
	v.zoom, v.step = k, 0
	if v.other.Key == "" && mixes(v.Session.Recipe()) {
		v.openOtherSample(ctx, otherSample(v.picture.Sample))
	}
	ctx.Defer(func(app.Context) {
		bridge.OpenDialog("zoom-dialog")
		bridge.Compare(30)
		v.draw()
	})
}

func (v *View) closeZoom() {
	v.zoom = -1
	v.draw()
}

func (v *View) moveZoom(by int) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		if v.zoom >= 0 {
			v.zoom = max(v.zoom+by, 0)
			v.draw()
		}
	}
}

// wishZoom asks for what the open dialog shows: the view after each step, and
// of two of these the large ones.
func (v *View) wishZoom() {
	delete(v.wishes, "zoom")
	if v.zoom < 0 {
		return
	}
	r := v.Session.Recipe()
	order := workingOrder(r)
	v.step = min(v.step, len(order))
	from, to := 0, len(order)
	if v.step > 0 {
		from, to = v.step-1, v.step
	}
	list := []wish{v.after("zoom-before", r, order, from), v.after("zoom", r, order, to)}
	for k := range len(order) + 1 {
		list = append(list, v.after("strip-"+strconv.Itoa(k), r, order, k))
	}
	v.wishes["zoom"] = list
}

// after is the wish for the view after the first k steps.
func (v *View) after(slot string, r recipe.Recipe, order []int, k int) wish {
	w := wish{slot: slot, view: v.zoom, recipe: state.PixelsOf(cutAfter(r, order, k))}
	if k > 0 && isBatch(r.Steps[order[k-1]]) {
		w.other = v.other.Key
	}
	return w
}

// renderZoom is the dialog with one view enlarged and explained.
func (v *View) renderZoom() app.UI {
	title := fmt.Sprintf(v.T("View %d"), max(v.zoom, 0))
	previous := app.Button().Type("button").Class("icon-button").ID("zoom-previous").
		Aria("label", v.T("Previous view")).OnClick(v.moveZoom(-1), app.EventScope(-1)).Body(ui.Icon("left"))
	if v.zoom == 0 {
		previous = previous.Disabled(true)
	}
	return app.Dialog().ID("zoom-dialog").Class("dialog", "zoom").Aria("labelledby", "zoom-title").Body(
		app.Div().Class("dialog-head").Body(
			app.H2().ID("zoom-title").Text(title),
			previous,
			app.Button().Type("button").Class("icon-button").ID("zoom-next").
				Aria("label", v.T("Next view")).OnClick(v.moveZoom(1), app.EventScope(1)).Body(ui.Icon("right")),
			ui.CloseButton(v.Words),
		),
		app.Div().Class("zoom-body").Body(
			v.renderCompare(),
			app.Div().Class("zoom-facts").Body(v.renderFacts()...),
			v.renderStrip(),
		),
	)
}

// renderCompare is two pictures in one place and what wipes between them.
func (v *View) renderCompare() app.UI {
	size := v.Session.Recipe().Size
	left, right := v.T("Original"), v.T("Result")
	if v.step > 0 {
		left, right = v.T("Before"), v.T("After")
	}
	return app.Div().Class("zoom-frame").Style("--aspect", fmt.Sprintf("%d / %d", size.W, size.H)).
		Style("--ratio", strconv.FormatFloat(float64(size.W)/float64(size.H), 'f', 4, 64)).
		Body(app.Div().Class("compare").ID("compare").Body(
			app.Canvas().Attr("data-tile", "zoom-before").Width(224).Height(224),
			app.Canvas().Class("compare-after").Attr("data-tile", "zoom").Width(224).Height(224),
			app.Span().Class("compare-line").Aria("hidden", true),
			app.Span().Class("compare-tag", "compare-left").Aria("hidden", true).Text(left),
			app.Span().Class("compare-tag", "compare-right").Aria("hidden", true).Text(right),
			app.Input().Type("range").ID("compare-range").Class("compare-range").Min(0).Max(100).Step(1).
				Aria("label", fmt.Sprintf(v.T("How much of “%s” covers “%s”, percent"), left, right)),
		))
}

func (v *View) renderFacts() []app.UI {
	r := v.Session.Recipe()
	facts := []app.UI{
		app.P().Class("muted").Text(fmt.Sprintf(v.T("%d × %d pixels, seed %d"), r.Size.W, r.Size.H, r.Seed)),
		v.renderStepFacts(r),
		renderHistogram(v.Words),
	}
	if mixes(r) {
		facts = append(facts, v.renderMix())
	}
	return append(facts, app.Button().Type("button").Class("button").ID("save-png").OnClick(v.savePNG).
		Body(ui.Icon("download"), app.Span().Text(v.T("Save as PNG"))))
}

// renderStepFacts says what the comparison is about.
func (v *View) renderStepFacts(r recipe.Recipe) app.UI {
	order := workingOrder(r)
	if v.step < 1 || v.step > len(order) {
		return app.P().Class("zoom-about").Text(v.T("Drag across the picture to compare. Choose a step to see what it alone does."))
	}
	s := r.Steps[order[v.step-1]]
	o, _ := recipe.Lookup(s.Op)
	text, _ := v.stepText(s, order, v.step)
	return app.Div().Class("zoom-about").Body(
		app.P().Body(
			app.Strong().Text(fmt.Sprintf(v.T("Step %d of %d: %s"), v.step, len(order), stepTitle(v.Words, s))),
			app.Span().Class("zoom-drew").Text(text),
		),
		app.P().Class("muted").Text(v.Text(o.Help)),
		app.Button().Type("button").Class("text-button").ID("compare-whole").
			OnClick(v.choose(0), app.EventScope("whole")).Body(ui.Icon("left"), app.Span().Text(v.T("Compare with the original"))),
	)
}

// choose compares the pictures before and after step k; 0 is all of them.
func (v *View) choose(k int) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		v.step = k
		bridge.Compare(map[bool]int{true: 30, false: 50}[k == 0])
		drawAll(ctx)
	}
}

// stepText says what step k, counted from 1, drew for the enlarged view, and
// whether it was applied.
func (v *View) stepText(s recipe.Step, order []int, k int) (string, bool) {
	slot := "strip-" + strconv.Itoa(k)
	if isBatch(s) {
		return v.T("own share ") + paramScale{probabilityParam}.Text(v.Words, round2(lambdaOf(slot))), true
	}
	draws, ok := drawsOf(slot)
	for _, d := range draws {
		if d.Step != order[k-1] {
			continue
		}
		if !d.Applied {
			return v.T("not applied"), false
		}
		if text := d.text(v.Words); text != "" {
			return text, true
		}
		return v.T("applied"), true
	}
	return "", !ok
}

// renderStrip is the view after each step, one button each.
func (v *View) renderStrip() app.UI {
	strip := app.Ol().Class("strip").ID("strip").Aria("label", v.T("The view after each step"))
	if v.zoom < 0 {
		return strip
	}
	r := v.Session.Recipe()
	order := workingOrder(r)
	items := []app.UI{v.renderStripItem(0, v.T("Original"), v.T("scaled to the size"), true)}
	for i, at := range order {
		text, applied := v.stepText(r.Steps[at], order, i+1)
		items = append(items, v.renderStripItem(i+1, stepTitle(v.Words, r.Steps[at]), text, applied))
	}
	return strip.Body(items...)
}

func (v *View) renderStripItem(k int, title, text string, applied bool) app.UI {
	item := app.Button().Type("button").Class("strip-item").Attr("data-step", k).
		Aria("pressed", v.step == k).OnClick(v.choose(k), app.EventScope(k))
	if !applied {
		item = item.Class("is-idle")
	}
	return app.Li().Body(item.Body(
		app.Canvas().Attr("data-tile", "strip-"+strconv.Itoa(k)).Width(112).Height(112).Aria("hidden", true),
		app.Span().Class("strip-title").Text(title),
		app.Span().Class("strip-text").Text(text),
	))
}

// savePNG saves the enlarged view's exact pixels, or those of the mix.
func (v *View) savePNG(ctx app.Context, _ app.Event) {
	view := max(v.zoom, 0)
	base, _, _ := strings.Cut(v.picture.Title(v.Words), ".")
	name := fmt.Sprintf("%s-view-%d.png", base, view)
	if r := v.Session.Recipe(); mixes(r) {
		bridge.SaveSlot("strip-"+strconv.Itoa(len(workingOrder(r))), name)
		return
	}
	msg := map[string]any{"do": "png", "key": v.picture.Key, "recipe": v.PixelRecipe(), "view": view}
	bridge.Await(ctx, bridge.Engine(msg), func(ctx app.Context, answer app.Value, err error) {
		if err != nil {
			ui.Notify(ctx, ui.ToastError, v.T("The picture could not be saved: ")+faults.Err(v.Words, err))
			return
		}
		bridge.SaveBytes(answer.Get("png"), name, "image/png")
	})
}
