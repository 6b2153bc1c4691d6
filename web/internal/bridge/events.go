package bridge

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Events is a stream of server-sent events.
type Events struct {
	source app.Value
	funcs  []app.Func
}

// OpenEvents hears the events of some kinds on the goroutine that draws. broken is
// told when the connection is lost: the browser takes it up again unless closed.
func OpenEvents(ctx app.Context, url string, kinds []string, event func(ctx app.Context, kind, data string), broken func(ctx app.Context, closed bool)) *Events {
	s := &Events{source: app.Window().Get("EventSource").New(url)}
	for _, kind := range kinds {
		s.on(kind, func(e app.Value) {
			data := e.Get("data").String()
			ctx.Dispatch(func(ctx app.Context) { event(ctx, kind, data) })
		})
	}
	s.on("error", func(app.Value) {
		const closed = 2 // EventSource.CLOSED
		gone := s.source.Get("readyState").Int() == closed
		ctx.Dispatch(func(ctx app.Context) { broken(ctx, gone) })
	})
	return s
}

func (s *Events) on(kind string, f func(app.Value)) {
	h := app.FuncOf(func(_ app.Value, args []app.Value) any {
		f(args[0])
		return nil
	})
	s.source.Call("addEventListener", kind, h)
	s.funcs = append(s.funcs, h)
}

// Close ends the stream.
func (s *Events) Close() {
	s.source.Call("close")
	for _, h := range s.funcs {
		h.Release()
	}
}
