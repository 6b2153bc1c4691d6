package bridge

import (
	"context"
	"errors"

	"graft/core/api/client"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

var errTooLong = errors.New("bridge: the answer is too long")

// Fetch sends a request and waits for the whole answer, of at most limit bytes, or until
// ctx ends. It must not be called on the goroutine that draws.
func Fetch(ctx context.Context, r client.Request, limit int) (client.Answer, error) {
	abort := app.Window().Get("AbortController").New()
	options := map[string]any{"method": r.Method, "signal": abort.Get("signal")}
	if r.ContentType != "" {
		options["headers"] = map[string]any{"Content-Type": r.ContentType}
		options["body"] = string(r.Body)
	}
	stop := context.AfterFunc(ctx, func() { abort.Call("abort") })
	defer stop()
	res, err := await(app.Window().Call("fetch", r.URL, options))
	if err != nil {
		return client.Answer{}, errors.Join(err, ctx.Err())
	}
	answer := client.Answer{Status: res.Get("status").Int()}
	if kind := res.Get("headers").Call("get", "Content-Type"); kind.Truthy() {
		answer.ContentType = kind.String()
	}
	buffer, err := await(res.Call("arrayBuffer"))
	if err != nil {
		return client.Answer{}, errors.Join(err, ctx.Err())
	}
	n := buffer.Get("byteLength").Int()
	if n > limit {
		return client.Answer{}, errTooLong
	}
	answer.Body = make([]byte, n)
	app.CopyBytesToGo(answer.Body, app.Window().Get("Uint8Array").New(buffer))
	return answer, nil
}

// await waits for a promise.
func await(promise app.Value) (app.Value, error) {
	type end struct {
		value app.Value
		err   error
	}
	ended := make(chan end, 1)
	done := app.FuncOf(func(_ app.Value, args []app.Value) any {
		ended <- end{value: args[0]}
		return nil
	})
	defer done.Release()
	failed := app.FuncOf(func(_ app.Value, args []app.Value) any {
		ended <- end{err: errors.New(args[0].Get("message").String())}
		return nil
	})
	defer failed.Release()
	promise.Call("then", done, failed)
	e := <-ended
	return e.value, e.err
}
