package web

import (
	"time"

	"graft/web/internal/bridge"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Kinds of toast.
const (
	toastInfo  = "info"
	toastError = "error"
)

const toastAction = "toast"

// maxToasts are shown at once; an older one makes room.
const maxToasts = 3

// notify says text in a corner of the page: toastInfo goes by itself,
// toastError stays longer and is read out at once.
func notify(ctx app.Context, kind, text string) {
	ctx.NewActionWithValue(toastAction, toast{kind: kind, text: text})
}

type toast struct {
	id         int
	kind, text string
}

// toaster shows toasts; the shell has one.
type toaster struct {
	app.Compo
	*App
	First  string // an error that is shown from the start
	toasts []toast
	next   int
}

func (t *toaster) OnMount(ctx app.Context) {
	follow(ctx)
	ctx.Handle(toastAction, func(ctx app.Context, action app.Action) {
		if one, ok := action.Value.(toast); ok {
			t.add(ctx, one)
		}
	})
	if t.First != "" {
		t.add(ctx, toast{kind: toastError, text: t.First})
	}
}

func (t *toaster) add(ctx app.Context, one toast) {
	for _, shown := range t.toasts {
		if shown.text == one.text {
			return
		}
	}
	t.next++
	one.id = t.next
	t.toasts = append(t.toasts, one)
	if n := len(t.toasts) - maxToasts; n > 0 {
		t.toasts = append([]toast(nil), t.toasts[n:]...)
	}
	ctx.Defer(func(app.Context) { bridge.Raise("toasts") })
	stay := 5 * time.Second
	if one.kind == toastError {
		stay = 15 * time.Second
	}
	ctx.After(stay, func(app.Context) { t.remove(one.id) })
}

func (t *toaster) remove(id int) {
	for i, one := range t.toasts {
		if one.id == id {
			t.toasts = append(t.toasts[:i:i], t.toasts[i+1:]...)
			return
		}
	}
}

func (t *toaster) Render() app.UI {
	return app.Div().Class("toasts").ID("toasts").Attr("popover", "manual").Role("status").Aria("live", "polite").Body(
		app.Range(t.toasts).Slice(func(i int) app.UI {
			one := t.toasts[i]
			role := "status"
			if one.kind == toastError {
				role = "alert"
			}
			return app.Div().Class("toast", "toast-"+one.kind).Role(role).Attr("data-toast", one.kind).Body(
				app.P().Text(one.text),
				app.Button().Type("button").Class("icon-button").Aria("label", t.T("Close")).
					OnClick(func(app.Context, app.Event) { t.remove(one.id) }, app.EventScope(one.id)).
					Body(icon("close")),
			)
		}),
	)
}
