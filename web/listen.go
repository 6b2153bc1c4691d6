package web

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// listeners are events of window that a component hears while it is mounted.
type listeners struct{ stop []func() }

// on calls f on the UI goroutine for every event called name, with its detail:
// text, which the scripts of the page send as plain words or as JSON.
func (l *listeners) on(ctx app.Context, name string, f func(ctx app.Context, detail string)) {
	if !app.IsClient {
		return
	}
	h := app.FuncOf(func(_ app.Value, args []app.Value) any {
		detail := args[0].Get("detail").String()
		ctx.Dispatch(func(ctx app.Context) { f(ctx, detail) })
		return nil
	})
	app.Window().Call("addEventListener", name, h)
	l.stop = append(l.stop, func() {
		app.Window().Call("removeEventListener", name, h)
		h.Release()
	})
}

// close ends all of them. Call it in OnDismount.
func (l *listeners) close() {
	for _, stop := range l.stop {
		stop()
	}
	l.stop = nil
}
