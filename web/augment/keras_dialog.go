package augment

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

const kerasOpened = "keras-opened"

// kerasDialog opens a recipe from a call of Keras's ImageDataGenerator.
type kerasDialog struct {
	app.Compo
	*state.App
	text    string
	asKeras bool
	r       recipe.Recipe // what text says
	notes   []recipe.Text
	err     error
}

// kerasExample is the article's kind of call, as a placeholder.
const kerasExample = `ImageDataGenerator(
    rotation_range=20,
    width_shift_range=0.1,
    zoom_range=0.2,
    horizontal_flip=True)`

func (d *kerasDialog) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	ctx.Handle(kerasOpened, func(ctx app.Context, _ app.Action) {
		d.read(d.text) // the size may be another by now
		ctx.Defer(func(app.Context) {
			bridge.OpenDialog("keras-dialog")
			bridge.Focus("#keras-text")
		})
	})
}

// read takes what was typed; the size is the document's.
func (d *kerasDialog) read(text string) {
	d.text = text
	d.r, d.notes, d.err = recipe.Recipe{}, nil, nil
	if text != "" {
		d.r, d.notes, d.err = recipe.ParseKeras(text, recipe.KerasOptions{Size: d.Session.Recipe().Size, AsKeras: d.asKeras})
	}
}

func (d *kerasDialog) typed(ctx app.Context, _ app.Event) { d.read(ctx.JSSrc().Get("value").String()) }

func (d *kerasDialog) open(ctx app.Context, _ app.Event) {
	if d.text == "" || d.err != nil {
		return
	}
	r := d.r
	r.Seed, r.Train = d.Session.Recipe().Seed, d.Session.Recipe().Train
	if err := replaceRecipe(ctx, d.App, r); err != nil {
		ui.Notify(ctx, ui.ToastError, faults.Err(d.Words, err))
		return
	}
	bridge.CloseDialog("keras-dialog")
	ui.Notify(ctx, ui.ToastInfo, d.T("Recipe opened. Undo brings the one before back."))
}

func (d *kerasDialog) Render() app.UI {
	button := app.Button().Type("button").Class("button", "primary").ID("keras-open").OnClick(d.open).
		Body(app.Span().Text(d.T("Open as a recipe")))
	if d.text == "" || d.err != nil {
		button = button.Disabled(true)
	}
	return app.Dialog().ID("keras-dialog").Class("dialog", "keras").Aria("labelledby", "keras-title").Body(
		app.Div().Class("dialog-head").Body(
			app.H2().ID("keras-title").Text(d.T("Open from ImageDataGenerator")),
			ui.CloseButton(d.Words),
		),
		app.Div().Class("share-body").Body(
			app.Label().Class("muted").For("keras-text").Text(d.T("Paste the call, or its parameters alone; what stands around it is not read.")),
			app.Textarea().ID("keras-text").Class("text-input", "keras-text").Rows(8).Spellcheck(false).
				Attr("autocapitalize", "off").Placeholder(kerasExample).Aria("describedby", "keras-notes").OnInput(d.typed),
			app.Label().Class("check-row").Body(
				app.Input().Type("checkbox").ID("keras-as-is").Checked(d.asKeras).OnChange(func(ctx app.Context, _ app.Event) {
					d.asKeras = ctx.JSSrc().Get("checked").Bool()
					d.read(d.text)
				}),
				app.Span().Text(d.T("As Keras 2.4 and later do it: shifts exchanged, and the centre missed on pictures that are not square")),
			),
			app.Div().ID("keras-notes").Class("keras-notes").Aria("live", "polite").Body(d.renderNotes()...),
			button,
		),
	)
}

// renderNotes tells what the text says, or what is wrong with it.
func (d *kerasDialog) renderNotes() []app.UI {
	switch {
	case d.text == "":
		return nil
	case d.err != nil:
		return []app.UI{app.P().Class("keras-error").ID("keras-error").Body(ui.Icon("warn"), app.Span().Text(faults.Err(d.Words, d.err)))}
	case len(d.r.Steps) == 0:
		return []app.UI{app.P().Class("muted").Text(d.T("The call changes nothing: the recipe will be empty."))}
	}
	var chips []app.UI
	for _, s := range d.r.Steps {
		chips = append(chips, app.Span().Class("chip").Body(
			app.Span().Text(stepTitle(d.Words, s)), app.Span().Class("chip-value").Text(summary(d.Words, s))))
	}
	out := []app.UI{
		app.P().Text(fmt.Sprintf(d.T("%d steps:"), len(d.r.Steps))),
		app.P().Class("readout-draws").Body(chips...),
	}
	if len(d.notes) > 0 {
		out = append(out, app.Ul().Class("keras-notes").Body(app.Range(d.notes).Slice(func(i int) app.UI {
			return app.Li().Text(d.Text(d.notes[i]))
		})))
	}
	return out
}
