package server

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// local refuses requests under a name that this server was not given. A page
// of another site whose name its owner points at 127.0.0.1 is of one origin
// with a server there, and could read and send what it likes; only the name in
// Host gives it away. Addresses in figures need no name, so they are let in.
func (s *Server) local(next http.Handler) http.Handler {
	if !s.cfg.LocalOnly {
		return next
	}
	own := ""
	if u, err := url.Parse(s.cfg.Origin); err == nil {
		own = strings.ToLower(u.Hostname())
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name := hostname(r.Host); !isLocal(name) && (own == "" || name != own) {
			s.problem(w, http.StatusMisdirectedRequest, "", "this server does not answer to %.100q: want localhost or 127.0.0.1, or start it with -origin http://%.100s", r.Host, r.Host)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// hostname is the name in a Host header, in small letters, without port and
// brackets.
func hostname(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// isLocal says whether only this machine, or nobody, decides where a name
// leads. An old client sends no name at all; no browser is one.
func isLocal(name string) bool {
	return name == "" || name == "localhost" || strings.HasSuffix(name, ".localhost") || net.ParseIP(name) != nil
}
