package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/i18n"
)

// Kinds of toast.
const (
	ToastInfo  = "info"
	ToastError = "error"
)

const toastAction = "toast"

// maxToasts are shown at once; an older one makes room.
const maxToasts = 3

// Notify says text in a corner of the page: toastInfo goes by itself,
// toastError stays longer and is read out at once.
func Notify(ctx app.Context, kind, text string) {
	ctx.NewActionWithValue(toastAction, toast{kind: kind, text: text})
}

type toast struct {
	id         int
	kind, text string
}

// Toaster shows toasts; the shell has one.
type Toaster struct {
	app.Compo
	i18n.Words
	First  string // an error that is shown from the start
	toasts []toast
	next   int
}

func (t *Toaster) OnMount(ctx app.Context) {
	Follow(ctx)
	ctx.Handle(toastAction, func(ctx app.Context, action app.Action) {
		if one, ok := action.Value.(toast); ok {
			t.add(ctx, one)
		}
	})
	if t.First != "" {
		t.add(ctx, toast{kind: ToastError, text: t.First})
	}
}

func (t *Toaster) add(ctx app.Context, one toast) {
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
	if one.kind == ToastError {
		stay = 15 * time.Second
	}
	ctx.After(stay, func(app.Context) { t.remove(one.id) })
}

func (t *Toaster) remove(id int) {
	for i, one := range t.toasts {
		if one.id == id {
			t.toasts = append(t.toasts[:i:i], t.toasts[i+1:]...)
			return
		}
	}
}

func (t *Toaster) Render() app.UI {
	return app.Div().Class("toasts").ID("toasts").Attr("popover", "manual").Role("status").Aria("live", "polite").Body(
		app.Range(t.toasts).Slice(func(i int) app.UI {
			one := t.toasts[i]
			role := "status"
			if one.kind == ToastError {
				role = "alert"
			}
			return app.Div().Class("toast", "toast-"+one.kind).Role(role).Attr("data-toast", one.kind).Body(
				app.P().Text(one.text),
				app.Button().Type("button").Class("icon-button").Aria("label", t.T("Close")).
					OnClick(func(app.Context, app.Event) { t.remove(one.id) }, app.EventScope(one.id)).
					Body(Icon("close")),
			)
		}),
	)
}
