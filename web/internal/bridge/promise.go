package bridge

import (
	"encoding/json"
	"errors"

	"graft/core/fault"

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

// Await hands the end of a promise to done, on the goroutine that draws. err is a
// rejection's message, or a *Fault if it has a code. done is not called if the component has gone by then.
func Await(ctx app.Context, p Promise, done func(ctx app.Context, answer app.Value, err error)) {
	var whenSettled app.Func
	whenSettled = app.FuncOf(func(_ app.Value, args []app.Value) any {
		problem, answer, coded := args[0], args[1], args[2].String()
		ctx.Dispatch(func(ctx app.Context) {
			whenSettled.Release()
			if problem.Truthy() {
				done(ctx, nil, rejection(problem.String(), coded))
				return
			}
			done(ctx, answer, nil)
		})
		return nil
	})
	call("whenSettled", p.value, whenSettled)
}

// Fault is what the engine or a script found wrong, with its code.
type Fault struct{ wire fault.Wire }

func (f *Fault) Error() string { return f.wire.Error }

// Fault is what is put into the page's language.
func (f *Fault) Fault() fault.Wire { return f.wire }

func rejection(message, coded string) error {
	var f Fault
	if coded != "" && json.Unmarshal([]byte(coded), &f.wire) == nil {
		return &f
	}
	return errors.New(message)
}
