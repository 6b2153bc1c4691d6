package augment

import (
	"fmt"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// otherSample is a bundled picture that is not the one shown.
func otherSample(shown int) int {
	if shown == 1 {
		return 0
	}
	return 1
}

// openOtherSample opens a bundled picture to mix with.
func (v *View) openOtherSample(ctx app.Context, i int) {
	p := state.SamplePicture(i)
	bridge.Await(ctx, bridge.FetchPicture(p.URL), func(ctx app.Context, blob app.Value, err error) {
		if err != nil {
			ui.Notify(ctx, ui.ToastError, v.T("The sample picture could not be fetched: ")+faults.Err(v.Words, err))
			return
		}
		v.openOther(ctx, "sample-"+strconv.Itoa(i), blob, p)
	})
}

// openOther hands the second picture to the engine.
func (v *View) openOther(ctx app.Context, key string, blob app.Value, p state.Picture) {
	bridge.Await(ctx, bridge.OpenPicture(key, blob), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			ui.Notify(ctx, ui.ToastError, fmt.Sprintf(v.T("%s cannot be opened: %s."), p.Title(v.Words), faults.Err(v.Words, err)))
			return
		}
		old := v.other
		p.Key = key
		v.other = p
		v.draw() // before the one that nothing shows any more is let go
		if old.Key != "" && old.Key != key && old.Key != v.picture.Key {
			bridge.ClosePicture(old.Key)
		}
		drawAll(ctx)
	})
}

// pickOther takes the visitor's second picture.
func (v *View) pickOther(ctx app.Context, _ app.Event) {
	input := ctx.JSSrc()
	if files := input.Get("files"); files.Length() > 0 {
		v.opened++
		file := files.Index(0)
		v.openOther(ctx, "picture-"+strconv.Itoa(v.opened), file, state.Picture{Name: file.Get("name").String(), Sample: -1})
	}
	input.Set("value", "")
}

// lambdaOf returns the picture's own share in what a slot shows.
func lambdaOf(slot string) float64 {
	_, lambda, _ := bridge.Drawn(slot)
	return lambda
}

// renderMix is the picture that is mixed in, and the label that comes of it.
func (v *View) renderMix() app.UI {
	own := lambdaOf("strip-" + strconv.Itoa(len(workingOrder(v.Session.Recipe()))))
	share := func(x float64) string { return paramScale{probabilityParam}.Text(v.Words, round2(x)) }
	return app.Section().Class("mix").ID("mix").Attr("data-lambda", strconv.FormatFloat(own, 'f', 4, 64)).
		Aria("label", v.T("Mixing")).Body(
		app.H3().Text(v.T("Soft label")),
		app.Div().Class("mix-bar").Style("--own", strconv.FormatFloat(own, 'f', 4, 64)).Aria("hidden", true),
		app.Ul().Class("mix-shares").Body(
			app.Li().Body(app.Span().Text(v.picture.Title(v.Words)), app.Strong().Text(share(own))),
			app.Li().Body(app.Span().Text(v.other.Title(v.Words)), app.Strong().Text(share(1-own))),
		),
		app.Div().Class("mix-choose").Role("group").Aria("label", v.T("Mixed with##a group of buttons")).Body(
			app.Span().Class("muted").Text(v.T("Mixed with")),
			app.Range(state.Samples()).Slice(func(i int) app.UI {
				return app.Button().Type("button").Class("sample").Aria("label", v.T("Sample: ")+v.T(state.Samples()[i].Title)).
					Aria("pressed", v.other.Key != "" && v.other.Sample == i).
					OnClick(func(ctx app.Context, _ app.Event) { v.openOtherSample(ctx, i) }, app.EventScope(i)).
					Style("background-image", "url(/web/"+state.Samples()[i].File+")")
			}),
			app.Label().Class("button", "file-button").Body(
				app.Input().Type("file").ID("other-input").Class("sr-only").
					Accept("image/*,.ppm,.pgm,.pnm,.bmp,.webp").OnChange(v.pickOther),
				ui.Icon("picture"), app.Span().Text(v.T("Other")),
			),
		),
	)
}
