package bridge

import (
	"errors"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// graft is the JavaScript beside the page, window.graft.
func graft() app.Value { return app.Window().Get("graft") }

// call calls a function of window.graft.
func call(name string, args ...any) app.Value { return graft().Call(name, args...) }

// callOf calls a function of one of its parts.
func callOf(part, name string, args ...any) app.Value { return graft().Get(part).Call(name, args...) }

// Promise is what JavaScript will answer.
type Promise struct{ value app.Value }

// Await hands the end of a promise to done, on the goroutine that draws. A
// rejection's message is err. done is not called if the component has gone by then.
func Await(ctx app.Context, p Promise, done func(ctx app.Context, answer app.Value, err error)) {
	var settle app.Func
	settle = app.FuncOf(func(_ app.Value, args []app.Value) any {
		problem, answer := args[0], args[1]
		ctx.Dispatch(func(ctx app.Context) {
			settle.Release()
			if problem.Truthy() {
				done(ctx, nil, errors.New(problem.String()))
				return
			}
			done(ctx, answer, nil)
		})
		return nil
	})
	call("settle", p.value, settle)
}
