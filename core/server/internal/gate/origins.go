package gate

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// CheckOrigins returns nil if pages can come from each of these origins: scheme
// and host, as browsers write them in the Origin header.
func CheckOrigins(origins []string) error {
	for _, o := range origins {
		u, err := url.Parse(o)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Scheme+"://"+u.Host != o {
			return fmt.Errorf("origin %.100q: want scheme and host alone, as in https://graft.example", o)
		}
	}
	return nil
}

// shared lets the pages in AllowOrigins use the API from where they are: the
// playground at the edge trains on the server of whoever looks at it. Browsers
// ask first (a preflight, https://fetch.spec.whatwg.org/#http-cors-protocol),
// and for a server on the visitor's own machine or network also whether it wants
// to be reached from outside (https://wicg.github.io/private-network-access/).
// Everybody else gets no such answer, and secure refuses what they send.
func (g Gate) shared(next http.Handler) http.Handler {
	if len(g.AllowOrigins) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Add("Vary", "Origin")
		origin := r.Header.Get("Origin")
		api := strings.HasPrefix(r.URL.Path, "/api/") || r.URL.Path == "/healthz"
		if !api || !slices.Contains(g.AllowOrigins, origin) {
			next.ServeHTTP(w, r)
			return
		}
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Access-Control-Expose-Headers", "Graft-Input-Size, Graft-Weights, Graft-Weights-Digest, Location, Retry-After")
		if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
			next.ServeHTTP(w, r)
			return
		}
		h.Set("Access-Control-Allow-Methods", strings.Join(g.Methods, ", "))
		h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID")
		h.Set("Access-Control-Max-Age", "600")
		if r.Header.Get("Access-Control-Request-Private-Network") == "true" {
			h.Set("Access-Control-Allow-Private-Network", "true")
		}
		w.WriteHeader(http.StatusNoContent)
	})
}
