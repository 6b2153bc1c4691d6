package link

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"graft/core/caller"
	"graft/core/fault"
	"graft/core/ids"
	"graft/core/refusal"
)

// CacheSeconds is how long an answer about a link may be kept by caches, and so
// how long a deleted link may still be seen.
const CacheSeconds = 60

// Options are those of Handler.
type Options struct {
	BasePath string `json:"base_path"` // before every path, for example "/graft"; "" serves at the root
	Origin   string `json:"origin"`    // that links begin with, for example "https://graft.example"; "" takes the request's own

	// Limit says who may make a link now; nil for everybody. Client names who
	// asks; nil for [caller.Of] without proxies.
	Limit  Limiter                    `json:"-"`
	Client func(*http.Request) string `json:"-"`

	// Fault is told the store's errors, which the asker is not told, and Refused the code
	// that a request is refused with; nil for nobody.
	Fault   func(*http.Request, error)  `json:"-"`
	Refused func(*http.Request, string) `json:"-"`
}

// drainBytes is how much of a body past the limit is read before the answer.
// At the edge a body left unread breaks the next request on the connection.
const drainBytes = 1 << 20

// Handler serves links on what is in s:
//
//	POST   /api/v1/links               makes one
//	GET    /api/v1/links/{id}          the recipe
//	GET    /api/v1/links/{id}/picture  what is attached, 404 if nothing is
//	GET    /api/v1/links/{id}/head
//	GET    /api/v1/links/{id}/card
//	DELETE /api/v1/links/{id}          takes it away, for who has its token
//	GET    /s/{id}                     a preview card, and into the playground
//
// It answers every other request with 404 or 405.
func Handler(s Store, o Options) http.Handler {
	if o.Client == nil {
		o.Client = func(r *http.Request) string { return caller.Of(r, nil) }
	}
	h := &handler{s, o}
	mux := http.NewServeMux()
	base := o.BasePath
	mux.HandleFunc("POST "+base+"/api/v1/links", h.create)
	mux.HandleFunc("GET "+base+"/api/v1/links/{id}", h.document)
	mux.HandleFunc("DELETE "+base+"/api/v1/links/{id}", h.remove)
	mux.HandleFunc("GET "+base+"/s/{id}", h.open)
	mux.HandleFunc(base+"/api/v1/links", h.wrongMethod("POST"))
	mux.HandleFunc(base+"/api/v1/links/{id}", h.wrongMethod("GET, HEAD, DELETE"))
	mux.HandleFunc(base+"/s/{id}", h.wrongMethod("GET, HEAD"))
	for _, part := range []string{partPicture, partHead, partCard} {
		mux.HandleFunc("GET "+base+"/api/v1/links/{id}/"+part, h.part(part))
		mux.HandleFunc(base+"/api/v1/links/{id}/"+part, h.wrongMethod("GET, HEAD"))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		h.refuse(w, r, nothingHere.Err())
	})
	return mux
}

type handler struct {
	store Store
	o     Options
}

func (h *handler) document(w http.ResponseWriter, r *http.Request) {
	e, err := h.get(r.Context(), r.PathValue("id"))
	if err != nil {
		h.missing(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Graft-Attached", strings.Join(e.parts(), ", "))
	h.cached(w, e)
	w.Write(e.Doc)
}

// part answers with something that is attached.
func (h *handler) part(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		e, err := h.get(r.Context(), id)
		var body []byte
		if err == nil {
			body, err = h.store.Get(r.Context(), id+"."+name)
		}
		if err != nil {
			h.missing(w, r, err)
			return
		}
		head := w.Header()
		head.Set("Content-Type", "image/jpeg")
		if name == partHead {
			head.Set("Content-Type", "application/octet-stream")
			head.Set("Content-Disposition", `attachment; filename="graft-`+id[:8]+`.safetensors"`)
		}
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Content-Security-Policy", "default-src 'none'; sandbox")
		head.Set("Content-Length", strconv.Itoa(len(body)))
		h.cached(w, e)
		w.Write(body)
	}
}

// cached lets caches keep an answer about e, but not beyond its end.
func (h *handler) cached(w http.ResponseWriter, e *entry) {
	seconds := int64(CacheSeconds)
	if e.Expires != 0 {
		seconds = min(seconds, max(0, e.Expires-time.Now().Unix()))
	}
	w.Header().Set("Cache-Control", "public, max-age="+strconv.FormatInt(seconds, 10))
}

// remove deletes a link for who has its token. The entry goes first: parts
// without one are not served.
func (h *handler) remove(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	e, err := h.get(r.Context(), id)
	if err != nil {
		h.missing(w, r, err)
		return
	}
	if !ownsToken(r, e.Token) {
		w.Header().Set("WWW-Authenticate", "Bearer")
		h.refuse(w, r, notOwner.Err())
		return
	}
	err = h.store.Delete(r.Context(), id)
	for _, part := range e.parts() {
		err = errors.Join(err, h.store.Delete(r.Context(), id+"."+part))
	}
	if err != nil {
		h.fault(r, err)
		h.refuse(w, r, notDeleted.Err())
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}

func (h *handler) fault(r *http.Request, err error) {
	if h.o.Fault != nil {
		h.o.Fault(r, err)
	}
}

// get returns the entry under id. A store may be late to forget what has
// expired, so that is looked at here too.
func (h *handler) get(ctx context.Context, id string) (*entry, error) {
	if !ids.ValidLink(id) {
		return nil, ErrNotFound
	}
	body, err := h.store.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	e, err := parseEntry(body)
	if err != nil {
		return nil, damaged{err}
	}
	if expired(e.expires(), time.Now()) {
		return nil, ErrNotFound
	}
	return e, nil
}

// damaged is the error of a link whose document cannot be read.
type damaged struct{ error }

func (h *handler) missing(w http.ResponseWriter, r *http.Request, err error) {
	var d damaged
	switch {
	case errors.As(err, &d):
		h.refuse(w, r, isDamaged.Err(d.error))
	case !errors.Is(err, ErrNotFound):
		h.fault(r, err)
		h.refuse(w, r, notRead.Err())
	case strings.Contains(r.Header.Get("Accept"), "text/html"):
		h.missingPage(w)
	default:
		h.refuse(w, r, noLink.Err())
	}
}

// origin is the scheme and host that the asker used, or "" if unknown.
func (h *handler) origin(r *http.Request) string {
	switch {
	case h.o.Origin != "":
		return strings.TrimSuffix(h.o.Origin, "/")
	case r.Host == "":
		return ""
	case r.TLS != nil || r.URL.Scheme == "https" || r.Header.Get("X-Forwarded-Proto") == "https":
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (h *handler) wrongMethod(allow string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", allow)
		h.refuse(w, r, badMethod.Err(r.Method, allow))
	}
}

// refuse answers with a fault. One of a recipe has no status of its own.
func (h *handler) refuse(w http.ResponseWriter, r *http.Request, e *fault.Error) {
	if r.Body != nil {
		io.Copy(io.Discard, io.LimitReader(r.Body, drainBytes))
	}
	if h.o.Refused != nil {
		h.o.Refused(r, e.Kind().Code())
	}
	answer(w, cmp.Or(refusal.Status(e), http.StatusBadRequest), e.Wire())
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
