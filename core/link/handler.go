package link

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"graft/core/recipe"
)

// Created is the answer to a POST that made a link.
type Created struct {
	ID  string `json:"id"`
	URL string `json:"url"` // to give away: it opens the playground
}

// Problem is the answer to a request that failed.
type Problem struct {
	Error string `json:"error"`
	Field string `json:"field,omitempty"` // what in the document is at fault
}

// Options are those of Handler.
type Options struct {
	BasePath string `json:"base_path"` // before every path, for example "/graft"; "" serves at the root
	Origin   string `json:"origin"`    // that links begin with, for example "https://graft.example"; "" takes the request's own

	// Fault is told the store's errors, which the asker is not told; nil for nobody.
	Fault func(error) `json:"-"`
}

// drainBytes is how much of a body past the limit is read before the answer.
// At the edge a body left unread breaks the next request on the connection.
const drainBytes = 1 << 20

// Handler serves POST /api/v1/links, GET /api/v1/links/{id} and GET /s/{id} on
// the documents in s. It answers every other request with 404 or 405.
func Handler(s Store, o Options) http.Handler {
	h := &handler{s, o}
	mux := http.NewServeMux()
	base := o.BasePath
	mux.HandleFunc("POST "+base+"/api/v1/links", h.create)
	mux.HandleFunc("GET "+base+"/api/v1/links/{id}", h.document)
	mux.HandleFunc("GET "+base+"/s/{id}", h.open)
	mux.HandleFunc(base+"/api/v1/links", wrongMethod("POST"))
	mux.HandleFunc(base+"/api/v1/links/{id}", wrongMethod("GET, HEAD"))
	mux.HandleFunc(base+"/s/{id}", wrongMethod("GET, HEAD"))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		problem(w, r, http.StatusNotFound, "nothing is served at this address", "")
	})
	return mux
}

type handler struct {
	store Store
	o     Options
}

func (h *handler) create(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, recipe.MaxBytes+1))
	if err != nil {
		problem(w, r, http.StatusBadRequest, "the document did not arrive whole", "")
		return
	}
	if len(body) > recipe.MaxBytes {
		problem(w, r, http.StatusRequestEntityTooLarge, "the document is over 32 KB, the most that a link holds", "")
		return
	}
	doc, err := recipe.ParseJSON(body)
	if err != nil {
		var e *recipe.Error
		errors.As(err, &e)
		problem(w, r, http.StatusBadRequest, e.Msg, e.Field)
		return
	}
	id := NewID()
	if err := h.store.Put(r.Context(), id, doc.JSON()); err != nil {
		h.fault(err)
		if errors.Is(err, ErrFull) {
			problem(w, r, http.StatusInsufficientStorage, "the server's disk is full: nothing was stored", "")
			return
		}
		problem(w, r, http.StatusInternalServerError, "the link could not be stored", "")
		return
	}
	url := h.origin(r) + h.o.BasePath + "/s/" + id
	w.Header().Set("Location", h.o.BasePath+"/api/v1/links/"+id)
	answer(w, http.StatusCreated, Created{ID: id, URL: url})
}

func (h *handler) document(w http.ResponseWriter, r *http.Request) {
	body, err := h.get(r.Context(), r.PathValue("id"))
	if err != nil {
		h.missing(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=300")
	w.Write(body)
}

// open sends a browser into the playground. The address is built from a recipe
// that was parsed again, so that nothing in a store can lead elsewhere.
func (h *handler) open(w http.ResponseWriter, r *http.Request) {
	body, err := h.get(r.Context(), r.PathValue("id"))
	if err != nil {
		h.missing(w, r, err)
		return
	}
	doc, err := recipe.ParseJSON(body)
	if err != nil {
		problem(w, r, http.StatusInternalServerError, "the link's document is damaged: "+err.Error(), "")
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=300")
	w.Header().Set("Location", h.o.BasePath+"/"+doc.Fragment())
	w.WriteHeader(http.StatusFound)
}

func (h *handler) fault(err error) {
	if h.o.Fault != nil {
		h.o.Fault(err)
	}
}

func (h *handler) get(ctx context.Context, id string) ([]byte, error) {
	if !ValidID(id) {
		return nil, ErrNotFound
	}
	return h.store.Get(ctx, id)
}

func (h *handler) missing(w http.ResponseWriter, r *http.Request, err error) {
	if !errors.Is(err, ErrNotFound) {
		h.fault(err)
		problem(w, r, http.StatusInternalServerError, "the link could not be read", "")
		return
	}
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		io.WriteString(w, strings.ReplaceAll(missingPage, "HOME", h.o.BasePath+"/"))
		return
	}
	problem(w, r, http.StatusNotFound, "no such link", "")
}

// missingPage is what a person sees who opens a link to nothing.
const missingPage = `<!doctype html>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Graft</title>
<body style="font:1.1rem/1.6 system-ui;max-width:32rem;margin:20vh auto;padding:0 1.5rem">
<h1 style="font-weight:600">This link leads nowhere</h1>
<p>Perhaps a letter was lost in copying. <a href="HOME">Open the playground</a></p>
<p lang="zh">这个链接没有内容,可能复制时漏了字符。<a href="HOME">打开 Graft</a></p>
`

// origin is the scheme and host that the asker used, or "" if unknown.
func (h *handler) origin(r *http.Request) string {
	switch {
	case h.o.Origin != "":
		return strings.TrimSuffix(h.o.Origin, "/")
	case r.Host == "":
		return ""
	case r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https":
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func wrongMethod(allow string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", allow)
		problem(w, r, http.StatusMethodNotAllowed, r.Method+": want "+allow, "")
	}
}

func problem(w http.ResponseWriter, r *http.Request, status int, msg, field string) {
	if r.Body != nil {
		io.Copy(io.Discard, io.LimitReader(r.Body, drainBytes))
	}
	answer(w, status, Problem{Error: msg, Field: field})
}

func answer(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // both answers are structs of strings
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(append(body, '\n'))
}
