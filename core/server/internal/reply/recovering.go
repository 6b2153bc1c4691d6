package reply

import (
	"net/http"
	"runtime/debug"

	"graft/core/server/internal/exchange"
)

// Recovering answers a panic with 500 where that is still possible.
func (a Answers) Recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			a.LogOf(r).Error("server: panic", "panic", p, "stack", string(debug.Stack()))
			exchange.Of(r.Context()).Code = errPanic.Code()
			a.JSON(w, http.StatusInternalServerError, errPanic.Err().Wire())
		}()
		next.ServeHTTP(w, r)
	})
}
