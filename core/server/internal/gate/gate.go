package gate

import (
	"net/http"

	"graft/core/refusal"
	"graft/core/server/internal/reply"
)

var (
	errCrossSite = refusal.Define(http.StatusForbidden, "server.cross_site", "the request comes from a page at {origin:%.100s}: want this server's own page, or its operator to allow that one with -allow-origin")
	errHost      = refusal.Define(http.StatusMisdirectedRequest, "server.host", "this server does not answer to {host:%.100q}: want its address in figures, or start it with -names {name:%.100s}, or -origin http://{origin:%.100s}")
)

// Gate is what a server lets in.
type Gate struct {
	Names        []string // that it answers to, beside localhost, addresses in figures and Origin's; "*" is every name
	Origin       string   // its own, as in https://graft.example; "" if it is not known
	AllowOrigins []string // pages elsewhere that may use the API: see CheckOrigins
	Methods      []string // that any address of the API answers
	Answers      reply.Answers
}

// Handler refuses what may not come in and hands the rest to next.
func (g Gate) Handler(next http.Handler) http.Handler {
	return g.shared(g.secure(g.local(next)))
}
