package server

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"strings"

	"graft/core/caller"
)

type exchangeKey struct{}

// exchange is what the log says of a request and its answer.
type exchange struct {
	id     string // in the answer's header, too
	client string // who asks
	code   string // of the fault that it was refused with, "" if it was not
}

// named puts the name of who asks into the context of each request: see caller.Of.
// A proxy of ours is believed about whom it speaks for.
func (s *Server) named(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &exchange{id: strings.ToLower(rand.Text()[:12]), client: caller.Of(r, s.cfg.Proxies)}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x)))
	})
}

// exchangeOf returns what is known of a request, nothing for work of the server's own.
func exchangeOf(ctx context.Context) *exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{}
}

// clientOf returns the name of who asks, "" for a job of the server's own.
func clientOf(ctx context.Context) string { return exchangeOf(ctx).client }

// logOf is the log of a request: its lines name it.
func (s *Server) logOf(r *http.Request) *slog.Logger {
	return s.log().With("id", exchangeOf(r.Context()).id, "method", r.Method, "path", r.URL.Path)
}
