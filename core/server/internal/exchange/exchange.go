package exchange

import (
	"context"
	"crypto/rand"
	"net/http"
	"strings"

	"graft/core/caller"
	"graft/core/line"
)

// Exchange is what the log says of a request and its answer.
type Exchange struct {
	ID     string // in the answer's header, too
	Client string // who asks
	Code   string // of the fault that it was refused with, "" if it was not
}

type key struct{}

// Named puts the name of who asks into the context of each request: see caller.Of.
// A proxy of ours is believed about whom it speaks for.
func Named(ours caller.Proxies, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &Exchange{ID: strings.ToLower(rand.Text()[:12]), Client: caller.Of(r, ours)}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, x)))
	})
}

// Of returns what is known of a request, nothing for work of the server's own.
func Of(ctx context.Context) *Exchange {
	if x, ok := ctx.Value(key{}).(*Exchange); ok {
		return x
	}
	return &Exchange{}
}

// Client returns the name of who asks, "" for a job of the server's own.
func Client(ctx context.Context) string { return Of(ctx).Client }

// WithClient returns a context for work that a client of that name asks for.
func WithClient(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, key{}, &Exchange{Client: name})
}

// Turn waits for the turn of who asks in a line: see line.Line.Enter.
func Turn(ctx context.Context, l *line.Line) (leave func(), err error) {
	return l.Enter(ctx, Client(ctx))
}
