package state

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/api/client"
	"graft/core/fault"
	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
	"graft/web/internal/ui"
)

// DataChanged is the action after every change of the set or its upload.
const DataChanged = "data-changed"

// PictureSet is what is kept in the browser and what the server has of it.
type PictureSet struct {
	StoreState
	Upload Upload
	Sent   sentSet // the last data set that the server took
}

// Filled counts the classes that have pictures.
func (p *PictureSet) Filled() int {
	n := 0
	for _, c := range p.Classes {
		if c.Count > 0 {
			n++
		}
	}
	return n
}

// StoreState is the detail of a graft-store event.
type StoreState struct {
	Kind        string      `json:"kind"` // "files", "database", "memory"
	Ready       bool        `json:"ready"`
	Error       string      `json:"error"` // "quota", or the browser's own words
	Usage       float64     `json:"usage"` // bytes
	Quota       float64     `json:"quota"` // bytes; 0 if the browser does not say
	Persisted   bool        `json:"persisted"`
	Phase       string      `json:"phase"` // "reading" while pictures are brought in
	Done        int         `json:"done"`
	Total       int         `json:"total"`
	Pictures    int         `json:"pictures"`
	Bytes       float64     `json:"bytes"`
	Classes     []KeptClass `json:"classes"`
	Skipped     []Skipped   `json:"skipped"`
	SkippedMore int         `json:"skipped_more"`
	Signature   string      `json:"signature"` // changes with the set
	Undo        *UndoStep   `json:"undo"`      // what Undo takes back, or nil
}

// Class returns the class with an id.
func (s StoreState) Class(id string) (KeptClass, bool) {
	for _, c := range s.Classes {
		if c.ID == id {
			return c, true
		}
	}
	return KeptClass{}, false
}

// KeptClass is a class of the set in this browser.
type KeptClass struct {
	ID    string  `json:"id"`
	Name  string  `json:"name"`
	Count int     `json:"count"`
	Bytes float64 `json:"bytes"`
}

// Skipped is a file that was left out. Code is one of those that skipReason knows.
type Skipped struct {
	Path string `json:"path"`
	Code string `json:"code"`
	Text string `json:"text"`
}

// Upload is the way of the set to the server.
type Upload struct {
	State  string // "", "preparing", "sending", "checking", "failed", "cancelled"
	Error  string // in words
	Loaded float64
	Total  float64
	Meter  ui.Meter
}

// Busy says whether the set is on its way.
func (u Upload) Busy() bool {
	return u.State == "preparing" || u.State == "sending" || u.State == "checking"
}

// sentSet remembers across reloads what was uploaded.
type sentSet struct {
	api.Dataset
	Signature string    `json:"signature"`
	At        time.Time `json:"at"`
}

// uploadEvent is the detail of a graft-upload event.
type uploadEvent struct {
	State     string  `json:"state"`
	Loaded    float64 `json:"loaded"`
	Total     float64 `json:"total"`
	Error     string  `json:"error"`
	Status    int     `json:"status"`
	Body      string  `json:"body"`
	Signature string  `json:"signature"`
}

// SentKey is where the last upload is remembered in this browser.
const SentKey = "graft-dataset"

// Open begins or joins the store; events follow.
func (p *PictureSet) Open(ctx app.Context) {
	if app.IsServer {
		return
	}
	ctx.LocalStorage().Get(SentKey, &p.Sent)
	bridge.OpenStore()
	p.FollowStore(bridge.StoreState())
}

// FollowStore takes over what the store says of itself.
func (p *PictureSet) FollowStore(detail string) error {
	var s StoreState
	if err := json.Unmarshal([]byte(detail), &s); err != nil {
		return fmt.Errorf("web: state of the store: %w", err)
	}
	p.StoreState = s
	return nil
}

// FollowUpload follows an upload; now is when the event was heard. It reports
// whether the server has taken the set.
func (p *PictureSet) FollowUpload(w i18n.Words, detail string, now time.Time) (taken bool) {
	var e uploadEvent
	if err := json.Unmarshal([]byte(detail), &e); err != nil {
		return false
	}
	u := &p.Upload
	switch e.State {
	case "preparing":
		*u = Upload{State: e.State}
	case "sending":
		u.State, u.Loaded, u.Total = e.State, e.Loaded, e.Total
		u.Meter.Add(e.Loaded, now)
	case "answered":
		*u = Upload{}
		set, err := decodeUploaded(w, e.Status, e.Body)
		if err != nil {
			*u = Upload{State: "failed", Error: uploadFault(w, err)}
			return false
		}
		p.Sent = sentSet{Dataset: set, Signature: e.Signature, At: now}
		return true
	case "failed":
		text := faults.Words(w, e.Error)
		if text == "network" {
			text = uploadFault(w, client.ErrNoServer)
		}
		*u = Upload{State: e.State, Error: text}
	default:
		u.State = e.State
	}
	return false
}

func decodeUploaded(w i18n.Words, status int, body string) (set api.Dataset, err error) {
	a := client.Answer{Status: status, ContentType: "text/html", Body: []byte(body)}
	if json.Valid(a.Body) {
		a.ContentType = "application/json"
	} else if status == 413 {
		return set, &client.Error{Status: status, Wire: fault.Wire{Error: w.T("the set is larger than the server takes")}}
	}
	err = a.Decode(&set)
	return set, err
}

func uploadFault(w i18n.Words, err error) string {
	if err == client.ErrNoServer {
		return w.T("No server answered. Your pictures are still here: look whether it still runs, then press Upload again.")
	}
	return faults.Err(w, err)
}

// Fresh says whether the server has this very set.
func (p *PictureSet) Fresh() bool {
	return p.Sent.ID != "" && p.Sent.Signature == p.Signature && p.Pictures > 0
}

// UndoStep is the last change of the set that took pictures away from where they
// were.
type UndoStep struct {
	Kind  string `json:"kind"`  // "remove", "class", "move" or "merge"
	Count int    `json:"count"` // pictures
	From  string `json:"from"`  // class that went, for "class" and "merge"
	Into  string `json:"into"`  // class they went to, for "move" and "merge"
}
