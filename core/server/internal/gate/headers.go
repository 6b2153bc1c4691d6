package gate

import (
	"cmp"
	"net/http"
	"strings"
)

// secure sets the headers that keep a browser from doing with our answers
// what we do not mean, and refuses what another site's page makes a visitor's
// browser send: a server on localhost is within the reach of every page.
func (g Gate) secure(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	for _, o := range g.AllowOrigins {
		if err := origin.AddTrustedOrigin(o); err != nil {
			panic(err) // CheckOrigins has been asked
		}
	}
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.Answers.Fail(w, r, 0, errCrossSite.Err(cmp.Or(r.Header.Get("Origin"), "another site")))
	}))
	next = origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if strings.HasPrefix(r.URL.Path, "/api/") || r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
			h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
			h.Set("Cache-Control", "no-store")
		}
		next.ServeHTTP(w, r)
	})
}
