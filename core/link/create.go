package link

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"graft/core/disk"
	"graft/core/fault"
	"graft/core/ids"
)

// Created is the answer to a POST that made a link.
type Created struct {
	ID      string `json:"id"`
	URL     string `json:"url"`               // to give away: it opens the playground
	Token   string `json:"token"`             // deletes the link; told once, and only to its maker
	Expires string `json:"expires,omitempty"` // RFC 3339; "" for never
}

// Bounds of expires_in, in seconds: a key-value store at the edge keeps nothing
// for less than a minute.
const (
	MinExpiry = 60
	MaxExpiry = 366 * 24 * 60 * 60
)

func (h *handler) create(w http.ResponseWriter, r *http.Request) {
	made, err := h.make(r)
	switch {
	case err == nil:
		w.Header().Set("Location", h.o.BasePath+"/api/v1/links/"+made.ID)
		answer(w, http.StatusCreated, made)
	case errors.Is(err, ErrFull):
		h.fault(r, err)
		h.refuse(w, r, full.Err())
	case disk.Machine(err) != nil:
		h.fault(r, err)
		w.Header().Set("Retry-After", "30")
		h.refuse(w, r, machine.Err(disk.Machine(err)))
	case fault.Of(err) != nil:
		if errors.Is(err, tooMany) {
			w.Header().Set("Retry-After", "60")
		}
		h.refuse(w, r, fault.Of(err))
	default:
		h.fault(r, err)
		h.refuse(w, r, notStored.Err())
	}
}

// make stores what a request brings. An error that is not a fault is the
// store's.
func (h *handler) make(r *http.Request) (Created, error) {
	if h.o.Limit != nil && !h.o.Limit.Allow(h.o.Client(r)) {
		return Created{}, tooMany.Err()
	}
	sent, err := receive(r)
	if err != nil {
		return Created{}, err
	}
	e, err := sent.inspect()
	if err != nil {
		return Created{}, err
	}
	if err := e.settings(r.URL.Query(), time.Now()); err != nil {
		return Created{}, err
	}
	made := Created{ID: ids.NewLink()}
	made.Token, e.Token = newToken()
	if e.Expires != 0 {
		made.Expires = e.expires().UTC().Format(time.RFC3339)
	}
	made.URL = h.origin(r) + h.o.BasePath + "/s/" + made.ID
	return made, h.keep(r, made.ID, e, sent)
}

// settings takes expires_in and lang from the address.
func (e *entry) settings(q url.Values, now time.Time) error {
	for name := range q {
		if name != "expires_in" && name != "lang" {
			return badSetting.At(name)
		}
	}
	switch e.Lang = q.Get("lang"); e.Lang {
	case "", "en", "zh":
	default:
		return badLanguage.At("lang", e.Lang)
	}
	if text := q.Get("expires_in"); text != "" {
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil || seconds < MinExpiry || seconds > MaxExpiry {
			return badExpiry.At("expires_in", text, MinExpiry, MaxExpiry)
		}
		e.Expires = now.Unix() + seconds
	}
	return nil
}

// keep stores the parts and then the entry: nobody can see a link before it is
// whole. If something fails, what was stored is taken away again.
func (h *handler) keep(r *http.Request, id string, e *entry, sent *sent) error {
	var done []string
	put := func(key string, body []byte) error {
		done = append(done, key)
		return h.store.Put(r.Context(), key, body, e.expires())
	}
	var err error
	for _, part := range e.parts() {
		if err == nil {
			err = put(id+"."+part, sent.parts[part])
		}
	}
	if err == nil {
		err = put(id, e.encode())
	}
	if err != nil {
		for _, key := range done {
			h.store.Delete(r.Context(), key) // the first error says more
		}
	}
	return err
}

// sizeText writes a limit for people.
func sizeText(bytes int64) string {
	if bytes >= 1<<20 {
		return fmt.Sprintf("%d MB", bytes>>20)
	}
	return fmt.Sprintf("%d KB", bytes>>10)
}
