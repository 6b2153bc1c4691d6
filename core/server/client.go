package server

import (
	"context"
	"net/http"
	"net/netip"

	"graft/core/link"
)

type clientKey struct{}

// named puts the name of who asks into the context of each request: see link.ClientOf.
// A proxy of ours is believed about whom it speaks for.
func (s *Server) named(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), clientKey{}, link.ClientOf(r, s.cfg.Proxies...))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// clientOf returns the name of who asks, "" for a job of the server's own.
func clientOf(ctx context.Context) string {
	name, _ := ctx.Value(clientKey{}).(string)
	return name
}

// ParseProxies reads addresses and networks, as in "10.0.0.7" and "10.0.0.0/8".
func ParseProxies(list []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range list {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			a, e := netip.ParseAddr(text)
			if e != nil {
				return nil, err
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		all = append(all, p)
	}
	return all, nil
}
