//go:build !(js && wasm)

package web

import (
	"fmt"
	"html"
	"net/http"
	"unicode"

	"graft/core/fault"
	"graft/web/internal/faults"
)

// notFound answers, in the visitor's language, at an address that has no page. It leads to
// the one that there is.
func notFound(w http.ResponseWriter, r *http.Request) {
	words := requestLanguage(r)
	why := []rune(faults.Say(words, fault.Wire{Code: "server.nothing_here"}))
	why[0] = unicode.ToUpper(why[0]) // it stands alone here
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept-Language, Cookie")
	h.Set("Content-Security-Policy", Policy())
	w.WriteHeader(http.StatusNotFound)
	if r.Method == http.MethodHead {
		return
	}
	fmt.Fprintf(w, `<!doctype html>
<html lang="%s">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>404 – Graft</title>
<link rel="icon" href="/web/icon.svg">
<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32em;margin:20vh auto;padding:0 1em}</style>
<p>%s</p>
<p><a href="/">%s →</a></p>
`, words.Language().Tag, html.EscapeString(string(why)), html.EscapeString(words.T("Open Graft")))
}
