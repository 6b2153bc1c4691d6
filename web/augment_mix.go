package web

import (
	"fmt"
	"strconv"

	"graft/web/internal/bridge"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// otherSample is a bundled picture that is not the one shown.
func otherSample(shown int) int {
	if shown == 1 {
		return 0
	}
	return 1
}

// openOtherSample opens a bundled picture to mix with.
func (v *augmentView) openOtherSample(ctx app.Context, i int) {
	p := samplePicture(i)
	bridge.Await(ctx, bridge.FetchPicture(p.url), func(ctx app.Context, blob app.Value, err error) {
		if err != nil {
			notify(ctx, toastError, v.T("The sample picture could not be fetched: ")+trErr(v.Words, err))
			return
		}
		v.openOther(ctx, "sample-"+strconv.Itoa(i), blob, p)
	})
}

// openOther hands the second picture to the engine.
func (v *augmentView) openOther(ctx app.Context, key string, blob app.Value, p picture) {
	bridge.Await(ctx, bridge.OpenPicture(key, blob), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			notify(ctx, toastError, fmt.Sprintf(v.T("%s cannot be opened: %s."), p.title(v.Words), trErr(v.Words, err)))
			return
		}
		old := v.other
		p.key = key
		v.other = p
		v.draw() // before the one that nothing shows any more is let go
		if old.key != "" && old.key != key && old.key != v.picture.key {
			bridge.ClosePicture(old.key)
		}
		drawAll(ctx)
	})
}

// pickOther takes the visitor's second picture.
func (v *augmentView) pickOther(ctx app.Context, _ app.Event) {
	input := ctx.JSSrc()
	if files := input.Get("files"); files.Length() > 0 {
		v.opened++
		file := files.Index(0)
		v.openOther(ctx, "picture-"+strconv.Itoa(v.opened), file, picture{name: file.Get("name").String(), sample: -1})
	}
	input.Set("value", "")
}

// lambdaOf returns the picture's own share in what a slot shows.
func lambdaOf(slot string) float64 {
	_, lambda, _ := bridge.Drawn(slot)
	return lambda
}

// renderMix is the picture that is mixed in, and the label that comes of it.
func (v *augmentView) renderMix() app.UI {
	own := lambdaOf("strip-" + strconv.Itoa(len(workingOrder(v.Session.Recipe()))))
	share := func(x float64) string { return paramScale{probabilityParam}.Text(v.Words, round2(x)) }
	return app.Section().Class("mix").ID("mix").Attr("data-lambda", strconv.FormatFloat(own, 'f', 4, 64)).
		Aria("label", v.T("Mixing")).Body(
		app.H3().Text(v.T("Soft label")),
		app.Div().Class("mix-bar").Style("--own", strconv.FormatFloat(own, 'f', 4, 64)).Aria("hidden", true),
		app.Ul().Class("mix-shares").Body(
			app.Li().Body(app.Span().Text(v.picture.title(v.Words)), app.Strong().Text(share(own))),
			app.Li().Body(app.Span().Text(v.other.title(v.Words)), app.Strong().Text(share(1-own))),
		),
		app.Div().Class("mix-choose").Role("group").Aria("label", v.T("Mixed with##a group of buttons")).Body(
			app.Span().Class("muted").Text(v.T("Mixed with")),
			app.Range(samples).Slice(func(i int) app.UI {
				return app.Button().Type("button").Class("sample").Aria("label", v.T("Sample: ")+v.T(samples[i].title)).
					Aria("pressed", v.other.key != "" && v.other.sample == i).
					OnClick(func(ctx app.Context, _ app.Event) { v.openOtherSample(ctx, i) }, app.EventScope(i)).
					Style("background-image", "url(/web/"+samples[i].file+")")
			}),
			app.Label().Class("button", "file-button").Body(
				app.Input().Type("file").ID("other-input").Class("sr-only").
					Accept("image/*,.ppm,.pgm,.pnm,.bmp,.webp").OnChange(v.pickOther),
				icon("picture"), app.Span().Text(v.T("Other")),
			),
		),
	)
}
