package train

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/api/client"
	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// nearbyKey is where the address of the visitor's own trainer is kept.
const nearbyKey = "graft-trainer"

// nearbyAddress is where `graft serve` is unless it was told otherwise.
const nearbyAddress = "127.0.0.1:8000"

// parseNearby returns the address of a server on this computer, the only ones
// that the page's policy lets it reach; "" if text is none.
func parseNearby(text string) string {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return ""
	}
	if name := u.Hostname(); name != "localhost" && name != "127.0.0.1" {
		return ""
	}
	return "http://" + u.Host
}

// rememberNearby takes up the trainer that was used before.
func rememberNearby(a *state.App) {
	if app.IsClient {
		a.Server.Base = parseNearby(bridge.Recall(nearbyKey))
	}
}

// nearbyChosen is the action that makes a server on this computer the trainer. It
// is the train view that acts: a button's own context ends with the button.
const nearbyChosen = "nearby-chosen"

// useNearby makes a server on this computer the trainer, or "" the page's own.
func useNearby(ctx app.Context, address string) { ctx.NewActionWithValue(nearbyChosen, address) }

func (v *View) adoptNearby(ctx app.Context, action app.Action) {
	address, ok := action.Value.(string)
	if !ok {
		return
	}
	v.Server.Base = address
	bridge.Keep(nearbyKey, address)
	v.Trainer.Drop()
	v.Trainer.Now, v.Trainer.Jobs, v.Trainer.Sets = api.Job{}, nil, nil
	v.Trainer.Refresh(ctx)
}

// noTrainer says that nobody can train, why, and what can be done about it.
type noTrainer struct {
	app.Compo
	*state.App
	address string
	asking  bool
	message string     // what came of looking
	found   api.Health // at address
	sought  bool
}

func (n *noTrainer) OnInit() { n.address = nearbyAddress }

func (n *noTrainer) OnMount(ctx app.Context) {
	ui.Follow(ctx)
	ctx.Handle(state.JobsChanged, func(ctx app.Context, _ app.Action) { n.findQuietly(ctx) })
	ctx.Handle(state.SessionChanged, func(ctx app.Context, _ app.Action) { n.findQuietly(ctx) })
	n.findQuietly(ctx)
}

// findQuietly looks for a trainer on this computer, once, when one would be of
// use, and if the browser does not ask the visitor for it.
func (n *noTrainer) findQuietly(ctx app.Context) {
	view := n.Session.View()
	if n.sought || app.IsServer || !client.NoneConfigured(n.Trainer.Problem) || view != state.ViewTrain && view != state.ViewRecognise {
		return
	}
	n.sought = true
	bridge.Await(ctx, bridge.NearbyAllowed(), func(ctx app.Context, state app.Value, err error) {
		if err == nil && state.String() == "granted" {
			n.ask(ctx, true)
		}
	})
}

// ask asks the address for its health. quietly says nothing if nobody is there.
func (n *noTrainer) ask(ctx app.Context, quietly bool) {
	n.found, n.message = api.Health{}, ""
	address := parseNearby(n.address)
	if address == "" {
		n.message = n.T("Type an address on this computer, as in 127.0.0.1:8000.")
		return
	}
	n.asking = true
	bridge.Await(ctx, bridge.NearbyHealth(address), func(ctx app.Context, answer app.Value, err error) {
		n.asking = false
		if err == nil {
			err = json.Unmarshal([]byte(answer.String()), &n.found)
		}
		if err != nil && !quietly {
			n.message = n.T("No trainer that allows this page answers there. Start it with the command above.")
		}
	})
}

func (n *noTrainer) Render() app.UI {
	if !n.Trainer.Asked || n.Trainer.Problem == nil {
		return app.Div().Class("no-server").Hidden(true)
	}
	box := app.Div().Class("no-server", "notice", "notice-warn").ID("no-server").Role("status")
	switch {
	case n.Server.Base != "":
		return box.Body(ui.Icon("warn"), n.renderLost(), n.retry())
	case client.NoneConfigured(n.Trainer.Problem):
		return box.Body(ui.Icon("info"), n.renderNone())
	}
	return box.Body(ui.Icon("warn"), n.renderSilent(), n.retry())
}

func (n *noTrainer) retry() app.UI {
	return app.Button().Type("button").Class("button").ID("retry-server").
		OnClick(func(ctx app.Context, _ app.Event) { n.Trainer.Refresh(ctx) }).Text(n.T("Try again"))
}

// renderSilent is for the page of a server that has gone, or of a static host.
func (n *noTrainer) renderSilent() app.UI {
	var fault *client.Error
	if errors.As(n.Trainer.Problem, &fault) {
		return app.Div().Body(
			app.P().Body(app.Strong().Text(n.T("The trainer does not answer."))),
			app.P().Text(faults.Say(n.Words, fault.Wire)),
		)
	}
	return app.Div().Body(
		app.P().Body(app.Strong().Text(n.T("No trainer answers at this address."))),
		app.P().Text(n.T("Training runs on a computer of yours. In a copy of the project:")),
		app.Pre().Class("command").Body(app.Code().Text("make run")),
		app.P().Text(n.T("Then open the address that it prints. Your pictures and settings stay here.")),
	)
}

// renderLost is for a trainer on this computer that was used and has gone.
func (n *noTrainer) renderLost() app.UI {
	return app.Div().Body(
		app.P().Body(app.Strong().Text(n.T("Your trainer does not answer: ")+strings.TrimPrefix(n.Server.Base, "http://"))),
		n.renderCommand(),
		app.Button().Type("button").Class("link-button").ID("forget-trainer").
			OnClick(func(ctx app.Context, _ app.Event) { useNearby(ctx, "") }).Text(n.T("Use it no longer")),
	)
}

// renderNone is for the edge without a trainer.
func (n *noTrainer) renderNone() app.UI {
	return app.Div().Body(
		app.P().Body(app.Strong().Text(n.T("No trainer is configured here."))),
		app.P().Text(n.T("Augmenting, exporting and sharing need none. To fine-tune and to recognise, run Graft's server on this computer and let this page use it:")),
		n.renderCommand(),
		n.renderFind(),
		app.P().Class("muted").Text(n.T("Pictures then go to your own computer only. Whoever runs this page can set TRAINER_URL for everyone.")),
	)
}

func (n *noTrainer) renderCommand() app.UI {
	command := "graft serve"
	if app.IsClient {
		command += " -allow-origin " + bridge.Origin()
	}
	return app.Div().Class("command-row").Body(
		app.Pre().Class("command").Body(app.Code().ID("serve-command").Text(command)),
		app.Button().Type("button").Class("button").ID("copy-command").Aria("label", n.T("Copy the command")).
			OnClick(func(ctx app.Context, _ app.Event) {
				bridge.Await(ctx, bridge.Copy(command), func(ctx app.Context, _ app.Value, err error) {
					if err == nil {
						ui.Notify(ctx, ui.ToastInfo, n.T("Command copied"))
					}
				})
			}, app.EventScope(command)).Body(ui.Icon("copy")),
	)
}

// renderFind looks for the trainer, and offers what it has found.
func (n *noTrainer) renderFind() app.UI {
	if n.found.Status != "" {
		return app.Div().Class("trainer-found").Body(
			ui.Icon("check"),
			app.Span().Text(n.T("Graft runs on this computer: ")+parseNearby(n.address)+" ("+n.found.Backend+")"),
			app.Button().Type("button").Class("button", "primary").ID("use-trainer").
				OnClick(func(ctx app.Context, _ app.Event) { useNearby(ctx, parseNearby(n.address)) }).Text(n.T("Train there")),
		)
	}
	button := app.Button().Type("button").Class("button").ID("find-trainer").
		OnClick(func(ctx app.Context, _ app.Event) { n.ask(ctx, false) }).Text(n.T("Look for it"))
	if n.asking {
		button = button.Disabled(true)
	}
	return app.Div().Class("trainer-find").Body(
		app.Label().Body(
			app.Span().Class("sr-only").Text(n.T("Address of the trainer")),
			app.Input().Type("text").Class("text-input").ID("trainer-address").Value(n.address).AutoComplete(false).Attr("spellcheck", "false").
				OnInput(func(ctx app.Context, _ app.Event) { n.address = ctx.JSSrc().Get("value").String() }),
		),
		button,
		app.Span().Class("muted").Role("status").ID("trainer-message").Text(n.message),
	)
}

// renderNearby says that the trainer is the visitor's own, and how to leave it.
func renderNearby(a *state.App) app.UI {
	if a.Server.Base == "" || a.Trainer.Problem != nil {
		return app.Div().Hidden(true)
	}
	return app.P().Class("trainer-nearby", "muted").ID("trainer-nearby").Body(
		app.Span().Text(a.T("Training on this computer: ")+strings.TrimPrefix(a.Server.Base, "http://")),
		app.Button().Type("button").Class("link-button").ID("leave-trainer").
			OnClick(func(ctx app.Context, _ app.Event) { useNearby(ctx, "") }).Text(a.T("stop using it")),
	)
}
