package gate

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"graft/core/server/internal/exchange"
)

// CheckNames returns nil if a server can answer to each of these names, or to all ("*").
func CheckNames(names []string) error {
	for _, name := range names {
		if name != "*" && !hostForm.MatchString(name) {
			return fmt.Errorf("name %.100q: want a name alone, as in graft.example, without http:// and port, or *", name)
		}
	}
	return nil
}

// hostForm is that of a name in DNS or of a computer.
var hostForm = regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?\.?$`)

// local refuses requests under a name that this server was not given. A page
// of another site whose name its owner points at 127.0.0.1 is of one origin
// with a server there, and could read and send what it likes; only the name in
// Host gives it away. That holds for a server on a network as well: the visitor's
// browser is inside. Addresses in figures need no name, so they are let in.
func (g Gate) local(next http.Handler) http.Handler {
	own := map[string]bool{}
	for _, name := range g.Names {
		own[strings.ToLower(strings.TrimSuffix(name, "."))] = true
	}
	if u, err := url.Parse(g.Origin); err == nil && u.Host != "" {
		own[strings.ToLower(u.Hostname())] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name := hostname(r.Host); !isLocal(name) && !own[name] && !own["*"] {
			g.refuseHost(w, r, name)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refuseHost says what the visitor can do: in a text where a browser shows the answer.
func (g Gate) refuseHost(w http.ResponseWriter, r *http.Request, name string) {
	err := errHost.Err(r.Host, name, r.Host)
	if r.Header.Get("Sec-Fetch-Mode") != "navigate" {
		g.Answers.Fail(w, r, 0, err)
		return
	}
	exchange.Of(r.Context()).Code = errHost.Code()
	http.Error(w, "Graft: "+err.Error()+".", http.StatusMisdirectedRequest)
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
