package web

import (
	"errors"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// callEngine sends msg ("do" and what it needs, see wasm/engine) to a worker
// and hands its answer to done on the UI goroutine. Values in msg may be
// JavaScript objects such as a Blob. done is not called if the component has
// gone by then.
func callEngine(ctx app.Context, msg map[string]any, done func(ctx app.Context, answer app.Value, err error)) {
	callJS(ctx, glue().Get("pool").Call("call", msg), done)
}

// callJS waits for a promise of window.graft. A rejection's message is err.
func callJS(ctx app.Context, promise app.Value, done func(ctx app.Context, answer app.Value, err error)) {
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
	glue().Call("settle", promise, settle)
}
