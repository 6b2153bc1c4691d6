package web

import (
	"encoding/json"
	"fmt"
	"time"

	"graft/web/internal/bridge"
	"graft/web/internal/i18n"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// dataChanged is the action after every change of the set or its upload.
const dataChanged = "data-changed"

// pictureSet is what is kept in the browser and what the server has of it.
type pictureSet struct {
	storeState
	upload upload
	sent   sentSet // the last data set that the server took
}

// storeState is the detail of a graft-store event.
type storeState struct {
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
	Classes     []keptClass `json:"classes"`
	Skipped     []skipped   `json:"skipped"`
	SkippedMore int         `json:"skipped_more"`
	Signature   string      `json:"signature"` // changes with the set
	Undo        *undoStep   `json:"undo"`      // what Undo takes back, or nil
}

// class returns the class with an id.
func (s storeState) class(id string) (keptClass, bool) {
	for _, c := range s.Classes {
		if c.ID == id {
			return c, true
		}
	}
	return keptClass{}, false
}

type keptClass struct {
	ID    string  `json:"id"`
	Name  string  `json:"name"`
	Count int     `json:"count"`
	Bytes float64 `json:"bytes"`
}

// skipped is a file that was left out. Code is one of those that reason knows.
type skipped struct {
	Path string `json:"path"`
	Code string `json:"code"`
	Text string `json:"text"`
}

// reason says in words why a file was left out.
func (s skipped) reason(w i18n.Words) string {
	switch s.Code {
	case "empty":
		return w.T("an empty file")
	case "large":
		return w.T("larger than 64 MB")
	case "twin":
		return w.T("the same picture is already here: ") + s.Text
	case "system":
		return w.T("a file of the system, not a picture")
	case "loose":
		return w.T("lies beside the class folders: put it into one")
	case "quota":
		return w.T("the browser's storage is full")
	}
	return words(w, s.Text)
}

// upload is the way of the set to the server.
type upload struct {
	State  string // "", "preparing", "sending", "checking", "failed", "cancelled"
	Error  string // in words
	loaded float64
	total  float64
	meter  meter
}

func (u upload) busy() bool {
	return u.State == "preparing" || u.State == "sending" || u.State == "checking"
}

// sentSet remembers across reloads what was uploaded.
type sentSet struct {
	remoteSet
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

const sentKey = "graft-dataset"

// open begins or joins the store; events follow.
func (p *pictureSet) open(ctx app.Context) {
	if app.IsServer {
		return
	}
	ctx.LocalStorage().Get(sentKey, &p.sent)
	bridge.OpenStore()
	p.takeStore(bridge.StoreState())
}

func (p *pictureSet) takeStore(detail string) error {
	var s storeState
	if err := json.Unmarshal([]byte(detail), &s); err != nil {
		return fmt.Errorf("web: state of the store: %w", err)
	}
	p.storeState = s
	return nil
}

// takeUpload follows an upload; now is when the event was heard. It reports
// whether the server has taken the set.
func (p *pictureSet) takeUpload(w i18n.Words, detail string, now time.Time) (taken bool) {
	var e uploadEvent
	if err := json.Unmarshal([]byte(detail), &e); err != nil {
		return false
	}
	u := &p.upload
	switch e.State {
	case "preparing":
		*u = upload{State: e.State}
	case "sending":
		u.State, u.loaded, u.total = e.State, e.Loaded, e.Total
		u.meter.add(e.Loaded, now)
	case "answered":
		*u = upload{}
		set, err := decodeUploaded(w, e.Status, e.Body)
		if err != nil {
			*u = upload{State: "failed", Error: uploadFault(w, err)}
			return false
		}
		p.sent = sentSet{remoteSet: set, Signature: e.Signature, At: now}
		return true
	case "failed":
		text := words(w, e.Error)
		if text == "network" {
			text = uploadFault(w, errNoServer)
		}
		*u = upload{State: e.State, Error: text}
	default:
		u.State = e.State
	}
	return false
}

func decodeUploaded(w i18n.Words, status int, body string) (set remoteSet, err error) {
	mediaType := "text/html"
	if json.Valid([]byte(body)) {
		mediaType = "application/json"
	}
	if status == 413 && mediaType != "application/json" {
		return set, &apiError{Status: status, Msg: w.T("the set is larger than the server takes")}
	}
	err = decodeAnswer(status, mediaType, []byte(body), &set)
	return set, err
}

func uploadFault(w i18n.Words, err error) string {
	if err == errNoServer {
		return w.T("No trainer answered. Your pictures are still here; start one with “make run” and press Upload again.")
	}
	return trErr(w, err)
}

// fresh says whether the server has this very set.
func (p *pictureSet) fresh() bool {
	return p.sent.ID != "" && p.sent.Signature == p.Signature && p.Pictures > 0
}

// wants says what is still missing before an upload makes sense, or "".
func (p *pictureSet) wants(w i18n.Words) string {
	filled := 0
	for _, c := range p.Classes {
		if c.Count > 0 {
			filled++
		}
	}
	switch {
	case p.Phase != "":
		return w.T("Wait until all pictures are read.")
	case filled < 2:
		return w.T("Two classes with pictures are the least: the network learns to tell them apart.")
	}
	for _, c := range p.Classes {
		if c.Count == 1 {
			return fmt.Sprintf(w.T("“%s” has one picture: two are the least, one to learn from and one to check with."), c.Name)
		}
	}
	return ""
}
