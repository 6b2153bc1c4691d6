//go:build js && wasm

package main

import (
	"log"
	"net/http"
	"runtime/debug"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"

	"graft/core/link"
)

func main() {
	log.SetFlags(0) // the Worker's log has the time already
	// syumai/workers puts Cf-Connecting-Ip into RemoteAddr, where caller.Of looks.
	store := newKVStore(cloudflare.GetBinding("LINKS"))
	links := link.Handler(store, link.Options{
		Origin: setting("ORIGIN"),
		Limit:  newLimiter(cloudflare.GetBinding("LINK_LIMIT")),
		Fault:  func(_ *http.Request, err error) { log.Print("edge: ", err) },
	})
	workers.Serve(buffered(recovering(tested(links))))
}

// setting returns an environment variable, "" if there is none.
func setting(name string) string {
	if v := cloudflare.GetBinding(name); v.Truthy() {
		return v.String()
	}
	return ""
}

// recovering answers a panic with 500: whole has sent nothing of the answer yet.
func recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				log.Printf("edge: panic: %s %s: %v\n%s", r.Method, r.URL.Path, p, debug.Stack())
				clear(w.Header())
				w.Header().Set("Content-Type", "application/json")
				w.(*answer).reset(http.StatusInternalServerError)
				w.Write([]byte(`{"error":"internal fault","code":"edge.internal"}` + "\n"))
			}
		}()
		next.ServeHTTP(w, r)
	})
}
