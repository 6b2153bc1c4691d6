package bridge

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Listeners are events of window that a component hears while it is mounted.
type Listeners struct{ stop []func() }

// On calls f on the goroutine that draws for every event called name, with its
// detail: text, which the scripts of the page send as plain words or as JSON.
func (l *Listeners) On(ctx app.Context, name string, f func(ctx app.Context, detail string)) {
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

// Close ends all of them. Call it in OnDismount.
func (l *Listeners) Close() {
	for _, stop := range l.stop {
		stop()
	}
	l.stop = nil
}

// Listen calls do with the detail of every event that the scripts send to the
// window, for as long as the page is there.
func Listen(ctx app.Context, event string, do func(ctx app.Context, detail app.Value)) {
	app.Window().Call("addEventListener", event, app.FuncOf(func(_ app.Value, args []app.Value) any {
		detail := args[0].Get("detail")
		ctx.Dispatch(func(ctx app.Context) { do(ctx, detail) })
		return nil
	}))
}

// OnDialogClose calls do whenever the dialog is closed.
func OnDialogClose(ctx app.Context, id string, do func(ctx app.Context)) {
	call("onDialogClose", id, app.FuncOf(func(app.Value, []app.Value) any {
		ctx.Dispatch(do)
		return nil
	}))
}

// OnAddress tells of another fragment of the address: one that a visitor pasted, or
// of a known entry of the browser's history.
func OnAddress(ctx app.Context, do func(ctx app.Context, fragment string, known bool)) {
	call("onFragment", app.FuncOf(func(_ app.Value, args []app.Value) any {
		fragment, known := args[0].String(), args[1].Bool()
		ctx.Dispatch(func(ctx app.Context) { do(ctx, fragment, known) })
		return nil
	}))
}

// OnPicture tells what was dropped or pasted on a part of the page: a File, or text.
func OnPicture(ctx app.Context, id string, do func(ctx app.Context, given app.Value)) {
	call("onPicture", id, app.FuncOf(func(_ app.Value, args []app.Value) any {
		given := args[0]
		ctx.Dispatch(func(ctx app.Context) { do(ctx, given) })
		return nil
	}))
}

// OnSorted lets the items of a list be dragged, and tells which was put where.
func OnSorted(ctx app.Context, id string, do func(ctx app.Context, from, to int)) {
	call("sortable", id, app.FuncOf(func(_ app.Value, args []app.Value) any {
		from, to := args[0].Int(), args[1].Int()
		ctx.Dispatch(func(ctx app.Context) {
			do(ctx, from, to)
			ctx.Defer(func(app.Context) { call("sorted") })
		})
		return nil
	}))
}
