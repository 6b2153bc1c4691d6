package recognise

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/api/client"
	"graft/web/elsewhere"
	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// New returns the view in which pictures are recognised.
func New(a *state.App) app.UI {
	return &View{recognition: recognition{App: a}, heat: heat{opacity: 70}}
}

// View applies a trained head to pictures.
type View struct {
	app.Compo
	hears bridge.Listeners
	recognition

	job    string // the one picked; "" follows the latest
	camera bool
	shots  ui.CameraState
	heat   heat
}

func (v *View) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	ctx.Handle(state.JobsChanged, func(ctx app.Context, _ app.Action) { v.openChosenHead(ctx) })
	ctx.Handle(state.SessionChanged, func(ctx app.Context, _ app.Action) { v.openChosenHead(ctx) })
	ctx.Handle(state.ExplainWanted, func(ctx app.Context, a app.Action) {
		if w, ok := a.Value.(state.WantedExplanation); ok {
			v.explain(ctx, w)
		}
	})
	v.changed = v.warm
	v.hears.On(ctx, "graft-recognise", func(ctx app.Context, detail string) {
		v.add(ctx, detail)
		if !v.Recognised && v.shown() != nil {
			v.Recognised = true
			ctx.NewAction(state.JobsChanged) // the tabs tell so
		}
		if s := v.shown(); s != nil && !strings.HasPrefix(s.Name, "camera-") {
			v.camera = false
		}
	})
	v.hears.On(ctx, "graft-camera", func(_ app.Context, detail string) {
		var s ui.CameraState
		if json.Unmarshal([]byte(detail), &s) == nil && s.Target == "recognise" {
			v.shots = s
		}
	})
	v.openChosenHead(ctx)
}

func (v *View) OnDismount() { v.hears.Close() }

// openChosenHead opens the head that should be open, once the view is.
func (v *View) openChosenHead(ctx app.Context) {
	if v.Session.View() != state.ViewRecognise {
		if v.camera {
			v.turnCamera(ctx, false)
		}
		return
	}
	if j, ok := v.chosenJob(); ok {
		v.ChosenHead = j.ID
		v.openHead(ctx, j)
	}
}

// chosenJob is the job picked, else the latest that is done.
func (v *View) chosenJob() (api.Job, bool) {
	done := v.heads()
	for _, j := range done {
		if j.ID == v.job {
			return j, true
		}
	}
	if len(done) == 0 {
		return api.Job{}, false
	}
	return done[0], true
}

// heads are those to choose from: the one that came with the address first.
func (v *View) heads() []api.Job {
	done := v.Trainer.Done()
	if j, ok := v.LinkJob(); ok {
		if v.head.job.ID == j.ID {
			j = v.head.job
		}
		done = append([]api.Job{j}, done...)
	}
	return done
}

func (v *View) Render() app.UI {
	view := app.Section().ID("recognise-view").Class("recognise-view").DataSet("paste", "recognise").DataSet("drop", "recognise")
	if _, ok := v.chosenJob(); !ok {
		return view.Body(v.renderNone())
	}
	return view.Body(
		v.renderNoTrainer(),
		v.renderBar(),
		v.renderProblem(),
		app.Div().Class("recognise-columns").Body(
			app.Div().Class("recognise-picture").Body(v.renderPicture(), v.renderHeatBar()),
			app.Div().Class("recognise-result").Body(v.renderResult(), v.renderGive()),
		),
		v.renderGallery(),
	)
}

// renderNone is what is seen before anything is trained.
func (v *View) renderNone() app.UI {
	title := v.T("Train a classifier first")
	text := v.T("Then any picture can be dropped here, and you see how sure the network is of each class.")
	if v.Trainer.Asked && client.NoneConfigured(v.Trainer.Problem) {
		title = v.T("No trainer is configured here")
		text = v.T("Recognising needs the network's features, which a trainer computes. Fine-tune says how to run one on this computer.")
	} else if v.Trainer.Asked && v.Trainer.Problem != nil {
		title = v.T("No trainer answers at this address")
		text = v.T("Recognising needs the network's features, which the server computes. Look whether it still runs, then reload this page.")
	}
	return app.Div().Class("run-empty").Body(
		app.Div().Class("run-mark").Body(ui.Icon("recognise")),
		app.H2().Text(title),
		app.P().Class("muted").Text(text),
		app.Button().Type("button").Class("button", "primary").ID("recognise-go-train").
			OnClick(func(ctx app.Context, _ app.Event) { v.Session.Show(ctx, state.ViewTrain) }).
			Body(ui.Icon("chart"), app.Span().Text(v.T("Go to Fine-tune"))),
	)
}

// renderNoTrainer says that a head alone, which came with a link, recognises
// nothing: the network that it sits on is at the trainer.
func (v *View) renderNoTrainer() app.UI {
	if !v.Trainer.Asked || v.Trainer.Problem == nil {
		return app.Div().Class("no-server").Hidden(true)
	}
	return app.Div().Class("no-server", "notice", "notice-warn").ID("recognise-no-server").Role("status").Body(
		ui.Icon("info"),
		app.P().Text(v.T("The classifier is here; what it looks with, ResNet-50, is at a trainer, and none answers. Fine-tune says how to run one.")),
		app.Button().Type("button").Class("button").ID("recognise-find-trainer").
			OnClick(func(ctx app.Context, _ app.Event) { v.Session.Show(ctx, state.ViewTrain) }).
			Body(ui.Icon("chart"), app.Span().Text(v.T("Go to Fine-tune"))),
	)
}

// renderBar chooses the head and gives it away.
func (v *View) renderBar() app.UI {
	chosen, _ := v.chosenJob()
	var options []app.UI
	for _, j := range v.heads() {
		if state.LinkOf(j) != "" {
			label := v.T("From the link")
			if len(j.Classes) > 0 {
				label += ": " + v.JobTitle(j, 3)
			}
			options = append(options, app.Option().Value(j.ID).Selected(j.ID == chosen.ID).Text(label))
			continue
		}
		label := v.RunName(j, 3) + " · " + state.JobFigure(j) + " · " + state.When(v.Words, j.Created, time.Now())
		options = append(options, app.Option().Value(j.ID).Selected(j.ID == chosen.ID).Text(label))
	}
	return app.Div().Class("recognise-bar").Body(
		app.Label().Class("head-picker").Body(
			app.Span().Class("setting-title").Text(v.T("Classifier")),
			app.Select().Class("select").ID("choose-head").OnChange(func(ctx app.Context, _ app.Event) {
				v.job = ctx.JSSrc().Get("value").String()
				v.openChosenHead(ctx)
			}).Body(options...),
		),
		app.If(state.LinkOf(chosen) == "", func() app.UI { return elsewhere.Button(v.Words, "take-chosen", chosen) }).Else(func() app.UI {
			return app.A().Class("button").ID("download-head").Href(v.HeadURL(chosen)).Download("graft-"+state.LinkOf(chosen)+".safetensors").
				Body(ui.Icon("download"), app.Span().Text(v.T("Download the classifier")))
		}),
	)
}

func (v *View) renderProblem() app.UI {
	if v.problem == "" {
		return app.Div().Hidden(true)
	}
	return app.Div().Class("notice", "notice-warn").Role("status").ID("head-problem").Body(
		ui.Icon("warn"), app.Span().Text(faults.Words(v.Words, v.problem)),
		app.Button().Type("button").Class("button").OnClick(func(ctx app.Context, _ app.Event) {
			v.openChosenHead(ctx)
			v.retry(ctx)
		}).Text(v.T("Try again")),
	)
}

// renderPicture is the camera, the picture, or the place to drop one.
func (v *View) renderPicture() app.UI {
	if v.camera {
		return v.renderCamera()
	}
	s := v.shown()
	if s == nil || s.URL == "" {
		return app.Div().Class("drop-zone", "recognise-drop").Body(
			app.Div().Class("drop-mark").Body(ui.Icon("picture")),
			app.H2().Body(
				app.Span().Class("with-mouse").Text(v.T("Drop a picture")),
				app.Span().Class("with-finger").Text(v.T("Choose a picture")),
			),
			app.P().Class("muted", "with-mouse").Text(v.T("or several; paste works too")),
		)
	}
	return app.Figure().Class("recognise-figure").Body(
		app.Div().Class("recognise-frame").Body(app.Img().Src(s.URL).Alt(s.Name).ID("recognise-image"), v.renderHeat(s)),
		app.FigCaption().Class("muted").Text(s.Name),
	)
}

// turnCamera opens the camera in the picture's place, or gives the place back: the
// heat map is drawn anew then, for its canvas is another.
func (v *View) turnCamera(ctx app.Context, on bool) {
	v.camera, v.shots, v.heat.drawn = on, ui.CameraState{}, ""
	v.warm(ctx)
}

func (v *View) renderCamera() app.UI {
	body := []app.UI{app.Elem("graft-camera").Attr("target", "recognise")}
	if v.shots.State == "failed" {
		body = []app.UI{app.P().Class("notice", "notice-warn").Role("status").Body(ui.Icon("warn"), app.Span().Text(v.shots.Fault(v.Words)))}
	} else {
		body = append(body, app.Button().Type("button").Class("button", "primary", "shutter").DataSet("shutter", "once").
			Body(ui.Icon("camera"), app.Span().Text(v.T("Take a picture"))))
	}
	return app.Div().Class("shots", "shots-recognise").Body(append(body,
		app.Button().Type("button").Class("button", "quiet-button").OnClick(func(ctx app.Context, _ app.Event) { v.turnCamera(ctx, false) }).Text(v.T("Close the camera")))...)
}

// renderGive are the ways to give a picture, and where it goes.
func (v *View) renderGive() app.UI {
	return app.Div().Class("recognise-give").Body(
		app.Div().Class("button-row").Body(
			app.Label().Class("button", "primary", "file-button").Body(
				ui.Icon("picture"), app.Span().Text(v.T("Choose pictures")),
				app.Input().Type("file").ID("recognise-file").Multiple(true).Accept("image/*,.ppm,.pgm").DataSet("pick", "recognise").Class("file-input"),
			),
			app.Button().Type("button").Class("button").ID("recognise-camera").OnClick(func(ctx app.Context, _ app.Event) { v.turnCamera(ctx, !v.camera) }).Body(ui.Icon("camera"), app.Span().Text(v.T("Camera"))),
		),
		app.P().Class("privacy").Body(ui.Icon("lock"), app.Span().Text(
			v.T("Each picture goes to the trainer for one thing: what ResNet-50 sees in it, 2048 numbers, or those of each place if you ask what it looks at. It is not kept there. The classifier is applied in this tab."))),
	)
}
