package server

import (
	"context"
	"net/http"

	"graft/core/caller"
)

type clientKey struct{}

// named puts the name of who asks into the context of each request: see caller.Of.
// A proxy of ours is believed about whom it speaks for.
func (s *Server) named(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), clientKey{}, caller.Of(r, s.cfg.Proxies))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// clientOf returns the name of who asks, "" for a job of the server's own.
func clientOf(ctx context.Context) string {
	name, _ := ctx.Value(clientKey{}).(string)
	return name
}
